"""Putting the guard into an agent's settings and taking it out, with what others have written there."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from reviewbot.errors import UsageError
from reviewbot.guard.agents import agent_names, load_agent
from reviewbot.guard.installation import command_line, install, uninstall
from tests.repositories import Repository

OTHERS = {
    "claude": {"PreToolUse": [{"matcher": "Bash", "hooks": [{"type": "command", "command": "other"}]}], "Stop": []},
    "codex": {"PreToolUse": [{"matcher": ".*", "hooks": [{"type": "command", "command": "other"}]}]},
    "gemini": {"BeforeTool": [{"matcher": ".*", "hooks": [{"name": "other", "type": "command", "command": "other"}]}]},
    "copilot": {"preToolUse": [{"type": "command", "bash": "other"}], "sessionStart": []},
    "cursor": {"beforeShellExecution": [{"command": "other"}], "afterFileEdit": [{"command": "other"}]},
}
AGENTS = pytest.mark.parametrize("agent", agent_names())


@pytest.fixture
def file(repository):
    """Where an agent keeps its settings in the repository."""
    return lambda agent: repository.path / load_agent(agent).settings.file


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def commands(document):
    """Every command line in some settings."""
    if isinstance(document, dict):
        own = [document[key] for key in ("command", "bash") if isinstance(document.get(key), str)]
        return own + [line for value in document.values() for line in commands(value)]
    return [line for value in document for line in commands(value)] if isinstance(document, list) else []


@AGENTS
def test_it_comes_and_goes(repository, file, agent):
    assert install(agent, str(repository.path), user=False)[0] == f"installed in {file(agent)}"
    assert set(commands(json.loads(file(agent).read_text()))) == {command_line(agent)}
    assert uninstall(agent, str(repository.path), user=False) == [f"removed {file(agent)}"]
    assert not file(agent).exists()


@AGENTS
def test_what_others_wrote_stays_and_comes_back(repository, file, agent):
    """In meaning: JSON has no comments, and its layout becomes ours."""
    before = {"$schema": "x", "model": "caf\u00e9", "hooks": OTHERS[agent], "permissions": {"deny": ["Read(./.env)"]}}
    before |= {"version": 1} if agent in ("copilot", "cursor") else {}
    put(file(agent), json.dumps(before))
    install(agent, str(repository.path), user=False)
    after = json.loads(file(agent).read_text())
    assert {"other", command_line(agent)} == set(commands(after))
    assert {key: value for key, value in after.items() if key != "hooks"}.items() <= before.items()
    uninstall(agent, str(repository.path), user=False)
    assert json.loads(file(agent).read_text()) == before


@AGENTS
def test_to_install_again_changes_nothing_or_only_what_is_ours(repository, file, agent):
    install(agent, str(repository.path), user=False)
    once = file(agent).read_bytes()
    install(agent, str(repository.path), user=False)
    assert file(agent).read_bytes() == once
    install(agent, str(repository.path), user=False, options=["--author", "ann"])
    assert set(commands(json.loads(file(agent).read_text()))) == {command_line(agent, ["--author", "ann"])}


@AGENTS
def test_for_all_repositories_of_a_user(repository, tmp_path, agent):
    install(agent, "/nowhere", user=True)
    written = tmp_path / "home" / load_agent(agent).settings.user_file
    assert commands(json.loads(written.read_text()))
    uninstall(agent, "/nowhere", user=True)
    assert not written.exists()


@AGENTS
@pytest.mark.parametrize(
    "text",
    [
        "no json",
        "[]",
        "// a comment\n{}",
        '{"hooks": [], "x": 1}',
        '{"hooks": "x"}',
        '{"hooks": {"PreToolUse": "x", "BeforeTool": "x", "preToolUse": "x", "beforeShellExecution": {}}}',
        "[" * 100_000,
        "\udcff",
    ],
    ids=range(8),
)
def test_settings_that_are_not_understood_are_an_error_that_changes_nothing(repository, file, agent, text):
    content = text.encode("utf-8", "surrogateescape")
    put(file(agent), "")
    file(agent).write_bytes(content)
    for change in (install, uninstall):
        with pytest.raises(UsageError) as raised:
            change(agent, str(repository.path), user=False)
        assert "fault" not in str(raised.value)
    assert file(agent).read_bytes() == content
    assert os.listdir(file(agent).parent) == [file(agent).name]


@AGENTS
def test_to_take_out_what_is_not_there_is_an_error(repository, file, agent):
    with pytest.raises(UsageError, match="no guard is installed"):
        uninstall(agent, str(repository.path), user=False)
    assert not file(agent).parent.exists()


def test_an_empty_file_is_one_without_settings(repository, file):
    put(file("claude"), "")
    install("claude", str(repository.path), user=False)
    assert commands(json.loads(file("claude").read_text())) == [command_line("claude")]


def test_a_link_is_written_through_and_rights_stay(repository, file, tmp_path):
    real = tmp_path / "dotfiles.json"
    put(real, '{"model": "x"}')
    real.chmod(0o600)
    file("claude").parent.mkdir()
    file("claude").symlink_to(real)
    install("claude", str(repository.path), user=False)
    assert file("claude").is_symlink()
    assert commands(json.loads(real.read_text())) == [command_line("claude")]
    assert real.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_written_is_an_error(repository, file):
    put(repository.path / ".claude", "a file where the folder should be")
    with pytest.raises(UsageError, match="cannot be"):
        install("claude", str(repository.path), user=False)


def test_a_bare_repository_and_no_repository_are_errors(repository, tmp_path):
    Repository(tmp_path / "bare.git", bare=True)
    with pytest.raises(UsageError, match="bare"):
        install("claude", str(tmp_path / "bare.git"), user=False)


# What is written


def test_the_command_answers(repository):
    question = {
        "cwd": str(repository.path),
        "tool_name": "Write",
        "tool_input": {"file_path": "config/a", "content": ""},
    }
    assert run(command_line("claude"), question, repository.path).returncode == 2
    question["tool_input"]["file_path"] = "a"
    assert run(command_line("claude"), question, repository.path).returncode == 0


def test_a_module_of_that_name_in_the_repository_is_not_loaded(repository):
    """An agent could write one."""
    repository.write("reviewbot/__init__.py", "import os\nos._exit(0)\n")
    repository.write("json.py", "import os\nos._exit(0)\n")
    question = {
        "cwd": str(repository.path),
        "tool_name": "Write",
        "tool_input": {"file_path": "config/a", "content": ""},
    }
    assert run(command_line("claude"), question, repository.path).returncode == 2


@AGENTS
def test_a_program_that_is_gone_denies(repository, agent, monkeypatch):
    monkeypatch.setattr("sys.executable", "/no/such folder/python")
    done = run(command_line(agent), {}, repository.path)
    assert (done.returncode, done.stdout) == (2, b"")


def test_a_program_that_is_killed_denies(repository, tmp_path, monkeypatch):
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\nkill -9 $$\n")
    program.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(program))
    assert run(command_line("claude"), {}, repository.path).returncode == 2


def test_options_with_quotes_are_one_word(repository):
    words = command_line("claude", ["--policy", "/it's here/$(x)"]).removesuffix(" || exit 2")
    script = f'for last in {words}; do :; done; printf %s "$last"'
    assert subprocess.run(["sh", "-c", script], capture_output=True, check=True).stdout == b"/it's here/$(x)"


def writing(path, repository):
    return {"cwd": str(repository.path), "tool_name": "Write", "tool_input": {"file_path": path, "content": ""}}


def run(line, question, folder):
    return subprocess.run(
        ["sh", "-c", line], input=json.dumps(question).encode(), cwd=folder, capture_output=True, check=False
    )
