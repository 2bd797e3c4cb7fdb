"""A file is touched that may change only once its reviewers have approved.

What it does
    Finds every changed file whose name matches, until enough of `reviewers` have approved this very head. Each person
    counts once, and the author of the change does not count. Where approvals are not known (on a laptop, at a push)
    the file is found too. Names match as in ``forbidden-path``.

Why
    Our choice: some paths have owners, and a change there is right only when these people say so.

Example
    With ``match = ["deploy/"]`` and ``reviewers = ["@acme/dba"]``, a change to ``deploy/schema.sql`` is found with
    severity ``review`` until a member of that team has approved it.

Instead
    Ask one of the reviewers, or leave the path out of the change.

Options
    ``match``: gitignore patterns, required.
    ``reviewers``: logins, ``"@org/team"`` or ``"maintainers"``, required.
    ``approvals``: how many of them must approve, 1 unless given.
"""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from reviewbot.model.facts import Facts
from reviewbot.model.options import Kind, Option
from reviewbot.model.policy import Instance
from reviewbot.model.report import Severity
from reviewbot.model.rule import Found, MatchUse, Rule, Scope, Statement
from reviewbot.model.wording import listed, patterns


class Options(NamedTuple):
    reviewers: Annotated[tuple[str, ...], Option(Kind.TEXTS, 'Who may approve: logins, "@org/team", "maintainers".')]
    approvals: Annotated[int, Option(Kind.INTEGER, "How many of the reviewers must approve.", minimum=1)] = 1


def approvals_in(facts: Facts, reviewers: tuple[str, ...]) -> int:
    """How many of the reviewers approved, each once and without the author. 0 when approvals are not known."""
    # No platform has two logins that differ in case only, so this counts nobody twice and misses nobody.
    author = (facts.author or "").casefold()
    logins = {person.login.casefold() for person in facts.approvals or () if person.is_one_of(reviewers)}
    return len(logins - {author})


def check(scope: Scope, options: Options) -> Iterator[Statement]:
    missing = options.approvals - approvals_in(scope.facts, options.reviewers)
    if missing <= 0:
        return
    reviewers = " or ".join(options.reviewers)
    more = " more" if missing < options.approvals else ""
    message = f"needs {missing}{more} approval{'s' if missing > 1 else ''} by {reviewers}"
    if scope.facts.approvals is None:
        message += "; who has approved is not known here"
    for file in scope.files:
        yield Found(path=file.path, message=message, help=f"ask {reviewers} to approve, or leave this path out")


def told(instance: Instance, options: Options) -> str:
    approvals = f"{options.approvals} approval{'s' if options.approvals > 1 else ''}"
    who = listed(options.reviewers, "or")
    return f"Change {patterns(instance.match, 'or')} only where the task needs it: {approvals} by {who} must follow."


RULE = Rule(
    name="protected-path",
    options=Options,
    check=check,
    match=MatchUse.REQUIRED,
    severity=Severity.REVIEW,
    guards=True,
    told=told,
)
