"""Which file a section of a patch is about.

Every place that names it must say the same: the header after "diff --git", the rename headers and the lines "--- "
and "+++ ". So a cut off or misleading name is an error, never another path.
"""

from __future__ import annotations

import re

from reviewbot.diff.patch_sections import HUNK, Section
from reviewbot.diff.quoted_name import split_name, split_pair, unquote

_NO_FILE = b"/dev/null"
_PREFIX = re.compile(rb"[a-z12]/")  # a/ b/, or c/ i/ o/ w/ 1/ 2/ with diff.mnemonicPrefix
_PREFIX_BYTES = 2
# How diff -N dates a file that is not there: 1970-01-01 in UTC, the day before west of it.
_EPOCH = re.compile(rb"19(?:70-01-01|69-12-31) ")


def names_of(section: Section) -> tuple[bytes | None, bytes | None]:
    """The old and the new path; None for the side that does not exist. Raises ValueError when they cannot be told."""
    if not section.names:
        return _names_of_plain(section)
    headers = section.headers
    if "copy from" in headers or "copy to" in headers:
        raise ValueError("the patch shows a copy without its content (made with -C, or diff.renames=copies)")
    if "rename from" in headers or "rename to" in headers:
        return _names_of_rename(section)
    names = section.names
    pairs = split_pair(names, [(len(names) - 1) // 2] if len(names) % 2 else [])
    name = _shared(*pairs[0]) if pairs else None
    if name is None:
        raise ValueError("the two names after `diff --git` differ (a prefix that git does not use by default?)")
    old = None if "new file mode" in headers else name
    new = None if "deleted file mode" in headers else name
    _check_file_lines(section, old, new)
    return old, new


def _names_of_rename(section: Section) -> tuple[bytes, bytes]:
    old = unquote(section.headers.get("rename from", b""))
    new = unquote(section.headers.get("rename to", b""))
    pairs = split_pair(section.names, (len(old), len(old) + _PREFIX_BYTES))
    if not old or not new or not any(_is(left, old) and _is(right, new) for left, right in pairs):
        raise ValueError("the two names of a rename do not fit to those after `diff --git`")
    _check_file_lines(section, old, new)
    return old, new


def _check_file_lines(section: Section, old: bytes | None, new: bytes | None) -> None:
    """The names after "--- " and "+++ ", where there are any, must be these."""
    for text, name in ((section.old, old), (section.new, new)):
        if text is None:
            continue
        written = split_name(text)[0]
        fits = written == _NO_FILE if name is None else _is(written, name)
        if not fits:
            raise ValueError("the names before the hunks do not fit to those after `diff --git`")


def _names_of_plain(section: Section) -> tuple[bytes | None, bytes | None]:
    """Names of `diff -u` and its kin, without any header of git's."""
    (old, old_date), (new, new_date) = split_name(section.old or b""), split_name(section.new or b"")
    if not old or not new or old == new == _NO_FILE:
        raise ValueError("the file has no name")
    if old == _NO_FILE:
        return None, new[_PREFIX_BYTES:] if _PREFIX.match(new) and not new.startswith(b"a/") else new
    if new == _NO_FILE:
        return old[_PREFIX_BYTES:] if _PREFIX.match(old) and not old.startswith(b"b/") else old, None
    name = _shared(old, new) or _below_two_folders(old, new) or _without_suffix(old, new)
    if name is None:
        raise ValueError("the two names of the file differ")
    hunk = HUNK.match(section.hunks[0])
    absent = [hunk is not None and hunk[group] == b"0" for group in (2, 4)]
    return (
        None if absent[0] and _EPOCH.match(old_date) else name,
        None if absent[1] and _EPOCH.match(new_date) else name,
    )


def _is(written: bytes, name: bytes) -> bool:
    return written == name or (written[_PREFIX_BYTES:] == name and _PREFIX.match(written) is not None)


def _shared(left: bytes, right: bytes) -> bytes | None:
    """The name that both sides have: the same, or without two prefixes that differ."""
    if left == right:
        return left
    both = _PREFIX.match(left) and _PREFIX.match(right) and left[_PREFIX_BYTES:] == right[_PREFIX_BYTES:]
    return left[_PREFIX_BYTES:] if both else None


def _below_two_folders(left: bytes, right: bytes) -> bytes | None:
    """`diff -ru old new`: what is below the two folders."""
    below = left.partition(b"/")[2]
    return below if below and below == right.partition(b"/")[2] else None


def _without_suffix(left: bytes, right: bytes) -> bytes | None:
    """`diff -u name.orig name`: the shorter name."""
    shorter, longer = sorted((left, right), key=len)
    return shorter if longer.startswith(shorter) and b"/" not in longer[len(shorter) :] else None
