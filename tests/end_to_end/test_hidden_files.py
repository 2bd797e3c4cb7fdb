"""`--worktree`: what the index, ignore files and times tell git not to look at is seen where it could be committed."""

from __future__ import annotations

import os

import pytest

from tests.end_to_end.cases import blocks, each, passes
from tests.end_to_end.steps import after, git, remove, write
from tests.repositories import link

FORBIDDEN = "forbidden-path"
EVIL = write("config/evil.yml", "x\n")
EDITED = write("config/settings.yml", "key 1\nkey 2\nkey x\n")
EVIL_FOUND = blocks(FORBIDDEN, added=1, removed=0, files=1)
EDIT_FOUND = blocks(FORBIDDEN, added=1, removed=1, files=1)
NOTHING = passes(files=0)


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


@each(IGNORED)
def test_ignored(case, judge):
    judge(case)


@each(HIDDEN)
def test_looks_where_the_index_tells_git_not_to(case, judge):
    judge(case)


@pytest.mark.parametrize("repetition", range(5))
def test_an_edit_right_after_the_index_was_written_is_seen(repetition, judge):
    judge(case("racy", EDIT_FOUND, git("add", "--all"), same_size_and_time))
