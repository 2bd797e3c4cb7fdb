"""Group history: what stands between the command and the objects: replacements, grafts, shallow and broken stores."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from tests.end_to_end.cases import POLICY, Case, blocks, each, errors, first_commit, never_passes, passes
from tests.repositories import Entry, Repository, lines

FORBIDDEN = "forbidden-path"
EVIL = {"config/evil.yml": "x\n"}
BLOCKED = blocks(FORBIDDEN, added=1, removed=0, files=1)
LAX = "version = 1\n"


def replaced(repository, original, fake):
    repository.ref(f"refs/replace/{original}", fake)


def head_replaced(repository):
    main, topic = repository.id("refs/heads/main"), repository.id("refs/heads/topic")
    replaced(repository, topic, repository.commit({}, main))


def blob_replaced(repository):
    replaced(repository, repository.blob("x\n" * 11), repository.blob("x\n"))


def policy_replaced(repository):
    replaced(repository, repository.blob(POLICY), repository.blob(LAX))


def base_replaced(repository):
    main, topic = repository.id("refs/heads/main"), repository.id("refs/heads/topic")
    replaced(repository, main, repository.commit({}, topic))


def grafted(repository):
    """A graft that makes topic an ancestor of main, so that nothing would be left to judge."""
    main, topic = repository.id("refs/heads/main"), repository.id("refs/heads/topic")
    (repository.git_dir / "info/grafts").write_text(f"{main} {repository.commit({}, topic)}\n")


def shallow_at_the_merge_base(repository):
    root = repository.commit({"old": "1\n"})
    main = repository.commit({"README.md": "x\n", ".reviewbot.toml": POLICY}, root, branch="main")
    repository.commit(EVIL, main, branch="topic")
    repository.object_file(root).unlink()
    (repository.git_dir / "shallow").write_text(main + "\n")


def shallow_without_a_merge_base(repository):
    root = first_commit(repository)
    main = repository.commit({"main": "1\n"}, root, branch="main")
    topic = repository.commit(EVIL, root, branch="topic")
    repository.object_file(root).unlink()
    (repository.git_dir / "shallow").write_text(f"{main}\n{topic}\n")


def commits_missing(repository):
    """As shallow as that, but nobody says so."""
    shallow_without_a_merge_base(repository)
    (repository.git_dir / "shallow").unlink()


def shallow_lies(repository):
    """A shallow file that cuts main off although its history is there."""
    shallow = repository.id("refs/heads/topic")
    (repository.git_dir / "shallow").write_text(shallow + "\n")


def borrowed(relative=False, chained=False):
    """All objects are in another store."""

    def arrange(repository):
        store = repository.path.parent / "store" / "objects"
        store.parent.mkdir()
        shutil.move(repository.git_dir / "objects", store)
        if chained:
            shutil.move(store, store.parent / "far")
            (store / "info").mkdir(parents=True)
            (store / "info/alternates").write_text("../far\n" if relative else f"{store.parent / 'far'}\n")
        (repository.git_dir / "objects/info").mkdir(parents=True)
        there = "../../../store/objects" if relative else str(store)
        (repository.git_dir / "objects/info/alternates").write_text(f"# a comment\n{there}\n")

    return arrange


def without(content):
    """The blob with this content is not there."""
    return lambda repository: repository.object_file(repository.blob(content)).unlink()


def without_tree(repository):
    repository.object_file(repository.tree({b"evil.yml": Entry(content=b"x\n")})).unlink(missing_ok=True)
    tree = repository.git("rev-parse", "topic^{tree}").decode().strip()
    repository.object_file(tree).unlink()


def garbled(repository):
    file = repository.object_file(repository.blob("x\n" * 11))
    file.chmod(0o644)
    file.write_bytes(b"garbage")


def promised(content):
    """A partial clone: this blob is with a remote, and asking for it would run a command."""

    def arrange(repository):
        without(content)(repository)
        canary = repository.path / "canary"
        repository.configure(
            "[extensions]\n\tpartialClone = origin\n"
            f'[remote "origin"]\n\turl = ext::touch {canary}\n\tpromisor = true\n\tpartialclonefilter = blob:none\n'
            '[protocol "ext"]\n\tallow = always\n'
        )

    return arrange


def linked_worktree(repository):
    """A second working tree of the same repository, which is where the command is called."""
    repository.git("worktree", "add", "-q", str(repository.path.parent / "linked"), "topic")


def separate_git_dir(repository):
    shutil.move(repository.git_dir, repository.path.parent / "elsewhere-git")
    repository.git_dir = repository.path.parent / "elsewhere-git"
    (repository.path / ".git").write_text("gitdir: ../elsewhere-git\n")


NULL_BLOB = {"src/x": Entry(id="0" * 40)}
MISSING_BLOB = {"src/x": Entry(id="1" * 40)}
LONG = {"src/x": "x\n" * 11}
TOO_LONG = blocks("max-diff-lines", added=11, removed=0, files=1)

STORES = [
    Case("head replaced by something clean", BLOCKED, EVIL, arrange=head_replaced),
    Case("a blob replaced by a short one", TOO_LONG, LONG, arrange=blob_replaced),
    Case("the policy replaced by a lax one", BLOCKED, EVIL, arrange=policy_replaced),
    Case("base replaced by a child of head", BLOCKED, EVIL, arrange=base_replaced),
    Case("a graft", BLOCKED, EVIL, arrange=grafted),
    Case("shallow at the merge-base", BLOCKED, build=shallow_at_the_merge_base),
    Case("shallow without a merge-base", errors("shallow"), build=shallow_without_a_merge_base),
    Case("commits missing", errors(), build=commits_missing),
    Case("a shallow file that lies", never_passes(), EVIL, arrange=shallow_lies),
    Case("objects borrowed", BLOCKED, EVIL, arrange=borrowed()),
    Case("objects borrowed by a relative path", BLOCKED, EVIL, arrange=borrowed(relative=True)),
    Case("objects borrowed from a borrower", BLOCKED, EVIL, arrange=borrowed(chained=True)),
    Case("objects borrowed from a borrower by relative paths", never_passes(), EVIL, arrange=borrowed(True, True)),
    Case("a changed blob missing", errors(), LONG, arrange=without("x\n" * 11)),
    Case("a blob that nobody has", errors(), MISSING_BLOB),
    Case("a blob with an id of zeros", never_passes(), NULL_BLOB),
    Case("a blob missing that did not change", BLOCKED, EVIL, arrange=without(lines(20, "vendored"))),
    Case("the policy missing", errors(), EVIL, arrange=without(POLICY)),
    Case("head's tree missing", errors(), EVIL, arrange=without_tree),
    Case("a changed blob garbled", errors(), LONG, arrange=garbled),
    Case("a changed blob promised", errors(), LONG, arrange=promised("x\n" * 11)),
    Case("an unchanged blob promised", BLOCKED, EVIL, arrange=promised(lines(20, "vendored"))),
    Case("the policy promised", errors(), EVIL, arrange=promised(POLICY)),
    Case("SHA-256", BLOCKED, EVIL, object_format="sha256"),
    Case("SHA-256 without fault", passes(added=1, removed=0), {"a": "1\n"}, object_format="sha256"),
    Case("bare", BLOCKED, EVIL, bare=True),
    Case("bare, base and head as options", BLOCKED, EVIL, bare=True, arguments=("--base", "main", "--head", "topic")),
    Case("bare and nothing asked", errors("bare"), EVIL, bare=True, arguments=()),
    Case("bare and the index asked", errors("bare"), EVIL, bare=True, arguments=("--staged",)),
    Case("bare and the working tree asked", errors("bare"), EVIL, bare=True, arguments=("--worktree",)),
    Case("a git folder elsewhere", BLOCKED, EVIL, arrange=separate_git_dir),
    Case("has a linked working tree", BLOCKED, EVIL, arrange=linked_worktree),
]


@each(STORES)
def test_reads_what_is_there_and_nothing_else(case, judge):
    judge(case)


def test_from_a_linked_working_tree(judge):
    case = Case("linked", BLOCKED, EVIL, arrange=linked_worktree, arguments=("main..HEAD",))
    judge(case, "--repo", "../linked")


def test_from_a_folder_inside(judge):
    case = Case("inside", BLOCKED, EVIL, arrange=lambda repository: repository.write("deep/er/x", "x\n"))
    judge(case, "--repo", "../repository/deep/er")


def test_a_folder_that_is_no_repository(judge):
    judge(Case("none", errors("repository"), EVIL), "--repo", "../elsewhere")


def test_a_folder_that_does_not_exist(judge):
    judge(replace(Case("none", errors("nowhere"), EVIL)), "--repo", "../nowhere")


def test_a_repository_without_a_commit(judge):
    judge(Case("unborn", errors(), build=lambda repository: None, arguments=()))


def test_an_empty_folder_named_git(judge):
    def build(repository: Repository) -> None:
        shutil.rmtree(repository.git_dir)
        repository.git_dir.mkdir()

    judge(Case("empty", errors("repository"), build=build))


@pytest.mark.parametrize("selector", ["--staged", "--worktree"])
def test_a_linked_working_tree_has_an_index_of_its_own(selector, judge):
    def arrange(repository):
        linked_worktree(repository)
        repository.write("../linked/config/mine.yml", "x\n")
        repository.git("-C", "../linked", "add", "--all")

    judge(Case("", BLOCKED, arrange=arrange, arguments=(selector,)), "--repo", "../linked")
