"""Files and functions stay short, are named for what they do, and say what they are for."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.source_files import FILES, PROJECT, definitions, tree_of

MOST_LINES_OF_A_FILE = 300
MOST_LINES_OF_A_FUNCTION = 50
SAYS_NOTHING = re.compile(r"(?i)(^|_)(utils?|helpers?|common|managers?)(_|$)|(Util|Helper|Common|Manager)s?([A-Z]|$)")
DOCUMENTED = ("model", "diff", "sources", "engine.py")

each_file = pytest.mark.parametrize("file", FILES, ids=str)


@each_file
def test_file_is_short(file):
    assert (PROJECT / file).read_bytes().count(b"\n") <= MOST_LINES_OF_A_FILE


@each_file
def test_functions_are_short(file):
    functions = (node for node in definitions(file) if not isinstance(node, ast.ClassDef))
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES_OF_A_FUNCTION} == {}


@each_file
def test_says_what_it_is_for(file):
    assert ast.get_docstring(tree_of(file))


@each_file
def test_names_say_what_they_name(file):
    classes = [node.name for node in definitions(file) if isinstance(node, ast.ClassDef)]
    assert [name for name in [*file.with_suffix("").parts, *classes] if SAYS_NOTHING.search(name)] == []


@pytest.mark.parametrize("name", ["utils", "git_helpers", "common", "PolicyManager", "StringUtil"])
def test_a_name_that_says_nothing_is_noticed(name):
    assert SAYS_NOTHING.search(name)


@pytest.mark.parametrize("file", [file for file in FILES if file.parts[1] in DOCUMENTED], ids=str)
def test_public_functions_are_documented(file):
    """Methods too. Properties are described by their class."""
    public = [node for node in tree_of(file).body if not getattr(node, "name", "_").startswith("_")]
    methods = [each for node in public if isinstance(node, ast.ClassDef) for each in node.body]
    functions = [node for node in [*public, *methods] if isinstance(node, ast.FunctionDef) and not is_property(node)]
    assert [node.name for node in functions if not node.name.startswith("_") and not ast.get_docstring(node)] == []


def is_property(function):
    return any(isinstance(each, ast.Name) and each.id == "property" for each in function.decorator_list)
