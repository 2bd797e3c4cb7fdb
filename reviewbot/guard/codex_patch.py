"""The patches that Codex hands over: `*** Begin Patch`, then files to add, update, move or delete.

https://github.com/openai/codex/blob/main/codex-rs/apply-patch/apply_patch_tool_instructions.md
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from reviewbot.guard.asked import Edit, NotUnderstoodError
from reviewbot.guard.new_content import encoded, removing

BEGIN = "*** Begin Patch"
END = "*** End Patch"
_ADD, _DELETE, _UPDATE, _MOVE = "*** Add File: ", "*** Delete File: ", "*** Update File: ", "*** Move to: "
_END_OF_FILE = "*** End of File"
# What may stand before a patch: in a shell, nothing that could go to another folder first.
_CALL = re.compile(r"\s*(?:apply_?patch)?\s*(?:<<-?\s*(['\"]?)\w+\1)?\s*")
_Hunk = tuple[list[bytes], list[bytes]]  # the lines that are to be found, and what comes in their place


def patch_edits(text: str) -> Iterator[Edit]:
    """The edits that the patch within this text makes. Raises NotUnderstoodError for anything unknown in it."""
    before, _, patch = text.partition(BEGIN)
    if not _CALL.fullmatch(before):
        raise NotUnderstoodError(
            f"{before.strip()!a:.100} stands before a patch", help="call apply_patch by itself, in the top folder"
        )
    lines = patch.split("\n")[1:]
    at = 0
    while at < len(lines) and lines[at].strip() != END:
        header = lines[at].rstrip()
        body = _body(lines, at + 1)
        at += 1 + len(body)
        if header.startswith(_ADD):
            yield Edit(header.removeprefix(_ADD), _adding(body))
        elif header.startswith(_DELETE):
            if any(line.strip() for line in body):
                raise NotUnderstoodError("a file that the patch deletes has lines of its own")
            yield Edit(header.removeprefix(_DELETE), removing)
        elif header.startswith(_UPDATE):
            yield from _update(header.removeprefix(_UPDATE), body)
        elif header:
            raise NotUnderstoodError(f"the patch holds {header!a:.100}, which is not known")
    if at >= len(lines):
        raise NotUnderstoodError("the patch does not end")
    if any(BEGIN in line for line in lines[at + 1 :]):
        raise NotUnderstoodError("a second patch stands behind the first", help="hand over one patch at a time")


def _body(lines: list[str], start: int) -> list[str]:
    """The lines up to the next file, or the end."""
    at = start
    while at < len(lines) and not (lines[at].startswith("*** ") and not lines[at].startswith((_MOVE, _END_OF_FILE))):
        if lines[at][:1].isspace() and lines[at].lstrip().startswith((_ADD, _DELETE, _UPDATE, _MOVE)):
            raise NotUnderstoodError(
                f"{lines[at]!a:.100} is a header to Codex, which does not mind the space before it"
            )
        at += 1
    return lines[start:at]


def _adding(body: list[str]) -> Callable[[bytes | None], bytes]:
    if not all(line.startswith("+") or not line for line in body):
        raise NotUnderstoodError("a file that the patch adds holds lines without a plus sign")
    content = encoded("".join(f"{line[1:]}\n" for line in body if line))
    return lambda _old: content


def _update(path: str, body: list[str]) -> Iterator[Edit]:
    target = next((line.removeprefix(_MOVE).rstrip() for line in body if line.startswith(_MOVE)), None)
    hunks = list(_hunks([line for line in body if not line.startswith("*** ")]))

    def apply(content: bytes | None) -> bytes:
        lines = (content or b"").split(b"\n")
        for old, new in hunks:
            lines = _applied(lines, old, new)
        return b"\n".join(lines if lines[-1:] == [b""] else [*lines, b""])  # as Codex ends every file

    yield Edit(target or path, apply, source=path)
    if target not in (None, path):
        yield Edit(path, removing)


def _hunks(body: list[str]) -> Iterator[_Hunk]:
    old: list[bytes] = []
    new: list[bytes] = []
    for line in body:
        if line.startswith("@@"):
            if old or new:
                yield old, new
            old, new = [], []
        elif line[:1] in ("+", "-", " ", ""):
            old += [encoded(line[1:])] if line[:1] != "+" else []
            new += [encoded(line[1:])] if line[:1] != "-" else []
        else:
            raise NotUnderstoodError(f"the patch holds {line!a:.100}, which is no line of a hunk")
    if old or new:
        yield old, new


def _applied(lines: list[bytes], old: list[bytes], new: list[bytes]) -> list[bytes]:
    """The hunk in its place; where it is not found line by line, its lines leave and come all the same."""
    for at in range(len(lines) - len(old) + 1):
        if lines[at : at + len(old)] == old:
            return lines[:at] + new + lines[at + len(old) :]
    kept = list(lines)
    for line in old:
        if line in kept and line not in new:
            kept.remove(line)
    end = len(kept) - 1 if kept and not kept[-1] else len(kept)
    return kept[:end] + [line for line in new if line not in old] + kept[end:]
