"""A push on a server, from what git says of it to yes or no. Whatever is not decided in time and in full is refused."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from importlib import import_module
from typing import TextIO

from reviewbot.errors import EXIT_ERROR, EXIT_OK, LimitError, ReviewbotError, SourceError
from reviewbot.hooks import Call
from reviewbot.hooks.configuration import Configuration, find_configuration
from reviewbot.hooks.hosts import PLAIN, Host, Who, find_host, load_host
from reviewbot.hooks.judged import Decision
from reviewbot.sources.git import Limits, printable
from reviewbot.sources.interruption import deadline
from reviewbot.sources.pushed import RefUpdate, open_push
from reviewbot.sources.repository import Repository, find_repository, repository_at
from reviewbot.sources.sandbox import remove_abandoned_sandboxes

# Of the time that there is: for starting Python before, and for ending git and saying no after.
START_SECONDS = 0.15
GRACE_SECONDS = 0.25
_PREFIX = "reviewbot: "
MEMORY_BYTES = 2 << 30  # of each process, our own too
Updates = Callable[[Host], Sequence[RefUpdate]]


def answer(call: Call, read_updates: Updates) -> int:
    """Decide on a push and say so; the exit status. Nothing that goes wrong gets past here."""
    host = load_host(PLAIN)
    try:
        host = find_host(call.environ, call.host)
        decision = _decide(call, host, read_updates(host))
    except ReviewbotError as error:
        return _refused(host, error)
    except Exception as error:  # MemoryError too: a fault of ours must not look like a verdict
        fault = SourceError(f"a fault of reviewbot itself: {type(error).__name__}: {str(error)!a:.200}")
        return _refused(host, fault)
    if call.format == "json":
        from reviewbot.hooks.document import push_document  # only who asks for it waits

        sys.stdout.write(push_document(decision.judged))
    elif not decision.silent:
        from reviewbot.hooks.messages import push_lines  # only who has something to say waits

        _say(host, push_lines(decision.judged, decision.remarks), sys.stdout)
    if decision.accepted:
        return EXIT_OK
    refusal = host.refusal(call.arguments)
    if refusal.line:
        print(refusal.line)
    return refusal.status


def _refused(host: Host, error: ReviewbotError) -> int:
    from reviewbot.hooks.messages import error_lines

    _say(host, error_lines(error), sys.stderr)
    return EXIT_ERROR


def _say(host: Host, lines: Sequence[str], stream: TextIO) -> None:
    print("".join(f"{host.prefix}{_PREFIX}{line}\n" for line in lines), end="", file=stream, flush=True)


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
        push = stack.enter_context(
            open_push(
                repository,
                updates,
                quarantine=_quarantine(call, repository),
                protected=configuration.protected,
                limits=Limits(timeout_seconds=seconds, memory_bytes=MEMORY_BYTES),
            )
        )
        # git looks for the branches from here on; what is needed to judge is loaded meanwhile.
        judging = import_module("reviewbot.hooks.judging")
        who = _named(host.who(call.environ, call.arguments), configuration, call)
        decision: Decision = judging.decide(push, updates, configuration, who, call.environ)
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
    vouched = call.host is not None or configuration.pusher_variable is not None
    return who._replace(author=call.author or who.author, vouched=vouched)


def _bound_own_memory() -> None:
    """Whatever is pushed, the server keeps its memory; MemoryError refuses the push."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
