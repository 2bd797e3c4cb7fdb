"""A lane: one thing that is looked at again and again, one look at a time."""

from __future__ import annotations

import hashlib
from typing import Literal, NamedTuple

from reviewbot.github.values import Hint, HintKind

Kind = HintKind | Literal["sweep"]


class Press(NamedTuple):
    """A button of the check run, and who pressed it; "" where nobody did, or GitHub does not say who."""

    button: str = ""
    login: str = ""


class Lane(NamedTuple):
    """key: the same for all hints about one thing. detail: as in `Hint`. pressed: as there, since the last look."""

    key: str
    kind: Kind
    installation: int
    repository: int | None = None
    number: int | None = None
    detail: str | None = None
    pressed: str | None = None

    def press(self) -> Press:
        return Press(*(self.pressed or "").split(" ")[:2])


def lane_of(hint: Hint) -> Lane:
    """The lane that a hint is about. A button is no part of its key: who pressed it twice wants one look."""
    return Lane(_key(hint), *hint)


def sweep_of(installation: int, repository: int) -> Lane:
    """The lane in which the reconciler looks for pull requests that changed without an event."""
    return Lane(f"sweep-{repository}", "sweep", installation, repository)


def _key(hint: Hint) -> str:
    if hint.kind == "pull":
        return f"pull-{hint.repository}-{hint.number}"
    if hint.kind == "group":
        return f"group-{hint.repository}-{hint.detail}"
    if hint.kind == "installation":
        return f"installation-{hint.installation}"
    # A branch may have any name, and a key is part of other names.
    ref = f"-{hashlib.sha256(hint.detail.encode()).hexdigest()[:16]}" if hint.detail else ""
    return f"repository-{hint.repository}{ref}"
