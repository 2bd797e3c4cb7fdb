"""`/reviewbot split` and its button, where the App may write: a branch for each part of the plan, and drafts bottom-up.

Asked for by somebody who may push to the repository: branches there can start workflows, also with what came from a
fork. Whoever may not is shown the plan, and the commands.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewbot.branches.authors import Author
from reviewbot.branches.commits import make_commits
from reviewbot.errors import ReviewbotError
from reviewbot.github.client import Client
from reviewbot.github.values import PullRequest
from reviewbot.model.split_plan import Branch, Part
from reviewbot.proposal import Proposal
from reviewbot.publish.identity import mark
from reviewbot.render.markdown import words
from reviewbot.render.text.escape import shown
from reviewbot.render.text.markup import code
from reviewbot.server.lane import Press
from reviewbot.server.looking.surroundings import Surroundings
from reviewbot.server.people.answers import Answer, sentence
from reviewbot.server.people.said import Said
from reviewbot.sources.local import LocalChange
from reviewbot.sources.network import Address
from reviewbot.sources.pushing import push_branches

PUSHING = ("write", "maintain", "admin")
MOST_PARTS = 20  # of which branches and pull requests are made without being asked twice
LONGEST_TITLE = 200


class Asked(NamedTuple):
    """Who asked for branches, and where the answer goes."""

    login: str
    key: str
    comment: int = 0


def asked_for(said: Sequence[Said], press: Press, head_sha: str, told: frozenset[str]) -> Asked | None:
    """The first who asked and was not answered yet. told: the keys of what was answered."""
    by_comment = [
        Asked(each.comment.author, f"branches-{each.comment.id}-{each.command.position}", each.comment.id)
        for each in said
        if each.command.verb == "split" and not each.command.mistake
    ]
    by_button = [Asked(press.login, f"branches-{head_sha}")] if press.button == "split" and press.login else []
    return next((each for each in (*by_comment, *by_button) if each.key not in told), None)


def make_branches(
    surroundings: Surroundings, client: Client, pull: PullRequest, found: LocalChange, proposal: Proposal, asked: Asked
) -> Answer | None:
    """Push the branches and open the pull requests; what is said of it. None where that may not be.

    Done again it makes nothing new: commits are equal each time, and a pull request of a branch is found.
    """
    if proposal.plan.no_split or len(proposal.plan.parts) > MOST_PARTS:
        return None
    if not surroundings.may_push(client.installation):
        return None
    if client.permission(pull.repository.id, asked.login) not in PUSHING:
        return None
    prefix = f"reviewbot/split-{pull.number}"
    try:
        branches = make_commits(found, proposal.plan, proposal.trees, prefix, _ourselves(surroundings)).branches
        writer = surroundings.pushing_client(client.installation)
        address = Address(pull.repository.clone_url, allow_http=surroundings.allow_http)
        push_branches(found.sandbox, address, writer.token, {each.name: each.commit for each in branches})
        numbers = _open(client, pull, proposal.plan.parts, branches)
    except ReviewbotError as error:
        return Answer(asked.key, f"**No branches were made**: {sentence(error.what)}.", asked.comment)
    lines = [f"- #{number}: {words(part.title)}" for number, part in zip(numbers, proposal.plan.parts, strict=True)]
    return Answer(asked.key, "\n".join(["**Split**, from the bottom up:", "", *lines]), asked.comment)


def _open(client: Client, pull: PullRequest, parts: Sequence[Part], branches: Sequence[Branch]) -> list[int]:
    """A draft for each branch, on the branch that it stands on. One that is open stays as it is."""
    present = {each.head_ref: each.number for each in client.open_pull_requests(pull.repository.id)}
    names = {branch.part: branch.name for branch in branches}
    numbers: list[int] = []
    for part, branch in zip(parts, branches, strict=True):
        base = pull.base_ref if branch.on is None else names[branch.on]
        number = present.get(branch.name)
        if number is None:
            title = shown(part.title)[:LONGEST_TITLE]
            body = _body(pull, part, len(parts))
            number = client.create_pull_request(pull.repository.id, title, branch.name, base, body)
        numbers.append(number)
    return numbers


def _body(pull: PullRequest, part: Part, total: int) -> str:
    needs = f", after {', '.join(f'part {number}' for number in part.needs)}" if part.needs else ""
    of = f"Part {part.number} of {total} of #{pull.number}{needs}: {part.counted_lines:,} counted lines."
    made = f"Made from {code(pull.head_sha[:12])}; all parts together are its tree, byte for byte."
    return "\n\n".join([words(part.why), of, made, mark([f"part-{pull.number}-{part.number}"])])


def _ourselves(surroundings: Surroundings) -> Author:
    login = surroundings.login()
    return Author(login, f"{login}@users.noreply.github.com", "0 +0000")
