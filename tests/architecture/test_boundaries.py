"""What import contracts cannot say: which single file may do a thing."""

from __future__ import annotations

from tests.architecture.source_files import FILES, imported_modules

STARTS_PROCESSES = "reviewbot/sources/git.py"


def files_that_import(*modules):
    return [str(file) for file in FILES if any(name.partition(".")[0] in modules for name in imported_modules(file))]


def test_one_file_starts_processes():
    assert files_that_import("subprocess", "multiprocessing", "pty") == [STARTS_PROCESSES]


def test_gitpython_is_nowhere_on_the_measuring_path():
    assert files_that_import("git") == []
