from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.diff.path_patterns import check_pattern, guards
from reviewbot.diff.path_templates import PathSet, PathTemplate

SOURCE = PathTemplate("src/{dir}/{stem}.py")
TEST = PathTemplate("tests/{dir}/test_{stem}.py")
names = st.binary(min_size=1, max_size=8).filter(lambda name: not set(name) & {0, ord("/")} and name.strip(b"."))


@pytest.mark.parametrize(
    ("path", "values"),
    [
        pytest.param(b"src/a.py", {"dir": b"", "stem": b"a"}, id="no folder between"),
        pytest.param(b"src/x/a.py", {"dir": b"x", "stem": b"a"}, id="one folder between"),
        pytest.param(b"src/x/y/a.b.py", {"dir": b"x/y", "stem": b"a.b"}, id="folders between, and a dot in the name"),
        pytest.param(b"src/\xff\n/ .py", {"dir": b"\xff\n", "stem": b" "}, id="bytes of any kind"),
        pytest.param(b"lib/src/a.py", None, id="not from the root"),
        pytest.param(b"src/.py", None, id="nothing where the stem should be"),
        pytest.param(b"src/a.pyc", None, id="goes on"),
        pytest.param(b"SRC/a.py", None, id="another case"),
        pytest.param(b"srcx/a.py", None, id="another folder"),
        pytest.param(b"", None, id="empty"),
    ],
)
def test_captures_what_the_placeholders_stand_for(path, values):
    assert SOURCE.captured(path) == values


@pytest.mark.parametrize(
    ("text", "matches", "misses"),
    [
        ("*.md", b"a.md", b"x/a.md"),
        ("docs/**/*.md", b"docs/a.md", b"doc/a.md"),
        ("docs/**/*.md", b"docs/x/y/a.md", b"docs/a.mdx"),
        ("docs/**", b"docs/x/y", b"docs"),
        ("**/a", b"a", b"b/a/c"),
        ("a?c", b"abc", b"a/c"),
        ("a**c", b"abbc", b"ab/c"),
        ("/a", b"a", b"x/a"),
        ("[ab]", b"[ab]", b"a"),
        ("a.b+", b"a.b+", b"axb"),
        ("{a", b"{a", b"a"),
        ("ä", "ä".encode(), b"a"),
    ],
)
def test_wildcards_are_gitignore_s_and_all_else_is_itself(text, matches, misses):
    template = PathTemplate(text)
    assert template.captured(matches) == {}
    assert template.captured(misses) is None


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("src/{stems}.py", "holds {stems}"),
        ("src/{}.py", "holds {}"),
        ("", "empty part"),
        ("/", "empty part"),
        ("a//b", "empty part"),
        ("src/../b", "one of dots"),
        ("src{dir}/{stem}", "within a part"),
        ("src/{dir}", "ends in {dir}"),
    ],
)
def test_says_what_is_wrong_with_a_template(text, wrong):
    with pytest.raises(ValueError, match=re.escape(wrong)):
        PathTemplate(text)


def test_fills_values_in_letter_by_letter():
    values = {"dir": b"x/[y]", "stem": b"a* \xff"}
    assert TEST.filled(values) == "/tests/x/\\[y]/test_a\\*\\ \udcff.py"
    assert TEST.found_among(PathSet([b"tests/x/[y]/test_a* \xff.py"]), values)
    assert not TEST.found_among(PathSet([b"tests/x/y/test_abc \xff.py"]), values)


def test_without_folders_there_is_no_part_for_them():
    assert TEST.filled({"dir": b"", "stem": b"a"}) == "/tests/test_a.py"


@pytest.mark.parametrize(
    ("text", "paths", "found"),
    [
        pytest.param("tests/test_{stem}.py", [b"tests/test_a.py"], True, id="just this path"),
        pytest.param("tests/test_{stem}.py", [b"x/tests/test_a.py", b"tests/test_a.pyc"], False, id="only in parts"),
        pytest.param("tests/**/test_{stem}*.py", [b"x", b"tests/y/z/test_a_b.py", b"z"], True, id="with wildcards"),
        pytest.param("tests/**/test_{stem}*.py", [b"tests/y/test_b.py", b"test_a.py"], False, id="wildcards miss"),
        pytest.param("docs/{stem}/", [b"docs/a/index.md"], True, id="below a folder"),
        pytest.param("docs/?", [b"docs/ab/index.md"], False, id="below another folder"),
        pytest.param("{stem}", [], False, id="no path at all"),
    ],
)
def test_finds_a_path_that_fits(text, paths, found):
    assert PathTemplate(text).found_among(PathSet(paths), {"stem": b"a"}) is found


@settings(deadline=None)  # the machine may be busy
@given(names, names)
def test_the_pattern_means_what_was_put_in(folder, stem):
    path = b"tests/" + folder + b"/test_" + stem + b".py"
    values = {"dir": folder, "stem": stem}
    pattern = TEST.filled(values)
    check_pattern(pattern)
    assert guards((pattern,), path)
    assert TEST.found_among(PathSet([b"a", path]), values)
    assert SOURCE.captured(b"src/" + folder + b"/" + stem + b".py") == values


def test_takes_a_long_name_many_times():
    template = PathTemplate("{stem}" * 80 + "*")
    assert not template.found_among(PathSet([b"x"]), {"stem": b"\xff" * 5000})


# Many at a time


def test_finds_nothing_for_nothing():
    assert TEST.all_among(PathSet([b"tests/test_a.py"]), []) == set()
    assert TEST.all_among(PathSet([]), [{"dir": b"", "stem": b"a"}]) == set()


def test_finds_every_path_that_fits_and_what_lies_below_one():
    values = [{"stem": b"a"}, {"stem": b"b c"}, {"stem": b"*"}]
    paths = [b"docs/a", b"docs/a/x/y", b"docs/b c-2", b"docs/bc", b"docs/d", b"a/docs/a"]
    assert PathTemplate("docs/{stem}*").all_among(PathSet(paths), values) == set(paths[:3])


def test_finds_paths_that_stand_beside_each_other_and_hold_line_ends():
    paths = {b"tests/test_%d\n.py" % number for number in range(2000)}
    assert TEST.all_among(PathSet(paths), [{"dir": b"", "stem": b"%d\n" % number} for number in range(2000)]) == paths


def test_likely_is_what_fits_some_values():
    paths = [b"tests/test_a.py", b"tests/x/test_b.py", b"tests/c.py", b"test_d.py"]
    assert TEST.likely_among(PathSet(paths)) == set(paths[:2])
    assert PathTemplate("docs/{stem}").likely_among(PathSet([b"docs/a/b", b"docs"])) == {b"docs/a/b"}


def test_many_names_that_are_as_long_as_can_be_are_found():
    stems = [b"%d" % number + b"\xff" * 4000 for number in range(40)]
    template = PathTemplate("{stem}" * 4 + "*")
    paths = {stem * 4 for stem in stems}
    assert template.all_among(PathSet(paths), [{"stem": stem} for stem in stems]) == paths


TEMPLATES = [PathTemplate(text) for text in ("{stem}", "{stem}*", "**/{stem}", "a/{dir}/?{stem}", "{dir}/{stem}", "**")]
short = st.text("ab/", min_size=1, max_size=6).filter(lambda text: "//" not in text and text.strip("/") == text)


@settings(deadline=None)
@given(st.sampled_from(TEMPLATES), st.lists(short.map(str.encode)), st.lists(st.sampled_from([b"a", b"b", b"ab"])))
def test_all_of_them_are_what_each_alone_is(template, paths, stems):
    values = [{"stem": stem, "dir": stem} for stem in stems]
    found = {path for path in paths if any(template.found_among(PathSet([path]), each) for each in values)}
    assert template.all_among(PathSet(paths), values) == found
    assert found <= template.likely_among(PathSet(paths))
    likely = (each for each in values if template.may_be_among(PathSet(paths), each))
    assert template.all_among(PathSet(paths), likely) == found
