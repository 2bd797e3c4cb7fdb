"""Files and functions stay short, are named for what they do, and say what they are for."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.source_files import FILES, PROJECT, definitions, tree_of

MOST_LINES_OF_A_FILE = 300
MOST_LINES_OF_A_FUNCTION = 50
SAYS_NOTHING = re.compile(
    r"(?i)(^|_)(utils?|helpers?|common|managers?)(_|$)|(?-i:(Util|Helper|Common|Manager)s?([A-Z]|$))"
)
DOCUMENTED = ("model", "diff", "sources", "engine.py")


def test_files_are_short():
    lengths = {str(file): (PROJECT / file).read_bytes().count(b"\n") for file in FILES}
    assert {file: length for file, length in lengths.items() if length > MOST_LINES_OF_A_FILE} == {}


def test_functions_are_short():
    lengths = {
        f"{file}: {node.name}": node.end_lineno - node.lineno + 1
        for file in FILES
        for node in definitions(file)
        if not isinstance(node, ast.ClassDef)
    }
    assert {name: length for name, length in lengths.items() if length > MOST_LINES_OF_A_FUNCTION} == {}


def test_every_file_says_what_it_is_for():
    assert [str(file) for file in FILES if not ast.get_docstring(tree_of(file))] == []


def test_names_of_files_and_classes_say_something():
    parts = {(file, part) for file in FILES for part in file.with_suffix("").parts}
    classes = {(file, node.name) for file in FILES for node in definitions(file) if isinstance(node, ast.ClassDef)}
    assert [(str(file), name) for file, name in parts | classes if SAYS_NOTHING.search(name)] == []


@pytest.mark.parametrize("name", ["utils", "git_helpers", "common", "PolicyManager", "StringUtil"])
def test_a_name_that_says_nothing_is_noticed(name):
    assert SAYS_NOTHING.search(name)


@pytest.mark.parametrize("name", ["contextmanager", "Helped"])
def test_a_name_that_only_looks_like_it_is_not(name):
    assert not SAYS_NOTHING.search(name)


def test_public_functions_of_the_core_are_documented():
    files = [file for file in FILES if file.parts[1] in DOCUMENTED]
    public = {f"{file}: {node.name}": node for file in files for node in public_functions(tree_of(file).body)}
    assert [name for name, node in public.items() if not ast.get_docstring(node)] == []


def public_functions(body):
    """Methods of public classes too. Properties are left out: their class describes them."""
    for node in body:
        if getattr(node, "name", "_").startswith("_"):
            continue
        if isinstance(node, ast.ClassDef):
            yield from public_functions(node.body)
        elif isinstance(node, ast.FunctionDef) and not any(
            "property" in ast.dump(each) for each in node.decorator_list
        ):
            yield node
