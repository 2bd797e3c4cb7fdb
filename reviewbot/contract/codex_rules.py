"""Execution rules of Codex: which commands it runs, asks about, or never runs. The whole file is ours.

The language is Starlark (https://developers.openai.com/codex/rules). A rule sees only how a command begins, so
`git -C . push --force` passes where `git push --force` is forbidden: `reviewbot guard` looks at what a command does.
"""

from __future__ import annotations

from reviewbot.contract import Format
from reviewbot.contract.text.commands import Command, commands_of
from reviewbot.model.policy import Policy
from reviewbot.render.text.escape import shown

HEADER = """\
# Made by `reviewbot contract --format codex-rules --write` from .reviewbot.toml; change the policy, not these lines.
"""
NONE = "# The policy says nothing about commands.\n"
DECISION = {"deny": "forbidden", "ask": "prompt", "allow": "allow"}


def render(policy: Policy) -> str:
    """A rule for each command. One that is not plain words, such as `DROP DATABASE; --`, is left to the guard."""
    rules = [_rule(command, words) for command in commands_of(policy) if (words := _words(command.prefix))]
    return HEADER + ("\n" + "".join(rules) if rules else NONE)


def _words(prefix: str) -> list[str]:
    """The words of a command as a shell reads them; [] where it reads more than words."""
    from shlex import shlex

    lexer = shlex(prefix, posix=True, punctuation_chars=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    try:
        words = list(lexer)
    except ValueError:  # a quotation without an end
        return []
    return [] if any(word[:1] in "();<>|&" for word in words if word) else words


def _rule(command: Command, words: list[str]) -> str:
    pattern = ", ".join(map(_string, words))
    why = f", justification={_string(command.reason)}" if command.reason else ""
    return f'prefix_rule(pattern=[{pattern}], decision="{DECISION[command.decision]}"{why})\n'


def _string(text: str) -> str:
    """A string of Starlark; what does not print is shown as an escape, and matches nothing."""
    escaped = shown(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def merged(policy: Policy, _present: str) -> str:
    return render(policy)


FORMAT = Format(".codex/rules/reviewbot.rules", render, merged, holds=bool)
