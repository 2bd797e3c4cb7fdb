"""The patches of Codex: what each makes of the files, and what is no patch."""

from __future__ import annotations

import pytest

from reviewbot.guard.asked import NotUnderstoodError
from reviewbot.guard.codex_patch import patch_edits


def edits(*lines):
    return list(patch_edits("\n".join(("*** Begin Patch", *lines, "*** End Patch"))))


def updated(content, *hunks):
    (edit,) = edits("*** Update File: a", *hunks)
    return edit.apply(content.encode()).decode()


def test_a_file_is_added():
    (edit,) = edits("*** Add File: folder/a", "+one", "+", "+*** End Patch", "++two")
    assert (edit.path, edit.apply(None)) == ("folder/a", b"one\n\n*** End Patch\n+two\n")


def test_a_file_goes():
    (edit,) = edits("*** Delete File: a")
    assert (edit.path, edit.apply(b"x")) == ("a", None)


def test_a_file_moves_and_changes_on_the_way():
    to, gone = edits("*** Update File: a", "*** Move to: b", "@@", "-1", "+2")
    assert (to.path, to.source, to.apply(b"1\n")) == ("b", "a", b"2\n")
    assert (gone.path, gone.apply(b"1\n")) == ("a", None)


def test_a_file_that_moves_to_its_own_name_stays():
    assert [edit.path for edit in edits("*** Update File: a", "*** Move to: a", "@@", "-1", "+2")] == ["a"]


@pytest.mark.parametrize("hidden", [" *** Delete File: config/x", "\t*** Add File: config/x"])
@pytest.mark.parametrize("first", ["*** Delete File: a", "*** Update File: a"])
def test_a_header_behind_a_space_is_one_to_codex(first, hidden):
    with pytest.raises(NotUnderstoodError):
        edits(first, hidden)


def test_several_files_in_one_patch():
    made = edits("*** Add File: a", "+1", "*** Update File: b", "@@", "-1", "+2", "*** Delete File: c")
    assert [edit.path for edit in made] == ["a", "b", "c"]


def test_several_hunks_of_one_file():
    hunks = ("@@ def a", " 1", "-2", "+two", "@@", "-5", "+five", " 6")
    assert updated("1\n2\n3\n4\n5\n6\n", *hunks) == "1\ntwo\n3\n4\nfive\n6\n"


def test_the_first_hunk_needs_no_mark():
    assert updated("1\n2\n", "-1", "+one") == "one\n2\n"


def test_a_hunk_at_the_end_of_the_file():
    assert updated("1\n2\n", "@@", "-2", "+two", "*** End of File") == "1\ntwo\n"


def test_an_empty_line_is_context():
    assert updated("1\n\n2\n", "@@", " 1", "", "-2", "+two") == "1\n\ntwo\n"


def test_a_file_without_a_final_newline_gets_one():
    """As Codex writes every file, so the last line counts as changed."""
    assert updated("1\n2", "@@", "-1", "+one") == "one\n2\n"


def test_what_is_not_found_line_by_line_comes_and_goes_all_the_same():
    assert updated("1\n  2\n3\n", "@@", " 1", "-2", "+two") == "1\n  2\n3\ntwo\n"


def test_lines_that_are_no_text_stay_as_they_are():
    (edit,) = edits("*** Update File: a", "@@", "-1", "+2")
    assert edit.apply(b"\xff\n1\n\r\x00") == b"\xff\n2\n\r\x00\n"


def test_a_path_may_hold_spaces():
    assert edits("*** Add File: a folder/a file.py", "+1")[0].path == "a folder/a file.py"


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(("*** Rename File: a",), id="an unknown header"),
        pytest.param((" *** Delete File: a",), id="an indented header"),
        pytest.param(("text",), id="text"),
        pytest.param(("*** Add File: a", "1"), id="an added line without plus"),
        pytest.param(("*** Update File: a", "@@", "!1"), id="no line of a hunk"),
        pytest.param(("*** Update File: a", "***Delete File: b"), id="a header without its space"),
        pytest.param(("*** End Patch", "*** Begin Patch", "*** Delete File: a"), id="a second patch"),
    ],
)
def test_what_is_unknown_is_not_understood(lines):
    with pytest.raises(NotUnderstoodError):
        edits(*lines)


def test_a_patch_that_does_not_end_is_not_understood():
    with pytest.raises(NotUnderstoodError, match="does not end"):
        list(patch_edits("*** Begin Patch\n*** Add File: a\n+1"))


def test_a_patch_that_holds_nothing_does_nothing():
    assert edits() == []
