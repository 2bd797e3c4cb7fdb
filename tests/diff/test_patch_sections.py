"""What a patch must show, sample by sample: what is understood, and what is an error, and never less than is there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.diff.patch_file import parse_patch
from reviewbot.errors import SourceError
from reviewbot.model.change import Needs

LOOKING = Needs(patterns=("needle",))
HEAD, HUNK = "diff --git a/f b/f\nindex 1111111..2222222 100644\n--- a/f\n+++ b/f\n", "@@ -1 +1 @@\n-1\n+2\n"
SIMPLE = HEAD + HUNK
PLAIN = "--- a/f\n+++ b/f\n" + HUNK
LETTER = "From x\n\nSubmodule update\nBinary files\nrename to x\nOnly in debug mode: x\n" + "*" * 20 + "\n---\n"
ADDED_BY_HG = "diff --git a/f b/f\nnew file mode 100644\n--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+2\n"
AMBIGUOUS = "diff --git a/a b/a b/a b/a\n"


@pytest.mark.parametrize(
    ("patch", "status", "path"),
    [
        pytest.param(SIMPLE, "modified", "f", id="plain"),
        pytest.param("\ufeff" + SIMPLE, "modified", "f", id="byte order mark"),
        pytest.param(SIMPLE + "-- \n2.39.5\n\n", "modified", "f", id="signature of a mail"),
        pytest.param(LETTER + SIMPLE, "modified", "f", id="a letter"),
        pytest.param("--- /dev/null\n+++ b/d/f\n@@ -0,0 +1 @@\n+2\n", "added", "d/f", id="no header of git's, new"),
        pytest.param("--- a/d/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-2\n", "deleted", "d/f", id="no header of git's, gone"),
        pytest.param("--- /dev/null\n+++ a/f\n@@ -0,0 +1 @@\n+2\n", "added", "a/f", id="a folder named a"),
        pytest.param('--- "a/\\303\\251\\tx"\t2026\n+++ "b/\\303\\251\\tx"\n' + HUNK, "modified", "é\tx", id="quoted"),
        pytest.param("--- f\t(revision 1)\n+++ f\t(working copy)\n" + HUNK, "modified", "f", id="svn"),
        pytest.param(ADDED_BY_HG, "added", "f", id="hg --git"),
        pytest.param(AMBIGUOUS + "old mode 100644\nnew mode 100755\n", "modified", "a b/a", id="only ` b/`"),
    ],
)  # fmt: skip
def test_understands(patch, status, path):
    (file,) = parse_patch(patch.encode(), LOOKING)
    assert (file.status.value, file.path.decode()) == (status, path)


def test_an_empty_context_line_may_have_lost_its_space():
    (file,) = parse_patch(HEAD.encode() + b"@@ -1,3 +1,3 @@\n a\n\n-1\n+2\n", LOOKING)
    assert file.counts.changed_lines == 2


@pytest.mark.parametrize(
    ("patch", "what"),
    [
        ("", "the patch is empty"),
        (" \n\t\n", "the patch is empty"),
        ("fatal: bad object\n", "it names no changed file"),
        ("Hello\n", "it names no changed file"),
        (SIMPLE.encode("utf-16").decode("latin-1"), "the patch is UTF-16"),
        (SIMPLE[:-1], "ends in the middle of a line"),
        (HEAD, "a file header is followed by no hunk"),
        (HEAD + "@@ -1,2 +1 @@\n-1\n+2\n", "ends in the middle of a hunk"),
        (HEAD + "@@ -1 +1 @@\n-1\n+2\n+3\n", "more lines than its header says"),
        (HEAD + "@@ -1 +1,2 @@\n-1\n-2\n", "other lines than its header says"),
        (HEAD + "@@ -1 +1 @@\n-1\n>2\n", "this is no line of a hunk"),
        (HEAD + "@@ -1 +1 @@\n 1\n", "in which nothing changes"),
        (HEAD + "@@ -0,0 +0,0 @@\n", "a hunk without lines"),
        (HEAD + "@@ -1 +" + "9" * 5000 + " @@\n-1\n+2\n", "a file header is followed by no hunk"),
        (HUNK, "a difference stands here that the patch does not show"),
        (PLAIN + "\nOnly in new: x\n", "a difference stands here that the patch does not show"),
        (PLAIN + "Files a/x and b/x differ\n", "a difference stands here that the patch does not show"),
        (PLAIN + "File a is a directory while file b is a regular file\n", "that the patch does not show"),
        (SIMPLE + "Submodule a 1234567...89abcde:\n", "a difference stands here that the patch does not show"),
        (SIMPLE + "similarity index 100%\nrename from a\n", "a difference stands here that the patch does not show"),
        (SIMPLE + "@@ -1 + 1 @@\n", "a difference stands here that the patch does not show"),
        ("old mode 100644\nnew mode 100755\n" + SIMPLE, "a difference stands here that the patch does not show"),
        ("*** a\n--- b\n***************\n", "a difference stands here that the patch does not show"),
        ("diff --git a/f b/f\n", "does not show what changed"),
        ("diff --git a/f b/f\nindex 1111111..2222222 100644\n", "does not show what changed"),
        ("diff --git a/f b/f\nold mode 100644\n", "does not show what changed"),
        ("diff --git a/f b/f\nnew file mode 100644\n", "does not show what changed"),
        ("diff --git a/f b/f\nnew file mode 100644\nindex 0000000..1234567\n", "does not show what changed"),
        ("diff --git a/f b/g\nsimilarity index 90%\nrename from f\nrename to g\n", "does not show what changed"),
        ("diff --git a/f b/gg\nsimilarity index 100%\nrename from f\nrename to g\n", "do not fit"),
        ("diff --git a/f b/g\nsimilarity index 100%\nrename from f\n", "do not fit"),
        ("diff --git a/f b/g\n" + SIMPLE.partition("\n")[2], "the two names after `diff --git` differ"),
        (SIMPLE.replace("+++ b/f", "+++ b/g"), "the names before the hunks do not fit"),
        (SIMPLE.replace("+++ b/f", "+++ /dev/null"), "the names before the hunks do not fit"),
        (SIMPLE.replace("index", "new file mode 100644\nindex"), "the names before the hunks do not fit"),
        (SIMPLE.replace("index", "index 1..2\nindex"), "a second 'index'"),
        (SIMPLE.replace("100644", "100666"), "is no file mode"),
        (SIMPLE.replace('--- a/f', '--- "a/f'), "a quoted name does not end"),
        (SIMPLE.replace('--- a/f', '--- "a/\\q"'), "holds something that git does not write"),
        ("--- \n+++ \n" + HUNK, "the file has no name"),
        ("--- /dev/null\n+++ /dev/null\n" + HUNK, "the file has no name"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_an_error(patch, what):
    with pytest.raises(SourceError, match=what) as caught:
        parse_patch(patch.encode("latin-1"), LOOKING)
    assert str(caught.value).isprintable() or "\n  " in str(caught.value)


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_patch_is_an_error_or_has_files(data):
    parts = data.draw(st.lists(st.sampled_from(SIMPLE.splitlines(keepends=True)) | st.text(max_size=5), max_size=14))
    patch = bytearray("".join(parts).encode("utf-8", "surrogatepass"))
    for _ in range(data.draw(st.integers(0, 3)) if patch else 0):
        patch[data.draw(st.integers(0, len(patch) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert parse_patch(bytes(patch), LOOKING)
    except SourceError as error:
        assert error.what


@given(st.binary(max_size=80))
def test_garbage_is_an_error(patch):
    with pytest.raises(SourceError):
        parse_patch(patch, LOOKING)


@pytest.mark.parametrize(
    ("start", "piece"),
    [("Only in ", ": x"), ("File ", " is a"), ("File ", " while fil"), ("Submodule ", " 1234567.."), ("@@ -", "1"),
     ("Binary files ", " diffe"), ("diff --git ", " b/"), ('diff --git "', "\\303"), ('diff --git "', '" "')],
)  # fmt: skip
def test_a_hostile_line_is_read_in_time_that_grows_with_its_length(start, piece):
    """With the square of it, this test would take hours."""
    with pytest.raises(SourceError):
        parse_patch((start + piece * 300_000 + "\n").encode(), LOOKING)
