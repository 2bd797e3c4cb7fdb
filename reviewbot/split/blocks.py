"""Where a file may be cut: the blocks that it is made of, and within a class the ones of that. No function has any."""

from __future__ import annotations

import _ast
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from reviewbot.split.languages import ending_of, is_python, is_too_large, parser_of
from reviewbot.split.python_names import module_of

# Types of nodes in the grammars of tree-sitter. What holds members that stand for themselves:
_HOLDERS = frozenset(
    (
        *("class_declaration", "abstract_class_declaration", "interface_declaration", "internal_module", "module"),
        *("impl_item", "trait_item", "mod_item", "foreign_mod_item"),
        *("record_declaration", "struct_declaration", "namespace_declaration"),
        *("class_specifier", "struct_specifier", "namespace_definition", "linkage_specification"),
        "class",  # of Ruby, as "module" is
    )
)
# What stands around one of these, and what goes with the node after it.
_WRAPPERS = frozenset(("export_statement", "ambient_declaration", "expression_statement", "template_declaration"))
_LEADING = frozenset(("comment", "line_comment", "block_comment", "attribute_item", "decorator", "access_specifier"))
_COMMENTS = (b"# ", b"//", b"/*", b" *", b"* ", b"*/", b"#[", b"#!")


class Block(NamedTuple):
    """From the index of its first line, decorators and comments before it included, to the first line of the next.

    members: the blocks that a class holds, () of what is not to be cut. Before the first and after the last of them are
    the lines that make it a class.
    """

    start: int
    end: int
    members: tuple[Block, ...] = ()


class _Node(NamedTuple):
    """A statement as any parser has it: indexes of its first and last line, and what a class holds."""

    first: int
    last: int
    members: tuple[_Node, ...] = ()
    is_closed: bool = False  # whether a line of its own ends it


def blocks_of(path: bytes, text: bytes) -> tuple[Block, ...]:
    """All of the text, in blocks; in a language that nobody parses one begins at the margin, after an empty line."""
    lines = text.split(b"\n")
    nodes = None if is_too_large(text) else _parsed(path, text)
    if nodes is None:
        nodes = [
            _Node(number, number)
            for number, line in enumerate(lines)
            if not number or (not lines[number - 1].strip() and line[:1].strip() and line[:1] not in b"})]")
        ]
    found = _laid(nodes, lines, 0, len(lines))
    return (found[0]._replace(start=0), *found[1:]) if found else (Block(0, len(lines)),)


def starts_in(blocks: Sequence[Block]) -> Iterator[int]:
    """The indexes of the lines at which a block begins, members included."""
    for block in blocks:
        yield block.start
        yield from starts_in(block.members)


def _laid(nodes: Sequence[_Node], lines: Sequence[bytes], floor: int, end: int) -> tuple[Block, ...]:
    """The nodes as blocks, each up to the next. floor: the first line that may be theirs; end: where the last ends."""
    starts: list[tuple[int, _Node]] = []
    for node in nodes:
        if node.first >= floor:  # else it begins on the last line of the one before
            starts.append((_with_comments(lines, node.first, floor), node))
        floor = max(floor, node.last + 1)
    ends = [*(start for start, _ in starts), end][1:]
    return tuple(Block(start, end, _members(node, lines, end)) for (start, node), end in zip(starts, ends, strict=True))


def _members(node: _Node, lines: Sequence[bytes], end: int) -> tuple[Block, ...]:
    if not node.members:
        return ()
    last = max(member.last for member in node.members)
    if node.is_closed and last >= node.last:
        return ()  # a member ends on the line that closes the class
    return _laid(node.members, lines, node.first + 1, last + 1 if node.is_closed else end)


def _with_comments(lines: Sequence[bytes], number: int, floor: int) -> int:
    """The first line of the comments and attributes that stand right before a block."""
    while number > floor and lines[number - 1].lstrip()[:2] in _COMMENTS:
        number -= 1
    return number


def _parsed(path: bytes, text: bytes) -> Sequence[_Node] | None:
    if is_python(path):
        tree = module_of(text)
        return None if tree is None else _of_python(tree.body)
    parser = parser_of(ending_of(path))
    if parser is None:
        return None
    root = parser.parse(text).root_node
    return None if root.has_error else _of_tree(root.named_children)


def _of_python(body: Sequence[Any]) -> list[_Node]:
    found = []
    for node in body:
        first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
        # A class has at least one statement, so its first one is not to be had alone.
        members = _of_python(node.body[1:]) if isinstance(node, _ast.ClassDef) else []
        found.append(_Node(first - 1, (node.end_lineno or node.lineno) - 1, tuple(members)))
    return found


def _of_tree(children: Sequence[Any]) -> list[_Node]:
    found: list[_Node] = []
    leading: _Node | None = None  # what goes with the next one, where that follows at once
    for node in children:
        first, last = node.start_point[0], node.end_point[0]
        if last > first and node.end_point[1] == 0:
            last -= 1
        if leading is not None:
            if first <= leading.last + 1:
                first = leading.first
            else:
                found.append(leading)
        leading = _Node(first, last) if node.type in _LEADING else None
        if leading is None:
            found.append(_Node(first, last, tuple(_held(node)), is_closed=True))
    return found if leading is None else [*found, leading]


def _held(node: Any) -> list[_Node]:
    """The members of a class, or of one that something stands around."""
    if node.type in _WRAPPERS:
        inner = [child for child in node.named_children if child.type in _HOLDERS or child.type in _WRAPPERS]
        return _held(inner[0]) if len(inner) == 1 else []
    body = node.child_by_field_name("body") if node.type in _HOLDERS else None
    return [] if body is None else _of_tree(body.named_children)
