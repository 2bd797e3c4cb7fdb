"""What parses, what begins a block, and what nobody here can read."""

from __future__ import annotations

import importlib
import sys
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.split import syntax
from reviewbot.split.syntax import block_starts, given_names, imports_of, mistakes, same_program, undefined_names

# Of each language two functions, and a text that is not of it.
JAVASCRIPT = (
    b"function f() {\n  return 1;\n}\n\n// about g\nfunction g() {\n  return f();\n}\n",
    b"function f( { return 1;\n",
)
TYPESCRIPT = (
    b"function f(): number {\n  return 1;\n}\n\n// about g\nfunction g() {\n  return f();\n}\n",
    b"const a: = ;\n",
)
C = (b"int f(void) {\n  return 1;\n}\n\n// about g\nint g(void) {\n  return f();\n}\n", b"int f(void { return\n")
CPP = (b"int f() {\n  return 1;\n}\n\n// about g\nauto g() -> int {\n  return f();\n}\n", b"class A { int f( };;(\n")
CLASSES = (b"class F {\n  int f;\n}\n\n// about G\nclass G {\n  F f() { return null; }\n}\n", b"class A { int f( {\n")
LANGUAGES = {
    "py": (b"def f():\n    return 1\n\n\n# about g\ndef g():\n    return f()\n", b"def f(:\n"),
    "pyi": (b"def f() -> int:\n    ...\n\n\n# about g\ndef g() -> int:\n    ...\n", b"def f(:\n"),
    "js": JAVASCRIPT,
    "mjs": JAVASCRIPT,
    "cjs": JAVASCRIPT,
    "jsx": (JAVASCRIPT[0] + b"const h = <a href={f()}>x</a>;\n", JAVASCRIPT[1]),
    "ts": TYPESCRIPT,
    "tsx": (TYPESCRIPT[0] + b"const h = <a href={f()}>x</a>;\n", TYPESCRIPT[1]),
    "go": (
        b"func f() int {\n\treturn 1\n}\n\n// about g\nfunc g() int {\n\treturn f()\n}\n",
        b"package a\n\nfunc f( int {\n",
    ),
    "rs": (b"fn f() -> i32 {\n    1\n}\n\n// about g\nfn g() -> i32 {\n    f()\n}\n", b"fn f( -> {\n"),
    "java": CLASSES,
    "rb": (b"def f\n  1\nend\n\n# about g\ndef g\n  f\nend\n", b"def f(\n  1\n"),
    "c": C,
    "h": C,
    "cc": CPP,
    "cpp": CPP,
    "hpp": CPP,
    "cs": CLASSES,
    "sh": (b"f() {\n  echo 1\n}\n\n# about g\ng() {\n  f\n}\n", b"if true; then (\n"),
}
each_language = pytest.mark.parametrize("ending", LANGUAGES)


def path_of(ending):
    return f"a.{ending}".encode()


def test_every_language_that_is_read_has_an_example():
    read = {ending.decode() for ending in (*syntax._GRAMMARS, *syntax._PYTHON)}
    assert {f".{ending}" for ending in LANGUAGES} == read


@each_language
def test_right_and_wrong(ending):
    right, wrong = LANGUAGES[ending]
    assert mistakes(path_of(ending), right) == 0
    assert mistakes(path_of(ending), wrong) > 0
    assert mistakes(path_of(ending.upper()), right) == 0


@each_language
def test_two_functions_are_two_blocks(ending):
    """The second one with the comment about it."""
    text, _ = LANGUAGES[ending]
    assert block_starts(path_of(ending), text)[:2] == [0, text[: text.index(b" about ")].count(b"\n")]


@each_language
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_any_part_of_a_text_is_looked_at_without_failing(ending, data):
    text = data.draw(st.sampled_from(LANGUAGES[ending]))
    part = text[data.draw(st.integers(0, len(text))) :] + data.draw(st.binary(max_size=5))
    assert mistakes(path_of(ending), part) >= 0
    lines = part.count(b"\n") + 1
    assert all(0 <= start < lines for start in block_starts(path_of(ending), part))


def test_a_language_that_nobody_reads_is_unknown():
    assert mistakes(b"a.unknown", b"(((") is None
    assert mistakes(b"Makefile", b"(((") is None
    assert block_starts(b"a.unknown", b"one\n  two\n\nthree\n\n}\n") == [3]


def test_what_is_too_large_is_unknown(monkeypatch):
    monkeypatch.setattr(syntax, "MAX_BYTES", 10)
    for path in (b"a.py", b"a.js"):
        assert mistakes(path, b"x = (((((((((((((\n") is None
        assert undefined_names(path, b"print(missing, missing)\n") == frozenset()


# A grammar that is not there takes nothing away but what only it could tell.


@pytest.fixture
def forgotten():
    """What is known of parsers is forgotten, before and after."""
    syntax._parser.cache_clear()
    yield
    syntax._parser.cache_clear()


def without(monkeypatch, package):
    monkeypatch.setitem(sys.modules, package, None)  # so that its import fails


@each_language
@pytest.mark.usefixtures("forgotten")
def test_without_its_grammar_a_language_is_unknown(monkeypatch, ending):
    package, _ = syntax._GRAMMARS.get(path_of(ending)[1:], ("", ""))
    if not package:
        return  # Python reads itself
    without(monkeypatch, package)
    right, wrong = LANGUAGES[ending]
    assert mistakes(path_of(ending), right) is None
    assert mistakes(path_of(ending), wrong) is None
    assert block_starts(path_of(ending), right)[-1] == right.split(b"\n\n")[0].count(b"\n") + 2


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


# Names.


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("import os\nprint(os, missing)\n", {"missing"}),
        ("from x import *\nprint(missing)\n", set()),
        ("def f():\n    return missing\n", {"missing"}),
        ("def f():\n    return later\n\n\nlater = 1\n", set()),
        ("def f():\n    global made\n    made = 1\n\n\nprint(made)\n", set()),
        ("class A:\n    x = 1\n    y = [x for _ in range(3)]\n", {"x"}),
        ("try:\n    import a\nexcept ImportError as error:\n    print(error)\n", set()),
        ("print(__name__, __file__, WindowsError)\n", set()),
        ("def f(:\n", set()),
        ("\0", set()),
    ],
)
def test_names_that_nothing_gives(text, missing):
    assert undefined_names(b"a.py", text.encode()) == missing
    assert undefined_names(b"a.js", text.encode()) == frozenset()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("import os.path\nfrom a.b import c, d as e\n", {("os/path", ""), ("a/b", "c"), ("a/b", "d")}),
        ("from . import one\nfrom ..two import three\n", {("pack/inner", "one"), ("pack/two", "three")}),
        ("def f():\n    import late\n", {("late", "")}),
        ("if True:\n    pass\nelse:\n    import other\n", {("other", "")}),
        ("from a import *\n", set()),
        ("def f(:\n", set()),
    ],
)
def test_what_a_text_imports(text, names):
    found = imports_of(b"pack/inner/module.py", text.encode())
    assert {name for each in found for name in each.names} == names


def test_what_a_module_gives():
    text = b"import os\nX = 1\ndef f():\n    global Y\n    Y = 2\nclass A:\n    inner = 1\n"
    assert given_names(b"a.py", text) == {"os", "X", "f", "A", "Y"}
    for unknown in (b"from x import *\n", b"def __getattr__(name): ...\n", b"def f(:\n"):
        assert given_names(b"a.py", unknown) is None
    assert given_names(b"a.js", text) is None


def test_blocks_begin_with_their_decorators_and_comments():
    text = b"x = 1\n\n# about f\n@wraps\ndef f():\n    pass\n"
    assert block_starts(b"a.py", text) == [0, 2]


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


def test_python_says_nothing_of_a_text_that_it_reads():
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        assert len(imports_of(b"a.py", b"import a\nb = '\\d'\n")) == 1
    assert said == []
