"""What parses, and what nobody here can read."""

from __future__ import annotations

import warnings

import pytest

from reviewbot.split.syntax import block_starts, imports_of, mistakes, undefined_names


@pytest.mark.parametrize(
    ("path", "right", "wrong"),
    [
        (b"a.py", b"def f():\n    return 1\n", b"def f(:\n"),
        (b"a.js", b"function f() { return 1; }\n", b"function f( { return 1;\n"),
        (b"a.ts", b"const a: number = 1;\n", b"const a: = ;\n"),
        (b"a.go", b"package a\n\nfunc f() int { return 1 }\n", b"package a\n\nfunc f( int {\n"),
        (b"a.rs", b"fn f() -> i32 { 1 }\n", b"fn f( -> {\n"),
        (b"A.java", b"class A { int f() { return 1; } }\n", b"class A { int f( {\n"),
        (b"a.c", b"int f(void) { return 1; }\n", b"int f(void { return\n"),
        (b"a.cpp", b"class A { int f(); };\n", b"class A { int f( };;(\n"),
        (b"a.rb", b"def f\n  1\nend\n", b"def f(\n  1\n"),
        (b"a.cs", b"class A { int F() { return 1; } }\n", b"class A { int F( {\n"),
        (b"a.sh", b"if true; then echo; fi\n", b"if true; then (\n"),
    ],
)
def test_right_and_wrong(path, right, wrong):
    assert mistakes(path, right) == 0
    assert mistakes(path, wrong) > 0


def test_a_language_that_nobody_reads_is_unknown():
    assert mistakes(b"a.unknown", b"(((") is None


def test_names_that_nothing_gives():
    assert undefined_names(b"a.py", b"import os\nprint(os, missing)\n") == {"missing"}
    assert undefined_names(b"a.py", b"from x import *\nprint(missing)\n") == frozenset()


def test_blocks_begin_with_their_decorators_and_comments():
    text = b"x = 1\n\n# about f\n@wraps\ndef f():\n    pass\n"
    assert block_starts(b"a.py", text) == [0, 2]


def test_python_says_nothing_of_a_text_that_it_reads():
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        assert len(imports_of(b"a.py", b"import a\nb = '\\d'\n")) == 1
    assert said == []
