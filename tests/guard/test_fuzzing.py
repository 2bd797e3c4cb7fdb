"""Whatever comes in, nothing gets past the guard as an exception, and nothing forbidden as an approval."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import time
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewbot.diff.path_patterns import guards
from reviewbot.guard import running
from reviewbot.guard.agents import agent_names
from reviewbot.rules.unsafe_path import what_is_wrong
from tests.end_to_end.judging import MODULE
from tests.guard.test_protocols import is_denied
from tests.repositories import isolated_environment, lines, link

FUZZED = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
AGENTS = pytest.mark.parametrize("agent", agent_names())
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
FORBIDDEN = "config/production.yml"
KEYS = (
    "file_path", "path", "notebook_path", "content", "file_text", "old_string", "new_string", "old_str", "new_str",
    "edits", "command", "cmd", "source", "destination", "patch", "input", "insert_line", "replace_all", "files",
)  # fmt: skip
PATCH = f"*** Begin Patch\n*** Delete File: {FORBIDDEN}\n*** End Patch"
VALUES = st.sampled_from(["x", "", FORBIDDEN, "app.py", PATCH])
WRITERS = st.sampled_from(
    ["Write", "Edit", "MultiEdit", "NotebookEdit", "apply_patch", "write_file", "replace", "create", "edit"]
)
INPUTS = st.dictionaries(
    st.sampled_from(KEYS), VALUES | JSON | st.lists(st.dictionaries(st.sampled_from(KEYS), VALUES), max_size=2)
)


# Anything


@AGENTS
@FUZZED
@given(text=st.binary(max_size=200))
def test_any_bytes_are_denied(agent, text):
    assert is_denied(agent, running.answer(BytesIO(text).read, agent))


@AGENTS
@FUZZED
@given(document=JSON, data=st.data())
def test_any_json_is_answered_in_the_protocol(agent, guard, document, data):
    """With what a question needs in it, more often than not."""
    if isinstance(document, dict):
        base = {"cwd": str(guard.path), "hook_event_name": "PreToolUse"}
        names = st.sampled_from(["Write", "Bash", "apply_patch", "x"]) | st.text(max_size=9)
        tools = {"tool_name": data.draw(names), "toolName": data.draw(names)}
        document = {
            **base,
            **tools,
            "tool_input": data.draw(INPUTS | JSON),
            "toolArgs": data.draw(INPUTS | JSON),
            **document,
        }
    said = running.answer(BytesIO(json.dumps(document).encode()).read, agent)
    assert said.status in (0, 2)
    assert said.stdout == "" or isinstance(json.loads(said.stdout), dict)
    assert not isinstance(document, dict) or is_denied(agent, said) or "tool_name" in document


@FUZZED
@given(tool=WRITERS, input=INPUTS)
def test_a_tool_that_writes_never_names_a_forbidden_path_and_goes_on(guard, tool, input):
    """Not as the file, nor as one of several, nor within a patch; as a text to write it may stand anywhere."""
    files = input.get("files")
    several = [each for each in files if isinstance(each, dict)] if isinstance(files, list) else []
    named = [each.get(key) for each in (input, *several) for key in ("file_path", "path", "notebook_path")]
    if FORBIDDEN in named or PATCH in (input.get("patch"), input.get("input")):
        assert guard.ask(tool, input).answer != "allow"


# Paths

PARTS = st.lists(
    st.sampled_from(
        ["config", "CONFIG", "config.", "folder", "..", ".", "", "to-config", "to-folder", "out", "to-top", "sub",
         "production.yml", "new.py", "app.py", ".git", "config ", "\u200dconfig"]
    ),
    min_size=1, max_size=5,
)  # fmt: skip


@settings(FUZZED, max_examples=60)
@given(parts=PARTS, absolute=st.booleans(), cwd=st.sampled_from(["", "folder", "to-folder", "folder/sub"]))
def test_what_is_allowed_changes_nothing_forbidden_when_it_is_written(guard, tmp_path, parts, absolute, cwd):
    """Written for real into a copy, both as the system reads the path and as programs do that shorten it first."""
    repository, copy = guard.repository, tmp_path / "copy"
    if not (guard.path / "to-config").is_symlink():
        for name, target in (("to-config", "config"), ("to-folder", "folder"), ("out", ".."), ("folder/to-top", "..")):
            repository.write(name, link(target))
        repository.write("folder/sub/config/a", "1\n")
        repository.git("add", ".")
        repository.git("commit", "--quiet", "-m", "links")
        repository.ref("refs/heads/main", repository.id("refs/heads/topic"))
    path = "/".join(parts)
    if guard.write(guard.path / path if absolute else path, cwd=guard.path / cwd).answer != "allow":
        return
    for shortened in (os.path.normpath, str):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(guard.path, copy, symlinks=True)
        full = shortened(os.path.join(copy, path) if absolute else os.path.join(copy, cwd, path))
        try:
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w") as file:
                file.write("written\n")
        except OSError:
            continue  # the agent's tool fails as well
        changed = changed_paths(copy)
        assert changed, full
        assert not [name for name in changed if guards(("config/",), name) or what_is_wrong(name)]


def changed_paths(folder):
    status = ("git", "status", "--porcelain", "-z", "--untracked-files=all", "--ignored")
    printed = subprocess.run(status, cwd=folder, env=isolated_environment(), check=True, capture_output=True).stdout
    return [entry[3:] for entry in printed.split(b"\0") if entry]


# Bounds


@pytest.mark.parametrize(
    "input",
    [
        pytest.param({"file_path": "a", "content": "x" * 20_000_000}, id="one long line"),
        pytest.param({"file_path": "a", "content": "x\n" * 3_000_000}, id="many lines"),
        pytest.param({"file_path": "a", "content": "secret\n" * 30_000}, id="many wrong lines"),
        pytest.param({"file_path": "a" * 1_000_000, "content": "x"}, id="a long path"),
        pytest.param({"file_path": "a/" * 100_000 + "a", "content": "x"}, id="a deep path"),
        pytest.param(
            {"file_path": "app.py", "edits": [{"old_string": "o", "new_string": "o" * 9, "replace_all": True}] * 30},
            id="an edit that explodes",
        ),
        pytest.param(
            {"file_path": "app.py", "edits": [{"old_string": "one", "new_string": "one"}] * 100_000}, id="many edits"
        ),
    ],
)
def test_one_decision_takes_a_bounded_time_and_memory(guard, input):
    """In a process of its own, with little memory; what that does not suffice for is denied."""
    question = {"cwd": str(guard.path), "tool_name": "MultiEdit" if "edits" in input else "Write", "tool_input": input}
    started = time.monotonic()
    done = subprocess.run(
        [*MODULE, "guard", "--agent", "claude"],
        input=json.dumps(question).encode(),
        cwd=guard.path,
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (1 << 30, 1 << 30)),
        check=False,
    )
    assert done.returncode in (0, 2)
    assert b"Traceback" not in done.stderr
    assert time.monotonic() - started < running.DEADLINE_SECONDS + running.GRACE_SECONDS + 3


def test_a_patch_of_many_hunks_that_are_not_found_ends_in_time(guard, monkeypatch):
    monkeypatch.setattr(running, "DEADLINE_SECONDS", 1.0)
    guard.repository.write("app.py", lines(30_000))
    hunks = [line for number in range(3000) for line in ("@@", *["-line 1"] * 50, f"+{number}")]
    started = time.monotonic()
    assert guard.patch("*** Update File: app.py", *hunks).answer == "deny"
    assert time.monotonic() - started < 4


@pytest.mark.parametrize("content", ["\0" * 1000, "\ud800" * 100, "\r" * 1000, "\x1b[2J" * 100], ids=range(4))
def test_content_that_is_no_text_is_answered(guard, content):
    said = guard.write("a", content)
    assert said.answer in ("allow", "deny")
    assert "fault of reviewbot" not in said.why
