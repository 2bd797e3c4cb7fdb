"""`--worktree`: what lies there, as git would store it, whatever the index says about it; nothing is touched or run."""

from __future__ import annotations

import os

import pytest

from tests.end_to_end.cases import Case, blocks, each, errors, never_passes, passes, warns
from tests.end_to_end.steps import ADD, after, configure, embed, fifo, git, remove, write
from tests.repositories import executable, lines, link, submodule

FORBIDDEN, TOO_LONG = "forbidden-path", "max-diff-lines"
EVIL = write("config/evil.yml", "x\n")
EDITED = write("config/settings.yml", "key 1\nkey 2\nkey x\n")
EVIL_FOUND = blocks(FORBIDDEN, added=1, removed=0, files=1)
EDIT_FOUND = blocks(FORBIDDEN, added=1, removed=1, files=1)
NOTHING = passes(files=0)
WATCHED = "version = 1\n[rules.mode-change]\n"
CANARY = '[filter "f"]\n\tclean = touch canary\n\tsmudge = touch canary\n\tprocess = touch canary\n\trequired = true\n'


def case(name, expect, *steps, **others):
    return after(name, expect, "--worktree", *steps, **others)


def of_the_user(repository):
    folder = repository.path.parent / "home/.config/git"
    folder.mkdir(parents=True)
    (folder / "ignore").write_text("*\n")


def same_size_and_time(repository):
    """An edit that the file's size and time do not show, made right after the index was written."""
    file = repository.path / "config/settings.yml"
    before = file.stat()
    file.write_text("key 1\nkey 2\nkey x\n")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def moved_submodule(repository):
    inner = repository.path / "lib/x"
    embed("lib/x")(repository)
    repository.git("-c", "advice.addEmbeddedRepo=false", "add", "lib/x")
    tree = repository.git("write-tree").decode().strip()
    repository.commit({}, repository.id("refs/heads/topic"), branch="topic", tree=tree)
    (inner / "more").write_text("1\n")
    (inner / ".git/refs/heads/main").write_text("2" * 40 + "\n")


FILES = [
    case("nothing", NOTHING),
    case("an untracked guarded file", EVIL_FOUND, EVIL),
    case("a staged guarded file", EVIL_FOUND, EVIL, ADD),
    case("an edited guarded file", EDIT_FOUND, EDITED),
    case("a guarded file in another case", EVIL_FOUND, write("CONFIG./x", "x\n")),
    case("a removed guarded file", blocks(FORBIDDEN, added=0, removed=3, files=1), remove("config/settings.yml")),
    case("a removed guarded folder", blocks(FORBIDDEN, added=0, removed=3, files=1), remove("config")),
    case("staged, then removed", NOTHING, EVIL, ADD, remove("config/evil.yml")),
    case(
        "short in the index, long in the working tree",
        blocks(TOO_LONG, added=11, removed=0),
        write("x", "1\n"),
        ADD,
        write("x", lines(11)),
    ),
    case("with the intent to add", EVIL_FOUND, EVIL, git("add", "-N", "config/evil.yml")),
    case(
        "a rename that nobody staged",
        blocks(FORBIDDEN, added=0, removed=0, files=1),
        write("config/app.py", lines(20, "code")),
        remove("src/app.py"),
    ),
    case("a mode", blocks("mode-change"), write("src/app.py", executable(lines(20, "code"))), policy=WATCHED),
    case("a hostile name", passes(added=1, removed=0), write(b"\xff\n\x1b[31m", "x\n")),
    case(
        "the policy",
        blocks("policy-change", TOO_LONG),
        write(".reviewbot.toml", "version = 1\n"),
        write("x", lines(11)),
    ),
    case("an edit that size and time do not show", EDIT_FOUND, same_size_and_time),
    case("files that end in NUL", blocks(TOO_LONG, added=12, removed=0), write("x", lines(11) + "\0")),
    case("an empty folder", NOTHING, write("config/new/x", ""), remove("config/new/x")),
]

IGNORED = [
    case("by a file in the tree", NOTHING, EVIL, base={".gitignore": "evil.yml\n"}),
    case("by the repository's info", NOTHING, EVIL, write(".git/info/exclude", "evil.yml\n")),
    case("by the user", EVIL_FOUND, EVIL, of_the_user),
    case("by a new file in the tree", passes(added=1, removed=0), EVIL, write(".gitignore", "evil.yml\n")),
    case("a tracked file", EDIT_FOUND, EDITED, base={".gitignore": "config/\n"}),
    case("a tracked file, by the repository's info", EDIT_FOUND, EDITED, write(".git/info/exclude", "*\n")),
    case("a staged file", EVIL_FOUND, EVIL, git("add", "-f", "config/evil.yml"), write(".git/info/exclude", "*\n")),
    case("by a link", EVIL_FOUND, EVIL, base={"ignored": "evil.yml\n", ".gitignore": link("ignored")}),
]

HIDDEN = [
    case(
        "assumed to be unchanged", EDIT_FOUND, git("update-index", "--assume-unchanged", "config/settings.yml"), EDITED
    ),
    case(
        "assumed to be unchanged, and removed",
        blocks(FORBIDDEN, added=0, removed=3),
        git("update-index", "--assume-unchanged", "config/settings.yml"),
        remove("config"),
    ),
    case("skipped, and there", EDIT_FOUND, git("update-index", "--skip-worktree", "config/settings.yml"), EDITED),
    case(
        "skipped, and not there",
        NOTHING,
        git("update-index", "--skip-worktree", "config/settings.yml"),
        remove("config"),
    ),
    case(
        "both bits",
        EDIT_FOUND,
        git("update-index", "--skip-worktree", "config/settings.yml"),
        git("update-index", "--assume-unchanged", "config/settings.yml"),
        EDITED,
    ),
    case(
        "marked as seen by a monitor",
        EDIT_FOUND,
        git("-c", "core.fsmonitor=true", "update-index", "--fsmonitor-valid", "config/settings.yml"),
        EDITED,
    ),
    case("a sparse check-out", NOTHING, git("sparse-checkout", "set", "--cone", "src")),
    case("a sparse check-out with something outside", EVIL_FOUND, git("sparse-checkout", "set", "--cone", "src"), EVIL),
    case("a sparse index", NOTHING, git("sparse-checkout", "set", "--cone", "--sparse-index", "src")),
    case(
        "a sparse index with something outside",
        EVIL_FOUND,
        git("sparse-checkout", "set", "--cone", "--sparse-index", "src"),
        EVIL,
    ),
    case("a split index", EDIT_FOUND, git("update-index", "--split-index"), EDITED),
    case(
        "an untracked cache",
        EVIL_FOUND,
        git("update-index", "--force-untracked-cache"),
        git("-c", "core.untrackedCache=true", "status"),
        EVIL,
    ),
]

KINDS = [
    case(
        "a file that becomes a link",
        blocks("symlink-target", added=1, removed=1),
        remove("README.md"),
        write("README.md", link("config")),
    ),
    case(
        "a folder that becomes a link out",
        blocks("symlink-target", TOO_LONG, added=1, removed=20),
        remove("src"),
        write("src", link("/etc")),
    ),
    case(
        "a folder that becomes a link to a guarded one",
        blocks("symlink-target", TOO_LONG, added=1, removed=20),
        remove("src"),
        write("src", link("config")),
    ),
    case(
        "a guarded folder that becomes a link",
        blocks(FORBIDDEN, added=1, removed=3, files=2),
        remove("config"),
        write("config", link("src")),
    ),
    case("a pipe that nobody knows", NOTHING, fifo("config/pipe")),
    case("a pipe in place of a file", never_passes(), remove("config/settings.yml"), fifo("config/settings.yml")),
    case("an embedded repository", warns("submodule-change"), embed("lib/x")),
    case("an embedded repository at a guarded place", blocks(FORBIDDEN, "submodule-change"), embed("config/x")),
    case("an embedded repository without a commit", errors(), embed("lib/x", commit=False)),
    case("an embedded repository in place of a guarded folder", never_passes(), remove("config"), embed("config")),
    case(
        "a folder that only looks like a repository",
        never_passes(),
        write("lib/x/.git", "gitdir: /nonexistent\n"),
        write("lib/x/config", "x\n"),
    ),
    case("a submodule that moved", warns("submodule-change"), moved_submodule),
    case("a submodule that is not checked out", NOTHING, base={"lib/x": submodule()}),
]

STORED = [
    case(
        "line ends that attributes convert",
        NOTHING,
        write("README.md", "read me\r\n"),
        base={".gitattributes": "* text eol=crlf\n"},
    ),
    case(
        "line ends that only autocrlf would convert",
        passes(added=1, removed=1),
        configure("[core]\n\tautocrlf = true\n"),
        write("README.md", "read me\r\n"),
    ),
    case(
        "line ends made in every line",
        blocks(TOO_LONG, added=20, removed=20),
        write("src/app.py", lines(20, "code").replace("\n", "\r\n")),
    ),
    case(
        "a filter of the repository's", EDIT_FOUND, configure(CANARY), EDITED, base={".gitattributes": "* filter=f\n"}
    ),
    case(
        "a filter that is new",
        blocks(FORBIDDEN, added=2, removed=1),
        configure(CANARY),
        EDITED,
        write(".gitattributes", "* filter=f\n"),
    ),
    case(
        "a large file without its driver",
        blocks(TOO_LONG, added=11, removed=0),
        write("x.bin", lines(11)),
        base={".gitattributes": "*.bin filter=lfs -text\n"},
    ),
    case(
        "an encoding",
        blocks(TOO_LONG, added=11, removed=0),
        write("x.txt", lines(11).encode("utf-16-le")),
        base={".gitattributes": "*.txt working-tree-encoding=UTF-16LE\n"},
    ),
    case(
        "an encoding that does not fit",
        never_passes(),
        write("x.txt", b"\x00\xd8a\x00"),
        base={".gitattributes": "*.txt working-tree-encoding=UTF-16LE\n"},
    ),
    case(
        "an identity", NOTHING, write("id", "$Id: anything$\n"), base={".gitattributes": "id ident\n", "id": "$Id$\n"}
    ),
    case(
        "no diff",
        blocks(TOO_LONG, added=11, removed=0),
        write("x.py", lines(11)),
        base={".gitattributes": "*.py -diff\n"},
    ),
    case(
        "a monitor and hooks",
        EDIT_FOUND,
        configure("[core]\n\tfsmonitor = touch canary\n\thooksPath = hooks\n"),
        EDITED,
    ),
]


@each(FILES)
def test_files(case, judge):
    judge(case)


@each(IGNORED)
def test_ignored(case, judge):
    judge(case)


@each(HIDDEN)
def test_looks_where_the_index_tells_git_not_to(case, judge):
    judge(case)


@each(KINDS)
def test_kinds(case, judge):
    judge(case)


@each(STORED)
def test_measures_what_git_would_store(case, judge):
    judge(case)


@pytest.mark.parametrize("repetition", range(5))
def test_an_edit_right_after_the_index_was_written_is_seen(repetition, judge):
    judge(case("racy", EDIT_FOUND, git("add", "--all"), same_size_and_time))


def test_before_the_first_commit_everything_is_the_change(judge):
    expect = blocks(FORBIDDEN, added=1, removed=0, words=("built-in default",))
    judge(Case("", expect, build=EVIL, arguments=("--worktree",)))
