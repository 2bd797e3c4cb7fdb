"""What Gemini CLI 0.61.0 made of paths, as recorded from it (tests/agents/test_paths.py asks the real one)."""

from __future__ import annotations

import pytest

from reviewbot.guard.agents.gemini import read
from reviewbot.guard.asked import NotUnderstoodError

CONTENT = {"content": "new\n"}
REPLACING = {"old_string": "a", "new_string": "b", "instruction": "put b there"}


def asked(folder, tool, path, rest):
    return read(
        {
            "session_id": "5d2a3c1e-7c38-4d0e-9c0f-0a1f3a6f7b11",
            "transcript_path": "",
            "cwd": str(folder),
            "hook_event_name": "BeforeTool",
            "timestamp": "2026-11-24T18:57:55.000Z",
            "tool_name": tool,
            "tool_input": {"file_path": path, **rest},
        }
    )


@pytest.mark.parametrize("path", ["@config/x", "@/config/x", "conf%69g/x", "con\0fig/x", "file:///config/x"])
def test_a_path_that_is_taken_for_another_one_is_denied(path, tmp_path):
    with pytest.raises(NotUnderstoodError, match="taken for another"):
        asked(tmp_path, "write_file", path, CONTENT)


def test_a_file_that_would_be_looked_for_is_denied(tmp_path):
    with pytest.raises(NotUnderstoodError, match="another one may be found"):
        asked(tmp_path, "replace", "production.yml", REPLACING)


@pytest.mark.parametrize("path", ["shop/x", "~/x", "a@b", "node_modules/@types/x", "100%", "%zz", " x"])
def test_other_paths_are_as_they_are_written(path, tmp_path):
    assert [edit.path for edit in asked(tmp_path, "write_file", path, CONTENT).edits] == [path]


def test_a_file_that_is_there_may_be_changed(tmp_path):
    (tmp_path / "there").write_text("a\n")
    for path in ("there", str(tmp_path / "there"), str(tmp_path / "not-there")):  # an absolute one is not looked for
        assert [edit.path for edit in asked(tmp_path, "replace", path, REPLACING).edits] == [path]
