"""Policy, change and facts to a report: what every front-end does once the change is found.

Which policy governs: a floor beside the one of the base tip; where there is neither, the next best, and said so.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from reviewbot.engine import budgets_of, evaluate, lasting, needs_of, with_history
from reviewbot.errors import PolicyError, SourceError
from reviewbot.model.change import Change
from reviewbot.model.facts import CommitText, Facts
from reviewbot.model.policy import POLICY_PATH, Policy
from reviewbot.model.report import Report
from reviewbot.policy import MAX_TEXT_BYTES, PolicyText, default_policy_text, load_policy
from reviewbot.sources.git import printable
from reviewbot.sources.local import LocalChange
from reviewbot.sources.repository import find_repository

AUTHOR_VARIABLE = "REVIEWBOT_AUTHOR"
_NAME = POLICY_PATH.decode()
_BUILT_IN = "no policy found: judged by the built-in default (reviewbot policy show)"


def judge_local(found: LocalChange, *, floor: str | None, author: str | None, budgets_only: bool = False) -> Report:
    """The report on a change of a local repository, by the floor (a file name) and the policy at its base.

    budgets_only: by the policy's budgets and by nothing else, which is less to read.
    """
    return judge(found, governing(found, floor=floor, author=author, budgets_only=budgets_only))


def judge(found: LocalChange, judging: Judging) -> Report:
    """The report on a change by what governs it."""
    return _evaluate(found.read(needs_of(judging.policy)), *judging)


class Judging(NamedTuple):
    """What a change is judged by. notes: which policy that is, where it does not go without saying."""

    policy: Policy
    facts: Facts
    notes: tuple[str, ...] = ()


def governing(found: LocalChange, *, floor: str | None, author: str | None, budgets_only: bool = False) -> Judging:
    """What governs a change of a local repository, see `judge_local`."""
    texts, notes = governing_texts(found, floor, found.repository.git_dir)
    policy = _loaded(texts, budgets_only=budgets_only)
    return Judging(policy, local_facts(found, policy, author), notes)


def judge_patch(name: str, folder: str, *, floor: str | None, author: str | None, budgets_only: bool = False) -> Report:
    """The report on a patch file ("-" for standard input), by the floor or the policy of the working tree."""
    from reviewbot.sources.patch import read_patch, read_patch_text  # only who hands over a patch waits for it

    text = read_patch_text(name)
    texts, notes = governing_texts(None, floor, folder)
    policy = _loaded(texts, budgets_only=budgets_only)
    return _evaluate(read_patch(text, needs_of(policy)), policy, _said(author), notes)


def judge_pushed(found: LocalChange, *, floor: str | None, facts: Facts, each_commit: int = 0) -> Report:
    """The report on a change that a git server is asked to take, by the floor (a file name) and the policy at its base.

    Never by anything that the push brings, and never by a working tree: where there is no policy, by the default.
    each_commit: the most commits of which each is judged alone too, by the rules about what stays in the history; 0
    for the net change only.
    """
    if each_commit:
        found.start_each_commit(each_commit)
    texts = _floor_and_base(found, floor)
    notes = () if texts else (_BUILT_IN,)
    policy = load_policy(texts or (default_policy_text(),))
    facts = _with_commit_texts(facts, found, policy)
    kept = lasting(policy)
    commits = ((commit, evaluate(change, kept, facts)) for commit, change in found.each_commit(needs_of(kept)))
    harmful = [(commit, alone) for commit, alone in commits if alone.findings]
    report = _evaluate(found.read(needs_of(policy)), policy, facts, notes)
    for commit, alone in harmful:
        report = with_history(report, commit, alone)
    return report


def texts_for_pull_request(
    found: LocalChange, above: Sequence[PolicyText], stack: PolicyText | None, *, is_stacked: bool, or_default: bool
) -> tuple[PolicyText, ...]:
    """The policies that a pull request is judged by, side by side; () where there is none and so nothing to say.

    above: a server's floor and the organisation's. is_stacked: whether it stands on another pull request, so that the
    policy of the stack's final base counts (`stack`, None where there is none) and not that of its own.
    """
    if is_stacked:
        at_base = stack
    else:
        text = found.read_at_base(POLICY_PATH, MAX_TEXT_BYTES)
        at_base = None if text is None else PolicyText(f"base:{_NAME}", text)
    texts = (*above, *((at_base,) if at_base else ()))
    return texts or ((default_policy_text(),) if or_default else ())


def judge_pull_request(found: LocalChange, texts: Sequence[PolicyText], policy: Policy, facts: Facts) -> Report:
    """The report on a pull request by these policies, loaded as `policy`.

    A change that brings another policy is judged by the one that holds now; what the new one would say is a note.
    """
    facts = _with_commit_texts(facts, found, policy)
    proposed, note = _proposed(found, texts)
    change = found.read(needs_of(policy) if proposed is None else needs_of(policy) | needs_of(proposed))
    notes: tuple[str, ...] = (note,) if note else ()
    if proposed is not None:
        then = evaluate(change, proposed, facts)
        notes += (f"under the policy that this change brings it would be: {then.verdict.value}, {_counted(then)}",)
    built_in = texts and texts[0].source == default_policy_text().source
    return _evaluate(change, policy, facts, ((_BUILT_IN,) if built_in else ()) + notes)


def _proposed(found: LocalChange, texts: Sequence[PolicyText]) -> tuple[Policy | None, str]:
    """The policies as they would be with the file that the change brings, and what is to be said of it."""
    at_base = next((each for each in texts if each.source == f"base:{_NAME}"), None)
    try:
        text = found.read_at_head(POLICY_PATH, MAX_TEXT_BYTES)
        if text == (at_base.text if at_base else None):
            return None, ""
        if text is None:
            return None, f"this change removes {_NAME}"
        kept = [each for each in texts if each is not at_base and each.source != default_policy_text().source]
        return load_policy((*kept, PolicyText(f"head:{_NAME}", text))), ""
    except PolicyError as error:
        return None, f"the policy that this change brings is not valid: {error.what}"


def _counted(report: Report) -> str:
    number = len(report.findings)
    return f"{number} finding{'' if number == 1 else 's'}"


def local_facts(found: LocalChange, policy: Policy, author: str | None) -> Facts:
    """The author as a person says it, and what the policy asks beyond: the branch of base, what commits say."""
    branch = found.branch() if any(instance.branches for instance in policy.instances) else None
    return _with_commit_texts(_said(author)._replace(branch=branch), found, policy)


def _said(author: str | None) -> Facts:
    """Who made the change as whoever works here says it, by option and by environment; the option goes first.

    Never for a push on a server, where the environment may be the pusher's.
    """
    names = [name for name in (author, os.environ.get(AUTHOR_VARIABLE)) if name]
    return Facts(author=names[0], agents=_agents(names)) if names else Facts()


def _with_commit_texts(facts: Facts, found: LocalChange, policy: Policy) -> Facts:
    """The facts with what the commits say of themselves: which agents took part, which scope they declare.

    Read only where the policy asks. What an author writes adds agents, and takes away none that is known already.
    """
    if not needs_of(policy).commit_texts:
        return facts
    from reviewbot.diff.declared_scopes import scopes_in_file, scopes_in_messages

    commits = found.commit_texts()
    facts = facts._replace(agents=_agents([facts.author or "", *facts.agents], commits or ()))
    scopes = None if commits is None else scopes_in_messages(commit.message for commit in commits)
    declared = found.scope_file() if found.ends.head is None else None
    if declared is not None:
        scopes = (*(scopes or ()), *scopes_in_file(declared))
    return facts._replace(scopes=scopes)


def _agents(names: Sequence[str], commits: tuple[CommitText, ...] = ()) -> tuple[str, ...]:
    from reviewbot.model.agents import agents_of  # only where somebody wants to know

    return agents_of(names, commits)


def _loaded(texts: tuple[PolicyText, ...], *, budgets_only: bool) -> Policy:
    policy = load_policy(texts)
    return budgets_of(policy) if budgets_only else policy


def _evaluate(change: Change, policy: Policy, facts: Facts, notes: tuple[str, ...]) -> Report:
    return evaluate(change._replace(notes=change.notes + notes), policy, facts)


def read_policy_file(name: str, source: str) -> PolicyText:
    """A policy file, at most one byte more than a policy may have. Raises PolicyError when it cannot be read."""
    try:
        with open(name, "rb") as file:
            return PolicyText(source, file.read(MAX_TEXT_BYTES + 1))
    except OSError as error:
        raise PolicyError(f"the policy cannot be read: {error.strerror}", where=printable(name)) from None


def governing_texts(
    change: LocalChange | None, floor: str | None, folder: str
) -> tuple[tuple[PolicyText, ...], tuple[str, ...]]:
    """(texts, notes): the floor and the policy at base; else the working tree's; else the built-in default.

    change: None for a patch, which has no base. floor: the file of --policy. folder: where to look for the working
    tree's policy when there is no change.
    """
    texts = _floor_and_base(change, floor)
    if texts:
        return texts, ()
    work_tree = change.repository.work_tree if change else _work_tree_of(folder)
    if work_tree and os.path.lexists(f"{work_tree}/{_NAME}"):
        text = read_policy_file(f"{work_tree}/{_NAME}", f"working tree:{_NAME}")
        return (text,), (f"base has no policy: judged by {_NAME} of the working tree",)
    return (default_policy_text(),), (_BUILT_IN,)


def _floor_and_base(change: LocalChange | None, floor: str | None) -> tuple[PolicyText, ...]:
    texts = [read_policy_file(floor, f"floor:{printable(floor)}")] if floor else []
    at_base = change.read_at_base(POLICY_PATH, MAX_TEXT_BYTES) if change else None
    if at_base is not None:
        texts.append(PolicyText(f"base:{_NAME}", at_base))
    return tuple(texts)


def _work_tree_of(folder: str) -> str | None:
    try:
        return find_repository(folder).work_tree
    except SourceError:
        return os.path.abspath(folder)
