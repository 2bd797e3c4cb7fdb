"""What a Python text imports, gives and lacks."""

from __future__ import annotations

import warnings

import pytest

from reviewbot.split.python_names import given_names, imports_of, undefined_names


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
        ("def f(a: 'Later', *b: 'list[int]', **c: 'os.path') -> 'Later | None': ...\n", {"Later", "os"}),
        ("import os\n\n\nclass A:\n    a: 'os.PathLike'\n    def f(self) -> list['A']: ...\n", set()),
        ("from typing import Literal\na: Literal['b'] = 'b'\nc: 'not an expression' = 1\n", set()),
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
    assert given_names(b"a.py", b"class A:\n    def __getattr__(self, name): ...\n") == {"A"}


def test_python_says_nothing_of_a_text_that_it_reads():
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        assert len(imports_of(b"a.py", b"import a\nb = '\\d'\n")) == 1
    assert said == []
