"""What parses, and what nobody here can read."""

from __future__ import annotations

import importlib
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.split import languages
from reviewbot.split.python_names import undefined_names
from reviewbot.split.syntax import mistakes, same_program
from tests.split.languages import JAVASCRIPT, LANGUAGES, each_language, path_of


def test_every_language_that_is_read_has_an_example():
    read = {ending.decode() for ending in (*languages._GRAMMARS, *languages._PYTHON)}
    assert {f".{ending}" for ending in LANGUAGES} == read


@each_language
def test_right_and_wrong(ending):
    right, wrong = LANGUAGES[ending]
    assert mistakes(path_of(ending), right) == 0
    assert mistakes(path_of(ending), wrong) > 0
    assert mistakes(path_of(ending.upper()), right) == 0


@each_language
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_any_part_of_a_text_is_looked_at_without_failing(ending, data):
    text = data.draw(st.sampled_from(LANGUAGES[ending]))
    part = text[data.draw(st.integers(0, len(text))) :] + data.draw(st.binary(max_size=5))
    assert mistakes(path_of(ending), part) >= 0


def test_a_language_that_nobody_reads_is_unknown():
    assert mistakes(b"a.unknown", b"(((") is None
    assert mistakes(b"Makefile", b"(((") is None


def test_what_is_too_large_is_unknown(monkeypatch):
    monkeypatch.setattr(languages, "MAX_BYTES", 10)
    for path in (b"a.py", b"a.js"):
        assert mistakes(path, b"x = (((((((((((((\n") is None
        assert undefined_names(path, b"print(missing, missing)\n") == frozenset()


# A grammar that is not there takes nothing away but what only it could tell.


@pytest.fixture
def forgotten():
    """What is known of parsers is forgotten, before and after."""
    languages.parser_of.cache_clear()
    yield
    languages.parser_of.cache_clear()


def without(monkeypatch, package):
    monkeypatch.setitem(sys.modules, package, None)  # so that its import fails


@each_language
@pytest.mark.usefixtures("forgotten")
def test_without_its_grammar_a_language_is_unknown(monkeypatch, ending):
    package, _ = languages._GRAMMARS.get(path_of(ending)[1:], ("", ""))
    if not package:
        return  # Python reads itself
    without(monkeypatch, package)
    right, wrong = LANGUAGES[ending]
    assert mistakes(path_of(ending), right) is None
    assert mistakes(path_of(ending), wrong) is None


@pytest.mark.usefixtures("forgotten")
def test_without_tree_sitter_only_python_is_read(monkeypatch):
    without(monkeypatch, "tree_sitter")
    assert mistakes(b"a.js", JAVASCRIPT[1]) is None
    assert mistakes(b"a.py", b"def f(:\n") == 1


@pytest.mark.usefixtures("forgotten")
def test_a_grammar_for_another_tree_sitter_is_as_none(monkeypatch):
    package = importlib.import_module("tree_sitter_javascript")
    monkeypatch.setattr(package, "language", lambda: 0)
    assert mistakes(b"a.js", JAVASCRIPT[1]) is None


@pytest.mark.parametrize(
    ("path", "one", "other", "is_same"),
    [
        (b"a.py", b"f( a )\n", b"f(a)\n", True),
        (b"a.py", b"if a:\n    b\n    c\n", b"if a:\n    b\nc\n", False),
        (b"a.py", b"x = 'a b'\n", b"x = 'ab'\n", False),
        (b"a.js", b"f( a,b ) // x\n", b"f(a, b)  //  x\n", True),
        (b"a.js", b"f('a b')\n", b"f('ab')\n", False),
        (b"a.js", b"function f() { return x }\n", b"function f() { return\nx }\n", False),
        (b"a.js", b"const a\n", b"consta\n", False),
        (b"a.c", b"int f( void ) { return 1; }\n", b"int f(void)\n{\n  return 1;\n}\n", True),
        (b"a.sh", b"rm -r $x/ y\n", b"rm -r $x/y\n", False),
        (b"a.sh", b"if a; then b; fi\n", b"if a; then\n  b; fi\n", True),
        (b"a.sql", b"DROP  TABLE\n  x\n", b"DROP TABLE x\n", True),
        (b"a.sql", b"SELECT 'a b'\n", b"SELECT 'ab'\n", False),
        (b"a.md", b"1. a\n   b\n", b"1. a\n\n   b\n", False),
        (b"GNUmakefile", b"a:\n\tb\n", b"a:\n b\n", False),
        (b"a.yml", b"a:\n  b: 1\n", b"a:\nb: 1\n", False),
        (b"Makefile", b"a:\n\tb\n", b"a:\n b\n", False),
    ],
)
def test_white_space_that_means_something(path, one, other, is_same):
    assert same_program(path, one, other) == is_same
