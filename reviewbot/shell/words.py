"""A node of the syntax tree -> the words that it stands for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewbot.shell.command import HOLE, UnclearError
from reviewbot.shell.quoting import SPLIT, ansi_c, as_one, expanded, quoted, unescaped, unescaped_in_quotes
from reviewbot.shell.syntax import text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_ONE_WORD = ("$?", "$#", "$$")
_EXPANSIONS = (
    "simple_expansion",
    "expansion",
    "command_substitution",
    "arithmetic_expansion",
    "process_substitution",
)
_AS_WRITTEN = ("$", "==", "=~", "=", "!", "-", "+", "+=", "{", "}", "..", "[", "]")


def words_of(node: Node) -> list[str]:
    """The words that an argument becomes, with `HOLE` and `ANY`. Raises UnclearError for what is not understood."""
    return expanded(_text(node))


def text_of_word(node: Node) -> str:
    """The one text that a word becomes where the shell does not split it, as in an assignment."""
    return as_one(_text(node))


def _text(node: Node) -> str:
    kind = node.type
    if kind in ("word", "number", "variable_name", "special_variable_name", "test_operator", "extglob_pattern"):
        return unescaped(text_of(node))
    if kind in ("concatenation", "brace_expression", "command_name", "variable_assignment", "subscript"):
        return _joined(node)
    if kind == "string":
        return _in_quotes(node)
    if kind == "raw_string":
        return quoted(text_of(node)[1:-1])
    if kind == "ansi_c_string":
        return ansi_c(text_of(node)[2:-1])
    if kind == "translated_string" and node.children[-1].start_byte == node.start_byte + 1:
        return _text(node.children[-1])
    if kind in _EXPANSIONS or text_of(node) in _ONE_WORD:
        return _expansion(node)
    if not node.is_named and text_of(node) in _AS_WRITTEN:
        return text_of(node)
    if kind == "array":
        return SPLIT
    raise UnclearError(f"holds a word that is not understood ({kind})")


def _joined(node: Node) -> str:
    """Parts that stand side by side; only a line that goes on may be between them."""
    parts: list[str] = []
    position = node.start_byte
    for child, following in zip(node.children, (*node.children[1:], None), strict=True):
        if text_of(child) == "$" and following is not None and following.type in ("string", "raw_string"):
            raise UnclearError("holds a word that is not understood")
        if child.start_byte != position and not _goes_on(node, position, child.start_byte):
            raise UnclearError("holds a word that is not understood")
        parts.append(_text(child))
        position = child.end_byte
    return "".join(parts)


def _goes_on(node: Node, start: int, end: int) -> bool:
    between = (node.text or b"")[start - node.start_byte : end - node.start_byte]
    return between.replace(b"\\\n", b"") == b""


def _in_quotes(node: Node) -> str:
    """The parser leaves white space out of a string's parts, so the source between its expansions is what counts."""
    source = node.text or b""
    parts: list[str] = []
    position = 1
    for child in node.children[1:-1]:
        if child.type in ("string_content", '"') or text_of(child) == "$":
            continue
        parts.append(_plain_in_quotes(source[position : child.start_byte - node.start_byte]))
        parts.append(_expansion(child, in_quotes=True))
        position = child.end_byte - node.start_byte
    parts.append(_plain_in_quotes(source[position:-1]))
    return "".join(parts)


def _plain_in_quotes(source: bytes) -> str:
    text = source.decode("utf-8", "replace")  # a string that the parser mended may end within a character
    unquoted = re.sub(r"\\.", "", text, flags=re.DOTALL)
    if re.search(r"[`\"]|\$[\w({\[@*#?$!-]", unquoted):
        raise UnclearError("holds a string that is not understood")
    return unescaped_in_quotes(text)


def _expansion(node: Node, *, in_quotes: bool = False) -> str:
    text = text_of(node)
    if text in _ONE_WORD:
        return HOLE
    if node.type == "process_substitution":
        return f"/dev/fd/{HOLE}"
    if node.type == "expansion" and re.search(r"@[A-Za-z]\}", text):
        raise UnclearError("evaluates a variable as text of a prompt or of a command")
    if node.type not in ("simple_expansion", "expansion", "command_substitution", "arithmetic_expansion"):
        raise UnclearError(f"holds a word that is not understood ({node.type})")
    if node.type == "arithmetic_expansion":
        return HOLE
    several = in_quotes and node.type != "command_substitution" and "@" in text
    return SPLIT if several or not in_quotes else HOLE
