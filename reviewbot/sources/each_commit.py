"""What each commit of a change does by itself: the harm that a later commit cannot take back, since history keeps it.

One `git diff-tree --stdin` prints all of them, one after another, each behind the two trees that were asked for. A
merge is compared with the merge that git makes of its parents by itself, so only what its author did shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reviewbot.errors import LimitError, SourceError
from reviewbot.model.change import Change, Needs
from reviewbot.sources.diff_tree import start_measuring_pairs
from reviewbot.sources.git import Answer, GitError
from reviewbot.sources.repository import EMPTY_TREE
from reviewbot.sources.sandbox import Sandbox

_STATUS_OF_USAGE = 129


class Step(NamedTuple):
    """One commit, and the two trees between which it is measured."""

    commit: str
    old: str
    new: str

    @property
    def header(self) -> bytes:
        """What git prints before the difference."""
        return f"{self.old} {self.new}\n".encode()


class EachCommit:
    """The commits that head has and base has not, which git measures from now on.

    Merges of more than two are compared with the first.
    Raises LimitError when there are more than `most`, SourceError when git cannot answer.
    """

    def __init__(self, sandbox: Sandbox, base: str | None, head: str, most: int) -> None:
        self._sandbox = sandbox
        self._base = base
        self._head = head
        self._steps = list(_steps(sandbox, base, head, most))
        asked = b"".join(step.header for step in self._steps)
        # A single commit that is no merge is the change itself.
        self._answer = start_measuring_pairs(sandbox, asked) if len(self._steps) > 1 else None

    def close(self) -> None:
        """End git, if it still runs."""
        if self._answer is not None:
            self._answer.close()

    def read(self, needs: Needs, beside: Answer | None = None) -> Iterator[tuple[str, Change]]:
        """(commit, what it changes), oldest first. beside: what git prints meanwhile and nobody reads yet. Once."""
        if self._answer is None:
            return
        from reviewbot.sources import measure  # git is measuring by now

        if beside is not None:
            self._answer.keep_going(beside)
        with self._answer as answer:
            for step, blocks in zip(self._steps, apart(answer, self._steps), strict=True):
                files = measure.read_files(self._sandbox, blocks, step.old, step.new, needs)
                yield step.commit, Change(files=files, base=self._base, head=self._head)


def _steps(sandbox: Sandbox, base: str | None, head: str, most: int) -> Iterator[Step]:
    not_base = (f"^{base}",) if base else ()
    listing = sandbox.git.run(
        "rev-list", "--reverse", "--topo-order", "--no-commit-header", "--format=%H %T %P",
        "--end-of-options", head, *not_base, "--",
    )  # fmt: skip
    commits = [line.split() for line in listing.decode("ascii").splitlines()]
    if len(commits) > most:
        raise LimitError(
            f"the push brings {len(commits):,} commits, and each of at most {most:,} is judged",
            help="push fewer at once, or squash; the server's administrator: see `each-commit` in the configuration",
        )
    trees = {commit: tree for commit, tree, *_ in commits}
    trees |= _trees(sandbox, {parent for _, _, *parents in commits for parent in parents} - trees.keys())
    merged = iter(_trial_merges(sandbox, [parents for _, _, *parents in commits if len(parents) == 2]))
    for commit, tree, *parents in commits:
        if len(parents) == 2:
            yield Step(commit, next(merged), tree)
        else:
            yield Step(commit, trees[parents[0]] if parents else EMPTY_TREE[len(tree)], tree)


def _trial_merges(sandbox: Sandbox, pairs: Sequence[Sequence[str]]) -> list[str]:
    """The tree that git makes of each pair of parents by itself, from one process: each would read the history anew.

    Conflicts stand in it with their markers, so that resolving them is what was changed.
    """
    if not pairs:
        return []
    asked = "".join(f"{' '.join(parents)}\n" for parents in pairs).encode()
    merge_tree = ("merge-tree", "--write-tree", "--no-messages", "--name-only")
    try:
        fields = sandbox.git.run(*merge_tree, "--stdin", input=asked).split(b"\0")
    except GitError as error:
        if error.status != _STATUS_OF_USAGE:
            raise
        # git 2.38 takes one pair only
        answers = (sandbox.git.run(*merge_tree, *parents, ok=(0, 1)) for parents in pairs)
        return [answer.split(b"\n")[0].decode("ascii") for answer in answers]
    trees = []
    position = 0
    for parents in pairs:  # STATUS TREE, the paths with conflicts, and an empty field
        if fields[position : position + 1] not in ([b"0"], [b"1"]) or len(fields[position + 1]) != len(parents[0]):
            raise SourceError("git did not answer for every merge")
        trees.append(fields[position + 1].decode("ascii"))
        position = fields.index(b"", position + 2) + 1
    return trees


def _trees(sandbox: Sandbox, commits: Iterable[str]) -> dict[str, str]:
    wanted = sorted(commits)
    asked = "".join(f"{commit}^{{tree}}\n" for commit in wanted).encode()
    answers = sandbox.git.run("cat-file", "--batch-check=%(objectname)", input=asked).decode("ascii", "replace")
    return dict(zip(wanted, answers.splitlines(), strict=True))


def apart(blocks: Iterable[bytes], steps: Sequence[Step]) -> Iterator[Iterator[bytes]]:
    """The answer cut at the header of each step. Each part must be read to its end before the next is asked for.

    A header stands at the beginning of a line, where a patch has none like it. A name with a line end in the list of
    files can hold one; then that list breaks off, and whoever parses it says so.
    """
    rest = _Rest(iter(blocks))
    for index, step in enumerate(steps):
        rest.skip(step.header)
        following = steps[index + 1].header if index + 1 < len(steps) else None
        yield rest.up_to(following)


class _Rest:
    """What of the blocks was not handed on yet."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._held = b""

    def skip(self, expected: bytes) -> None:
        while len(self._held) < len(expected) and (block := next(self._blocks, b"")):
            self._held += block
        if not self._held.startswith(expected):
            raise SourceError("git did not answer for every commit")
        self._held = self._held[len(expected) :]

    def up_to(self, header: bytes | None) -> Iterator[bytes]:
        if header is not None and self._starts_with(header):
            return  # this step changes nothing
        mark = b"\n" + header if header is not None else None
        while True:
            found = self._held.find(mark) + 1 if mark else 0
            if found:
                yield self._held[:found]
                self._held = self._held[found:]
                return
            keep = len(mark) if mark else 0
            ready = len(self._held) - keep
            if ready > 0:
                yield self._held[:ready]
                self._held = self._held[ready:]
            block = next(self._blocks, b"")
            if not block:
                break
            self._held += block
        if mark:
            raise SourceError("git's answer ends before the last commit")
        yield self._held
        self._held = b""

    def _starts_with(self, header: bytes) -> bool:
        while len(self._held) < len(header) and (block := next(self._blocks, b"")):
            self._held += block
        return self._held.startswith(header)
