"""The index and the working tree as trees, written into the sandbox.

Nothing of the user's is touched: the index is copied first, and git works on the copy. Modification times go along,
since git trusts an entry only when it is older than the index (racy git, https://git-scm.com/docs/racy-git). Objects
are written where git does not see the user's: it would renew the times of those that it would have written.

The working tree is read in one of two ways that give the same tree: what is plain by looking once and putting it into
the tree of HEAD, everything else as `git add --all` does it, which looks three times and writes every folder anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from reviewbot.errors import SourceError
from reviewbot.model.facts import SCOPE_PATH
from reviewbot.sources.git import GitError
from reviewbot.sources.object_store import LooseObjects, object_data, object_id
from reviewbot.sources.repository import Repository
from reviewbot.sources.sandbox import Sandbox
from reviewbot.sources.tree_edit import TreeEntry, tree_with
from reviewbot.sources.worktree_scan import Entries, WorktreeScan, bring_blobs

_REGULAR_FILES = (b":100644", b":100755")
_ADD_HELP = "reviewbot reads the working tree as `git add --all` would; what stops that stops this"


class Written(NamedTuple):
    """What a file would hold. mode: git's."""

    content: bytes
    mode: int


def tree_of_index(repository: Repository, sandbox: Sandbox) -> str:
    """The tree that a commit of the index would have. Raises SourceError while paths are unmerged."""
    return _write_tree(sandbox, sandbox.writing_apart() | _copy_index(repository, sandbox))


def tree_of_working_tree(repository: Repository, sandbox: Sandbox, head: str | None = None) -> str:
    """The tree that a commit of everything in the working tree would have, ignored files left out.

    As git would store it, but no filter runs and autocrlf is off. Of the repository's configuration only
    `core.fileMode` holds: where the file system keeps no executable bits, the modes are those of the index.
    `.reviewbot-scope` is left out unless it is tracked: it is for this working tree only. What the index hides from
    `git status` (assume-unchanged, skip-worktree) is looked at too where it exists. head: a commit that is known to be
    much like it.
    """
    return start_reading_working_tree(repository, sandbox, head)()


def start_reading_working_tree(repository: Repository, sandbox: Sandbox, head: str | None) -> Callable[[], str]:
    """Let git begin to look at the working tree; what is returned waits for it, see `tree_of_working_tree`."""
    found = start_comparing_working_tree(repository, sandbox, head)

    def tree() -> str:
        like, entries = found()
        return tree_with(sandbox, like, entries) if like == head else like

    return tree


def start_comparing_working_tree(
    repository: Repository, sandbox: Sandbox, head: str | None
) -> Callable[[], tuple[str, Entries]]:
    """As `start_reading_working_tree`; what is returned gives `head`, or a tree, and what stands differently there."""
    work_tree = repository.work_tree
    if work_tree is None:
        raise SourceError("a bare repository has no working tree", where=repository.git_dir)
    index = sandbox.writing_apart() | _copy_index(repository, sandbox)
    _copy_file(f"{repository.common_dir}/info/exclude", f"{sandbox.path}/info/exclude")
    with open(f"{sandbox.path}/info/exclude", "ab") as file:
        file.write(b"\n/%s\n" % SCOPE_PATH)
    options = (f"--work-tree={work_tree}", *_file_mode(repository, sandbox))
    scan = WorktreeScan(sandbox, work_tree, options, index, head) if head is not None else None

    def found() -> tuple[str, Entries]:
        entries = scan.entries() if scan else None
        if head is None or entries is None:
            return _tree_of_all(work_tree, sandbox, options, index), {}
        return head, entries

    return found


def _tree_of_all(work_tree: str, sandbox: Sandbox, options: tuple[str, ...], index: dict[str, str]) -> str:
    """As `git add --all` and a commit would make it."""
    _show_hidden_entries(work_tree, sandbox, index)
    _bring_indexed_blobs(work_tree, sandbox, index)
    git = sandbox.git_in(work_tree)
    try:
        git.run("add", "--all", options=options, extra=index)
    except GitError as error:
        raise SourceError(str(error), where=work_tree, help=_ADD_HELP) from None
    return _write_tree(sandbox, index)


def tree_with_writes(sandbox: Sandbox, like: str, entries: Entries, writes: Mapping[bytes, Written | None]) -> str:
    """The tree like that one (a tree or commit) with these entries, and with these files in it (None: gone)."""
    sandbox.writing_apart()
    store = LooseObjects(sandbox)
    written: Entries = dict.fromkeys(writes)
    for path, file in writes.items():
        if file is not None:
            data = object_data(b"blob", file.content)
            id_ = object_id(data, like)
            store.write(id_, data)
            written[path] = TreeEntry(b"%o" % file.mode, id_)
    return tree_with(sandbox, like, entries | written)


def ignored_paths(repository: Repository, sandbox: Sandbox, paths: Iterable[bytes]) -> frozenset[bytes]:
    """Those of the paths that the repository's ignore files keep out of a change; what git knows already is not.

    To be asked after the working tree was read.
    """
    top = str(repository.work_tree)
    # This command takes no literal pathspecs, but what begins with a dot is one.
    extra = {"GIT_INDEX_FILE": f"{sandbox.path}/index", "GIT_LITERAL_PATHSPECS": "0"}
    asked = b"".join(b"./%s\0" % path for path in paths)
    options = (f"--work-tree={top}",)
    git = sandbox.git_in(top)
    answer = git.run("check-ignore", "-z", "--stdin", input=asked, options=options, extra=extra, ok=(0, 1))
    return frozenset(path[2:] for path in answer.split(b"\0")) - {b""}


def _write_tree(sandbox: Sandbox, index: dict[str, str]) -> str:
    try:
        return sandbox.git.run("write-tree", "--missing-ok", extra=index).decode("ascii").strip()
    except GitError as error:
        if "unmerged" in error.stderr:
            raise SourceError(
                "the index holds unmerged paths", help="resolve the conflicts and `git add` the files first"
            ) from None
        raise


def _file_mode(repository: Repository, sandbox: Sandbox) -> tuple[str, ...]:
    """The option for what the repository's own file says of `core.fileMode`; files that it includes are not read."""
    path = f"{repository.common_dir}/config"
    if _has_usual_file_mode(path):
        return ()
    file = f"--file={path}"
    said = sandbox.git.run("config", file, "--no-includes", "--type=bool", "--get", "core.fileMode", ok=(0, 1))
    return ("-c", "core.fileMode=false") if said == b"false\n" else ()


def _has_usual_file_mode(path: str) -> bool:
    """Whether a configuration file speaks of fileMode only as `git init` does on Linux, which needs no git to read."""
    try:
        with open(path, "rb") as file:
            lines = file.read().lower().split(b"\n")
    except OSError:
        return False
    return all(line.strip() == b"filemode = true" for line in lines if b"filemode" in line)


def _bring_indexed_blobs(work_tree: str, sandbox: Sandbox, index: dict[str, str]) -> None:
    """Put what the index holds of modified files where git writes: `text=auto` looks at the CRs that are there."""
    git = sandbox.git_in(work_tree)
    listing = git.run("diff-files", "-z", "--no-ext-diff", options=(f"--work-tree={work_tree}",), extra=index)
    modified = (entry.split(b" ") for entry in listing.split(b"\0")[:-1:2])  # a path stands after each
    ids = {old_id for old_mode, _, old_id, _, status in modified if status == b"M" and old_mode in _REGULAR_FILES}
    bring_blobs(sandbox, {id_.decode("ascii") for id_ in ids})


def _copy_index(repository: Repository, sandbox: Sandbox) -> dict[str, str]:
    """Copy the index, with what a split index shares; return the setting that makes git use the copy."""
    _copy_file(repository.index_file or f"{repository.git_dir}/index", f"{sandbox.path}/index")
    for name in os.listdir(repository.git_dir):
        if name.startswith("sharedindex."):
            _copy_file(f"{repository.git_dir}/{name}", f"{sandbox.path}/{name}")
    setting = {"GIT_INDEX_FILE": f"{sandbox.path}/index"}
    if _may_be_sparse(f"{sandbox.path}/index"):
        options = (f"--work-tree={repository.work_tree}",)
        git = sandbox.git_in(str(repository.work_tree))
        git.run("update-index", "--force-write-index", options=options, extra=setting)
    return setting


def _may_be_sparse(index: str) -> bool:
    """Whether the index holds whole folders as one entry (the extension "sdir", gitformat-index(5)).

    Such an index must be written out in full while git sees the trees of those folders.
    """
    try:
        with open(index, "rb") as file:
            return b"sdir" in file.read()
    except FileNotFoundError:
        return False


def _copy_file(source: str, target: str) -> None:
    """Content and modification time; nothing where there is no source."""
    try:
        with open(source, "rb") as from_file, open(target, "wb") as to_file:
            while block := from_file.read(1 << 20):
                to_file.write(block)
            times = os.fstat(from_file.fileno())
    except FileNotFoundError:
        return
    except OSError as error:
        raise SourceError(f"a file of the repository could not be read: {error.strerror}", where=source) from None
    os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))


def _show_hidden_entries(work_tree: str, sandbox: Sandbox, index: dict[str, str]) -> None:
    """Clear the bits that make git look away, but keep skip-worktree where a sparse checkout left the file out."""
    listing = sandbox.git.run("ls-files", "-v", "-z", extra=index)
    unchanged: list[bytes] = []
    skipped: list[bytes] = []
    for entry in listing.split(b"\0"):
        tag, path = entry[:1], entry[2:]
        if tag.islower():
            unchanged.append(path)
        if tag in (b"S", b"s") and os.path.lexists(os.path.join(os.fsencode(work_tree), path)):
            skipped.append(path)
    git = sandbox.git_in(work_tree)
    for option, paths in (("--no-assume-unchanged", unchanged), ("--no-skip-worktree", skipped)):
        if paths:
            git.run(
                "update-index", option, "-z", "--stdin",
                input=b"".join(path + b"\0" for path in paths),
                options=(f"--work-tree={work_tree}",),
                extra=index,
            )  # fmt: skip
