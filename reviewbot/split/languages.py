"""Which language a file is of, and the parser for it, where one is installed (`pip install 'reviewbot[split]'`)."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import Any

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


def ending_of(path: bytes) -> bytes:
    return path[path.rfind(b".") :].lower() if b"." in path else b""


def is_python(path: bytes) -> bool:
    return ending_of(path) in _PYTHON


@lru_cache(maxsize=64)
def parser_of(ending: bytes) -> Any:
    package, function = _GRAMMARS.get(ending, ("", ""))
    if not package:
        return None
    try:
        from tree_sitter import Language, Parser

        return Parser(Language(getattr(import_module(package), function)()))
    except (ImportError, ValueError):  # not installed, or made for another tree-sitter
        return None


def is_too_large(text: bytes) -> bool:
    """Whether the text is too large to be parsed."""
    return len(text) > MAX_BYTES
