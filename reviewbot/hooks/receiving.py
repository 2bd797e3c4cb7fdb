"""A push on a server, from what git says of it to yes or no. Whatever is not decided in time and in full is refused."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import NamedTuple

from reviewbot.errors import EXIT_ERROR, EXIT_OK, LimitError, ReviewbotError, SourceError
from reviewbot.hooks import Call
from reviewbot.hooks.configuration import Configuration, find_configuration
from reviewbot.hooks.hosts import PLAIN, Host, Who, find_host, load_host
from reviewbot.hooks.judged import Judged, not_forward, refused_as_such, short_name
from reviewbot.hooks.messages import PREFIX, error_lines, push_lines
from reviewbot.hooks.waivers import Standing, record, requested, standing
from reviewbot.model.facts import Facts
from reviewbot.sources.git import Limits, printable
from reviewbot.sources.interruption import deadline
from reviewbot.sources.pushed import Push, RefUpdate, open_push
from reviewbot.sources.repository import Repository, find_repository, repository_at
from reviewbot.sources.sandbox import remove_abandoned_sandboxes

# Of the time that there is: for starting Python before, and for ending git and saying no after.
START_SECONDS = 0.15
GRACE_SECONDS = 0.25
MEMORY_BYTES = 2 << 30  # of each process, our own too
Updates = Callable[[Host], Sequence[RefUpdate]]


class Decision(NamedTuple):
    """What is to be answered. remarks: on what was asked beside the refs."""

    judged: tuple[Judged, ...]
    remarks: tuple[str, ...] = ()

    @property
    def accepted(self) -> bool:
        """One refused ref refuses all."""
        return all(each.accepted for each in self.judged)


def answer(call: Call, read_updates: Updates) -> int:
    """Decide on a push and say so; the exit status. Nothing that goes wrong gets past here."""
    host = load_host(PLAIN)
    try:
        host = find_host(call.environ, call.host)
        decision = _decide(call, host, read_updates(host))
    except ReviewbotError as error:
        _say(host, error_lines(error), sys.stderr)
        return EXIT_ERROR
    except Exception as error:  # MemoryError too: a fault of ours must not look like a verdict
        fault = SourceError(f"a fault of reviewbot itself: {type(error).__name__}: {str(error)!a:.200}")
        _say(host, error_lines(fault), sys.stderr)
        return EXIT_ERROR
    if call.format == "json":
        from reviewbot.hooks.document import push_document  # only who asks for it waits

        sys.stdout.write(push_document(decision.judged))
    else:
        _say(host, push_lines(decision.judged, decision.remarks), sys.stdout)
    if decision.accepted:
        return EXIT_OK
    refusal = host.refusal(call.arguments)
    if refusal.line:
        print(refusal.line)
    return refusal.status


def _say(host: Host, lines: Sequence[str], stream: object) -> None:
    print("".join(f"{host.prefix}{PREFIX}{line}\n" for line in lines), end="", file=stream, flush=True)  # type: ignore[call-overload]


def _decide(call: Call, host: Host, updates: Sequence[RefUpdate]) -> Decision:
    repository = _repository(call)
    own = os.stat(repository.git_dir).st_uid == os.geteuid()
    configuration = find_configuration(call.configuration, repository.git_dir, own=own)
    if call.floor is not None:
        configuration = configuration._replace(floor=call.floor)
    if not own and not configuration.any_owner:
        raise SourceError(
            "this repository belongs to another user than the one that runs the hook",
            where=printable(repository.git_dir),
            help="chown it, or set `any-owner = true` in a configuration outside of it",
        )
    seconds = configuration.deadline_seconds
    too_late = LimitError(
        f"there was no verdict within {seconds:g} seconds",
        help="push less at once; the server's administrator: see `deadline-seconds` in the configuration",
    )
    _bound_own_memory()
    with ExitStack() as stack:
        stack.enter_context(deadline(max(0.05, seconds - START_SECONDS - GRACE_SECONDS), too_late, GRACE_SECONDS))
        stack.callback(remove_abandoned_sandboxes)
        who = _named(host.who(call.environ, call.arguments), configuration, call)
        standing_ = standing(requested(call.environ), who, configuration)
        push = stack.enter_context(
            open_push(
                repository,
                updates,
                quarantine=_quarantine(call, repository),
                protected=configuration.protected,
                limits=Limits(timeout_seconds=seconds, memory_bytes=MEMORY_BYTES),
            )
        )
        judged = tuple(_judge_each(push, updates, configuration, who, standing_))
        decision = Decision(judged, _remarks(standing_))
        if decision.accepted:
            _record_waivers(decision, configuration, who)
        return decision


def _repository(call: Call) -> Repository:
    git_dir = call.environ.get("GIT_DIR")
    return repository_at(git_dir) if git_dir and call.repo == "." else find_repository(call.repo)


def _quarantine(call: Call, repository: Repository) -> str | None:
    """Where the objects of the push are, None where they are the repository's already."""
    named = call.environ.get("GIT_QUARANTINE_PATH") or call.environ.get("GIT_OBJECT_DIRECTORY")
    if not named or os.path.realpath(named) == os.path.realpath(repository.objects):
        return None
    return named


def _named(who: Who, configuration: Configuration, call: Call) -> Who:
    """Who pushes, with what the administrator says of it."""
    if configuration.pusher_variable is not None:
        pusher = call.environ.get(configuration.pusher_variable) or None
        who = who._replace(pusher=pusher, author=pusher)
    return who._replace(author=call.author or who.author)


def _judge_each(
    push: Push, updates: Sequence[RefUpdate], configuration: Configuration, who: Who, waiving: Standing
) -> Iterator[Judged]:
    new = push.new_commits(updates) if len(updates) > 1 else None
    for told in updates:
        update = push.resolved(told)
        protected = push.is_protected(update.ref)
        judged = refused_as_such(update, protected=protected)
        if judged is None and (update.new is None or (new is not None and update.new not in new and not protected)):
            judged = Judged(update)  # nothing comes in
        if judged is None:
            judged = _judge(push, update, configuration, who, waiving)
        yield judged._replace(update=told)


def _judge(push: Push, update: RefUpdate, configuration: Configuration, who: Who, waiving: Standing) -> Judged:
    from reviewbot.judgement import judge_pushed

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


def _remarks(waiving: Standing) -> tuple[str, ...]:
    return (waiving.refused,) if waiving.refused else ()


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


def _bound_own_memory() -> None:
    """Whatever is pushed, the server keeps its memory; MemoryError refuses the push."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
