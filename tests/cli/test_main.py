"""The command itself: what it says when it is not told enough, and how it ends when something is in its way."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from reviewbot import __version__
from reviewbot.cli import main as command
from reviewbot.cli.main import main
from reviewbot.cli.subcommands import load_subcommand, subcommand_names
from tests.cli.processes import COMMAND
from tests.repositories import Repository


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A repository whose branch `feature` changes one file; the tests run in it."""
    repository = Repository(tmp_path / "repository")
    main = repository.commit({"a.py": "1\n"}, branch="main")
    repository.commit({"a.py": "2\n"}, main, branch="feature")
    monkeypatch.chdir(repository.path)
    return repository.path


def answer(capsys, *arguments):
    status = main(arguments)
    printed = capsys.readouterr()
    return status, printed.out, printed.err


# What is printed when no work is asked for.


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",), ("help",)], ids=["nothing", "--help", "-h", "help"])
def test_help_teaches(arguments, capsys):
    status, out, err = answer(capsys, *arguments)
    assert (status, err) == (0, "")
    assert "first steps:\n  reviewbot lint-diff " in out
    assert "exit status: 0 nothing blocks, 1 a finding blocks, 2 could not decide" in out


def test_help_lists_every_command_with_one_line(capsys):
    _status, out, _err = answer(capsys, "--help")
    for name in subcommand_names():
        assert re.search(rf"^    {name} +{re.escape(load_subcommand(name).SUMMARY)}$", out, re.MULTILINE), name


@pytest.mark.parametrize("name", subcommand_names())
def test_help_of_a_command_shows_examples(name, capsys):
    status, out, err = answer(capsys, name, "--help")
    assert (status, err) == (0, "")
    assert out.startswith(f"usage: reviewbot {name} ")
    assert f"\nexamples:\n  reviewbot {name}" in out


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_version(option, capsys):
    assert answer(capsys, option) == (0, f"reviewbot {__version__}\n", "")


# Wrong usage: what is wrong, and the nearest right thing.


@pytest.mark.parametrize(
    ("arguments", "what", "help"),
    [
        pytest.param(["lint-dif"], "'lint-dif'", "did you mean `reviewbot lint-diff`?", id="a command mistyped"),
        pytest.param(["frobnicate"], "'frobnicate'", "`reviewbot --help` lists the commands", id="no such command"),
        pytest.param(["--staged"], "'--staged'", "`reviewbot --help` lists", id="an option without a command"),
        pytest.param(["lint-diff", "--stagd"], "--stagd", "did you mean --staged?", id="an option mistyped"),
        pytest.param(["lint-diff", "--stag"], "--stag", "did you mean --staged?", id="an option cut short"),
        pytest.param(["lint-diff", "--hea=x"], "--hea=x", "did you mean --head?", id="cut short, with a value"),
        pytest.param(["policy", "init", "--forc"], "--forc", "reviewbot policy", id="an option of an action cut short"),
        pytest.param(["lint-diff", "--format", "xml"], "xml", "`reviewbot lint-diff --help`", id="a value mistyped"),
        pytest.param(["lint-diff", "--base"], "--base", "`reviewbot lint-diff --help`", id="a value missing"),
        pytest.param(["policy"], "ACTION", "`reviewbot policy --help`", id="an action missing"),
    ],
)
def test_wrong_usage(arguments, what, help, folder, capsys):
    status, out, err = answer(capsys, *arguments)
    assert (status, out) == (2, "")
    first, second = err.splitlines()
    assert first.startswith("error: ")
    assert what in first
    assert second.startswith("  help: ")
    assert help in second


@pytest.mark.parametrize(
    "argument", ["lint\x1b[31m", "--\x1b[31m", "--format=\x07"], ids=["command", "option", "value"]
)
def test_what_was_typed_is_shown_escaped(argument, capsys):
    arguments = [argument] if argument.startswith("lint") else ["lint-diff", argument]
    status, _out, err = answer(capsys, *arguments)
    assert status == 2
    assert all(character.isprintable() for character in err.replace("\n", ""))


# A fault of our own.


def test_a_fault_is_an_error_and_no_verdict(folder, capsys, monkeypatch):
    monkeypatch.setattr(command, "load_subcommand", lambda name: [][name])
    status, out, err = answer(capsys, "lint-diff")
    assert (status, out) == (2, "")
    assert err.startswith("error: a fault of reviewbot itself: TypeError: ")
    assert "REVIEWBOT_TRACEBACK=1" in err
    assert "Traceback" not in err


def test_a_fault_shows_its_traceback_when_asked(folder, capsys, monkeypatch):
    monkeypatch.setattr(command, "load_subcommand", lambda name: [][name])
    monkeypatch.setenv("REVIEWBOT_TRACEBACK", "1")
    _status, _out, err = answer(capsys, "lint-diff")
    assert err.startswith("Traceback ")


def test_what_a_fault_says_is_escaped_and_cut(capsys, monkeypatch):
    def fail(_name):
        raise ValueError("\x1b[31m" + 1000 * "x")

    monkeypatch.setattr(command, "load_subcommand", fail)
    _status, _out, err = answer(capsys, "lint-diff")
    assert "\x1b" not in err
    assert len(err) < 400


# Standard streams that are closed, or full.

PRINTING = [
    pytest.param(["lint-diff", "main..feature"], id="a report"),
    pytest.param(["policy", "schema"], id="more than a buffer"),
    pytest.param(["--help"], id="--help"),
    pytest.param(["lint-diff", "--help"], id="lint-diff --help"),
    pytest.param(["--version"], id="--version"),
]
BUFFERS = pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "PYTHONUNBUFFERED"])


def run(arguments, unbuffered="", **streams):
    return subprocess.run(
        [*COMMAND, *arguments], env=os.environ | {"PYTHONUNBUFFERED": unbuffered}, check=False, **streams
    )


@BUFFERS
@pytest.mark.parametrize("arguments", PRINTING)
def test_a_reader_that_went_away(arguments, unbuffered, folder):
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "wb") as stdout:
        outcome = run(arguments, unbuffered, stdout=stdout, stderr=subprocess.PIPE)
    assert outcome.stderr == b"error: standard output was closed before the whole report was written\n"
    assert outcome.returncode == 2


def test_a_reader_that_takes_ten_bytes(folder):
    """Whether the pipe broke before the report was written is a matter of time; there is never more than a line."""
    line = f"{' '.join(COMMAND)} policy schema | head -c 10"
    outcome = subprocess.run(["bash", "-c", line], capture_output=True, check=False)
    assert outcome.stdout == b'{\n  "$sche'
    assert outcome.stderr in (b"", b"error: standard output was closed before the whole report was written\n")


@BUFFERS
@pytest.mark.parametrize("arguments", PRINTING)
def test_a_full_disk(arguments, unbuffered, folder):
    with open("/dev/full", "wb") as stdout:
        outcome = run(arguments, unbuffered, stdout=stdout, stderr=subprocess.PIPE)
    assert outcome.stderr == b"error: standard output cannot be written: No space left on device\n"
    assert outcome.returncode == 2


def shell(line):
    return subprocess.run(["bash", "-c", line, "bash", *COMMAND], capture_output=True, check=False)


def test_standard_output_closed_from_the_start(folder):
    outcome = shell('"$@" lint-diff main..feature >&-')
    assert (outcome.returncode, outcome.stdout) == (2, b"")
    assert outcome.stderr.startswith(b"error: standard output is closed\n")


def test_a_verdict_does_not_need_standard_error(folder):
    outcome = shell('"$@" lint-diff main..feature 2>&-')
    assert outcome.returncode == 0
    assert outcome.stdout.startswith(b"pass: ")


@pytest.mark.parametrize("where", ["2>&-", "2>/dev/full"])
def test_an_error_that_cannot_be_said_is_not_said_on_standard_output(where, folder):
    outcome = shell(f'"$@" lint-diff nowhere..feature --format json {where}')
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (2, b"", b"")


def test_a_report_never_gets_the_number_of_a_closed_stream(folder, tmp_path):
    """With standard error closed, the next file that is opened would become it."""
    report = tmp_path / "report.json"
    outcome = shell(f'"$@" lint-diff main..feature --format json --output {report} 0<&- 2>&-')
    assert (outcome.returncode, outcome.stdout) == (0, b"")
    assert report.read_text().startswith('{\n  "schema": "reviewbot-report/1"')


def test_a_closed_standard_input_is_an_empty_patch(folder):
    outcome = shell('"$@" lint-diff --patch - <&-')
    assert outcome.returncode == 2
    assert outcome.stderr.startswith(b"error: the patch is empty\n")


def test_runs_as_a_module_too(folder):
    outcome = subprocess.run([sys.executable, "-m", "reviewbot", "--version"], capture_output=True, check=False)
    assert outcome.stdout.decode() == f"reviewbot {__version__}\n"
