"""What `companions` writes and says; which files it finds is in tests/end_to_end/test_companions.py."""

from __future__ import annotations

import subprocess

import pytest

from reviewbot.cli.main import main
from tests.cli.processes import COMMAND
from tests.repositories import Repository

POLICY = """\
version = 1
[rules.missing-companion]
when = "{stem}.py"
needs = ["{stem}_test.py"]
"""
ODD = "a\nb"


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """Branches `nothing`, `two` (two sources), `odd` (names that need care) and `bare` (without a policy)."""
    repository = Repository(tmp_path / "repository")
    names = ("b", "a", "-c", ODD)
    files = {f"{name}{end}.py": "1\n" for name in names for end in ("", "_test")}
    base = repository.commit({".reviewbot.toml": POLICY, **files}, branch="main")
    repository.commit({"other": "1\n"}, base, branch="nothing")
    repository.commit({"b.py": "2\n", "a.py": "2\n"}, base, branch="two")
    repository.commit({"-c.py": "2\n"}, base, branch="hyphen")
    repository.commit({f"{ODD}.py": "2\n"}, base, branch="odd")
    repository.commit({"a.py": "2\n"}, repository.commit({"a.py": "1\n"}, branch="without"), branch="bare")
    monkeypatch.chdir(repository.path)
    return repository


@pytest.fixture
def answer(repository, capsysbinary):
    def run(*arguments):
        status = main(["companions", *arguments])
        printed = capsysbinary.readouterr()
        return status, printed.out, printed.err.decode()

    return run


@pytest.mark.parametrize("null", [(), ("-0",)], ids=["lines", "-0"])
def test_prints_nothing_for_nothing(answer, null):
    assert answer("main..nothing", *null) == (0, b"", "")


def test_prints_one_a_line_sorted(answer):
    assert answer("main..two") == (0, b"a_test.py\nb_test.py\n", "")


@pytest.mark.parametrize("option", ["-0", "--null"])
def test_prints_each_with_a_nul_byte(answer, option):
    assert answer("main..two", option) == (0, b"a_test.py\0b_test.py\0", "")


def test_no_name_looks_like_an_option(answer):
    assert answer("main..hyphen") == (0, b"./-c_test.py\n", "")


def test_a_line_end_in_a_name_needs_nul_bytes(answer):
    status, out, err = answer("main..odd")
    assert (status, out) == (2, b"")
    assert err.startswith("error: the name of a companion holds a line end\n")
    assert "-0" in err
    assert answer("main..odd", "-0") == (0, b"a\nb_test.py\0", "")


@pytest.mark.parametrize("null", [(), ("-0",)], ids=["lines", "-0"])
def test_a_policy_without_companions_is_said_in_one_line(answer, null):
    status, out, err = answer("without..bare", *null)
    assert (status, out) == (0, b"")
    assert err.count("\n") == 1
    assert "no missing-companion" in err
    assert "[[rules.missing-companion]] when = " in err


def test_a_floor_may_say_what_belongs_together(answer, tmp_path):
    (tmp_path / "floor.toml").write_text(POLICY.replace("_test", ""))
    assert answer("without..bare", "--policy", str(tmp_path / "floor.toml")) == (0, b"a.py\n", "")


def test_a_patch_does_not_tell(answer):
    status, out, err = answer("--patch", "-")
    assert (status, out) == (2, b"")
    assert err.startswith("error: a patch does not tell which files head holds")


@pytest.mark.parametrize(
    "arguments", [("main..two", "--staged"), ("nowhere..two",), ("--format", "json")], ids=" ".join
)
def test_what_cannot_be_told_is_an_error(answer, arguments):
    status, out, err = answer(*arguments)
    assert (status, out) == (2, b"")
    assert err.startswith("error: ")


def test_what_is_printed_reaches_a_program_whole(repository):
    line = '"$@" companions -0 main..odd | xargs -0 --no-run-if-empty printf "<%s>"'
    run = ["bash", "-c", line, "bash", *COMMAND]
    assert subprocess.run(run, capture_output=True, check=True).stdout == b"<a\nb_test.py>"
    run[2] = line.replace("odd", "nothing")
    assert subprocess.run(run, capture_output=True, check=True).stdout == b""
