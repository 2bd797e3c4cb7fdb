from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

OUTCOMES = """\
import pytest

def test_that_runs(): pass

@pytest.mark.skip(reason="no need")
def test_marked(): pass

@pytest.mark.skipif(True, reason="not here")
def test_under_a_condition(): pass

def test_inside(): pytest.skip("changed its mind")

@pytest.fixture
def absent(): pytest.skip("is not installed")
def test_fixture(absent): pass

@pytest.mark.xfail(reason="known")
def test_expected(): assert False

@pytest.mark.parametrize("nothing", [])
def test_of_nothing(nothing): pass
"""
OPTIONS = ("-q", "--rootdir=.", "--basetemp=base", "-p", "no:cacheprovider")
MODULE = "import pytest\npytest.importorskip('there_is_no_such_module')\n"


@pytest.fixture
def closing_line(tmp_path):
    """Run the files with this project's conftest.py; returns the exit status and pytest's closing line."""

    def run(ci, *arguments, **files):
        shutil.copy(Path(__file__).with_name("conftest.py"), tmp_path)
        for name, text in files.items():
            (tmp_path / f"{name}.py").write_text(text)
        environment = {name: value for name, value in os.environ.items() if name != "CI" and "PYTEST" not in name}
        outcome = subprocess.run(
            [sys.executable, "-m", "pytest", *OPTIONS, *arguments],
            cwd=tmp_path,
            env=environment | ({} if ci is None else {"CI": ci}),
            capture_output=True,
            text=True,
            check=False,
        )
        return outcome.returncode, outcome.stdout.splitlines()[-1].rpartition(" in ")[0]

    return run


@pytest.mark.parametrize("ci", [None, "false"])
def test_at_a_desk_a_skipped_test_is_only_counted(closing_line, ci):
    assert closing_line(ci, test_it=OUTCOMES) == (0, "1 passed, 5 skipped, 1 xfailed")


@pytest.mark.parametrize("arguments", [(), ("-n", "1")], ids=["one process", "workers"])
def test_under_ci_every_skipped_and_every_expected_failure_fails(closing_line, arguments):
    assert closing_line("true", *arguments, test_it=OUTCOMES) == (1, "2 failed, 1 passed, 4 errors")


def test_under_ci_a_module_that_is_skipped_whole_fails(closing_line):
    assert closing_line("true", test_it=MODULE) == (2, "1 error")
