"""What import contracts cannot say: which single file may do a thing."""

from __future__ import annotations

from reviewbot.render import format_names
from tests.architecture.source_files import FILES, PROJECT, imported_modules

STARTS_PROCESSES = "reviewbot/sources/git.py"


def files_that_import(*modules):
    return [str(file) for file in FILES if any(name.partition(".")[0] in modules for name in imported_modules(file))]


def test_one_file_starts_processes():
    assert files_that_import("subprocess", "multiprocessing", "pty") == [STARTS_PROCESSES]


def test_gitpython_is_nowhere_on_the_measuring_path():
    assert files_that_import("git") == ["reviewbot/branches/repository.py", "reviewbot/hooks/installation.py"]


def test_formats_do_not_know_each_other():
    names = {f"reviewbot.render.{name.replace('-', '_')}" for name in format_names()}
    files = {name: PROJECT / (name.replace(".", "/") + ".py") for name in names}
    assert {
        name: imported_modules(file) & names for name, file in files.items() if imported_modules(file) & names
    } == {}
