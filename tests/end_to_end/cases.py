"""One adversarial change: what the repository holds, how the command is called, and what it must answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.repositories import Content, Entry, Files, Repository, lines

POLICY = r"""version = 1

[[rules.max-diff-lines]]
limit = 10
ignore = ["vendor/", "*.lock"]

[[rules.forbidden-path]]
match = ["config/", "migrations/"]
reason = "kept by the platform team"

[[rules.forbidden-content]]
patterns = ['DROP\s+DATABASE', '^password=', 'end of story$']

[rules.symlink-target]

[rules.submodule-change]

[rules.conflict-marker]

[rules.invisible-character]
"""

STANDING: Mapping[str, Content] = {
    "README.md": "read me\n",
    "config/settings.yml": lines(3, "key"),
    "src/app.py": lines(20, "code"),
    "vendor/library.py": lines(20, "vendored"),
}


@dataclass(frozen=True)
class Expected:
    """What the command must answer.

    exits: the exit statuses that are right. verdict: the report's, None for any that fits the exit status. rules: just
    these have findings, None for any. counts: of the report's totals. words: stand in the report's notes and messages,
    or on standard error.
    """

    exits: tuple[int, ...]
    verdict: str | None = None
    rules: frozenset[str] | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    words: tuple[str, ...] = ()


def _counts(added: int | None, removed: int | None, counted: int | None, files: int | None) -> dict[str, int]:
    """Counted lines are added plus removed unless a case says otherwise."""
    if counted is None and added is not None and removed is not None:
        counted = added + removed
    given = {"added_lines": added, "removed_lines": removed, "counted_lines": counted, "files": files}
    return {key: value for key, value in given.items() if value is not None}


def blocks(
    *rules: str,
    added: int | None = None,
    removed: int | None = None,
    counted: int | None = None,
    files: int | None = None,
    words: tuple[str, ...] = (),
) -> Expected:
    """Blocked, with findings of exactly these rules."""
    return Expected((1,), "block", frozenset(rules), _counts(added, removed, counted, files), words)


def passes(
    *,
    added: int | None = None,
    removed: int | None = None,
    counted: int | None = None,
    files: int | None = None,
    words: tuple[str, ...] = (),
) -> Expected:
    """Nothing found at all."""
    return Expected((0,), "pass", frozenset(), _counts(added, removed, counted, files), words)


def warns(*rules: str) -> Expected:
    return Expected((0,), "warn", frozenset(rules))


def errors(*words: str) -> Expected:
    """Not decided, and these words on standard error."""
    return Expected((2,), words=words)


def never_passes() -> Expected:
    """Blocked or not decided, where either is honest."""
    return Expected((1, 2))


@dataclass(frozen=True)
class Case:
    """A change from branch `main` to branch `topic`, and the answer to it.

    change: what topic does to main (None: deleted). base: what main has besides `STANDING`. policy: main's
    `.reviewbot.toml`, None for none. arrange: whatever else is done to the repository, afterwards. build: makes the
    whole repository instead. arguments: `{folder}` is the folder that holds the repository. environment: added to a
    clean one, with the same `{folder}`. checked_out: HEAD is topic, and index and working tree are there.
    """

    name: str
    expect: Expected
    change: Files = field(default_factory=dict)
    base: Files = field(default_factory=dict)
    policy: str | bytes | Entry | None = POLICY
    arrange: Callable[[Repository], object] | None = None
    build: Callable[[Repository], object] | None = None
    arguments: tuple[str, ...] = ("main..topic",)
    environment: Mapping[str, str] = field(default_factory=dict)
    checked_out: bool = False
    bare: bool = False
    object_format: str = "sha1"

    def make(self, folder: Path) -> Repository:
        repository = Repository(folder / "repository", bare=self.bare, object_format=self.object_format)
        if self.build:
            self.build(repository)
        else:
            base = first_commit(repository, self.base, self.policy)
            repository.commit(self.change, base, branch="topic")
        if self.checked_out:
            repository.head("refs/heads/topic")
            repository.check_out()
        if self.arrange:
            self.arrange(repository)
        return repository


def first_commit(repository: Repository, files: Files | None = None, policy: Any = POLICY) -> str:
    """`STANDING`, the policy and these files, as branch main."""
    written: dict[str | bytes, Content] = {**STANDING, **(files or {})}
    if policy is not None:
        written[".reviewbot.toml"] = policy
    return repository.commit(written, branch="main")


def each(cases: list[Case]) -> pytest.MarkDecorator:
    """Run a test with every case; their names must differ."""
    names = [case.name for case in cases]
    assert len(set(names)) == len(names), "two cases with one name"
    return pytest.mark.parametrize("case", cases, ids=names)
