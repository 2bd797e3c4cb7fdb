"""The two ends of a change: which commits or trees are meant, and from where it is measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from reviewbot.errors import SourceError, UsageError
from reviewbot.sources.git import GitError, printable
from reviewbot.sources.repository import EMPTY_TREE, Names, Repository
from reviewbot.sources.sandbox import Sandbox

Meanwhile = Callable[[], object]


class Selection(NamedTuple):
    """What to judge, as a person says it. None means not said.

    base, head: revisions. snapshot: "staged" or "worktree" instead of a head; "merge" for what is staged to end a
    merge, measured from the merge that git makes by itself; "working-change" for the working tree, measured from
    where HEAD left base, so that committing a part of it changes nothing.
    """

    base: str | None = None
    head: str | None = None
    snapshot: str | None = None


def working_change(base: str | None = None) -> Selection:
    """All that the working tree holds beyond base (the remote's default branch), committed or not."""
    return Selection(base=base, snapshot="working-change")


class Ends(NamedTuple):
    """old, new: the full ids of the trees or commits between which the change is measured.

    base, merge_base, head: commit ids, None where there is none. base_name: what base was called, None for HEAD.
    notes: how the ends were chosen, where that does not go without saying. tip: the commit that a working change
    stands on.
    """

    old: str
    new: str
    base: str | None
    merge_base: str | None
    head: str | None
    base_name: str | None = None
    notes: tuple[str, ...] = ()
    tip: str | None = None


def nothing() -> None:
    """What to do meanwhile where there is nothing to be done."""


def find_ends(repository: Repository, sandbox: Sandbox, selection: Selection, meanwhile: Meanwhile = nothing) -> Ends:
    """The ends of the selected change; afterwards the sandbox reaches the objects of both.

    meanwhile: called while git looks at the working tree, where that is asked. Raises UsageError for what cannot be
    selected, SourceError for what cannot be found.
    """
    names = Names(repository, sandbox)
    if selection.snapshot == "working-change":
        return _working_ends(repository, sandbox, names, selection.base, meanwhile)
    if selection.snapshot:
        return _snapshot_ends(repository, sandbox, names, selection.snapshot, meanwhile)
    return _range_ends(repository, sandbox, names, selection)


def ends_between(
    repository: Repository, sandbox: Sandbox, base: str | None, head: str, base_name: str | None = None
) -> Ends:
    """From the merge-base of two commits (full ids) to head; the sandbox reaches the objects of both already.

    Where there is no base, or the two share no commit, everything in head is the change.
    """
    bases = _merge_bases(repository, sandbox, base, head) if base else []
    if base and bases:
        return _ends_from(sandbox, base, head, bases, base_name)
    compared = (
        f"no commit is shared with {printable(base_name or base)}" if base else "there is no branch to compare with"
    )
    note = f"{compared}: judged is everything that the branch holds"
    return Ends(EMPTY_TREE[len(head)], head, base, None, head, base_name, (note,))


def _use_objects(repository: Repository, sandbox: Sandbox, names: Names, commit: str | None) -> None:
    sha256 = names.object_format(commit) == "sha256"
    sandbox.use_objects((repository.objects,), sha256=sha256, shallow=repository.shallow())


def _snapshot_ends(repository: Repository, sandbox: Sandbox, names: Names, snapshot: str, meanwhile: Meanwhile) -> Ends:
    """HEAD to the index or the working tree; before the first commit, everything."""
    from reviewbot.sources.snapshot import start_reading_working_tree, tree_of_index  # a range needs neither

    _require_working_tree(repository, f"--{snapshot}")
    head = names.head()
    _use_objects(repository, sandbox, names, head)
    if snapshot == "worktree":
        tree = start_reading_working_tree(repository, sandbox, head)
        meanwhile()
        new = tree()
    else:
        new = tree_of_index(repository, sandbox)
    ends = Ends(head or EMPTY_TREE[len(new)], new, base=head, merge_base=head, head=None)
    merged = repository.merge_heads() if snapshot == "merge" else []
    if head is None or len(merged) != 1:
        return ends
    # Conflicts stand in the trial merge with their markers, so that resolving them is what was changed.
    answer = sandbox.git.run("merge-tree", "--write-tree", "--no-messages", head, merged[0], ok=(0, 1))
    note = "a merge: judged is what differs from the merge that git makes by itself"
    return ends._replace(old=answer.split(b"\n")[0].split(b"\0")[0].decode("ascii"), notes=(note,))


def _require_working_tree(repository: Repository, what: str) -> None:
    if repository.work_tree is None:
        raise UsageError(f"{what} needs a working tree, and this repository is bare", where=repository.git_dir)


def _working_ends(
    repository: Repository, sandbox: Sandbox, names: Names, base_name: str | None, meanwhile: Meanwhile
) -> Ends:
    """From where HEAD left base to the working tree; before the first commit, everything.

    While a merge has not ended, from where HEAD and what it merges left base: what came from base is nobody's change.
    """
    from reviewbot.sources.snapshot import start_reading_working_tree  # a range does not need it

    _require_working_tree(repository, "the working change")
    head = names.head()
    _use_objects(repository, sandbox, names, head)
    tree = start_reading_working_tree(repository, sandbox, head)
    base, base_name, notes = _working_base(names, base_name, is_new=head is None)
    meanwhile()
    new = tree()
    return ends_to_tree(repository, sandbox, head, (base, base_name), new, notes)


def ends_to_tree(
    repository: Repository,
    sandbox: Sandbox,
    head: str | None,
    named_base: tuple[str | None, str | None],
    new: str,
    notes: tuple[str, ...] = (),
) -> Ends:
    """From where HEAD left base (commit and name) to this tree, which stands on HEAD."""
    base, base_name = named_base
    if base is None or head is None:
        return Ends(EMPTY_TREE[len(new)], new, base, None, None, base_name, notes)
    merged = repository.merge_heads()
    tip = _commit_on(sandbox, new, head, *merged) if merged else head
    bases = _merge_bases(repository, sandbox, base, tip)
    if not bases:
        raise _no_merge_base("base and HEAD have no common ancestor", shallow=bool(repository.shallow()))
    if len(bases) > 1:
        new = _commit_on(sandbox, new, head, *merged)  # only commits can be merged
    ends = _ends_from(sandbox, base, new, bases, base_name)
    return ends._replace(head=None, tip=head, notes=notes + ends.notes)


def _working_base(
    names: Names, base_name: str | None, *, is_new: bool
) -> tuple[str | None, str | None, tuple[str, ...]]:
    """(commit, name, notes) of the branch that a working change is meant for; a new repository has none yet."""
    if base_name is not None:
        return names.commits(base_name)[0], base_name, ()
    try:
        base, base_name = names.default_base()
    except UsageError:
        if is_new:
            return None, None, ()
        raise
    return base, base_name, (f"compared with {printable(base_name)}",)


def _commit_on(sandbox: Sandbox, tree: str, *parents: str) -> str:
    """A commit of this tree, in the sandbox only."""
    who = {f"GIT_{role}_{what}": "reviewbot" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    options = [option for parent in parents for option in ("-p", parent)]
    return sandbox.git.run("commit-tree", *options, tree, extra=who).decode("ascii").strip()


def _range_ends(repository: Repository, sandbox: Sandbox, names: Names, selection: Selection) -> Ends:
    """From the merge-base of base and head to head."""
    if repository.work_tree is None and not (selection.base and selection.head):
        raise UsageError(
            "a bare repository has no current branch",
            where=repository.git_dir,
            help="say what to judge with --base and --head",
        )
    notes: tuple[str, ...] = ()
    base_name = selection.base
    if base_name is None:
        base, base_name = names.default_base()
        (head,) = names.commits(selection.head or "HEAD")
        notes = (f"compared with {printable(base_name)}",)
    else:
        base, head = names.commits(base_name, selection.head or "HEAD")
    _use_objects(repository, sandbox, names, head)
    ends = ends_of_branch(repository, sandbox, base, head, base_name)
    return ends._replace(notes=notes + ends.notes)


def ends_of_branch(repository: Repository, sandbox: Sandbox, base: str, head: str, base_name: str | None) -> Ends:
    """The same as `ends_between`, but raises SourceError where the two share no commit."""
    bases = _merge_bases(repository, sandbox, base, head)
    if not bases:
        raise _no_merge_base("base and head have no common ancestor", shallow=bool(repository.shallow()))
    return _ends_from(sandbox, base, head, bases, base_name)


def _merge_bases(repository: Repository, sandbox: Sandbox, base: str, head: str) -> list[str]:
    """The best common ancestors of two commits; [] when they share none."""
    if base == head:
        return [base]
    try:
        bases = sandbox.git.run("merge-base", "--all", base, head, ok=(0, 1)).decode("ascii").split()
    except GitError as error:
        raise _no_merge_base(error.what, shallow=bool(repository.shallow())) from None
    if not bases and repository.shallow():
        raise _no_merge_base("base and head have no common ancestor", shallow=True)
    return bases


def _ends_from(sandbox: Sandbox, base: str, head: str, bases: list[str], base_name: str | None) -> Ends:
    """From the merge-base to head. With several merge-bases the trial merge of head into base is what would land.

    One merge-base alone could be chosen so that it hides what was reverted from another (a criss-cross merge). Only
    here git may renew the time of an object that the repository has already, as it does whenever it writes one again.
    """
    if len(bases) == 1:
        return Ends(bases[0], head, base, bases[0], head, base_name)
    try:
        merged = sandbox.git.run("merge-tree", "--write-tree", "--no-messages", base, head)
    except GitError as error:
        raise SourceError(
            f"base and head have {len(bases)} merge-bases, and a trial merge of head into base fails ({error.what})",
            help="merge base into your branch, resolve the conflicts, and try again",
        ) from None
    note = f"base and head have {len(bases)} merge-bases: judged is what merging head into base would change"
    return Ends(base, merged.decode("ascii").strip(), base, base, head, base_name, (note,))


def _no_merge_base(what: str, *, shallow: bool) -> SourceError:
    if shallow:
        return SourceError(
            "this shallow clone does not reach back to where base and head part",
            where=what,
            help="fetch more of the history: git fetch --deepen=100, or fetch-depth: 0 in a GitHub workflow",
        )
    return SourceError(what, help="a branch that shares no commit with base cannot be compared; say another --base")
