"""When an instance holds at all, where not always."""

from __future__ import annotations

from collections.abc import Iterator

from reviewbot.model.policy import Instance


def conditions_of(instance: Instance) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(what, globs of which one must match it) for each condition."""
    for what, globs in (
        ("branch", instance.branches),
        ("repository", instance.repositories),
        ("author", instance.authors),
    ):
        if globs:
            yield what, globs


def is_conditional(instance: Instance) -> bool:
    """Whether the instance is not about every change."""
    return any(conditions_of(instance))
