"""What is wrong with the settings, as an administrator is told: never with a value, which may be a secret."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError  # noqa: TC002 - as all that a file uses

from reviewbot.errors import UsageError
from reviewbot.policy.wording import did_you_mean, quoted

_NEXT = "config/server.example.toml of reviewbot shows every setting"
# What other parts read, and what Kubernetes tells of a service that is called reviewbot.
_OTHER_VARIABLES = re.compile(
    r"REVIEWBOT_(AUTHOR|TRACEBACK|GUARD_LOG|GITHUB_PEER|UPDATE_GOLDEN|SERVICE_.+|PORT_.+)", re.ASCII
)
_PLACE = re.compile(r" \(at (line \d+, column \d+|end of document)\)$")


def explained(error: ValidationError, name: str | None, prefix: str, known: Sequence[str]) -> UsageError:
    """All that is wrong, in one error. name: of the file, None where there is none."""
    details = error.errors(include_url=False, include_context=True, include_input=False)
    unknown = next((str(each["loc"][0]) for each in details if each["type"] == "extra_forbidden"), None)
    advice = _NEXT if unknown is None else did_you_mean(unknown, known, "the settings are")
    where = f"the environment ({prefix}...)" if name is None else f"{name}, or the environment ({prefix}...)"
    return UsageError("; ".join(dict.fromkeys(_said(each) for each in details)), where=where, help=advice)


def refuse_unknown_variables(environ: Mapping[str, str], prefix: str, known: Sequence[str]) -> None:
    """Raises UsageError for a variable that is no setting but looks like one: a mistyped floor would hold nobody."""
    names = {f"{prefix}{each}".upper() for each in known}
    for name in sorted(environ):
        if name.upper().startswith(prefix) and name.upper() not in names and not _OTHER_VARIABLES.fullmatch(name):
            advice = did_you_mean(name.upper().removeprefix(prefix).lower(), known, "the settings are")
            raise UsageError(f"{quoted(name)} is no setting", where="the environment", help=advice)


def place_in(error: Exception) -> str:
    """Where in a text of TOML."""
    found = _PLACE.search(str(error))
    return f" ({found[1]})" if found else ""


def _said(detail: Mapping[str, Any]) -> str:
    message = str(detail.get("ctx", {}).get("error", detail["msg"]))
    if not detail["loc"]:
        return message
    key = quoted(str(detail["loc"][0]))
    if detail["type"] == "extra_forbidden":
        return f"{key} is no setting"
    if detail["type"] == "missing":
        return f"{key} is missing"
    if detail["type"] == "string_pattern_mismatch":
        return f"{key} should neither begin nor end with a space, and be one line"
    if detail["type"] == "value_error" and not message.startswith("should"):
        return f"{key} is not as it should be"  # somebody else's words, which may repeat the value
    return f"{key} {message.replace('Input should', 'should')}"
