"""Which coding agents took part in a change: what they are known to leave in logins, commits and messages.

The only list of agents. Every row was seen at the addresses beside it; a row without one does not belong here. What an
author leaves out cannot be seen, so this adds and never excuses: nothing here makes a rule apply less.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reviewbot.model.facts import CommitText

PREFIX = "agent:"


class Agent(NamedTuple):
    """What one agent leaves behind, all in lower case.

    logins: accounts on a platform, without "[bot]". emails: of authors, committers and co-authors. name_end: how the
    name of an author or committer ends. sentences: what only this agent writes into a message.
    """

    name: str
    sources: tuple[str, ...]
    logins: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    name_end: str = ""
    sentences: tuple[bytes, ...] = ()


AGENTS = (
    Agent(
        "aider",
        (
            "https://aider.chat/docs/git.html",
            "https://github.com/Aider-AI/aider/blob/main/aider/repo.py",
            "https://github.com/Aider-AI/aider/commits/main",
        ),
        emails=("aider@aider.chat", "noreply@aider.chat", "noreply@aider.dev"),
        name_end="(aider)",
    ),
    Agent(
        "amp",
        (
            "https://github.com/Comfy-Org/ComfyUI_frontend/issues/15758",
            "https://github.com/Comfy-Org/ComfyUI_frontend/issues/17449",
        ),
        emails=("amp@ampcode.com",),
        sentences=(b"amp-thread-id: ",),
    ),
    Agent(
        "claude",
        (
            "https://github.com/apps/claude",
            "https://github.com/anthropics/claude-code/issues/29999",
            "https://github.com/anthropics/claude-code/issues/14241",
        ),
        logins=("claude",),
        emails=("noreply@anthropic.com",),
        sentences=(b"generated with [claude code]",),
    ),
    Agent(
        "codex",
        (
            "https://github.com/openai/codex/pull/11617",
            "https://github.com/openai/git/pull/6",
            "https://github.com/jackin-project/jackin/pull/138",
        ),
        logins=("chatgpt-codex-connector",),
        emails=("codex@openai.com", "noreply@openai.com"),
    ),
    Agent(
        "copilot",
        (
            "https://github.com/orgs/community/discussions/179983",
            "https://github.com/microsoft/vscode/pull/309951",
            "https://github.com/github/copilot-cli/issues/975",
        ),
        logins=("copilot", "copilot-swe-agent"),
        emails=("copilot@github.com",),
    ),
    Agent(
        "cursor",
        ("https://github.com/block/aittributor/pull/15", "https://github.com/Jiangki/ledge/pull/11"),
        logins=("cursoragent",),
        emails=("cursoragent@cursor.com",),
    ),
    Agent(
        "devin",
        ("https://github.com/apps/devin-ai-integration", "https://github.com/flightcontrolhq/modules/pull/84"),
        logins=("devin-ai-integration",),
    ),
    Agent(
        "gemini",
        (
            "https://github.com/google-gemini/gemini-cli/issues/25721",
            "https://developers.google.com/gemini-code-assist/docs/review-github-code",
        ),
        logins=("gemini-code-assist",),
        emails=("gemini@google.com",),
    ),
    Agent(
        "jules",
        ("https://github.com/google-labs-code/jules-sdk/pull/94", "https://github.com/aavetis/PRarena/pull/57"),
        logins=("google-labs-jules",),
    ),
    Agent(
        "opencode",
        (
            "https://github.com/umputun/ralphex/issues/240",
            "https://github.com/CSStipendRankings/CSStipendRankings/pull/169",
        ),
        logins=("opencode-agent",),
        emails=("noreply@opencode.ai",),
    ),
    Agent(
        "openhands",
        (
            "https://github.com/All-Hands-AI/OpenHands/blob/main/"
            "openhands/agenthub/codeact_agent/prompts/system_prompt.j2",
        ),
        emails=("openhands@all-hands.dev",),
    ),
)

_BY_LOGIN = {login: agent.name for agent in AGENTS for login in agent.logins}
_BY_EMAIL = {email: agent.name for agent in AGENTS for email in agent.emails}
_BY_NAME_END = {agent.name_end: agent.name for agent in AGENTS if agent.name_end}
_BY_SENTENCE = {sentence: agent.name for agent in AGENTS for sentence in agent.sentences}

# Anywhere in the message and however indented, for squashing moves trailers to the middle; a trailer may go on in the
# next line. https://git-scm.com/docs/git-interpret-trailers
_CO_AUTHOR = re.compile(rb"(?im)^[ \t>*-]*co-authored-by[ \t]*:((?:[^\n]*)(?:\n[ \t]+[^\n]*)*)")
_BETWEEN_WORDS = re.compile(r"[\s<>(),;:\"]+")
# The address of an account that hides its own. https://docs.github.com/en/account-and-profile/reference/email-addresses-reference
_HIDDEN = re.compile(r"(?:\d+\+)?(.+)@users\.noreply\.[\w.-]+")


def agents_of(names: Iterable[str], commits: Iterable[CommitText]) -> tuple[str, ...]:
    """The "agent:NAME" of each coding agent that these logins or commits speak of, sorted.

    names: logins, or "agent:NAME" where somebody says so.
    """
    found = {agent for name in names if (agent := _of_name(name))}
    for commit in commits:
        for person in (*commit.people, *_CO_AUTHOR.findall(commit.message)):
            found.update(_of_person(person))
        message = commit.message.lower()
        found.update(PREFIX + name for sentence, name in _BY_SENTENCE.items() if sentence in message)
    return tuple(sorted(found))


def _of_name(name: str) -> str | None:
    lower = name.strip().lower()
    if lower.startswith(PREFIX):
        return lower
    agent = _BY_LOGIN.get(lower.removesuffix("[bot]"))
    return PREFIX + agent if agent else None


def _of_person(person: bytes) -> Iterator[str]:
    """The agents that "Name <email>" means, whatever its spelling; invalid UTF-8 hides nothing around it."""
    text = person.decode("utf-8", "replace").lower()
    name = text.partition("<")[0].strip()
    for email in (word for word in _BETWEEN_WORDS.split(text) if "@" in word):
        hidden = _HIDDEN.fullmatch(email)
        agent = _BY_LOGIN.get(hidden[1].removesuffix("[bot]")) if hidden else _BY_EMAIL.get(email)
        if agent:
            yield PREFIX + agent
    if name.endswith("[bot]") and (bot := _of_name(name)):
        yield bot
    yield from (PREFIX + agent for end, agent in _BY_NAME_END.items() if name.endswith(end))
