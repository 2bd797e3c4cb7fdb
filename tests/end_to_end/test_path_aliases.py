"""Group path: names that some file system takes for a guarded one, and names that look like it and are not."""

from __future__ import annotations

from dataclasses import replace

from tests.end_to_end.cases import Case, blocks, each, never_passes, passes
from tests.repositories import FOLDER, lines, link

FORBIDDEN = blocks("forbidden-path", added=1, removed=0, files=1)
UNSAFE = blocks("unsafe-path", added=1, removed=0, files=1)
ACCENTED = '[[rules.forbidden-path]]\nmatch = ["caf\u00e9/", "\u00df/"]\n'


def aliased(name: str, path: str | bytes) -> Case:
    return Case(name, FORBIDDEN, {path: "x\n"})


def accented(name: str, path: str | bytes) -> Case:
    return replace(aliased(name, path), policy="version = 1\n" + ACCENTED)


GUARDED = [
    aliased("plain", "config/x"),
    aliased("nested", "src/app/config/x"),
    aliased("the folder's name as a file elsewhere", "src/config"),
    aliased("upper case", "CONFIG/x"),
    aliased("mixed case", "cOnFiG/x"),
    aliased("long s, which folds to s", "migration\u017f/x"),
    aliased("trailing dot", "config./x"),
    aliased("trailing dots and spaces", "config. . /x"),
    aliased("trailing space", "config /x"),
    aliased("NTFS index stream", "config::$INDEX_ALLOCATION/x"),
    aliased("NTFS named stream", "config:$I30:$INDEX_ALLOCATION/x"),
    aliased("data stream of a file named so", "src/config::$DATA"),
    aliased("short name", "CONFIG~1/x"),
    aliased("short name of a long one", "MIGRAT~1/x"),
    aliased("short name with a hash", "mi3f9a~1/x"),
    aliased("short name with a dot and a case", "migrat~12./x"),
    aliased("backslashes", "src\\config\\x"),
    aliased("backslash in upper case", "CONFIG\\x"),
    aliased("zero width joiner", "con\u200dfig/x"),
    aliased("byte order mark", "\ufeffconfig/x"),
    aliased("right to left mark", "config\u200f/x"),
    aliased("deprecated format character", "c\u206aonfig/x"),
    aliased("several tricks at once", "src\\C\u200cONFIG. ::$DATA"),
    accented("composed, as in the policy", "caf\u00e9/x"),
    accented("decomposed", "cafe\u0301/x"),
    accented("decomposed in upper case", "CAFE\u0301/x"),
    accented("sharp s in upper case", "SS/x"),
    accented("decomposed with a joiner", "cafe\u200d\u0301/x"),
]

ELSEWHERE = [
    aliased("prefix", "configuration/x"),
    aliased("suffix", "my-config/x"),
    aliased("extension", "config.py"),
    aliased("homoglyph of another alphabet", "\u0441onfig/x"),
    aliased("full width letters", "\uff43onfig/x"),
    aliased("dotless i", "conf\u0131g/x"),
    aliased("Latin-1 bytes", b"caf\xe9/x"),
    aliased("another short name", "CONFIR~1/x"),
]

GIT_FOLDER = [
    Case(name, UNSAFE, {path: "x\n"})
    for name, path in {
        "dot git": ".git/hooks/pre-commit",
        "dot git below": "src/.git/config.worktree",
        "upper case": ".GIT/x",
        "trailing dot": ".git./x",
        "trailing space": ".git /x",
        "stream": ".git::$INDEX_ALLOCATION/x",
        "short name": "GIT~1/x",
        "short name in lower case": "git~1/x",
        "zero width": ".g\u200cit/x",
        "behind a backslash": "src\\.git\\x",
        "as a file": ".Git",
        "dot dot": "../x",
        "dot dot inside": "src/../x",
        "dot": "src/./x",
        "dot dot behind a backslash": "src\\..\\x",
        "dot dot with a trailing space": "src/.. /x",
        "a drive letter": "C:\\x",
    }.items()
] + [
    Case("dot git as a link", blocks("unsafe-path", "symlink-target"), {".git": link("/etc")}),
    Case("guarded by way of backslashes", blocks("unsafe-path", "forbidden-path"), {"src\\..\\config\\x": "x\n"}),
    Case("guarded by way of dot dot", blocks("unsafe-path", "forbidden-path"), {"src/../config/x": "x\n"}),
]


@each(GUARDED)
def test_blocks_every_alias_of_a_guarded_name(case, judge):
    judge(case)


@each([replace(case, expect=passes(added=1, removed=0, files=1)) for case in ELSEWHERE])
def test_leaves_other_names_alone(case, judge):
    judge(case)


@each(GIT_FOLDER)
def test_blocks_names_that_leave_the_tree_or_enter_git_s_own(case, judge):
    judge(case)


def malformed(name, entries):
    """topic's tree has these (mode, name, content) first, in just this order; a content of None is an empty folder."""

    def build(repository):
        objects = [
            (mode, path, repository.raw_tree([]) if content is None else repository.blob(content))
            for mode, path, content in entries
        ]
        tree = repository.raw_tree(objects)
        repository.commit({}, repository.id("refs/heads/main"), branch="topic", tree=tree)

    return Case(name, never_passes(), arrange=build)


FILE = 0o100644


@each(
    [
        malformed("a name twice", [(FILE, b"a", "1\n"), (FILE, b"a", "2\n")]),
        malformed("file and folder of one name", [(FILE, b"a", "1\n"), (FOLDER, b"a", None)]),
        malformed("out of order", [(FILE, b"z", "1\n"), (FILE, b"config", "2\n"), (FILE, b"y", lines(40))]),
        malformed("an empty name", [(FILE, b"", "1\n")]),
        malformed("a slash in a name", [(FILE, b"config/x", "1\n")]),
        malformed("an absolute name", [(FILE, b"/etc/passwd", "1\n")]),
        malformed("an unknown mode", [(0o140000, b"a", "1\n")]),
        malformed("a folder that is a file", [(FOLDER, b"a", "1\n")]),
    ]
)
def test_never_passes_a_malformed_tree(case, judge):
    judge(case)
