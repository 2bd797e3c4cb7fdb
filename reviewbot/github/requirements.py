"""The checks that branches require, by branch protection and by rulesets.

https://docs.github.com/en/rest/branches/branches and https://docs.github.com/en/rest/repos/rules: both may be read by
whoever may read contents and metadata; who may change them needs more.
"""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import quote

from reviewbot.github.api import Api
from reviewbot.github.errors import Gone
from reviewbot.github.payload import Fields
from reviewbot.github.values import RequiredCheck, Requirements

MOST_BRANCHES = 10
_ANY_APP = -1


def requirements(api: Api, path: str, default_branch: str) -> tuple[Requirements, ...]:
    """Of the default branch, and of the first other protected ones. path: of the repository."""
    found: dict[str, Fields] = {}
    with suppress(Gone):  # an empty repository has no branch
        found[default_branch] = api.get(f"{path}/branches/{quote(default_branch, safe='')}")
    listed = api.first_page(f"{path}/branches", protected="true")
    found |= {api.read(path, lambda branch: branch.text("name"), branch): branch for branch in listed}
    names = list(found)[:MOST_BRANCHES]
    return tuple(_of_branch(api, path, name, found[name]) for name in names)


def _of_branch(api: Api, path: str, name: str, branch: Fields) -> Requirements:
    where = f"{path}/rules/branches/{quote(name, safe='')}"
    try:
        rules = api.list(where)
    except Gone:
        return Requirements(name, None)
    protection = api.read(path, _protection, branch)
    if protection is None:
        return Requirements(name, None)
    ruled = tuple(check for rule in rules for check in api.read(where, _rule, rule))
    return Requirements(name, protection + ruled)


def _protection(branch: Fields) -> tuple[RequiredCheck, ...] | None:
    """None where the branch is protected and GitHub does not say how."""
    if not branch.is_true("protected"):
        return ()
    if not branch.has("protection"):
        return None
    protection = branch.child("protection")
    if not protection.has("required_status_checks"):
        return ()
    checks = protection.child("required_status_checks")
    if not checks.has("checks"):
        return () if not checks.has("contexts") else None  # an old server names no Apps
    source = "branch protection"
    return tuple(
        RequiredCheck(each.text("context"), _app(each, "app_id"), source) for each in checks.children("checks")
    )


def _rule(rule: Fields) -> tuple[RequiredCheck, ...]:
    if rule.text("type") != "required_status_checks":
        return ()
    source = f"a ruleset of {rule.text_or('ruleset_source', 'the repository')}"
    checks = rule.child("parameters").objects("required_status_checks")
    return tuple(RequiredCheck(each.text("context"), _app(each, "integration_id"), source) for each in checks)


def _app(check: Fields, key: str) -> int | None:
    """Whose it must be; -1 is GitHub's word for anybody's."""
    return None if not check.has(key) or check.equals(key, _ANY_APP) else check.number(key)
