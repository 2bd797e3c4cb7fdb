"""What branches require: a check of our name counts only where it must be from this App, since others could set it.

https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets#require-status-checks-to-pass-before-merging
"""

from __future__ import annotations

from collections.abc import Sequence

from reviewbot.errors import ReviewbotError
from reviewbot.github.app import App
from reviewbot.github.client import Client
from reviewbot.github.values import Installation, RequiredCheck
from reviewbot.server.doctor.check import Check, unknown
from reviewbot.server.settings import Settings

MOST_REPOSITORIES = 50  # each takes some requests; GitHub gives an installation 5,000 an hour
_NAMED = 5  # branches that are named one by one


class _Found:
    """right, without: branches with our check from us, and without our check. looked, left_out: repositories."""

    def __init__(self) -> None:
        self.checks: list[Check] = []
        self.right: list[str] = []
        self.without: list[str] = []
        self.looked = self.left_out = 0


def required_checks(
    settings: Settings, app: App, installations: Sequence[Installation], most_repositories: int
) -> list[Check]:
    """Of the default and the protected branches of so many repositories."""
    found = _Found()
    for installation in installations:
        name = f"required checks of {installation.account or installation.id}"
        try:
            _look(settings, found, app.installation(installation.id), most_repositories)
        except ReviewbotError as error:
            found.checks.append(unknown(name, error))
    return found.checks + _summary(settings, found)


def _look(settings: Settings, found: _Found, client: Client, most_repositories: int) -> None:
    repositories = sorted(client.repositories(), key=lambda each: each.full_name)
    looked = repositories[: max(most_repositories - found.looked, 0)]
    found.looked += len(looked)
    found.left_out += len(repositories) - len(looked)
    for repository in looked:
        try:
            for branch in client.requirements(repository.id):
                _judge(settings, found, f"{branch.branch} of {repository.full_name}", branch.checks)
        except ReviewbotError as error:
            found.checks.append(unknown(f"required checks of {repository.full_name}", error))


def _judge(settings: Settings, found: _Found, where: str, checks: tuple[RequiredCheck, ...] | None) -> None:
    name = f"required check, {where}"
    if checks is None:
        what = "GitHub does not tell which checks are required"
        found.checks.append(Check(name, None, what, "look at the branch's rules: whose must the check be?"))
        return
    ours = [check for check in checks if check.name == settings.check_name]
    wrong = [check for check in ours if check.app_id != settings.app_id]
    for check in wrong:
        who = "anybody" if check.app_id is None else f"the App {check.app_id}, not from this one ({settings.app_id})"
        what = f"{check.source} takes the check {check.name} from {who}"
        advice = f"choose this App as the source of the check there: integration_id or app_id {settings.app_id}"
        found.checks.append(Check(name, False, what, advice))
    if not ours:
        found.without.append(where)
    elif not wrong:
        found.right.append(where)


def _summary(settings: Settings, found: _Found) -> list[Check]:
    summary = []
    if found.right:
        what = f"{_listed(found.right)}: the check {settings.check_name} is required, from this App alone"
        summary.append(Check("required checks", True, what))
    if found.without:
        what = f"{_listed(found.without)}: nothing requires the check {settings.check_name}, so it only informs"
        summary.append(Check("required checks", True, what))
    if found.left_out:
        what = f"{found.left_out} more repositories were not looked at"
        summary.append(Check("required checks", None, what, "--repositories takes a larger number"))
    return summary


def _listed(places: Sequence[str]) -> str:
    more = len(places) - _NAMED
    return ", ".join(places[:_NAMED]) + (f" and {more} more" if more > 0 else "")
