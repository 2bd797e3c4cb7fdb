"""What was asked and answered, for whoever wants to know; off unless a file is named."""

from __future__ import annotations

import json
import os

import pytest

from reviewbot.cli.main import main


@pytest.fixture
def log(guard, tmp_path, monkeypatch):
    file = tmp_path / "guard.jsonl"
    monkeypatch.setenv("REVIEWBOT_GUARD_LOG", str(file))
    return file


def test_nothing_is_kept_unless_a_file_is_named(guard, tmp_path):
    before = sorted(tmp_path.iterdir())
    guard.write("a")
    assert sorted(tmp_path.iterdir()) == before


def test_each_question_is_a_line_behind_the_others(guard, log):
    log.write_text("what was there\n")
    guard.write("a")
    guard.write("config/a")
    guard.ask("Bash", {"command": "make"})
    first, *entries = log.read_text().splitlines()
    assert first == "what was there"
    assert [json.loads(entry)["answer"] for entry in entries] == ["allow", "deny", "allow"]


def test_what_an_entry_says(guard, log):
    guard.write("config/a", "the content")
    entry = json.loads(log.read_text())
    assert "contains secrets" in entry.pop("why")
    assert entry.pop("time").endswith("Z")
    assert entry.pop("milliseconds") >= 0
    assert entry == {
        "agent": "claude",
        "folder": str(guard.path),
        "tool": "Write",
        "paths": ["config/a"],
        "commands": [],
        "answer": "deny",
    }


def test_what_was_not_understood_is_kept_too(guard, log):
    guard.ask("Write", "no input")
    entry = json.loads(log.read_text())
    assert (entry["answer"], entry["tool"]) == ("deny", None)


def test_only_its_owner_reads_it(guard, log):
    os.umask(os.umask(0))
    guard.write("a")
    assert log.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kind", ["a folder", "a link", "a pipe", "nowhere"])
def test_a_log_that_cannot_be_written_changes_no_decision(guard, log, tmp_path, kind, monkeypatch):
    if kind == "a folder":
        log.mkdir()
    elif kind == "a link":
        log.symlink_to(tmp_path / "elsewhere")
    elif kind == "a pipe":
        os.mkfifo(log)
    else:
        monkeypatch.setenv("REVIEWBOT_GUARD_LOG", str(tmp_path / "no" / "such" / "folder"))
    assert guard.write("a").answer == "allow"
    assert guard.write("config/a").answer == "deny"
    assert not (tmp_path / "elsewhere").exists()


# guard log


def test_the_log_is_shown(guard, log, capsys):
    guard.write("a")
    guard.write("config/a")
    guard.ask("Bash", {"command": "make"})
    guard.ask("Read", {"file_path": "a"})
    assert main(["guard", "log"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert [line.partition("Z ")[2] for line in shown if "Z " in line] == [
        "allow claude Write: a",
        "deny  claude Write: config/a",
        "allow claude Bash: make",
        "allow claude Read: nothing that is judged",
    ]
    assert "    - forbidden-path: config/a: must not be added (matches config/)" in shown


def test_a_file_may_be_named(guard, log, capsys, monkeypatch):
    guard.write("a")
    monkeypatch.delenv("REVIEWBOT_GUARD_LOG")
    assert main(["guard", "log", str(log)]) == 0
    assert "Write: a" in capsys.readouterr().out


def test_without_a_log_there_is_nothing_to_show(guard, capsys, tmp_path):
    assert main(["guard", "log"]) == 2
    assert main(["guard", "log", str(tmp_path / "gone")]) == 2
    assert "no log is kept" in capsys.readouterr().err


def test_hostile_text_is_escaped(guard, log, capsys):
    guard.ask("Bash\x1b[2J\nallow", {"command": "x\x1b]0;\u202e\n2026 allow"})
    guard.write("config/\x1b[31m\n\u202e")
    main(["guard", "log"])
    shown = capsys.readouterr().out
    assert all(character == "\n" or character.isprintable() for character in shown)
    assert len(shown.splitlines()) == 3


@pytest.mark.parametrize(
    "line",
    [
        "{}",
        "[]",
        "null",
        '"x"',
        "broken {",
        '{"answer": null, "paths": null}',
        '{"paths": [1], "commands": 5}',
        "\udcff",
        "[" * 100_000,
    ],
    ids=range(9),
)
def test_what_is_no_entry_is_passed_over(log, capsys, line):
    log.write_bytes(line.encode("utf-8", "surrogateescape") + b"\n")
    assert main(["guard", "log"]) == 0
    assert capsys.readouterr().err == ""
