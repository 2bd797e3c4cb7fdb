"""The one form that all names share which some file system takes for the same path.

macOS ignores case, normalisation and some code points; Windows ignores case, trailing dots and spaces, and takes `\\`
for `/`, `name:stream` for `name` and `NAMEWI~1` for a long name. A tree may hold any of these, whatever the machine
that judges it, so a guard compares this form as well as the bytes. git guards `.git` in the same way:
https://github.com/git/git/blob/v2.39.5/path.c (is_ntfs_dotgit) and utf8.c (next_hfs_char).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# Code points that HFS+ drops from names: https://github.com/git/git/blob/v2.39.5/utf8.c, next_hfs_char
_HFS_IGNORES = re.compile("[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_UNUSUAL = re.compile(rb"[\\:\x80-\xff]|[. ](?:/|\Z)|//|\A/|/\Z")
_SEPARATOR = re.compile(rb"[/\\]")
# No file system has longer names (255 UTF-16 units: https://en.wikipedia.org/wiki/Comparison_of_file_systems#Limits),
# so longer ones have no aliases. Normalising takes time that grows with the square of a name's combining marks.
_LONGEST_NAME = 1024


def canonical(path: bytes) -> bytes:
    """The canonical form of a path or of one part of it; equal for all aliases except 8.3 short names.

    `.`, `..` and empty parts are resolved without leaving the root. Cost is linear; ordinary ASCII names are only
    lower-cased.
    """
    if not _UNUSUAL.search(path):
        return path.lower()
    parts: list[bytes] = []
    for part in map(_canonical_name, _SEPARATOR.split(path)):
        if part == b"..":
            del parts[-1:]
        elif part not in (b"", b"."):
            parts.append(part)
    return b"/".join(parts)


def folded(path: bytes) -> bytes:
    """The path with case and normalisation folded away, and everything else as it is."""
    if path.isascii():
        return path.lower()
    return b"/".join(_folded_name(part.decode("utf-8", "surrogateescape")) for part in path.split(b"/"))


def fold(text: str) -> str:
    """Case and normalisation folded away: https://www.unicode.org/versions/Unicode15.0.0/ch03.pdf, D145."""
    if text.isascii():
        return text.lower()
    from unicodedata import normalize  # only names outside ASCII pay for the tables

    return normalize("NFC", normalize("NFD", text).casefold())


def _canonical_name(name: bytes) -> bytes:
    """The form of a name from which nothing more can be taken away: one alias can hide in another."""
    while True:
        simpler = _simpler_name(name)
        if simpler == name:
            return name
        name = simpler


def _simpler_name(name: bytes) -> bytes:
    try:
        text = _HFS_IGNORES.sub("", name.decode())
    except UnicodeDecodeError:  # HFS+ has no such name, and what stands around a code point must not join
        text = name.decode("utf-8", "surrogateescape")
    # An NTFS stream, and trailing dots and spaces, unless nothing would be left.
    return _folded_name(text.partition(":")[0].rstrip(". ") or text)


def _folded_name(name: str) -> bytes:
    return (fold(name) if len(name) <= _LONGEST_NAME else name).encode("utf-8", "surrogateescape").lower()


def short_name(pieces: Sequence[str | None]) -> str | None:
    """An RE2 expression for the 8.3 names that Windows may give such a folded name, None when it gives none.

    pieces: the name, where None stands for whatever a wildcard matches. Six characters and a number, or after some
    collisions two characters, up to four hex digits and a number, then three characters of the extension:
    https://en.wikipedia.org/wiki/8.3_filename#VFAT_and_computer-generated_8.3_filenames and is_ntfs_dot_str in
    https://github.com/git/git/blob/v2.39.5/path.c
    """
    text = "".join("*" if piece is None else _NOT_ASCII.sub("*", piece) for piece in pieces)  # no name there has a *
    stem, dot, extension = text.lstrip(".").rpartition(".")
    if not dot:
        stem, extension = extension, ""
    stem = re.sub(r"[. ]", "", re.sub(r"[+,;=\[\]]", "_", stem))
    if not stem:
        return None
    any_extension = "*" in extension or ("*" in stem and not dot)
    open_end = any_extension or "*" in stem
    start = stem.partition("*")[0]
    tail = re.escape("." + extension.partition("*")[0][:3]) + ("[^/]*" if any_extension else "")
    tail = f"(?:{tail})?" if any_extension else tail if extension else ""
    return f"(?:{_first(start, 6, open_end)}|{_first(start, 2, open_end)}[0-9a-f]{{0,4}})~[0-9]{{1,6}}{tail}"


def _first(start: str, count: int, open_end: bool) -> str:
    """The first characters of a name of which the start is known, and perhaps no more than that."""
    missing = count - len(start)
    return re.escape(start[:count]) + (f"[^/.]{{0,{missing}}}" if open_end and missing > 0 else "")
