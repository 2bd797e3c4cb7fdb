"""Measuring what lies between two trees, in a sandbox: one `git diff-tree` for the change itself.

What else a policy needs (sizes, link targets, all paths, renames counted in full) is asked for only then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reviewbot.diff.patch_stream import ScannedFile, scan_diff
from reviewbot.diff.path_patterns import is_in_scope
from reviewbot.diff.raw import RawEntry
from reviewbot.errors import LimitError, SourceError
from reviewbot.model.change import (
    MODE_ABSENT,
    MODE_SUBMODULE,
    MODE_SYMLINK,
    ChangedFile,
    Needs,
    Unpaired,
)
from reviewbot.sources.git import Answer, printable
from reviewbot.sources.sandbox import Sandbox

# Every option is fixed here, so that no configuration and no later default changes an answer. -U1: with no context
# git trims a common tail, and the counts differ from numstat's. -l: past 1,000 renames both sides count in full.
_DIFF_TREE = (
    "diff-tree", "-r", "-z", "--raw", "-p", "-U1", "--inter-hunk-context=0", "--no-abbrev", "--full-index",
    "--no-ext-diff", "--no-textconv", "--text", "--ignore-submodules=none", "--submodule=short",
    "--diff-algorithm=myers", "--no-indent-heuristic", "--no-color", "--no-relative", "--src-prefix=a/",
    "--dst-prefix=b/", "-O/dev/null",
)  # fmt: skip
_WITH_RENAMES = ("-M50%", "-l1000")
_MAX_NAMES = 100
_MAX_LINK_BYTES = 4096  # PATH_MAX of Linux; git itself cannot check out a longer target there
_MAX_LINKS = 10_000


def start_measuring(sandbox: Sandbox, old: str, new: str) -> Answer:
    """Start the one git process whose answer holds paths, modes, ids, counts and content of the change."""
    return sandbox.git.start(*_DIFF_TREE, *_WITH_RENAMES, "--end-of-options", old, new, "--")


def start_measuring_pairs(sandbox: Sandbox, pairs: bytes) -> Answer:
    """The same for many pairs of trees, `OLD NEW` lines of full ids; each answer stands behind its line."""
    return sandbox.git.start(*_DIFF_TREE, *_WITH_RENAMES, "--stdin", input=pairs)


def read_files(
    sandbox: Sandbox, measured: Iterable[bytes], old: str, new: str, needs: Needs
) -> tuple[ChangedFile, ...]:
    """Every path that differs between two trees or commits (full ids), sorted by path.

    measured: what `start_measuring` returned for the same two; it is read to its end.
    What is generated is left open, see `generated_paths`. Raises SourceError when git cannot answer.
    """
    scanned = scan_diff(measured, needs)
    unpaired = _read_unpaired(sandbox, old, new, scanned, needs)
    sizes = _read_sizes(sandbox, scanned) if needs.blob_sizes else {}
    targets = _read_changed_links(sandbox, scanned) if needs.link_targets else {}
    files = (
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
        for file in scanned
    )
    return tuple(sorted(files, key=lambda file: file.path))


def _read_unpaired(
    sandbox: Sandbox, old: str, new: str, scanned: tuple[ScannedFile, ...], needs: Needs
) -> dict[bytes, Unpaired]:
    """The renamed files that are wanted as a deletion and an addition, by their new path."""
    renamed = [file.entry for file in scanned if _is_wanted_apart(file.entry, needs)]
    if not renamed:
        return {}
    paths = {path for entry in renamed for path in (entry.path, entry.old_path or b"")}
    # A path names all below it too, where a file took the place of a folder; those are not what is asked. git looks
    # through all names for each path, so many of them cost more than reading the whole change again.
    names = [path.decode("utf-8", "surrogateescape") for path in sorted(paths)] if len(paths) <= _MAX_NAMES else []
    arguments = ("--no-renames", "--end-of-options", old, new, "--", *names)
    with sandbox.git.start(*_DIFF_TREE, *arguments) as answer:
        apart = {file.entry.path: file for file in scan_diff(answer, needs) if file.entry.path in paths}
    result = {}
    for entry in renamed:
        new_side, old_side = apart.get(entry.path), apart.get(entry.old_path or b"")
        if new_side is None or old_side is None:
            raise SourceError(f"git did not show both sides of the renamed file {entry.path!r}")
        counts = new_side.counts.added_only() + old_side.counts.removed_only()
        result[entry.path] = Unpaired(counts, new_side.added)
    return result


def _is_wanted_apart(entry: RawEntry, needs: Needs) -> bool:
    if entry.old_path is None:
        return False
    old_path, path = entry.old_path, entry.path
    across = (is_in_scope(scope, path) != is_in_scope(scope, old_path) for scope in needs.unpaired_across)
    return needs.unpaired_renames or any(across)


def _read_sizes(sandbox: Sandbox, scanned: tuple[ScannedFile, ...]) -> dict[str, int]:
    """Bytes of every blob of the change, by id."""
    ids = set()
    for entry in (file.entry for file in scanned):
        for mode, id_ in ((entry.old_mode, entry.old_id), (entry.new_mode, entry.new_id)):
            if mode not in (MODE_ABSENT, MODE_SUBMODULE):
                ids.add(id_)
    return _sizes_of(sandbox, ids)


def _sizes_of(sandbox: Sandbox, ids: Iterable[str]) -> dict[str, int]:
    """Bytes of each blob, by id. Raises SourceError for one that the repository lacks."""
    asked = "".join(f"{id_}\n" for id_ in sorted(ids)).encode()
    answers = sandbox.git.run("cat-file", "--batch-check=%(objectname) %(objectsize)", input=asked)
    sizes = {}
    for line in answers.decode("ascii", "replace").splitlines():
        id_, _, size = line.partition(" ")
        if not size.isdigit():
            raise SourceError(f"the repository lacks an object that is needed: {printable(line)}")
        sizes[id_] = int(size)
    return sizes


def _read_changed_links(sandbox: Sandbox, scanned: tuple[ScannedFile, ...]) -> dict[bytes, bytes]:
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
    ids = sorted(set(links.values()))
    answers = sandbox.git.run(
        "cat-file", "--batch=%(objectname) %(objectsize)", input="".join(f"{id_}\n" for id_ in ids).encode()
    )
    targets: dict[str, bytes] = {}
    position = 0
    for id_ in ids:
        header = re.compile(rb"([0-9a-f]+) (\d+)\n").match(answers, position)
        if header is None or header[1].decode() != id_:
            raise SourceError(f"the repository lacks the target of a symlink: {id_}")
        end = header.end() + int(header[2])
        targets[id_] = answers[header.end() : end]
        position = end + 1
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
    _sizes_of(sandbox, ids)
