from __future__ import annotations

import io
import sys
from types import SimpleNamespace

import pytest

from reviewbot.errors import LimitError, SourceError, UsageError
from reviewbot.model.change import Change, Needs
from reviewbot.sources import patch
from reviewbot.sources.patch import read_patch, read_patch_text

MODIFIED = b"diff --git a/f b/f\nindex 1111111..2222222 100644\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-1\n+2\n"
MOVED = b"diff --git a/f b/g\nsimilarity index 100%\nrename from f\nrename to g\n"


def test_a_patch_comes_from_a_file_or_from_standard_input(tmp_path, monkeypatch):
    (tmp_path / "it").write_bytes(MODIFIED)
    assert read_patch_text(str(tmp_path / "it")) == MODIFIED
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(MOVED)))
    assert read_patch_text("-") == MOVED


@pytest.mark.parametrize("name", ["nowhere", "", "\x1b[31m"])
def test_a_patch_that_cannot_be_read_is_an_error(tmp_path, name):
    with pytest.raises(UsageError, match="the patch cannot be read") as caught:
        read_patch_text(str(tmp_path / name))
    assert caught.value.where.isprintable()


def test_a_patch_that_is_too_large_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(patch, "MAX_PATCH_BYTES", len(MODIFIED))
    (tmp_path / "it").write_bytes(MODIFIED)
    assert read_patch_text(str(tmp_path / "it")) == MODIFIED
    (tmp_path / "it").write_bytes(MODIFIED + b"\n")
    with pytest.raises(LimitError, match="the patch is larger than"):
        read_patch_text(str(tmp_path / "it"))


def test_a_patch_is_a_change_without_ids():
    change = read_patch(MODIFIED, Needs(commit_count=True, head_paths=True, link_targets=True))
    assert change == Change(files=change.files)
    assert [file.path for file in change.files] == [b"f"]


def test_what_a_patch_does_not_tell_of_what_only_moves_is_noted():
    assert read_patch(MOVED, Needs()).notes == (
        "not judged: whether what only moves is a file, a link or a submodule (a patch does not tell)",
    )
    moved_and_changed = MODIFIED.replace(b"b/f", b"b/g").replace(b"index", b"rename from f\nrename to g\nindex")
    assert read_patch(moved_and_changed, Needs()).notes == ()


@pytest.mark.parametrize(("text", "where"), [(b"", "the patch"), (MODIFIED[:-3], "line 7 of the patch")])
def test_an_error_says_where(text, where):
    with pytest.raises(SourceError) as caught:
        read_patch(text, Needs())
    assert caught.value.where == where
