"""What is over budget is cut between blocks: of a class between its members, of a knot wherever it helps."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.split.cuts import cut, cut_small
from reviewbot.split.planning import plan
from reviewbot.split.python_names import undefined_names
from reviewbot.split.syntax import mistakes
from reviewbot.split.texts import text_with
from tests.split.texts import a_text, pieces

METHODS = {
    "py": ("import a\n\n\nclass A:\n    '''About A.'''\n", "\n    def f{0}(self):\n        return {0}\n", ""),
    "js": ("import a from 'a';\n\nexport class A {\n", "  f{0}() {{\n    return {0};\n  }}\n", "}\n"),
    "ts": ("import a from 'a';\n\ninterface A {\n", "  f{0}(): {{\n    a: {0};\n  }};\n", "}\n"),
    "rs": ("use a::B;\n\nimpl A {\n", "    fn f{0}() -> i32 {{\n        {0}\n    }}\n", "}\n"),
    "java": ("package a;\n\nclass A {\n", "  int f{0}() {{\n    return {0};\n  }}\n", "}\n"),
    "cpp": ("#include <a>\n\nclass A {\n", "  int f{0}() {{\n    return {0};\n  }}\n", "};\n"),
    "cs": ("using A;\n\nclass B {\n", "  int f{0}() {{\n    return {0};\n  }}\n", "}\n"),
    "rb": ("require 'a'\n\nclass A\n", "  def f{0}\n    {0}\n  end\n", "end\n"),
}
each_language = pytest.mark.parametrize("ending", METHODS)


def a_class(ending, methods):
    opening, method, closing = METHODS[ending]
    return opening + "".join(method.format(number) for number in methods) + closing


def texts_of(file, parts):
    """The file after each of the parts."""
    hunks = [[hunk for each in part.files for hunk in each.hunks] for part in parts]
    return [text_with(file, some) for some in accumulate(hunks)]


def test_what_fits_is_not_cut():
    file = a_text("a.py", None, a_class("py", range(10)))
    (atom,), (lines,) = pieces(file)
    assert cut(lines, atom, 100) == [atom]


@each_language
@pytest.mark.parametrize("is_new", [True, False])
def test_a_class_is_cut_between_its_members(ending, is_new):
    """The lines that make it one, and what stands above it, come first and go last."""
    text = a_class(ending, range(20))
    file = a_text(f"a.{ending}", *((None, text) if is_new else (text, None)))
    parts = plan([file], (), 25).parts
    assert len(parts) > 2
    assert not any(part.over_budget for part in parts)
    states = texts_of(file, parts)
    assert [mistakes(file.file.path, state) for state in states] == [0] * len(parts)
    opening = a_class(ending, ()).encode().split(b"\n")
    with_class = states if is_new else states[:-1]
    assert all(set(opening) <= set(state.split(b"\n")) for state in with_class)


@each_language
def test_members_that_come_into_a_class_are_cut_between_them(ending):
    file = a_text(f"a.{ending}", a_class(ending, [0, 21]), a_class(ending, range(22)))
    parts = plan([file], (), 25).parts
    assert len(parts) > 2
    assert not any(part.over_budget for part in parts)
    assert not any(mistakes(file.file.path, state) for state in texts_of(file, parts))


@each_language
def test_a_class_in_the_place_of_some_lines_is_cut_too(ending):
    comment = "#" if ending in ("py", "rb") else "//"
    for old, new in (
        (f"{comment} old\n", a_class(ending, range(20))),
        (a_class(ending, range(20)), f"{comment} new\n"),
    ):
        file = a_text(f"a.{ending}", old, new)
        assert any(hunk.old_lines and hunk.new_lines for hunk in file.hunks)
        parts = plan([file], (), 26).parts
        assert len(parts) > 2
        assert not any(part.over_budget for part in parts)
        assert not any(mistakes(file.file.path, state) for state in texts_of(file, parts))


def test_what_replaces_a_definition_by_another_stays_whole():
    file = a_text("a.py", "def work():\n" + "    x = 1\n" * 20, "def task():\n" + "    y = 2\n" * 20)
    (part,) = plan([file], (), 10).parts
    assert part.over_budget


def test_a_class_that_fits_stays_whole_beside_others():
    text = "".join(f"class C{number}:\n    x = 1\n" + "    y = 1\n" * 10 for number in range(10))
    (atom,), (lines,) = pieces(a_text("a.py", None, text))
    assert [piece.counted for piece in cut(lines, atom, 40)] == [36, 36, 36, 12]


def test_a_method_over_budget_stays_whole():
    text = a_class("py", [1, 2]) + "    def long(self):\n" + "        pass\n" * 30
    (atom,), (lines,) = pieces(a_text("a.py", None, text))
    assert max(piece.counted for piece in cut(lines, atom, 20)) == 31


def test_a_class_in_a_class():
    text = "mod a {\n    impl B {\n" + "".join(f"        fn f{n}() {{\n        }}\n" for n in range(10)) + "    }\n}\n"
    file = a_text("a.rs", None, text)
    parts = plan([file], (), 8).parts
    assert len(parts) > 2
    assert not any(part.over_budget for part in parts)
    assert not any(mistakes(b"a.rs", state) for state in texts_of(file, parts))


def test_near_edits_are_cut_between_the_members_of_a_class():
    old, new = a_class("py", range(20)), a_class("py", range(20)).replace("return", "return 1 +")
    parts = plan([a_text("a.py", old, new)], (), 10).parts
    assert len(parts) > 3
    assert not any(part.over_budget for part in parts)


# What needs each other.


def functions(calls, body=18):
    """Functions of 20 lines, each calls these others."""
    found = []
    for number, called in enumerate(calls):
        value = ", ".join(f"work_{each}()" for each in called) or "0"
        found.append(f"def work_{number}():\n" + "    x = 1\n" * body + f"    return {value}\n")
    return "".join(found)


def test_pieces_that_need_each_other_are_cut_until_they_do_not():
    """The first piece of 60 lines calls what is in the last, and that calls the first function."""
    file = a_text("a.py", None, functions([(), (8,), (8,), (), (), (), (), (), (0,)]))
    parts = plan([file], (), 60).parts
    assert not any(part.over_budget for part in parts)
    for state in texts_of(file, parts):
        assert undefined_names(b"a.py", state) == frozenset()


def test_what_all_needs_each_other_stays_in_one_piece():
    """Cut smaller it would still be over budget, and only harder to read."""
    ring = [((number + 1) % 9,) for number in range(9)]
    (part,) = plan([a_text("a.py", None, functions(ring))], (), 60).parts
    assert part.over_budget
    assert len(part.files[0].hunks) <= 1
    assert "its pieces need each other" in part.why


def test_where_one_knot_can_be_cut_and_another_cannot():
    ring = [((number + 1) % 9,) for number in range(9)]
    loose = functions([(), (8,), (8,), (), (), (), (), (), (0,)]).replace("work_", "task_")
    found = plan([a_text("a.py", None, functions(ring)), a_text("b.py", None, loose)], (), 60)
    over = [part for part in found.parts if part.over_budget]
    assert [file.path for part in over for file in part.files] == [b"a.py"]


def test_what_a_program_wrote_is_never_cut_smaller():
    text = functions([(), (8,), (8,), (), (), (), (), (), (0,)])
    (part,) = plan([a_text("a_pb2.py", None, text)], (), 60).parts
    assert part.over_budget


BLOCKS = ["def f():\n", "class A:\n", "    def g(self):\n", "        x\n", "    y = 1\n", "\n"]
LINES = st.lists(st.sampled_from(BLOCKS))


@settings(max_examples=60, deadline=None)
@given(old=LINES, new=LINES, budget=st.integers(1, 6), ending=st.sampled_from(["py", "js", "md"]))
def test_the_pieces_of_any_file_are_its_hunks(old, new, budget, ending):
    """No line in two of them, none in no one, whether it parses or not."""
    file = a_text(f"a.{ending}", "".join(old), "".join(new))
    atoms, (lines,) = pieces(file)
    whole = sorted(line for atom in atoms for line in lines_in(atom))
    coarse = [piece for atom in atoms for piece in cut(lines, atom, budget)]
    small = [piece for atom in coarse for piece in cut_small(lines, [atom], budget)[0]]
    assert sorted(line for atom in coarse for line in lines_in(atom)) == whole
    assert sorted(line for atom in small for line in lines_in(atom)) == whole
    for parts in (coarse, small):
        opened = {frame for piece in parts for frame in piece.opens}
        assert all(piece.inside <= opened for piece in parts)


def lines_in(atom):
    for hunk in atom.hunks:
        yield from ((False, hunk.old_start + line) for line in range(hunk.old_lines))
        yield from ((True, hunk.new_start + line) for line in range(hunk.new_lines))
