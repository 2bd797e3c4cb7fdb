"""Reading what lies between two trees, in a sandbox: the answer of one `git diff-tree` is the change itself.

Of a large change that only adds or only deletes files, their blobs are read instead of a patch. What else a policy
needs (sizes, link targets, all paths, renames counted in full) is asked for only then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reviewbot.diff.patch_stream import ScannedFile, scan_diff
from reviewbot.diff.path_patterns import is_in_scope
from reviewbot.diff.raw import RawEntry, parse_raw
from reviewbot.errors import LimitError, SourceError
from reviewbot.model.change import (
    MODE_ABSENT,
    MODE_SUBMODULE,
    MODE_SYMLINK,
    ChangedFile,
    FileStatus,
    Needs,
    Unpaired,
)
from reviewbot.sources.diff_tree import DIFF_TREE, PATCH
from reviewbot.sources.git import Answer
from reviewbot.sources.sandbox import Sandbox

_ON_BOTH_SIDES = ("--no-renames", "--diff-filter=ad")  # neither added nor deleted
_ONE_SIDED = (FileStatus.ADDED, FileStatus.DELETED)
_MAX_LINK_BYTES = 4096  # PATH_MAX of Linux; git itself cannot check out a longer target there
_MAX_LINKS = 10_000
# Of packs that another git has mapped already, for one that reads only trees beside it.
_SMALL_WINDOWS = ("-c", "core.packedGitWindowSize=1m", "-c", "core.packedGitLimit=8m")


def read_files(
    sandbox: Sandbox, measured: Iterable[bytes], old: str, new: str, needs: Needs
) -> tuple[ChangedFile, ...]:
    """Every path that differs between two trees or commits (full ids), sorted by path.

    measured: what `start_measuring` returned for the same two; it is read to its end, or closed. Or what git printed
    for them in a longer answer, see `start_measuring_pairs`.
    What is generated is left open, see `generated_paths`. Raises SourceError when git cannot answer.
    """
    scanned = list(_scan(sandbox, measured, old, new, needs))
    unpaired = _read_unpaired(sandbox, scanned, needs)
    sizes = _read_sizes(sandbox, scanned) if needs.blob_sizes else {}
    targets = _read_changed_links(sandbox, scanned) if needs.link_targets else {}
    files = [
        ChangedFile(
            path=file.entry.path,
            old_path=file.entry.old_path,
            status=file.entry.status,
            old_mode=file.entry.old_mode,
            new_mode=file.entry.new_mode,
            old_id=file.entry.old_id,
            new_id=file.entry.new_id,
            counts=file.counts,
            added=file.added,
            unpaired=unpaired.get(file.entry.path),
            old_size=sizes.get(file.entry.old_id),
            new_size=sizes.get(file.entry.new_id),
            link_target=targets.get(file.entry.path),
            binary=file.binary,
            removed=file.removed,
        )
        for file in _taken_from(scanned)
    ]
    files.sort(key=lambda file: file.path)
    return tuple(files)


def _taken_from(scanned: list[ScannedFile]) -> Iterator[ScannedFile]:
    """All of them, the last one first; none is held on to, since many thousand in two forms take much memory."""
    while scanned:
        yield scanned.pop()


def _scan(sandbox: Sandbox, measured: Iterable[bytes], old: str, new: str, needs: Needs) -> tuple[ScannedFile, ...]:
    """Every changed file. Of a large change, what is on one side only is read whole where that is cheaper."""
    if not isinstance(measured, Answer):
        return scan_diff(measured, needs)
    # A small change fits into the pipe, and is printed before anybody is ready to read it.
    entries = () if measured.is_printed() else _list_if_cheaper_whole(sandbox, old, new)
    if not entries:
        return scan_diff(measured, needs)
    measured.close()
    one_sided = [entry for entry in entries if entry.status in _ONE_SIDED]
    with sandbox.git.start(*DIFF_TREE, *PATCH, *_ON_BOTH_SIDES, "--end-of-options", old, new, "--") as compared:
        scanned = scan_diff(compared, needs) + _read_whole(sandbox, one_sided, needs)
    if {file.entry for file in scanned} != set(entries):
        raise SourceError("git lists other files when it is asked again")
    return scanned


def _list_if_cheaper_whole(sandbox: Sandbox, old: str, new: str) -> tuple[RawEntry, ...]:
    """All changed paths, if most are on one side only, and all of those added or all deleted; else ().

    With both there may be renames. To find them git reads these files, and to print what it has read costs little.
    """
    blocks: list[bytes] = []
    asked = (*DIFF_TREE, "--no-renames", "--end-of-options", old, new, "--")
    with sandbox.git.start(*asked, options=_SMALL_WINDOWS) as answer:
        for block in answer:
            blocks.append(block)
            if b" A\0" in block and b" D\0" in block:
                return ()
    listed = b"".join(blocks)
    added, deleted = listed.count(b" A\0"), listed.count(b" D\0")  # a name that ends so does no harm
    is_cheaper = not (added and deleted) and 2 * (added + deleted) > listed.count(b"\0:")
    return parse_raw(listed) if is_cheaper else ()


def _read_whole(sandbox: Sandbox, entries: list[RawEntry], needs: Needs) -> tuple[ScannedFile, ...]:
    """The contents of what is on one side only."""
    from reviewbot.diff.whole_files import BATCH_OPTION, blob_ids, scan_whole_files  # a small change needs none

    asked = "".join(f"{id_}\n" for id_ in blob_ids(entries)).encode()
    with sandbox.git.start("cat-file", BATCH_OPTION, "--buffer", input=asked) as contents:
        return tuple(scan_whole_files(entries, contents, needs))


def _read_unpaired(sandbox: Sandbox, scanned: Sequence[ScannedFile], needs: Needs) -> dict[bytes, Unpaired]:
    """The renamed files that are wanted as a deletion and an addition, by their new path."""
    sides = [side for file in scanned if _is_wanted_apart(file.entry, needs) for side in _sides_of(file.entry)]
    if not sides:
        return {}
    whole = _read_whole(sandbox, sides, needs)
    return {
        added.entry.path: Unpaired(added.counts + deleted.counts, added.added)
        for deleted, added in zip(whole[::2], whole[1::2], strict=True)
    }


def _sides_of(renamed: RawEntry) -> tuple[RawEntry, RawEntry]:
    """The deletion and the addition that a rename also is."""
    absent = "0" * len(renamed.old_id)
    deleted = renamed._replace(
        path=renamed.old_path or b"", old_path=None, status=FileStatus.DELETED, new_mode=MODE_ABSENT, new_id=absent
    )
    added = renamed._replace(old_path=None, status=FileStatus.ADDED, old_mode=MODE_ABSENT, old_id=absent)
    return deleted, added


def _is_wanted_apart(entry: RawEntry, needs: Needs) -> bool:
    if entry.old_path is None:
        return False
    old_path, path = entry.old_path, entry.path
    across = (is_in_scope(scope, path) != is_in_scope(scope, old_path) for scope in needs.unpaired_across)
    return needs.unpaired_renames or any(across)


def _read_sizes(sandbox: Sandbox, scanned: Sequence[ScannedFile]) -> dict[str, int]:
    """Bytes of every blob of the change, by id."""
    ids = set()
    for entry in (file.entry for file in scanned):
        for mode, id_ in ((entry.old_mode, entry.old_id), (entry.new_mode, entry.new_id)):
            if mode not in (MODE_ABSENT, MODE_SUBMODULE):
                ids.add(id_)
    from reviewbot.sources.blobs import read_sizes  # most policies do not ask

    return read_sizes(sandbox, ids)


def _read_changed_links(sandbox: Sandbox, scanned: Sequence[ScannedFile]) -> dict[bytes, bytes]:
    links = {file.entry.path: file.entry.new_id for file in scanned if file.entry.new_mode == MODE_SYMLINK}
    return _read_targets(sandbox, links)


def read_links(sandbox: Sandbox, tree: str) -> tuple[tuple[bytes, bytes], ...]:
    """Every symlink of a tree with its target, sorted by path."""
    listing = sandbox.git.run("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", tree)
    links = {}
    for entry in listing.split(b"\0"):
        if entry.startswith(b"120000 "):
            meta, _, path = entry.partition(b"\t")
            links[path] = meta.split(b" ")[2].decode("ascii")
    return tuple(sorted(_read_targets(sandbox, links).items()))


def _read_targets(sandbox: Sandbox, links: dict[bytes, str]) -> dict[bytes, bytes]:
    """Where links (path -> blob id) point. A target longer than any system allows is left out: it is not known."""
    if not links:
        return {}
    if len(links) > _MAX_LINKS:
        raise LimitError(f"the tree holds more than {_MAX_LINKS:,} symlinks")
    from reviewbot.sources.blobs import read_blobs  # most changes have no links

    targets = read_blobs(sandbox, links.values())
    return {path: targets[id_] for path, id_ in links.items() if len(targets[id_]) <= _MAX_LINK_BYTES}


def read_paths(sandbox: Sandbox, tree: str) -> frozenset[bytes]:
    """Every path of a tree."""
    listing = sandbox.git.run("ls-tree", "-r", "-z", "--name-only", "--full-tree", "--end-of-options", tree)
    return frozenset(listing.split(b"\0")) - {b""}


def generated_paths(sandbox: Sandbox, tree: str, paths: Iterable[bytes]) -> frozenset[bytes]:
    """Which of the paths the tree's own .gitattributes mark linguist-generated, as git reads attributes.

    https://docs.github.com/en/repositories/working-with-files/managing-files/customizing-how-changed-files-appear-on-github
    """
    _require_attribute_files(sandbox, tree)
    index = {"GIT_INDEX_FILE": f"{sandbox.path}/index-of-attributes"}
    sandbox.git.run("read-tree", "--end-of-options", tree, extra=index)
    asked = b"".join(path + b"\0" for path in paths)
    answers = sandbox.git.run("check-attr", "--cached", "-z", "--stdin", "linguist-generated", input=asked, extra=index)
    fields = answers.split(b"\0")
    return frozenset(path for path, value in zip(fields[::3], fields[2::3], strict=False) if value in (b"set", b"true"))


def _require_attribute_files(sandbox: Sandbox, tree: str) -> None:
    """Raise SourceError when one of the tree's .gitattributes is not there (partial clone): git passes over it."""
    listing = sandbox.git.run("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", tree)
    ids = {
        entry.partition(b"\t")[0].split(b" ")[2].decode("ascii")
        for entry in listing.split(b"\0")
        if entry.endswith((b"\t.gitattributes", b"/.gitattributes"))
    }
    from reviewbot.sources.blobs import read_sizes

    read_sizes(sandbox, ids)
