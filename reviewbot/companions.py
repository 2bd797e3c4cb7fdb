"""The companions of what changed: the files that the policy's `missing-companion` says belong to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from reviewbot.diff.path_templates import PathSet
from reviewbot.engine import applies, files_in_scope, sees
from reviewbot.judgement import governing_texts, local_facts
from reviewbot.model.change import Change, Needs
from reviewbot.model.policy import Instance
from reviewbot.policy import load_policy
from reviewbot.rules import load_rule
from reviewbot.rules.missing_companion import RULE, Options, companions_among, likely_sources
from reviewbot.sources.local import LocalChange


def companions_local(found: LocalChange, *, floor: str | None, author: str | None) -> tuple[bytes, ...] | None:
    """The companions of a change of a local repository, sorted; None when the policy says of nothing that it has any.

    floor: the name of a policy file that holds beside the one at base. Which instances apply, and what they see, is
    as in `judge_local`.
    """
    texts, _ = governing_texts(found, floor, found.repository.git_dir)
    policy = load_policy(texts)
    instances = [instance for instance in policy.instances if instance.rule == RULE.name]
    if not instances:
        return None
    facts = local_facts(found, policy, author)
    change = found.read(Needs(head_paths=True))
    return tuple(sorted(companions_of(change, (each for each in instances if applies(each, facts)))))


def companions_of(change: Change, instances: Iterable[Instance]) -> set[bytes]:
    """The files of head that are a companion of a changed file, and the changed files that are one of any file.

    change: read with its `head_paths`. instances: those of `missing-companion` that apply.
    """
    changed = {file.path for file in change.files if file.exists_in_head}
    head = PathSet(change.head_paths or ())
    rule = load_rule(RULE.name)
    companions: set[bytes] = set()
    for instance in instances:
        options = cast("Options", instance.options)
        files = files_in_scope(change, instance, rule)
        companions |= companions_among(options, (file.path for file in files if file.exists_in_head), head)
        others = PathSet(changed - companions)
        sources = likely_sources(options, head.each, others)
        companions |= companions_among(options, (path for path in sources if sees(path, instance, rule)), others)
    return companions
