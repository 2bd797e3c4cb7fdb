"""How what was published is found again: by what it is about, never by when it was sent."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from reviewbot.model.report import Finding, PolicySource
from reviewbot.render.text.findings import fingerprints

MOST_MARKS = 500  # in one text; what is beyond counts as said
_MARK = re.compile(r"<!-- reviewbot: ([0-9a-z :-]*) -->", re.ASCII)
_PLAIN = re.compile(r"[0-9a-z:-]{1,80}", re.ASCII)


def policy_hash(policies: Iterable[PolicySource]) -> str:
    """One id for all policies side by side, hex; another source of the same text is another policy."""
    digest = hashlib.sha256()
    for policy in policies:
        digest.update(f"{len(policy.source)}:{policy.source}{policy.sha256}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def external_id(repository: int, base: str, head: str, policies: Iterable[PolicySource]) -> str:
    """The check run's id on our side. base: the tip that the change is meant for, head: its own; both full hex.

    What was found for one of them says nothing about another; of two pull requests that agree in all it is the same.
    """
    return hashlib.sha256(f"{repository}\n{base}\n{head}\n{policy_hash(policies)}".encode()).hexdigest()


def combined_id(ids: Iterable[str]) -> str:
    """The id of one check run that speaks for several pull requests of the same head; of one it is its own."""
    several = sorted(set(ids))
    return several[0] if len(several) == 1 else hashlib.sha256("\n".join(several).encode()).hexdigest()


def keys_of(findings: Sequence[Finding]) -> list[str]:
    """For each finding the key under which it is said, unique among them, of characters that end no comment."""
    return [
        key if _PLAIN.fullmatch(key) else hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        for key in fingerprints(findings)
    ]


def mark(keys: Sequence[str]) -> str:
    """A comment of HTML, which GitHub does not show, with what the text around it says."""
    return f"<!-- reviewbot: {' '.join(keys[:MOST_MARKS])} -->"


def marked(text: str) -> frozenset[str] | None:
    """The keys of all marks of a text; None where it has none. Only for what we wrote, since anybody can write one."""
    found = _MARK.findall(text)
    return frozenset(key for keys in found for key in keys.split()) if found else None
