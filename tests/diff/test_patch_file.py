"""Patches as git and diff make them, in every form; and what a patch does not show is an error."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewbot.diff.patch_file import parse_patch
from reviewbot.errors import SourceError
from reviewbot.model.change import MODE_EXECUTABLE, MODE_REGULAR, MODE_SUBMODULE, MODE_SYMLINK, FileStatus, Needs
from tests.diff.ranges import read_range
from tests.repositories import Repository, executable, lines, link, submodule

LOOKING = Needs(patterns=("needle",), removed_patterns=("1", "line"), byte_counts=True)
BEFORE = {
    "a/f": "1\n", "b/f": "1\n", "f": "1\n", "gone b/z": lines(4), "tip": "1\n2\n", "top": "1\n",
    "a b": "one\n", "bin/run": "x\n", "crlf": "1\r\n2\r\n", "end": "1\n2", "gone": lines(3), "kind": "a\nb\n",
    "mod\u00fcle": submodule("1"), "move me": lines(9), "py": "if a:\n    b = 1\n", "t\tb": "1\n", b"\xff": "1\n",
    "x b/run.sh": "1\n", "y b/q": lines(5), 'q"\\': "1\n",
}  # fmt: skip
AFTER = {
    "a/f": "2\n", "b/f": "2\n", "f": "2\n", "gone b/z": None, "tip": "2\n", "top": "0\n1\n",
    "a b": "one\nneedle\n", "bin/run": executable("x\n"), "crlf": "1\r\nneedle\r\n", "gone": None,
    "end": "1\nneedle\n2\n3", "hollow": "", "kind": link("bin/run"), "link": link("a b"), "mod\u00fcle": submodule("2"),
    "moved b/x": lines(9) + "needle\n", "new": "-- a/evil\n++ b/evil\n@@ -1 +1 @@\ndiff --git a/x b/x\n",
    "odd": "\x0cfeed\x0b\x1c\u0085\u2028 needle\nlone\rCR\n\n", "py": "if a:\n    b = 2\n    needle\n", "t\tb": "2\n",
    b"\xff": "2\n", "x b/run.sh": executable("1\n"), "y b/q": None, "y b/w b": lines(5), 'q"\\': "2\n", "move me": None,
    "sp ace b/new": "1\n", "long": "x" * 2000 + "\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    repository = Repository(tmp_path_factory.mktemp("patches"))
    before = repository.commit(BEFORE, branch="before")
    repository.commit(AFTER, before, branch="after")
    return repository


def shown(files):
    """What a patch tells of files: not the neighbours of added lines, and not the mode of what only moved."""
    return [
        file._replace(
            added=tuple((line.number, line.text) for line in file.added),
            **({"old_mode": 0, "new_mode": 0} if only_moved(file) else {}),
            old_id="",
            new_id="",
            link_target=None,
        )
        for file in files
    ]


def only_moved(file):
    return file.status is FileStatus.RENAMED and not file.counts.changed_lines and file.old_mode == file.new_mode


FORMS = [
    "diff --text before after", "diff --text --no-prefix before after",
    "-c diff.noprefix=true diff --text before after",
    "-c diff.mnemonicPrefix=true diff --text before after", "diff --text -U0 before after",
    "diff --text -U10 before after", "diff --text --full-index before after", "diff --text --binary before after",
    "-c core.quotePath=false diff --text before after", "diff --text --patch-with-stat --summary before after",
    "diff --text --patch-with-raw before after", "diff --text --function-context before after", "show --text after",
    "log --text -p -1 after", "format-patch --text --stdout -1 after", "format-patch --text --attach --stdout -1 after",
    "format-patch --text --stdout --no-signature -1 after", "diff-tree --text -p -M -r before after",
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_form_tells_what_the_range_tells(repository, form):
    expected = shown(
        read_range(repository, repository.id("refs/heads/before"), repository.id("refs/heads/after"), LOOKING)
    )
    patch = repository.git("-c", "core.attributesFile=/dev/null", *form.split())
    assert shown(parse_patch(patch, LOOKING)) == expected


def test_the_kinds_of_change_are_told_apart(repository):
    patch = repository.git("diff", "--text", "before", "after")
    told = {
        file.path: (file.status, file.old_mode, file.new_mode, file.link_target) for file in parse_patch(patch, LOOKING)
    }
    assert told[b"kind"] == (FileStatus.TYPE_CHANGED, MODE_REGULAR, MODE_SYMLINK, b"bin/run")
    assert told[b"bin/run"] == (FileStatus.MODIFIED, MODE_REGULAR, MODE_EXECUTABLE, None)
    assert told["mod\u00fcle".encode()] == (FileStatus.MODIFIED, MODE_SUBMODULE, MODE_SUBMODULE, None)
    assert told[b"hollow"] == (FileStatus.ADDED, 0, MODE_REGULAR, None)


def test_without_renames_both_sides_count(repository):
    files = {
        file.path: file for file in parse_patch(repository.git("diff", "--no-renames", "before", "after"), Needs())
    }
    assert files[b"move me"].counts.removed_lines == 9
    assert files[b"moved b/x"].counts.added_lines == 10


def test_a_series_adds_up(repository, tmp_path):
    repository = Repository(tmp_path)
    first = repository.commit({"f": "1\n"}, branch="main")
    second = repository.commit({"f": "1\n2\n"}, first)
    repository.commit({"f": "1\n2\n3\n", "g": "1\n"}, second, branch="main")
    for form in ("format-patch --stdout -2", "log -p -2", "log -p --reverse -2"):
        files = parse_patch(repository.git(*form.split(), "main"), Needs())
        assert [(file.path, file.counts.added_lines) for file in files] == [(b"f", 1), (b"f", 1), (b"g", 1)]


@pytest.mark.parametrize(
    ("form", "what"),
    [
        ("diff --color before after", "the patch is coloured"),
        ("-c color.ui=always -c color.diff.meta=normal diff --color-moved before after", "the patch is coloured"),
        ("diff -C --find-copies-harder base copies", "a copy without its content"),
        ("-c diff.renames=copies diff --find-copies-harder base copies", "a copy without its content"),
        ("diff --submodule=log before after", "a difference stands here that the patch does not show"),
        ("diff base binary", "a difference stands here that the patch does not show"),
        ("diff --binary base binary", "a difference stands here that the patch does not show"),
        ("diff --word-diff base indented", "in which nothing changes"),
        ("diff -w base spaces", "the patch is empty"),
        ("diff -D base deleted", "does not show what changed"),
        ("show --cc merge", "a combined diff"),
        ("show --cc --combined-all-paths merge", "a combined diff"),
        ("log -p --graph -1 indented", "it names no changed file"),
        ("diff --stat base indented", "it names no changed file"),
        ("diff --src-prefix=old/ --dst-prefix=new/ base indented", "the two names after `diff --git` differ"),
        ("diff --line-prefix=> base indented", "it names no changed file"),
        ("diff base base", "the patch is empty"),
    ],
)
def test_a_form_that_shows_too_little_is_an_error(awkward, form, what):
    with pytest.raises(SourceError, match=what):
        parse_patch(awkward.git(*form.split()), LOOKING)


@pytest.fixture(scope="module")
def awkward(tmp_path_factory, repository):
    """Branches that differ from `base` in something that some forms of a patch hide."""
    text = "".join(f"    line {number}\n" for number in range(9))
    base = repository.commit({"f": text, "g": "1\n"}, branch="base")
    repository.commit({"copy": text + "more\n", "f": text + "x\n"}, base, branch="copies")
    repository.commit({"f": "\0"}, base, branch="binary")
    repository.commit({"f": text.replace("line 4", "word 4")}, base, branch="indented")
    repository.commit({"g": " 1\n"}, base, branch="spaces")
    repository.commit({"f": None}, base, branch="deleted")
    side = repository.commit({"g": "side\n"}, base)
    repository.commit({"g": "both\n"}, repository.commit({"g": "mine\n"}, base), side, branch="merge")
    return repository


def diff(folder, *arguments) -> bytes:
    return subprocess.run(["diff", *arguments], cwd=folder, capture_output=True, check=False).stdout


@pytest.fixture
def two_folders(tmp_path):
    for name, text in {"old/f": "1\n", "new/f": "1\nneedle\n", "f.orig": "1\n", "f": "2\n", "g": "3\n"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize("arguments", [("-u", "old/f", "new/f"), ("-ru", "old", "new"), ("-ruN", "old", "new")])
def test_plain_patches_name_what_is_below_the_two_folders(two_folders, arguments):
    (file,) = parse_patch(diff(two_folders, *arguments), LOOKING)
    assert (file.path, file.old_path, file.status) == (b"f", None, FileStatus.MODIFIED)
    assert [(line.number, line.text, line.before) for line in file.added] == [(2, b"needle", b"1")]


def test_plain_patches_with_new_and_gone_files(two_folders):
    (two_folders / "new/in b").write_text("1\n")
    (two_folders / "old/out").write_text("1\n2\n")
    told = {
        file.path: (file.status, file.counts.changed_lines)
        for file in parse_patch(diff(two_folders, "-ruN", "old", "new"), LOOKING)
    }
    assert told == {b"f": (FileStatus.MODIFIED, 1), b"in b": (FileStatus.ADDED, 1), b"out": (FileStatus.DELETED, 2)}
    with pytest.raises(SourceError, match="does not show"):
        parse_patch(diff(two_folders, "-ru", "old", "new"), LOOKING)


def test_plain_patches_of_a_kept_copy_name_the_file(two_folders):
    (file,) = parse_patch(diff(two_folders, "-u", "f.orig", "f"), LOOKING)
    assert file.path == b"f"
    with pytest.raises(SourceError, match="the two names of the file differ"):
        parse_patch(diff(two_folders, "-u", "g", "f"), LOOKING)


def test_line_ends_of_windows_do_not_change_the_names(repository):
    patch = repository.git("diff", "--text", "before", "after")
    files = parse_patch(patch, LOOKING)
    mangled = parse_patch(patch.replace(b"\n", b"\r\n"), LOOKING)
    told = [(file.path, file.old_path, file.status, file.new_mode, file.counts.changed_lines) for file in files]
    assert [
        (file.path, file.old_path, file.status, file.new_mode, file.counts.changed_lines) for file in mangled
    ] == told


def test_a_cut_patch_is_an_error_or_holds_all_whole_files(repository):
    """Of the file in which it was cut, whole hunks may be there: a patch does not say how many follow."""
    patch = repository.git(
        "diff", "--text", "--no-renames", "before", "after", "--", "a b", "bin", "crlf", "end", "x b"
    )
    whole = parse_patch(patch, LOOKING)
    starts = [index + 1 for index in range(len(patch)) if patch.startswith(b"\ndiff --git ", index)]
    for length in range(len(patch)):
        try:
            files = parse_patch(patch[:length], LOOKING)
        except SourceError:
            continue
        complete = sum(start <= length for start in starts)
        assert files[:complete] == whole[:complete]
        assert [file.path for file in files] == [file.path for file in whole[: len(files)]]


CONTENT = st.lists(
    st.sampled_from(
        [b"a", b"b", b"", b"+", b"-- a/x", b"@@ -1 +1 @@", b"\\ No", b"needle\r", b" ", b"\x0c\x85", b"\xff\0"]
    )
    | st.binary(max_size=8).map(lambda line: line.replace(b"\n", b"")),
    max_size=9,
).flatmap(lambda texts: st.sampled_from([b"\n".join(texts), b"".join(text + b"\n" for text in texts)]))
PATH = st.sampled_from(
    [b"a", b"b", b"d/e", b"f b/g", b"n\nl", b'"q"', b"\xff", b"t\tb", b"-x", b"x b/x", b"c", b"\\", b"s ", b"\r"]
)
TREES = st.dictionaries(PATH, CONTENT | CONTENT.map(executable) | st.just(link("a")), max_size=5)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=TREES, after=TREES, prefix=st.sampled_from(["--src-prefix=a/", "--no-prefix"]))
def test_counts_are_those_of_the_range(repository, before, after, prefix):
    old, new = repository.commit(before), repository.commit(after)
    files = read_range(repository, old, new, LOOKING)
    patch = repository.git("diff-tree", "-r", "-p", "-U1", "--text", "--no-indent-heuristic", "-M50%", prefix, old, new)
    if files:
        assert shown(parse_patch(patch, LOOKING)) == shown(files)
