"""Shell text -> a syntax tree that can be relied on, or a reason why there is none.

The parser (tree-sitter with its grammar of bash) never fails: it mends what it does not understand, and its reading
sometimes differs from bash's without a word. So what it returns is checked: no mended place, nothing left out between
two tokens, no token that holds what bash would act on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import tree_sitter
import tree_sitter_bash

from reviewbot.shell.command import UnclearError
from reviewbot.shell.here_documents import HereDocument

MAX_BYTES = 64 << 10
MAX_UNIT_BYTES = 8 << 10  # mending takes time that grows with the square of the length: below a second for this much
MAX_DEPTH = 60
# As programs, these show that a statement was taken for a command.
RESERVED = frozenset((
    "!", "{", "}", "[[", "]]", "((", "))", "if", "then", "elif", "else", "fi", "for", "while", "until", "do", "done",
    "case", "esac", "select", "function", "in", "coproc",
))  # fmt: skip
_NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ue000-\uf8ff\ud800-\udfff]")
_BETWEEN = re.compile(rb"(?:[ \t\n]|\\\n)*")
_NUMBER_OF_FILE = re.compile(rb"\d+(?:\\\n)*[<>]")
# What tokens of a kind may hold. A backslash takes the character after it along.
_PLAIN = re.compile(r"(?:\\[^\n]|\\\n|[^\\`$\"'();&|<>\s])*")
_IN_QUOTES = re.compile(r"(?:\\.|[^\\`$\"]|\$(?![\w({'\"@*#?$!\[-]))*", re.DOTALL)
_TOKENS = {
    "word": _PLAIN,
    "extglob_pattern": _PLAIN,
    "regex": _PLAIN,
    "string_content": _IN_QUOTES,
    "raw_string": re.compile(r"'[^']*'"),
    "ansi_c_string": re.compile(r"\$'(?:\\.|[^\\'])*'", re.DOTALL),
}


@lru_cache(maxsize=1)
def _language() -> tree_sitter.Language:
    return tree_sitter.Language(tree_sitter_bash.language())


def check_text(text: str) -> None:
    """Raise UnclearError for what is too long or holds characters that programs read differently."""
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogateescape")) > MAX_BYTES:
        raise UnclearError(f"is longer than {MAX_BYTES >> 10} KiB")
    if _NO_TEXT.search(text):
        raise UnclearError("holds control characters or bytes that are no text")


class Unit(NamedTuple):
    """A part of a text that was parsed by itself, whole statements. line: where it begins. documents: begin in it."""

    root: tree_sitter.Node
    source: bytes
    line: int
    documents: tuple[HereDocument, ...]


def units(text: str, documents: tuple[HereDocument, ...]) -> Iterator[Unit]:
    """The trees of a text without here-documents' bodies. What is wrong with them is for `faults` to say.

    A long text is cut at line ends: a part in which nothing is open is understood by itself. Raises UnclearError when
    there is no such part that is short enough.
    """
    source = text.encode()
    start = line = 0
    while True:
        unit = _next_unit(source, start, line, documents)
        yield unit
        start += len(unit.source)
        line += unit.source.count(b"\n")
        if start >= len(source):
            return


def _next_unit(source: bytes, start: int, line: int, documents: tuple[HereDocument, ...]) -> Unit:
    fits = len(source) - start <= MAX_UNIT_BYTES
    for limit in (len(source),) if fits else range(MAX_UNIT_BYTES // 4, MAX_UNIT_BYTES + 1, MAX_UNIT_BYTES // 8):
        end = len(source) if fits else source.rfind(b"\n", start, start + limit) + 1
        part = source[start:end]
        root = tree_sitter.Parser(_language()).parse(part).root_node
        if fits or (part and not part.endswith(b"\\\n") and _is_whole(root)):
            inside = (each for each in documents if start <= each.start[0] < end)
            return Unit(root, part, line, tuple(_moved(each, start) for each in inside))
    raise UnclearError(f"holds more than {MAX_UNIT_BYTES >> 10} KiB at once")


def _is_whole(root: tree_sitter.Node) -> bool:
    """Whether no statement is cut off; the parser takes the beginning of some for commands."""
    if root.has_error:
        return False
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.type == "command_name" and text_of(node) in RESERVED:
            return False
        waiting.extend(node.named_children)
    return True


def _moved(document: HereDocument, by: int) -> HereDocument:
    start = (document.start[0] - by, document.start[1] - by)
    return document._replace(start=start, end=document.end - by)


def faults(unit: Unit) -> Iterator[str]:
    """Why this tree cannot be relied on."""
    root, source, _, documents = unit
    if root.has_error:
        yield "is not understood as shell text"
        return
    starts: list[tuple[int, int]] = []
    ends: list[int] = []
    position = 0
    for leaf in _leaves(root):
        yield from _faults_of_token(source, leaf)
        if leaf.start_byte > position and not _BETWEEN.fullmatch(source, position, leaf.start_byte):
            yield "holds text that the parser passes over"
        position = max(position, leaf.end_byte)
        if leaf.type == "heredoc_start":
            starts.append((leaf.start_byte, leaf.end_byte))
        elif leaf.type == "heredoc_end":
            ends.append(leaf.start_byte)
    if not _BETWEEN.fullmatch(source, position, len(source)):
        yield "holds text that the parser passes over"
    if starts != [each.start for each in documents] or sorted(ends) != [each.end for each in documents]:
        yield "holds a here-document that is not understood"


def _faults_of_token(source: bytes, leaf: tree_sitter.Node) -> Iterator[str]:
    """What of a single token bash would read in another way."""
    if not leaf.is_named and text_of(leaf).strip() not in (leaf.type.strip(), "$$"):
        yield "holds an operator that is not understood"
    allowed = _TOKENS.get(leaf.type)
    if allowed is not None and not allowed.fullmatch(text_of(leaf)):
        yield "holds a word that is not understood"
    if leaf.type == "comment" and not _is_comment(source, leaf):
        yield "holds a comment that is not understood"
    if leaf.type in ("word", "number") and _NUMBER_OF_FILE.match(source, leaf.start_byte):
        yield "holds a redirection that is not understood"


def _is_comment(source: bytes, leaf: tree_sitter.Node) -> bool:
    """Whether it begins behind a blank, and no line end of it could be taken for one that goes on."""
    if source[leaf.end_byte - 1 : leaf.end_byte + 1].find(b"\\") >= 0:
        return False
    before = source[: leaf.start_byte]
    while before.endswith(b"\\\n"):
        before = before[:-2]
    return before[-1:] in b" \t\n;&|()`"


def _leaves(root: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """Every token, in order, and each string before its parts (its text is in the gaps between them)."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if not node.child_count or node.type == "string":
            yield node
        waiting.extend(reversed(node.children))


def text_of(node: tree_sitter.Node) -> str:
    """The node's text in the source."""
    return (node.text or b"").decode("utf-8", "replace")
