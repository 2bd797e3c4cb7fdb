"""Whether a text parses, and which names it uses that nothing gives it. Nothing of it is ever run.

Python is read by the running Python's own parser, other languages by tree-sitter where the grammar is installed
(`pip install 'reviewbot[split]'`). What no parser is at hand for, what is too large, and what a parser gives up on is
unknown: None.
"""

from __future__ import annotations

import _ast  # what `ast` is made of, and a millisecond less to load
import builtins
import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any, NamedTuple

MAX_BYTES = 2 << 20  # of a text that is parsed
# Ending, package, and the function of it that gives the language.
_GRAMMARS = {
    b".js": ("tree_sitter_javascript", "language"),
    b".mjs": ("tree_sitter_javascript", "language"),
    b".cjs": ("tree_sitter_javascript", "language"),
    b".jsx": ("tree_sitter_javascript", "language"),
    b".ts": ("tree_sitter_typescript", "language_typescript"),
    b".tsx": ("tree_sitter_typescript", "language_tsx"),
    b".go": ("tree_sitter_go", "language"),
    b".rs": ("tree_sitter_rust", "language"),
    b".java": ("tree_sitter_java", "language"),
    b".rb": ("tree_sitter_ruby", "language"),
    b".c": ("tree_sitter_c", "language"),
    b".h": ("tree_sitter_c", "language"),
    b".cc": ("tree_sitter_cpp", "language"),
    b".cpp": ("tree_sitter_cpp", "language"),
    b".hpp": ("tree_sitter_cpp", "language"),
    b".cs": ("tree_sitter_c_sharp", "language"),
    b".sh": ("tree_sitter_bash", "language"),
}
_PYTHON = (b".py", b".pyi")
# Where white space means something.
_SPACED = (b".yml", b".yaml", b".haml", b".pug", b".sass", b".coffee", b".nim", b".mk", b".fs", b".md", b".rst")
_NAME_SPACED = re.compile(rb"(^|/)(gnu)?makefile(\.[^/]*)?$")
# Of a module, beside the builtins; https://docs.python.org/3/reference/datamodel.html#module-objects
_GIVEN = frozenset(dir(builtins)) | {
    "__name__", "__doc__", "__file__", "__path__", "__package__", "__spec__", "__loader__", "__cached__",
    "__builtins__", "__annotations__", "__module__", "__qualname__", "__class__", "__debug__", "WindowsError",
}  # fmt: skip


def ending_of(path: bytes) -> bytes:
    return path[path.rfind(b".") :].lower() if b"." in path else b""


def is_python(path: bytes) -> bool:
    return ending_of(path) in _PYTHON


def is_readable(path: bytes) -> bool:
    """Whether somebody here reads the language of this file."""
    return is_python(path) or _parser(ending_of(path)) is not None


def mistakes(path: bytes, text: bytes) -> int | None:
    """How many places of the text are not of its language; None when nobody here can tell."""
    ending = ending_of(path)
    if len(text) > MAX_BYTES:
        return None
    if ending in _PYTHON:
        return 0 if _symbols(text) is not None else 1
    parser = _parser(ending)
    return None if parser is None else _errors(parser.parse(text).root_node)


@lru_cache(maxsize=64)
def _parser(ending: bytes) -> Any:
    package, function = _GRAMMARS.get(ending, ("", ""))
    if not package:
        return None
    try:
        from tree_sitter import Language, Parser

        return Parser(Language(getattr(import_module(package), function)()))
    except (ImportError, ValueError):  # not installed, or made for another tree-sitter
        return None


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


@lru_cache(maxsize=256)
def _symbols(text: bytes) -> Any:
    """The symbol table of a Python text, None when it does not parse."""
    from symtable import symtable

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return symtable(text.decode("utf-8"), "<part>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def undefined_names(path: bytes, text: bytes) -> frozenset[str]:
    """Names of a Python text that are read, and that neither it nor Python defines; none where that is not known."""
    if not is_python(path) or len(text) > MAX_BYTES or b"import *" in text:
        return frozenset()
    top = _symbols(text)
    if top is None:
        return frozenset()
    known = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    missing: set[str] = set()
    waiting = [top]
    while waiting:
        table = waiting.pop()
        waiting += table.get_children()
        for symbol in table.get_symbols():
            if symbol.is_declared_global() and symbol.is_assigned():
                known.add(symbol.get_name())
            elif symbol.is_referenced() and (table is top or symbol.is_global()):
                missing.add(symbol.get_name())
    return frozenset(missing - known - _GIVEN)


@lru_cache(maxsize=256)
def _top_level(text: bytes) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return compile(text, "<part>", "exec", _ast.PyCF_ONLY_AST, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


class Import(NamedTuple):
    """An import statement: the indexes of its first line and of the line after its last, and what it imports.

    names: (module as a path without ending, name) of `from module import name`; of `import module` the name is "".
    """

    start: int
    end: int
    names: frozenset[tuple[str, str]]


def imports_of(path: bytes, text: bytes) -> tuple[Import, ...]:
    """The import statements of a Python text, () where it does not parse."""
    tree = _top_level(text) if is_python(path) and len(text) <= MAX_BYTES else None
    if tree is None:
        return ()
    folder = path.decode("utf-8", "replace").split("/")
    found = []
    for node in _statements(tree):
        if isinstance(node, _ast.ImportFrom):
            module = (node.module or "").split(".") if node.module else []
            base = folder[: -node.level] if node.level else []
            names = {("/".join([*base, *module]), alias.name) for alias in node.names if alias.name != "*"}
        elif isinstance(node, _ast.Import):
            names = {(alias.name.replace(".", "/"), "") for alias in node.names}
        else:
            continue
        found.append(Import(node.lineno - 1, node.end_lineno or node.lineno, frozenset(names)))
    return tuple(found)


def _statements(tree: Any) -> Iterator[Any]:
    """All statements, those within others too. Expressions, which are most of a tree, hold none."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for field in ("body", "orelse", "finalbody", "handlers", "cases"):
            waiting += getattr(node, field, ())


def given_names(path: bytes, text: bytes) -> frozenset[str] | None:
    """The names that a Python module binds at its top; None when that cannot be told."""
    if not is_python(path) or len(text) > MAX_BYTES or b"import *" in text or b"__getattr__" in text:
        return None
    top = _symbols(text)
    if top is None:
        return None
    return frozenset(
        symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()
    ) | _globals_of_functions(top)


def _globals_of_functions(top: Any) -> frozenset[str]:
    return frozenset(
        symbol.get_name()
        for table in top.get_children()
        for symbol in table.get_symbols()
        if symbol.is_declared_global() and symbol.is_assigned()
    )


def block_starts(path: bytes, text: bytes) -> list[int]:
    """The indexes of the lines at which a block at the top begins, decorators and comments before it included.

    Where nobody parses the language: a line at the left margin after an empty one.
    """
    lines = text.split(b"\n")
    starts = _parsed_starts(path, text)
    if starts is None:
        starts = [
            number
            for number in range(1, len(lines))
            if not lines[number - 1].strip() and lines[number][:1].strip() and lines[number][:1] not in b"})]"
        ]
    return sorted({_with_comments(lines, number) for number in starts})


def _parsed_starts(path: bytes, text: bytes) -> list[int] | None:
    if len(text) > MAX_BYTES:
        return None
    if is_python(path):
        tree = _top_level(text)
        if tree is None:
            return None
        return [
            min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))]) - 1 for node in tree.body
        ]
    parser = _parser(ending_of(path))
    if parser is None:
        return None
    root = parser.parse(text).root_node
    return None if root.has_error else [node.start_point[0] for node in root.children]


def _with_comments(lines: list[bytes], number: int) -> int:
    """The first line of the comments and attributes that stand right before a block."""
    while number > 0 and lines[number - 1].lstrip()[:2] in (b"# ", b"//", b"/*", b" *", b"* ", b"*/", b"#[", b"#!"):
        number -= 1
    return number


def same_program(path: bytes, one: bytes, other: bytes) -> bool:
    """Whether two texts mean the same, as far as white space may matter.

    Where a parser is at hand: their trees are the same, and the texts of all leaves. Else they have the same words.
    """
    if is_python(path):
        import ast

        first, second = _top_level(one), _top_level(other)
        return first is not None and second is not None and ast.dump(first) == ast.dump(second)
    if ending_of(path) in _SPACED or _NAME_SPACED.search(path.lower()):
        return False
    known = _leaves(path, one)
    return one.split() == other.split() if known is None else known == _leaves(path, other)


def _leaves(path: bytes, text: bytes) -> tuple[str, list[bytes]] | None:
    """The shape of the tree and its leaves' texts, None when it cannot be told. Comments may be set otherwise."""
    parser = _parser(ending_of(path)) if len(text) <= MAX_BYTES else None
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
