"""What becomes of one ref of a push: refused for what is asked of the ref itself, or judged by its change."""

from __future__ import annotations

from typing import NamedTuple

from reviewbot.model.report import Report, Verdict
from reviewbot.sources.pushed import BRANCHES, RefUpdate

# What git and its servers keep for themselves: whoever writes there changes what others see of objects that stand.
# https://git-scm.com/docs/git-replace, https://docs.github.com/en/get-started/git-basics (refs/pull is read-only there)
RESERVED = ("refs/replace/", "refs/pull/")


class Judged(NamedTuple):
    """refusal, help: why the ref must not be updated so, and what to do; "" where the change decides.

    report: on the net change, None where there is nothing to judge. base: short name of the branch that it was
    measured from, None where there is none.
    """

    update: RefUpdate
    refusal: str = ""
    help: str = ""
    report: Report | None = None
    base: str | None = None

    @property
    def accepted(self) -> bool:
        """On a server nobody can approve, so what needs approval is refused too."""
        verdict = self.report.verdict if self.report else Verdict.PASS
        return not self.refusal and verdict not in (Verdict.BLOCK, Verdict.REVIEW)


class Decision(NamedTuple):
    """What is to be answered. remarks: on what was asked beside the refs."""

    judged: tuple[Judged, ...]
    remarks: tuple[str, ...] = ()

    @property
    def accepted(self) -> bool:
        """One refused ref refuses all."""
        return all(each.accepted for each in self.judged)

    @property
    def silent(self) -> bool:
        """Whether there is nothing to say, as of most pushes."""
        findings = any(each.report.findings for each in self.judged if each.report)
        return self.accepted and not findings and not self.remarks


def refused_as_such(update: RefUpdate, *, protected: bool, takes_over: bool) -> Judged | None:
    """What no ref, or no protected one, may be updated to, whatever the change; None when the change decides.

    takes_over: whether another branch would be the default then, with another policy.
    """
    if update.ref.startswith(RESERVED):
        return Judged(update, "this namespace is not for pushing", "push a branch below refs/heads/")
    if update.new is None and protected:
        return Judged(update, "a protected branch must not be deleted", "an administrator can do it on the server")
    if takes_over:
        return Judged(
            update,
            "it would become the default branch, for HEAD of the repository names it",
            "an administrator lets HEAD name the one in use: git symbolic-ref HEAD refs/heads/NAME",
        )
    return None


def not_forward(update: RefUpdate) -> Judged:
    """A protected branch that would lose commits."""
    return Judged(
        update, "a protected branch must not lose commits (no fast-forward)", "fetch, rebase or merge, and push again"
    )


def short_name(ref: str) -> str:
    """A branch without its folder, any other ref in full."""
    return ref.removeprefix(BRANCHES)
