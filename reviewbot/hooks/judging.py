"""The judging of a push: each of its refs, with the waivers that it asks for. Loaded while git looks for branches."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence

from reviewbot.hooks.configuration import Configuration
from reviewbot.hooks.hosts import Who
from reviewbot.hooks.judged import Decision, Judged, not_forward, refused_as_such, short_name
from reviewbot.hooks.waivers import Standing, record, requested, standing
from reviewbot.judgement import judge_pushed
from reviewbot.model.facts import Facts
from reviewbot.sources.pushed import Push, RefUpdate


def decide(
    push: Push, updates: Sequence[RefUpdate], configuration: Configuration, who: Who, environ: Mapping[str, str]
) -> Decision:
    """What to answer. A waiver that lifts something is recorded before it is."""
    waiving = standing(requested(environ), who, configuration)
    judged = tuple(_judge_each(push, updates, configuration, who, waiving))
    decision = Decision(judged, (waiving.refused,) if waiving.refused else ())
    if decision.accepted:
        _record_waivers(decision, configuration, who)
    return decision


def _judge_each(
    push: Push, updates: Sequence[RefUpdate], configuration: Configuration, who: Who, waiving: Standing
) -> Iterator[Judged]:
    new = push.new_commits(updates) if len(updates) > 1 else None
    for told in updates:
        update = push.resolved(told)
        protected = push.is_protected(update.ref)
        judged = refused_as_such(update, protected=protected, takes_over=push.takes_over(update))
        if judged is None and (update.new is None or (new is not None and update.new not in new and not protected)):
            judged = Judged(update)  # nothing comes in
        if judged is None:
            judged = _judge(push, update, configuration, who, waiving)
        yield judged._replace(update=told)


def _judge(push: Push, update: RefUpdate, configuration: Configuration, who: Who, waiving: Standing) -> Judged:
    commit = push.commit(update)
    base = push.base(update, commit)
    with push.change(commit, base) as found:
        # With several merge-bases a trial merge is measured, and not what would stand there.
        if base and base.ref == update.ref and (found.ends.old, found.ends.new) != (base.commit, commit):
            return not_forward(update)
        branch = short_name(base.ref) if base else None
        facts = Facts(author=who.author, branch=branch, repository=who.repository, waivers=waiving.waivers(commit))
        report = judge_pushed(found, floor=configuration.floor, facts=facts, each_commit=configuration.each_commit)
        return Judged(update, report=report, base=branch)


def _record_waivers(decision: Decision, configuration: Configuration, who: Who) -> None:
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    entries = [
        {
            "time": now, "repository": who.repository, "ref": each.update.ref, "old": each.update.old,
            "new": each.update.new, "rule": finding.rule, "instance": finding.instance, "message": finding.message,
            "path": None if finding.path is None else finding.path.decode("utf-8", "surrogateescape"),
            "by": finding.waived.by, "reason": finding.waived.reason,
        }
        for each in decision.judged if each.report for finding in each.report.findings if finding.waived
    ]  # fmt: skip
    if entries and configuration.audit_file:
        record(configuration.audit_file, entries)
