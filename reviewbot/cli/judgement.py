"""Policy, change and facts to a report: what every command that judges does once the change is found."""

from __future__ import annotations

from reviewbot.cli.policies import governing_texts
from reviewbot.engine import evaluate, needs_of
from reviewbot.model.change import Change
from reviewbot.model.facts import Facts
from reviewbot.model.policy import Policy
from reviewbot.model.report import Report
from reviewbot.policy import load_policy
from reviewbot.sources.local import LocalChange


def judge_local(found: LocalChange, *, floor: str | None, author: str | None) -> Report:
    """The report on a change of a local repository, by the floor (a file name) and the policy at its base."""
    texts, notes = governing_texts(found, floor, found.repository.git_dir)
    policy = load_policy(texts)
    branch = found.branch() if any(instance.branches for instance in policy.instances) else None
    return _evaluate(found.read(needs_of(policy)), policy, Facts(author=author, branch=branch), notes)


def judge_patch(name: str, folder: str, *, floor: str | None, author: str | None) -> Report:
    """The report on a patch file ("-" for standard input), by the floor or the policy of the working tree."""
    from reviewbot.sources.patch import read_patch, read_patch_text  # only who hands over a patch waits for it

    text = read_patch_text(name)
    texts, notes = governing_texts(None, floor, folder)
    policy = load_policy(texts)
    return _evaluate(read_patch(text, needs_of(policy)), policy, Facts(author=author), notes)


def _evaluate(change: Change, policy: Policy, facts: Facts, notes: tuple[str, ...]) -> Report:
    return evaluate(change._replace(notes=change.notes + notes), policy, facts)
