"""A report: the verdict on a change, and every finding that led to it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from reviewbot.model.change import ChangedFile, LineCounts

TYPE_CHECKING = False  # for annotations only: most reports have no plan
if TYPE_CHECKING:
    from reviewbot.model.split_plan import SplitPlan


class Severity(StrEnum):
    """How much a finding weighs, the heaviest first."""

    BLOCK = "block"
    REVIEW = "review"
    WARN = "warn"


class Verdict(StrEnum):
    """The worst open finding, or pass."""

    PASS = "pass"  # noqa: S105 - no password
    WARN = "warn"
    REVIEW = "review"
    BLOCK = "block"


class Waived(NamedTuple):
    """Who lifted a finding, and why."""

    by: str
    reason: str


class Finding(NamedTuple):
    """One statement of a rule about one place.

    path: bytes as in the tree, None when the finding is about the whole change. line: in head, from 1. message: what
    is wrong. reason: the policy's own words, "" when it gives none. help: what to do. fingerprint: hex, the same as
    long as rule, path and the line with its neighbours are, wherever the line moves. pattern: of the policy, where the
    finding is that the path matches it.
    """

    rule: str
    instance: int
    severity: Severity
    message: str
    path: bytes | None = None
    line: int | None = None
    reason: str = ""
    help: str = ""
    fingerprint: str = ""
    waived: Waived | None = None
    pattern: str = ""


class BudgetUse(NamedTuple):
    """How much of one budget the change uses. unit: "lines", "files", "commits" or "bytes"."""

    rule: str
    instance: int
    limit: int
    used: int
    unit: str


class PolicySource(NamedTuple):
    """Where instances came from, for example "base:.reviewbot.toml", and the SHA-256 of that text."""

    source: str
    sha256: str


class Report(NamedTuple):
    """The verdict on one change: data only, the same on every surface. Findings and files are sorted.

    split_plan: how a change over its line budget divides, where the surface worked that out.
    """

    verdict: Verdict = Verdict.PASS
    base: str | None = None
    merge_base: str | None = None
    head: str | None = None
    policies: tuple[PolicySource, ...] = ()
    totals: LineCounts = LineCounts()
    budgets: tuple[BudgetUse, ...] = ()
    files: tuple[ChangedFile, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    split_plan: SplitPlan | None = None
