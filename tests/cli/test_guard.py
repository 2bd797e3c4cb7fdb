"""`reviewbot guard` as a process: what an agent sees of it, also when it is ended, and installing by command."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess

import pytest

from reviewbot.cli.main import main
from tests.cli.processes import COMMAND, SlowGit
from tests.guard.asking import FILES
from tests.repositories import Repository, isolated_environment


@pytest.fixture
def repository(tmp_path, monkeypatch):
    for name, value in isolated_environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("REVIEWBOT_GUARD_LOG", raising=False)
    made = Repository(tmp_path / "repository")
    made.commit(FILES, branch="main")
    made.check_out()
    return made


def question(repository, path, content="1\n"):
    given = {"file_path": path, "content": content}
    document = {"cwd": str(repository.path), "tool_name": "Write", "tool_input": given}
    return json.dumps(document).encode()


def ask(repository, stdin, *options, agent="claude", **others):
    return subprocess.run(
        [*COMMAND, "guard", "--agent", agent, *options],
        cwd=repository.path,
        input=stdin,
        capture_output=True,
        check=False,
        **others,
    )


def test_silence_and_a_denial(repository):
    allowed = ask(repository, question(repository, "a.py"))
    assert (allowed.returncode, allowed.stdout, allowed.stderr) == (0, b"", b"")
    denied = ask(repository, question(repository, "config/a"))
    assert (denied.returncode, denied.stdout) == (2, b"")
    assert denied.stderr.startswith(
        b"reviewbot: denied by the policy (base:.reviewbot.toml).\n- forbidden-path: config/a"
    )


@pytest.mark.parametrize("path", ["config/\x1b[2J\u202e", "config/\udcff", "config/caf\u00e9"])
@pytest.mark.parametrize("agent", ["claude", "cursor"])
def test_hostile_names_are_delivered_escaped(repository, path, agent):
    done = ask(repository, question(repository, path), agent=agent, env={**os.environ, "LC_ALL": "C"})
    assert done.returncode == 2
    assert not any(byte < 32 and byte != 10 for byte in done.stdout + done.stderr)


def test_nothing_on_standard_input_is_denied(repository):
    assert ask(repository, b"").returncode == 2
    script = f"exec {COMMAND[0]} guard --agent claude <&-"
    assert subprocess.run(["sh", "-c", script], cwd=repository.path, check=False, capture_output=True).returncode == 2


def test_a_terminal_is_told_where_the_question_comes_from(repository):
    ours, theirs = pty.openpty()
    with open(ours, "rb"), open(theirs, "rb") as terminal:
        done = subprocess.run(
            [*COMMAND, "guard", "--agent", "claude"],
            cwd=repository.path,
            stdin=terminal,
            capture_output=True,
            check=False,
        )
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"reviewbot guard install --agent claude" in done.stderr


def test_a_denial_that_cannot_be_delivered_is_no_approval(repository):
    """An agent that reads no status reads standard output, and there is nothing."""
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*COMMAND, "guard", "--agent", "cursor"],
            cwd=repository.path,
            input=question(repository, "config/a"),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
@pytest.mark.parametrize("agent", ["claude", "cursor"])
def test_to_be_ended_is_a_denial_in_the_agents_protocol(repository, tmp_path, number, agent):
    slow = SlowGit(tmp_path, repository.path)
    process = slow.start("guard", "--agent", agent, feed=question(repository, "a.py"), stdin=subprocess.PIPE)
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    slow.end()
    assert process.returncode == 2
    assert b"told to end" in (out if agent == "cursor" else err)
    assert out == b"" or json.loads(out)["permission"] == "deny"
    assert (slow.sandboxes(), slow.git_has_ended()) == ([], True)


@pytest.mark.parametrize(
    "arguments",
    [(), ("--agent", "nobody"), ("install",), ("no-such-action",), ("--agent", "claude", "--no-such-option")],
    ids=" ".join,
)
def test_wrong_usage_denies_too(repository, arguments, monkeypatch, capsys):
    monkeypatch.chdir(repository.path)
    assert main(["guard", *arguments]) == 2
    assert capsys.readouterr().out == ""


def test_an_agent_is_named_by_its_option(repository, monkeypatch, capsys):
    monkeypatch.chdir(repository.path)
    assert main(["guard", "install", "claude"]) == 2
    assert "reviewbot guard install --agent claude" in capsys.readouterr().err
    assert main(["guard", "install", "--agent", "claude", "--policy", "nope"]) == 2
    assert "the file of --policy is not there" in capsys.readouterr().err
    assert not (repository.path / ".claude").exists()


def test_it_is_installed_and_taken_out_by_command(repository, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(repository.path)
    (tmp_path / "floor.toml").write_text("version = 1\n")
    options = ["--agent", "claude", "--policy", "../floor.toml", "--author", "ann"]
    assert main(["guard", "install", *options]) == 0
    settings = json.loads((repository.path / ".claude/settings.json").read_text())
    (entry,) = settings["hooks"]["PreToolUse"]
    assert f"--policy {tmp_path}/floor.toml --author ann || exit 2" in entry["hooks"][0]["command"]
    assert main(["guard", "uninstall", "--agent", "claude"]) == 0
    assert not (repository.path / ".claude/settings.json").exists()
    assert capsys.readouterr().err == ""
