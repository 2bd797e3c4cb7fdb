"""Policy text to `Policy`: the strict TOML language of `.reviewbot.toml`, its JSON Schema and the built-in default.

`load_policy` is what every front-end calls. It imports only the rules that a policy names and those always on.
"""

from __future__ import annotations

from reviewbot.policy.load import load_policy
from reviewbot.policy.text import MAX_TEXT_BYTES, PolicyText, default_policy_text

__all__ = ["MAX_TEXT_BYTES", "PolicyText", "default_policy_text", "load_policy", "policy_schema"]


def policy_schema() -> dict[str, object]:
    """The JSON Schema (draft-07) of a policy, generated from all rules. Imports every rule."""
    from reviewbot.policy.schema import build_schema  # the check of a change never needs it

    return build_schema()
