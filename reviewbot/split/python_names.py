"""Which names a Python text imports, gives and lacks, by Python's own parser and symbol table. Nothing of it is run."""

from __future__ import annotations

import _ast  # what `ast` is made of, and a millisecond less to load
import builtins
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from reviewbot.split.languages import is_python, is_too_large

# Of a module, beside the builtins; https://docs.python.org/3/reference/datamodel.html#module-objects
_GIVEN = frozenset(dir(builtins)) | {
    "__name__", "__doc__", "__file__", "__path__", "__package__", "__spec__", "__loader__", "__cached__",
    "__builtins__", "__annotations__", "__module__", "__qualname__", "__class__", "__debug__", "WindowsError",
}  # fmt: skip


@lru_cache(maxsize=256)
def symbols_of(text: bytes) -> Any:
    """The symbol table of a Python text, None when it does not parse."""
    from symtable import symtable

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return symtable(text.decode("utf-8"), "<part>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@lru_cache(maxsize=256)
def module_of(text: bytes) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return compile(text, "<part>", "exec", _ast.PyCF_ONLY_AST, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def undefined_names(path: bytes, text: bytes) -> frozenset[str]:
    """Names of a Python text that are read, and that neither it nor Python defines; none where that is not known."""
    if not is_python(path) or is_too_large(text) or b"import *" in text:
        return frozenset()
    top = symbols_of(text)
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
    return frozenset((missing | _in_annotations(text, top)) - known - _GIVEN)


def _in_annotations(text: bytes, top: Any) -> frozenset[str]:
    """Names in annotations that stand in quotes, of which the symbol table knows nothing; not those of any scope."""
    tree = module_of(text) if b'"' in text or b"'" in text else None
    found: set[str] = set()
    for node in _statements(tree) if tree is not None else ():
        for quoted in _quoted(node):
            try:
                inner = compile(quoted, "<annotation>", "eval", _ast.PyCF_ONLY_AST, dont_inherit=True)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            found |= {each.id for each in _nodes(inner) if isinstance(each, _ast.Name)}
    if not found:
        return frozenset()
    waiting = [top]
    while waiting:
        table = waiting.pop()
        waiting += table.get_children()
        found -= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    return frozenset(found)


def _quoted(statement: Any) -> Iterator[str]:
    """The texts in quotes of the annotations of a statement; what a Literal or an Annotated holds is none of them."""
    annotations = [getattr(statement, "returns", None), getattr(statement, "annotation", None)]
    arguments = getattr(statement, "args", None)
    if isinstance(arguments, _ast.arguments):
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        annotations += [each.annotation for each in every if each is not None]
    waiting = [each for each in annotations if each is not None]
    while waiting:
        node = waiting.pop()
        if isinstance(node, _ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif not (isinstance(node, _ast.Subscript) and _name_of(node.value) in ("Literal", "Annotated")):
            waiting += _children(node)


def _name_of(node: Any) -> str:
    """The last name of `typing.Literal` and the like, "" of what is none."""
    return str(getattr(node, "attr", getattr(node, "id", "")))


def _nodes(tree: Any) -> Iterator[Any]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += _children(node)


def _children(node: Any) -> Iterator[Any]:
    for field in node._fields:
        value = getattr(node, field, None)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, _ast.AST):
                yield each


class Import(NamedTuple):
    """An import statement: the indexes of its first line and of the line after its last, and what it imports.

    names: (module as a path without ending, name) of `from module import name`; of `import module` the name is "".
    """

    start: int
    end: int
    names: frozenset[tuple[str, str]]


def imports_of(path: bytes, text: bytes) -> tuple[Import, ...]:
    """The import statements of a Python text, () where it does not parse."""
    tree = module_of(text) if is_python(path) and not is_too_large(text) else None
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
    if not is_python(path) or is_too_large(text) or b"import *" in text:
        return None
    top = symbols_of(text)
    if top is None:
        return None
    bound = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    if "__getattr__" in bound:  # gives what it likes: https://peps.python.org/pep-0562/
        return None
    return frozenset(bound) | _globals_of_functions(top)


def _globals_of_functions(top: Any) -> frozenset[str]:
    return frozenset(
        symbol.get_name()
        for table in top.get_children()
        for symbol in table.get_symbols()
        if symbol.is_declared_global() and symbol.is_assigned()
    )
