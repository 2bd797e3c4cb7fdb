"""CI files in YAML: `run:`, `script:` and their kind, in one line, as a block, or as a list. Read by indentation.

GitHub, GitLab, CircleCI and Azure. Anchors, aliases and flow mappings are not followed. Lines of a block whose key was
not added are taken for shell text where they do not look like YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewbot.model.change import AddedLine
from reviewbot.shell.files.block import OPEN, Block, decoded

_RUNS = r"run|script|before_script|after_script|pre_get_sources_script|command|bash|inlineScript"
_KEY = re.compile(rf"""(\s*(?:-\s+)?)["']?({_RUNS})["']?\s*:(?:\s+(.*))?$""")
_OTHER_KEY = re.compile(r"""\s*(?:-\s+)?["']?[\w./-]+["']?\s*:(?:\s|$)""")
_BLOCK = re.compile(r"([|>])[+\-\d]*\s*(?:#.*)?$")
_ITEM = re.compile(r"(\s*)-\s+(.*)$")
_EXPRESSION = re.compile(r"\$\{\{.*?\}\}|\$\[\[.*?\]\]|<<\s*[\w.]+\s*>>|\$\([\w.]+\)(?=\s*$)")


def blocks(lines: tuple[AddedLine, ...]) -> Iterator[Block]:
    texts = [_EXPRESSION.sub(OPEN, decoded(line)) for line in lines]
    index = 0
    while index < len(lines):
        key = _KEY.match(texts[index])
        if key is None:
            yield from _orphan(texts[index], lines[index])
            index += 1
            continue
        start, index = index, index + 1
        indent = len(key[1])
        value = (key[3] or "").strip()
        while index < len(lines) and _is_below(texts[index], indent, value):
            index += 1
        yield from _value(value, texts[start + 1 : index], lines[start:index])


def _is_below(text: str, indent: int, value: str) -> bool:
    """Whether a line belongs to the value of a key; the items of a list may stand as far left as their key."""
    own = len(text) - len(text.lstrip())
    return not text.strip() or own > indent or (own == indent and not value and _ITEM.match(text) is not None)


def _value(value: str, below: list[str], lines: tuple[AddedLine, ...]) -> Iterator[Block]:
    block = _BLOCK.match(value)
    if block is not None:
        yield from _scalar(block[1], below, lines[1:])
    elif value:
        yield Block((_unquoted(" ".join((value, *(each.strip() for each in below)))),), lines[:1])
    else:
        yield from _items(below, lines[1:])


def _scalar(style: str, below: list[str], lines: tuple[AddedLine, ...]) -> Iterator[Block]:
    """A literal block as it is; a folded one is one line."""
    if style == ">":
        yield Block((" ".join(each.strip() for each in below),), lines[:1])
        return
    margin = min((len(each) - len(each.lstrip()) for each in below if each.strip()), default=0)
    yield Block(tuple(each[margin:] for each in below), lines)


def _items(below: list[str], lines: tuple[AddedLine, ...]) -> Iterator[Block]:
    index = 0
    while index < len(below):
        item = _ITEM.match(below[index])
        start, index = index, index + 1
        if item is None:
            continue
        while index < len(below) and _is_below(below[index], len(item[1]), "-"):
            index += 1
        yield from _value(item[2].strip(), below[start + 1 : index], lines[start:index])


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    if len(text) > 1 and text[0] == text[-1] == '"':
        return re.sub(r'\\(["\\/])', r"\1", text[1:-1]).replace("\\n", "\n").replace("\\t", "\t")
    return re.sub(r"\s#.*", "", text)


def _orphan(text: str, line: AddedLine) -> Iterator[Block]:
    item = _ITEM.match(text)
    plain = item[2] if item else text.strip()
    if plain and not plain.startswith("#") and not _OTHER_KEY.match(text):
        yield Block((_unquoted(plain),), (line,), guessed=True)
