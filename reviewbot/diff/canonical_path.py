"""The one form that all names share which some file system takes for the same path.

macOS ignores case, normalisation and some code points; Windows ignores case, trailing dots and spaces, and takes `\\`
for `/`, `name:stream` for `name` and `NAMEWI~1` for a long name. A tree may hold any of these, whatever the machine
that judges it, so a guard compares this form as well as the bytes. git guards `.git` in the same way:
https://github.com/git/git/blob/v2.39.5/path.c (is_ntfs_dotgit) and utf8.c (next_hfs_char).
"""

from __future__ import annotations

import re

# Code points that HFS+ drops from names: https://github.com/git/git/blob/v2.39.5/utf8.c, next_hfs_char
_HFS_IGNORES = re.compile("[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]")
_UNUSUAL = re.compile(rb"[\\:\x80-\xff]|[. ](?:/|\Z)|//|\A/")


def canonical(path: bytes) -> bytes:
    """The canonical form of a path or of one part of it; equal for all aliases except 8.3 short names.

    `.`, `..` and empty parts are resolved without leaving the root. Cost is linear; ordinary ASCII names are only
    lower-cased.
    """
    if not _UNUSUAL.search(path):
        return path.lower()
    text = fold(_HFS_IGNORES.sub("", path.decode("utf-8", "surrogateescape"))).replace("\\", "/")
    parts: list[str] = []
    for part in text.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(_without_windows_suffix(part))
    return "/".join(parts).encode("utf-8", "surrogateescape")


def fold(text: str) -> str:
    """Case and normalisation folded away: casefold between two NFC passes."""
    if text.isascii():
        return text.lower()
    from unicodedata import normalize  # only names outside ASCII pay for the tables

    return normalize("NFC", normalize("NFC", text).casefold())


def _without_windows_suffix(part: str) -> str:
    """Without an NTFS stream and without trailing dots and spaces; as it was when nothing would be left."""
    return part.partition(":")[0].rstrip(". ") or part


def short_name(part: str) -> str | None:
    """An RE2 expression for the 8.3 names that Windows may give this folded name, None when it gives none.

    Six characters and a number, or two characters, four hex digits and a number after the fourth collision:
    https://en.wikipedia.org/wiki/8.3_filename#VFAT_and_computer-generated_8.3_filenames
    """
    stem, dot, extension = part.lstrip(".").rpartition(".")
    if not dot:
        stem, extension = extension, ""
    stem = re.sub(r"[. ]", "", stem)
    if not stem or not stem.isascii():
        return None
    tail = re.escape("." + extension[:3]) if extension else ""
    return rf"(?:{re.escape(stem[:6])}~[0-9]+|{re.escape(stem[:2])}[0-9a-f]{{4}}~[0-9]+){tail}"
