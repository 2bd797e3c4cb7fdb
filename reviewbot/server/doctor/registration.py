"""The App at GitHub: whether the key is its own, what it may do, where it is installed, what it is told of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewbot.errors import ReviewbotError
from reviewbot.github.app import PERMISSIONS, App
from reviewbot.github.errors import Gone
from reviewbot.github.events import ALWAYS_SENT, EVENTS
from reviewbot.github.values import About, Installation
from reviewbot.server.doctor.check import Check, unknown
from reviewbot.server.settings import Settings

_LEVELS = ("read", "write", "admin")


def registration_checks(settings: Settings, app: App) -> tuple[list[Check], Sequence[Installation] | None]:
    """(what was found, where the App is installed and not suspended); None where GitHub does not know this App."""
    try:
        about = app.about()
        installations = app.everywhere()
    except Gone as error:
        what = f"GitHub does not take app_id {settings.app_id} with this private key: {error.what}"
        advice = "compare both with the App's settings, and make a new key there if need be; check the clock too"
        return [Check("app", False, what, advice)], None
    except ReviewbotError as error:
        return [unknown("app", error)], None
    if about.id != settings.app_id:
        what = f"this private key is of the App {about.id}, not of {settings.app_id}"
        return [Check("app", False, what, "take both from the same App's settings")], None
    found = [Check("app", True, f"{about.slug}, id {about.id}"), _asked(about), _events(about)]
    active = [each for each in installations if not each.is_suspended]
    return found + _installed(about, installations) + [_granted(each) for each in active], active


def _asked(about: About) -> Check:
    missing = _missing(about.permissions)
    if missing:
        advice = (
            f"add it in the App's settings, Permissions & events, and accept it where it is installed: {about.page}"
        )
        return Check("permissions", False, f"the App does not ask for {missing}", advice)
    more = sorted(name for name in about.permissions if name not in PERMISSIONS)
    what = f"the App asks for all that is needed{f', and for {_listed(more)}, which is not used' if more else ''}"
    return Check("permissions", True, what)


def _granted(installation: Installation) -> Check:
    name = f"permissions of {installation.account or installation.id}"
    missing = _missing(installation.permissions)
    if missing:
        what = f"{installation.account or installation.id} has not granted {missing}"
        return Check(name, False, what, f"an owner accepts it there: {installation.page}")
    return Check(name, True, "all that is needed is granted")


def _missing(granted: Mapping[str, str]) -> str:
    return _listed(
        [
            f"{name}: {level}"
            for name, level in PERMISSIONS.items()
            if granted.get(name) not in _LEVELS[_LEVELS.index(level) :]
        ]
    )


def _events(about: About) -> Check:
    missing = sorted(EVENTS - ALWAYS_SENT - set(about.events))
    if missing:
        what = f"the App is not told of {_listed(missing)}"
        return Check("events", False, what, "subscribe to them in the App's settings, Permissions & events")
    return Check("events", True, "the App is told of all that it acts on")


def _installed(about: About, installations: Sequence[Installation]) -> list[Check]:
    if not installations:
        return [Check("installations", False, "the App is installed nowhere", f"install it: {about.page}")]
    suspended = [each.account or str(each.id) for each in installations if each.is_suspended]
    what = f"{len(installations)}{f', of which {_listed(suspended)} suspended it' if suspended else ''}"
    return [Check("installations", True, what)]


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)
