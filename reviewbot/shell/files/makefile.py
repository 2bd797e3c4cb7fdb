"""Makefiles: recipe lines, `target: ; command`, and `$(shell ...)`. Each recipe line has a shell of its own.

https://www.gnu.org/software/make/manual/html_node/Recipes.html. make's variables are open, but for those that it has
itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewbot.model.change import AddedLine
from reviewbot.shell.files.block import OPEN, Block, continued, decoded

_INLINE = re.compile(r"[^\s#=:][^#=:]*::?[^#=;]*;(.*)", re.DOTALL)
_SHELL = re.compile(r"\$[({]shell\s+((?:[^()]|\([^()]*\))*)[)}]|^\s*\w+\s*!=(.*)", re.MULTILINE)
_VARIABLE = re.compile(r"\$\$|\$\((\w+)\)|\$\{(\w+)\}|\$[({](?:[^(){}]|\$?[({][^(){}]*[)}])*[)}]|\$[@<^+?*%|\w]")
_OWN = {"RM": "rm -f", "MAKE": "make", "SHELL": "sh"}


def blocks(lines: tuple[AddedLine, ...]) -> Iterator[Block]:
    for group in continued(lines):
        text = "\n".join(decoded(line) for line in group)
        inline = _INLINE.fullmatch(text)
        if text.startswith("\t"):
            yield _block(re.sub(r"^\t[@+\- \t]*", "", text).replace("\n\t", "\n"), group)
        elif inline:
            yield _block(inline[1].lstrip(" @+-"), group)
        for match in _SHELL.finditer(text):
            yield _block(match[1] or match[2] or "", group[:1])


def _block(text: str, group: tuple[AddedLine, ...]) -> Block:
    return Block(tuple(_VARIABLE.sub(_value, text).split("\n")), group)


def _value(match: re.Match[str]) -> str:
    if match[0] == "$$":
        return "$"
    return _OWN.get(match[1] or match[2] or "", OPEN)
