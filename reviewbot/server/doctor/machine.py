"""The machine: versions, who can read the secrets, and whether its clock is right."""

from __future__ import annotations

import os
import stat
import tomllib
from email.utils import parsedate_to_datetime
from time import time

import requests

from reviewbot.errors import ReviewbotError
from reviewbot.judgement import read_policy_file
from reviewbot.policy import load_policy
from reviewbot.server.doctor.check import Check
from reviewbot.server.settings import Settings
from reviewbot.server.versions import installed, shown, too_old

TIMEOUT_SECONDS = 10
# The App's tokens are dated a minute back, so GitHub refuses them where this clock is further ahead.
# https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
MOST_SKEW_SECONDS = 30
_SECRET_KEYS = ("private_key", "webhook_secrets", "database_url")
_OTHERS, _GROUP = stat.S_IRWXO, stat.S_IRWXG


def version_checks(settings: Settings) -> list[Check]:
    present = installed()
    wrong = too_old(present, with_sqlite=settings.store_url().startswith("sqlite"))
    if wrong:
        return [Check("versions", False, error.what, error.help) for error in wrong]
    what = f"Python {shown(present.python)}, SQLite {shown(present.sqlite)}, git {shown(present.git)}"
    return [Check("versions", True, what)]


def file_checks(settings: Settings, config_file: str | None) -> list[Check]:
    """Who may read the files with secrets in them."""
    named = [("private key", settings.private_key_file)]
    named += [("webhook secret", name) for name in settings.webhook_secret_files]
    if config_file is not None and _holds_secrets(config_file):
        named.append(("configuration", config_file))
    return [_file(name, path) for name, path in named if path is not None]


def floor_checks(settings: Settings) -> list[Check]:
    """Whether the floor is a policy: with half of one every pull request would be blocked."""
    if settings.floor is None:
        return []
    try:
        policy = load_policy((read_policy_file(settings.floor, f"floor:{settings.floor}"),))
    except ReviewbotError as error:
        where = f" ({error.where})" if error.where else ""
        advice = error.help or "`reviewbot policy check` says what is wrong"
        return [Check("floor", False, f"{error.what}{where}", advice)]
    return [Check("floor", True, f"{settings.floor} holds everywhere, with {len(policy.instances)} rules")]


def _holds_secrets(name: str) -> bool:
    with open(name, "rb") as file:
        return any(key in _SECRET_KEYS for key in tomllib.load(file))


def _file(name: str, path: str) -> Check:
    status = os.stat(path)
    mode = stat.S_IMODE(status.st_mode)
    if _is_credential(path):  # systemd keeps all others out, by means that the mode does not show
        return Check(name, True, f"{path} is a credential of systemd")
    if status.st_uid not in (0, os.geteuid()):
        return Check(name, False, f"{path} belongs to another user", f"chown it to the service's user, {os.geteuid()}")
    is_own_group = status.st_uid == 0 and status.st_gid == os.getegid() and not mode & (stat.S_IWGRP | stat.S_IXGRP)
    if mode & (_OTHERS if is_own_group else _OTHERS | _GROUP):
        return Check(name, False, f"others may read {path} (mode {mode:04o})", f"chmod 600 {path}")
    return Check(name, True, f"{path} is for nobody else (mode {mode:04o})")


def _is_credential(path: str) -> bool:
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    return bool(folder) and os.path.dirname(os.path.abspath(path)) == os.path.abspath(folder or "")


def clock_check(github_url: str) -> Check:
    """By the date of an answer that anybody gets: with a wrong clock no credentials are taken."""
    began = time()
    try:
        answer = requests.get(f"{github_url}/meta", timeout=TIMEOUT_SECONDS, allow_redirects=False)
        theirs = parsedate_to_datetime(answer.headers.get("date", "")).timestamp()
    except requests.RequestException as error:
        what = f"{github_url} does not answer ({type(error).__name__})"
        return Check("clock", None, what, "check github_url, the network, and the proxy's variables")
    except (ValueError, TypeError):
        return Check("clock", None, f"{github_url} does not tell the time")
    ahead = round((began + time()) / 2 - theirs)
    if abs(ahead) > MOST_SKEW_SECONDS:
        what = f"this clock is {abs(ahead)} seconds {'ahead of' if ahead > 0 else 'behind'} GitHub's"
        return Check("clock", False, what, "set it by NTP: GitHub refuses tokens that are dated wrong")
    return Check("clock", True, f"within {MOST_SKEW_SECONDS} seconds of GitHub's")
