"""Policies for tests: the first line is written for them."""

from __future__ import annotations

import pytest

from reviewbot.errors import PolicyError
from reviewbot.model.policy import Instance, Policy
from reviewbot.policy import PolicyText, load_policy

VERSION = "version = 1\n"

DESIGN_EXAMPLE = r"""version = 1

[[rules.max-diff-lines]]
limit = 300
ignore = ["*.lock", "**/__snapshots__/"]

[[rules.max-diff-lines]]            # coding agents get half: both instances apply to them, the tighter one blocks
limit = 150
authors = ["*[bot]", "agent:*"]

[[rules.forbidden-path]]
match = ["config/"]
reason = "contains secrets"

[[rules.forbidden-path]]
match = ["migrations/"]
waivable-by = ["@acme/dba"]

[[rules.protected-path]]            # may change, once these have approved
match = ["deploy/"]
reviewers = ["@acme/dba"]
reason = "requires human review"

[[rules.forbidden-content]]
patterns = ['DROP\s+DATABASE', 'curl[^|]*\|\s*(ba)?sh']
reason = "destructive or unreviewable command"
"""


def a_text(rules: str, source: str = "base:.reviewbot.toml") -> PolicyText:
    return PolicyText(source, (VERSION + rules).encode())


def load(*rules: str) -> Policy:
    """The policy of these texts, each without its first line, floor first."""
    return load_policy([a_text(text, f"text {number}") for number, text in enumerate(rules, 1)])


def written(policy: Policy) -> list[Instance]:
    """The instances that some text wrote."""
    return [instance for instance in policy.instances if instance.source != "built-in"]


def refusal(text: str | bytes) -> PolicyError:
    """The error for this whole text."""
    content = text.encode() if isinstance(text, str) else text
    with pytest.raises(PolicyError) as caught:
        load_policy([PolicyText("p.toml", content)])
    return caught.value
