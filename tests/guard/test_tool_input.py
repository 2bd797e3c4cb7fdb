"""What a tool would do by what it is handed: known shapes, tools of plug-ins, and what is not understood."""

from __future__ import annotations

import pytest

from reviewbot.guard.asked import NotUnderstoodError, TooLargeError
from reviewbot.guard.tool_input import asked_of

PATCH = "*** Begin Patch\n*** Add File: a\n+1\n*** End Patch"


def made(tool, given, content=None):
    """(path, what it would hold) of each edit, of files that hold this content."""
    texts = []
    for edit in asked_of("/work", tool, given).edits:
        new = edit.apply(content)
        texts.append((edit.path, None if new is None else new.decode("utf-8", "surrogateescape")))
    return texts


def commands(tool, given):
    return asked_of("/work", tool, given).commands


@pytest.mark.parametrize(
    ("tool", "given"),
    [
        ("Read", {"file_path": "a"}),
        ("Grep", {"pattern": "x", "path": "."}),
        ("Glob", {"pattern": "*"}),
        ("view", {"path": "a"}),
        ("str_replace_editor", {"command": "view", "path": "a"}),
        ("read_many_files", {"paths": ["a", "b"]}),
        ("mcp__files__read", {"path": ["a", "b"]}),
        ("mcp__files__create_directory", {"path": "a"}),
        ("TodoWrite", {"todos": [{"content": "write", "status": "pending"}]}),
        ("update_plan", {"plan": [{"step": "write", "status": "pending"}]}),
        ("WebFetch", {"url": "https://example.com", "prompt": "text"}),
        ("mcp__tracker__create_issue", {"title": "a", "body": "b"}),
    ],
)
def test_what_only_reads_is_neither_edit_nor_command(tool, given):
    asked = asked_of("/work", tool, given)
    assert (asked.edits, asked.commands) == ((), ())


@pytest.mark.parametrize(
    ("tool", "given"),
    [
        ("Write", {"file_path": "a", "content": "new"}),
        ("write_file", {"file_path": "a", "content": "new", "modified_by_user": False}),
        ("create", {"path": "a", "file_text": "new"}),
        ("create_file", {"filePath": "a", "content": "new"}),
        ("str_replace_editor", {"command": "create", "path": "a", "file_text": "new"}),
        ("mcp__files__write_file", {"path": "a", "content": "new"}),
        ("mcp__files__put", {"path": "a", "text": "new"}),
        ("mcp__files__write_files", {"files": [{"path": "a", "content": "new"}]}),
    ],
)
def test_a_file_that_is_written_whole(tool, given):
    assert made(tool, given, b"old") == [("a", "new")]


@pytest.mark.parametrize(
    ("tool", "given"),
    [
        ("Edit", {"file_path": "a", "old_string": "x", "new_string": "y"}),
        ("replace", {"file_path": "a", "old_string": "x", "new_string": "y", "instruction": "do"}),
        ("edit", {"path": "a", "old_str": "x", "new_str": "y"}),
        ("StrReplace", {"path": "a", "old_string": "x", "new_string": "y"}),
        ("replace_string_in_file", {"filePath": "a", "oldString": "x", "newString": "y"}),
        ("str_replace_editor", {"command": "str_replace", "path": "a", "old_str": "x", "new_str": "y"}),
        ("MultiEdit", {"file_path": "a", "edits": [{"old_string": "x", "new_string": "y"}]}),
        ("mcp__files__edit_file", {"path": "a", "edits": [{"oldText": "x", "newText": "y"}], "dryRun": False}),
        ("multi_replace_string_in_file", {"replacements": [{"filePath": "a", "oldString": "x", "newString": "y"}]}),
    ],
)
def test_a_text_that_takes_the_place_of_another(tool, given):
    assert made(tool, given, b"1 x 2 x") == [("a", "1 y 2 x")]


def test_a_text_that_takes_the_place_of_others_everywhere():
    for everywhere in ({"replace_all": True}, {"expected_replacements": 2}, {"allow_multiple": True}):
        given = {"file_path": "a", "old_string": "x", "new_string": "y", **everywhere}
        assert made("Edit", given, b"x x") == [("a", "y y")]


def test_several_edits_go_in_turn():
    edits = [
        {"old_string": "one", "new_string": "two"},
        {"old_string": "two", "new_string": "three", "replace_all": True},
    ]
    assert made("MultiEdit", {"file_path": "a", "edits": edits}, b"one two") == [("a", "three three")]


def test_a_text_is_taken_out_where_nothing_is_put():
    assert made("edit", {"path": "a", "old_str": "x"}, b"1x2") == [("a", "12")]


def test_an_empty_old_text_makes_the_file():
    assert made("Edit", {"file_path": "a", "old_string": "", "new_string": "new\n"}) == [("a", "new\n")]


def test_what_is_not_found_as_it_is_written_counts_at_the_end():
    assert made("Edit", {"file_path": "a", "old_string": "z", "new_string": "new"}, b"old") == [("a", "old\nnew")]


def test_line_ends_are_those_of_the_file():
    given = {"file_path": "a", "old_string": "1\n2", "new_string": "3\n4"}
    assert made("Edit", given, b"1\r\n2\r\n") == [("a", "3\r\n4\r\n")]


def test_what_is_put_into_a_notebook_or_at_a_line_counts_at_the_end():
    notebook = {"notebook_path": "a", "new_source": "cell", "edit_mode": "insert"}
    assert made("NotebookEdit", notebook, b"{}") == [("a", "{}\ncell\n")]
    inserted = {"command": "insert", "path": "a", "insert_line": 0, "new_str": "new"}
    assert made("str_replace_editor", inserted, b"old\n") == [("a", "old\nnew")]


def test_a_file_that_goes():
    for tool in ("Delete", "delete_file", "mcp__files__remove"):
        assert made(tool, {"path": "a"}, b"old") == [("a", None)]


def test_a_file_that_is_moved_or_copied():
    given = {"source": "a", "destination": "b"}
    moved = asked_of("/work", "mcp__files__move_file", given).edits
    assert [(edit.path, edit.source) for edit in moved] == [("b", "a"), ("a", None)]
    copied = asked_of("/work", "mcp__files__copy_file", given).edits
    assert [(edit.path, edit.source) for edit in copied] == [("b", "a")]


# Commands


@pytest.mark.parametrize(
    ("tool", "given"),
    [
        ("Bash", {"command": "make 'a b'", "description": "x"}),
        ("run_shell_command", {"command": "make 'a b'", "directory": "src"}),
        ("exec_command", {"cmd": "make 'a b'"}),
        ("shell", {"command": ["make", "a b"], "workdir": "src"}),
        ("mcp__shell__run", {"command": "make 'a b'"}),
        ("mcp__shell__run", {"command": "make 'a b'", "path": "/tmp"}),
        ("Bash", {"command": "make 'a b'", "path": "/tmp"}),
        ("mcp__shell__run", {"script": "make 'a b'"}),
        ("write_stdin", {"session_id": 1, "chars": "make 'a b'"}),
    ],
)
def test_commands_as_text_and_as_words(tool, given):
    assert commands(tool, given) == ("make 'a b'",)


def test_no_command_hides_behind_another():
    assert commands("Bash", {"command": "ls", "cmd": "make", "script": "x"}) == ("ls", "make", "x")


# Patches of Codex


@pytest.mark.parametrize(
    ("tool", "given"),
    [
        ("apply_patch", {"command": PATCH}),
        ("apply_patch", {"input": PATCH, "explanation": "x"}),
        ("apply_patch", {"command": f"<<'EOF'\n{PATCH}\nEOF\n"}),
        ("Bash", {"command": f"apply_patch <<'EOF'\n{PATCH}\nEOF\n"}),
        ("Bash", {"command": f"applypatch <<PATCH\n{PATCH}\nPATCH"}),
        ("shell", {"command": ["apply_patch", PATCH]}),
        ("shell", {"command": ["bash", "-lc", f'apply_patch <<"EOF"\n{PATCH}\nEOF\n']}),
    ],
)
def test_a_patch_is_an_edit_wherever_it_stands(tool, given):
    assert made(tool, given) == [("a", "1\n")]


def test_a_patch_in_a_shell_is_a_command_too():
    assert commands("Bash", {"command": f"apply_patch <<'EOF'\n{PATCH}\nEOF\n"}) != ()
    assert commands("apply_patch", {"command": PATCH}) == ()


def test_a_patch_is_for_the_folder_that_the_command_runs_in():
    assert asked_of("/work", "shell", {"command": ["apply_patch", PATCH], "workdir": "config"}).folder == "/work/config"


@pytest.mark.parametrize(
    "command",
    [
        f"cd config && apply_patch <<'EOF'\n{PATCH}\nEOF\n",
        f"(cd config; apply_patch <<'EOF'\n{PATCH}\nEOF\n)",
        f"apply_patch <<'EOF'\n{PATCH}\nEOF\ncd config; apply_patch <<'EOF'\n{PATCH}\nEOF\n",
        f"apply_patch '{PATCH}'",
        "apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: a\n+1\n",
    ],
)
def test_a_patch_among_other_commands_is_not_understood(command):
    with pytest.raises(NotUnderstoodError):
        asked_of("/work", "Bash", {"command": command})


def test_an_edit_beside_a_patch_is_judged_too():
    given = {"patch": PATCH, "path": "config/a", "content": "2"}
    assert made("mcp__x__apply", given) == [("a", "1\n"), ("config/a", "2")]


# What is not understood


@pytest.mark.parametrize(
    ("tool", "given"),
    [
        ("Write", None),
        ("Write", "text"),
        ("Write", {}),
        ("Write", {"file_path": "a"}),
        ("Write", {"file_path": "a", "content": 1}),
        ("Write", {"content": "x"}),
        ("WRITE", {"file_path": "a", "data": "x"}),
        ("apply_patch", {"command": "make"}),
        ("apply_patch", {"patch": "--- a\n+++ b\n"}),
        ("Bash", {}),
        ("Bash", {"command": ""}),
        ("Bash", {"command": {"text": "make"}}),
        ("Bash", {"command": ["make", 1]}),
        ("MultiEdit", {"file_path": "a", "edits": []}),
        ("MultiEdit", {"file_path": "a", "edits": ["x"]}),
        ("MultiEdit", {"file_path": "a", "edits": [{"x": 1}]}),
        ("MultiEdit", {"file_path": "a", "edits": "x"}),
        ("mcp__files__write_file", {"path": "a", "data": "x"}),
        ("mcp__files__apply_diff", {"path": "a", "diff": "x"}),
        ("mcp__files__move_file", {"path": "a", "target": "b"}),
        ("mcp__files__rename", {"source": ["a"], "destination": "b"}),
        ("str_replace_editor", {"command": "undo_edit", "path": "a"}),
    ],
)
def test_a_tool_that_writes_in_an_unknown_way_is_not_understood(tool, given):
    with pytest.raises(NotUnderstoodError):
        asked_of("/work", tool, given)


@pytest.mark.parametrize(
    "given",
    [
        {"file_path": "a", "path": "config/a", "content": "x"},
        {"file_path": "a", "content": "x", "file_text": "y"},
        {"file_path": "a", "content": "x", "old_string": "", "new_string": "y"},
        {"file_path": "a", "old_string": "x", "old_str": "z", "new_string": "y"},
        {"file_path": "a", "content": "x", "edits": [{"old_string": "x", "new_string": "y"}]},
    ],
)
def test_what_can_be_read_in_two_ways_is_not_understood(given):
    with pytest.raises(NotUnderstoodError):
        asked_of("/work", "mcp__files__put", given)


def test_the_same_said_twice_is_said_once():
    assert made("Write", {"file_path": "a", "path": "a", "content": "x"}) == [("a", "x")]


def test_a_text_that_grows_without_bound_is_too_large():
    edits = [{"old_string": "x", "new_string": "x" * 1000, "replace_all": True}] * 4
    with pytest.raises(TooLargeError):
        made("MultiEdit", {"file_path": "a", "edits": edits}, b"x")


def test_half_a_character_is_written_as_it_came():
    assert asked_of("/work", "Write", {"file_path": "a", "content": "\ud800"}).edits[0].apply(None) == b"\xed\xa0\x80"
