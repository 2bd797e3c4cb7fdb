"""The product's files, read once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import reviewbot

PACKAGE = Path(reviewbot.__file__).parent
PROJECT = PACKAGE.parent
FILES = sorted(path.relative_to(PROJECT) for path in PACKAGE.rglob("*.py"))


def tree_of(file: Path) -> ast.Module:
    return ast.parse((PROJECT / file).read_bytes())


def imported_modules(file: Path) -> set[str]:
    """The absolute names in every import of a file, wherever it stands."""
    nodes = list(ast.walk(tree_of(file)))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return names | {
        node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level
    }


def definitions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Every function, method and class of a file."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node
