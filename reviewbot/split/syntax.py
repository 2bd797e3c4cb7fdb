"""Whether a text parses, and whether two texts are one program. Nothing of it is ever run.

Python is read by the running Python's own parser, other languages by tree-sitter where the grammar is installed. What
no parser is at hand for, what is too large, and what a parser gives up on is unknown: None.
"""

from __future__ import annotations

import re
from typing import Any

from reviewbot.split.languages import ending_of, is_python, is_too_large, parser_of
from reviewbot.split.python_names import module_of, symbols_of

# Where white space means something.
_SPACED = (b".yml", b".yaml", b".haml", b".pug", b".sass", b".coffee", b".nim", b".mk", b".fs", b".md", b".rst")
_NAME_SPACED = re.compile(rb"(^|/)(gnu)?makefile(\.[^/]*)?$")


def is_readable(path: bytes) -> bool:
    """Whether somebody here reads the language of this file."""
    return is_python(path) or parser_of(ending_of(path)) is not None


def mistakes(path: bytes, text: bytes) -> int | None:
    """How many places of the text are not of its language; None when nobody here can tell."""
    ending = ending_of(path)
    if is_too_large(text):
        return None
    if is_python(path):
        return 0 if symbols_of(text) is not None else 1
    parser = parser_of(ending)
    return None if parser is None else _errors(parser.parse(text).root_node)


def _errors(root: Any) -> int:
    if not root.has_error:
        return 0
    count, waiting = 0, [root]
    while waiting:
        node = waiting.pop()
        if node.is_error or node.is_missing:
            count += 1
        elif node.has_error:
            waiting += node.children
    return max(count, 1)


def same_program(path: bytes, one: bytes, other: bytes) -> bool:
    """Whether two texts mean the same, as far as white space may matter.

    Where a parser is at hand: their trees are the same, and the texts of all leaves. Else they have the same words.
    """
    if is_python(path):
        import ast

        first, second = module_of(one), module_of(other)
        return first is not None and second is not None and ast.dump(first) == ast.dump(second)
    if ending_of(path) in _SPACED or _NAME_SPACED.search(path.lower()):
        return False
    known = _leaves(path, one)
    return one.split() == other.split() if known is None else known == _leaves(path, other)


def _leaves(path: bytes, text: bytes) -> tuple[str, list[bytes]] | None:
    """The shape of the tree and its leaves' texts, None when it cannot be told. Comments may be set otherwise."""
    parser = parser_of(ending_of(path)) if not is_too_large(text) else None
    root = parser.parse(text).root_node if parser is not None else None
    if root is None or root.has_error:
        return None
    leaves = []
    cursor = root.walk()  # many times faster than to ask each node for its children
    while True:
        if cursor.goto_first_child():
            continue
        node = cursor.node
        leaf = text[node.start_byte : node.end_byte]
        leaves.append(b" ".join(leaf.split()) if "comment" in node.type else leaf)
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return str(root), leaves
