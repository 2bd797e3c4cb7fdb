"""A command is run that must not be, or that somebody must look at first.

What it does
    Reads commands as a shell does, in the added lines of shell scripts, git hooks, Makefiles (recipes), Dockerfiles
    (``RUN``, ``CMD``, ``ENTRYPOINT``) and CI files (GitHub, GitLab, CircleCI, Azure, Jenkins), and in what a coding
    agent is about to run. Lists, pipes, substitutions, here-documents, ``sh -c`` and wrappers such as ``sudo``,
    ``env``, ``timeout``, ``xargs`` or ``find -exec`` are taken apart, quotes taken off; every branch counts.

    An entry is the beginning of a command, as ``git push --force``: the same program, the same words, and its options
    in any order and form, with others in between (``git -C . push -f origin``; ``rm -r --forc`` is ``rm -rf``). An
    entry whose first word is in capitals, as ``DROP DATABASE``, is text: it is looked for in the words, assignments and
    here-documents of every command, whatever the case and the white space.

    ``deny`` goes before ``ask``, and ``ask`` before ``allow``. What cannot be told before it runs (a variable as
    program, ``curl | sh``, ``python -c``) or is not understood is asked. When there is ``allow``, an agent is asked
    about every command that it does not name; a change is not. What only starts another command as it is (``env``,
    ``timeout``, ``sh -c``) needs no entry there, ``sudo`` does. A denied command has the instance's severity, one to be
    asked about ``review``, or ``warn`` where the instance says so.

    Added lines are read alone, those that follow each other together. Lines that are no whole shell text are asked
    about only when they name a program of ``deny`` or ``ask``; running a file is not, since its own lines are judged
    where it changes. CI files and Makefiles are read line by line: YAML anchors, aliases, matrices and templates,
    make's variables and functions, and what an action or a plugin runs are not followed. Where a command writes to
    (``> file``) is not judged. This rule is no sandbox: a program that may run can do what it likes.

Why
    Our choice: some commands destroy what no review brings back, and an agent or a script runs them faster than anybody
    can read.

Example
    With ``deny = ["rm -rf"]``, an added line ``sudo rm -fr -- "$BUILD"`` of a script is found.

Instead
    Use a command that can be taken back, or let somebody with the right to do it run it.

Options
    ``deny``: commands that must not run.
    ``ask``: commands that somebody must agree to.
    ``allow``: commands that an agent may run without being asked; without it, all others.
"""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from reviewbot.diff.path_patterns import guards
from reviewbot.model.change import ChangedFile, Needs, PathScope
from reviewbot.model.options import Kind, Option
from reviewbot.model.report import Severity
from reviewbot.model.rule import Found, Rule, Scope, Statement
from reviewbot.shell.decision import Answer, Decision, Lists, decide_text, judge, lists, mentions
from reviewbot.shell.files import KINDS, SCOPE, Script, scripts_in


class Options(NamedTuple):
    deny: Annotated[tuple[str, ...], Option(Kind.TEXTS, "Commands that must not run.")] = ()
    ask: Annotated[tuple[str, ...], Option(Kind.TEXTS, "Commands that somebody must agree to.")] = ()
    allow: Annotated[tuple[str, ...], Option(Kind.TEXTS, "Commands that an agent may run without being asked.")] = ()


def needs(_options: Options) -> Needs:
    return Needs(lines_of=(PathScope(SCOPE),))


def decide(options: Options, text: str) -> Decision:
    """What a coding agent is told that is about to run this text. Never raises, once `validate` took the options."""
    return decide_text(lists(*options), text)


def check(scope: Scope, options: Options) -> Iterator[Statement]:
    held = lists(options.deny, options.ask, ())
    asked = Severity.WARN if scope.instance.severity is Severity.WARN else Severity.REVIEW
    for file in scope.files:
        for script, decision in _decisions(file, held):
            line = script.line_at(decision.line)
            yield Found(
                path=file.path,
                line=line.number,
                message=decision.why,
                help="use a command that the policy lets run, or ask those who may waive the rule",
                severity=None if decision.kind is Answer.DENY else asked,
                text=b"\n".join((line.before, line.text, line.after)),
            )


def _decisions(file: ChangedFile, held: Lists) -> Iterator[tuple[Script, Decision]]:
    """What is said of the added lines of a file, once for each line and reason."""
    extractor = next((extractor for patterns, extractor in KINDS if guards(patterns, file.path)), None)
    if extractor is None:
        return
    seen = set()
    for script in scripts_in(file.added, extractor):
        for decision in judge(held, script.parsed):
            place = (script.line_at(decision.line).number, decision.why)
            if place not in seen and _counts(held, script, decision):
                seen.add(place)
                yield script, decision


def _counts(held: Lists, script: Script, decision: Decision) -> bool:
    """Whether an answer is said of a change: half a statement, or a guess, only where it names what is forbidden."""
    if decision.kind is Answer.DENY:
        return True
    if decision.runs_file:
        return False
    unsure = decision.garbled or script.guessed
    return not unsure or mentions(held, "\n".join(script.text))


def validate(options: Options) -> None:
    if not any(options):
        raise ValueError("names no command: write deny, ask or allow")
    lists(*options)


RULE = Rule(name="forbidden-command", options=Options, check=check, needs=needs, measures=True, validate=validate)
