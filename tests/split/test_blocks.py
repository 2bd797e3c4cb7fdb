"""Where a file may be cut."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.split import languages
from reviewbot.split.blocks import blocks_of, starts_in
from tests.split.languages import LANGUAGES, each_language, path_of

# Of each language a class, or what it has instead, with two members; those after the first one that must stay.
CLASSES = {
    "py": b"class A:\n  '''About A.'''\n\n  # about f\n  @p\n  def f(self): pass\n\n  def g(self): pass\n",
    "js": b"export class A {\n  // about f\n  f() {\n  }\n\n  g() {\n  }\n}\n",
    "ts": b"declare namespace A {\n  // about f\n  interface f {\n  }\n\n  interface g {\n  }\n}\n",
    "rs": b"impl A {\n    // about f\n    #[p(\n    )]\n    fn f() {\n    }\n\n    fn g() {\n    }\n}\n",
    "java": b"class A {\n  // about f\n  @P\n  void f() {\n  }\n\n  void g() {\n  }\n}\n",
    "cs": b"class A {\n  // about f\n  void f() {\n  }\n\n  void g() {\n  }\n}\n",
    "cpp": b"class A {\n  // about f\n  void f() {\n  }\n\n  void g() {\n  }\n};\n",
    "rb": b"class A\n  # about f\n  def f\n  end\n\n  def g\n  end\nend\n",
}


def starts_of(path, text):
    return [block.start for block in blocks_of(path, text)]


def test_one_statement_is_one_block():
    (block,) = blocks_of(b"a.py", b"f()\n")
    assert block == (0, 2, ())
    assert blocks_of(b"a.py", b"") == ((0, 1, ()),)


@each_language
def test_two_functions_are_two_blocks(ending):
    """The second one with the comment about it."""
    text, _ = LANGUAGES[ending]
    assert starts_of(path_of(ending), text)[:2] == [0, text[: text.index(b" about ")].count(b"\n")]


def test_blocks_begin_with_their_decorators_and_comments():
    assert starts_of(b"a.py", b"x = 1\n\n# about f\n@wraps\ndef f():\n    pass\n") == [0, 2]
    assert starts_of(b"a.rs", b"// about a\n#[p(\n)]\nfn a() {}\n\n// about b\n#[q]\nfn b() {}\n") == [0, 5]


def test_a_comment_apart_is_a_block():
    assert starts_of(b"a.go", b"package a\n\n// of nothing\n\nfunc b() {}\n") == [0, 2, 4]


@pytest.mark.parametrize("ending", CLASSES)
def test_a_class_has_members(ending):
    text = CLASSES[ending]
    (block,) = blocks_of(path_of(ending), text)
    of_f, of_g = (text[: text.index(mark)].count(b"\n") for mark in (b"about f", b" g"))
    first, second = block.members
    assert [first.start, first.end, second.start] == [of_f, of_g, of_g]
    closing = text.split(b"\n")[second.end :]
    assert closing == ([] if ending == "py" else [text.split(b"\n")[-2], b""])


def test_functions_have_none():
    text, _ = LANGUAGES["js"]
    assert all(not block.members for block in blocks_of(b"a.js", text))
    (holds_class,) = blocks_of(b"a.py", b"def f():\n    class A:\n        x = 1\n        y = 1\n")
    assert not holds_class.members


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (b"a.py", b"class A: x = 1; y = 2\n"),
        (b"a.py", b"class A:\n    x = 1\n"),
        (b"a.js", b"class A { f() {}\n g() {} }\n"),
        (b"a.js", b"class A {}\n"),
    ],
)
def test_a_class_that_cannot_be_taken_apart_has_none(path, text):
    (block,) = blocks_of(path, text)
    assert not block.members


def test_classes_in_classes():
    text = b"mod a {\n  mod b {\n    fn c() {}\n    fn d() {}\n  }\n  fn e() {}\n}\n"
    (outer,) = blocks_of(b"a.rs", text)
    inner, _ = outer.members
    assert list(starts_in([outer])) == [0, 1, 2, 3, 5]
    assert [member.start for member in inner.members] == [2, 3]


def test_a_language_that_nobody_reads_goes_by_its_margin():
    assert starts_of(b"a.unknown", b"one\n  two\n\nthree\n\n}\n") == [0, 3]


def test_what_is_too_large_goes_by_its_margin(monkeypatch):
    monkeypatch.setattr(languages, "MAX_BYTES", 10)
    assert starts_of(b"a.py", b"def f(): pass\ndef g(): pass\n\nx = 1\n") == [0, 3]


@each_language
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_blocks_are_all_of_any_text(ending, data):
    text = data.draw(st.sampled_from([LANGUAGES[ending][0], LANGUAGES[ending][1], CLASSES.get(ending, b"")]))
    part = text[data.draw(st.integers(0, len(text))) :] + data.draw(st.binary(max_size=5))
    blocks = blocks_of(path_of(ending), part)
    assert [0, *(block.end for block in blocks)] == [*(block.start for block in blocks), part.count(b"\n") + 1]
    for block in blocks:
        edges = [block.start, *(edge for member in block.members for edge in member[:2]), block.end]
        assert edges == sorted(edges)
