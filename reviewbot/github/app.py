"""The GitHub App itself: its private key, its installations, and what GitHub could not deliver to it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from urllib.parse import urlsplit

from github import Auth

from reviewbot.github.api import Api
from reviewbot.github.client import Client
from reviewbot.github.payload import Fields
from reviewbot.github.values import About, Delivery, Installation, WebhookConfiguration

PUBLIC = "https://api.github.com"
TIMEOUT_SECONDS = 20
MOST_DELIVERIES = 5000  # fifty requests
# All that a token of ours may do. https://docs.github.com/en/rest/overview/permissions-required-for-github-apps
# statuses: a ruleset takes a check only from an App that has it.
PERMISSIONS = {
    "checks": "write",
    "contents": "read",
    "issues": "write",
    "members": "read",
    "merge_queues": "read",
    "metadata": "read",
    "pull_requests": "write",
    "statuses": "write",
}


class App:
    """A GitHub App. private_key: PEM. api_url: GitHub's, or "https://HOST/api/v3" of a GitHub Enterprise Server."""

    def __init__(
        self, app_id: int, private_key: str, api_url: str = PUBLIC, timeout_seconds: int = TIMEOUT_SECONDS
    ) -> None:
        self.id = app_id
        self._auth = Auth.AppAuth(app_id, private_key)
        self._api_url = api_url
        self._timeout_seconds = timeout_seconds
        self._api = Api(lambda: self._auth, api_url, timeout_seconds)

    def installation(self, installation: int, *, pushing: bool = False) -> Client:
        """GitHub as this installation may see and change it, with no more than `PERMISSIONS`.

        pushing: with a token that may also write contents, where the installation grants that.
        """
        permissions = self.permissions(installation)
        wanted = PERMISSIONS | ({"contents": "write"} if pushing else {})
        granted = {name: _lesser(level, permissions[name]) for name, level in wanted.items() if name in permissions}

        def make_auth() -> Auth.Auth:
            return Auth.AppInstallationAuth(self._auth, installation, granted)

        api = Api(make_auth, self._api_url, self._timeout_seconds)
        return Client(api, self.id, installation, git_host=git_host(self._api_url))

    def installations(self) -> tuple[int, ...]:
        """The ids of all installations that are not suspended."""
        path = "/app/installations"
        found = self._api.list(path)
        return tuple(self._api.read(path, _id, each) for each in found if not each.has("suspended_at"))

    def permissions(self, installation: int) -> Mapping[str, str]:
        """What was granted there, name to "read", "write" or "admin"."""
        return self._api.get(f"/app/installations/{installation}").child("permissions").texts()

    def about(self) -> About:
        """The App as GitHub has it."""
        return self._api.read("/app", _about, self._api.get("/app"))

    def everywhere(self) -> tuple[Installation, ...]:
        """All installations, also those that are suspended."""
        path = "/app/installations"
        return tuple(self._api.read(path, _installation, each) for each in self._api.list(path))

    def webhook(self) -> WebhookConfiguration:
        """How GitHub calls the App. Raises Gone where it has no webhook."""
        return self._api.read("/app/hook/config", _webhook, self._api.get("/app/hook/config"))

    def last_deliveries(self) -> tuple[Delivery, ...]:
        """What GitHub delivered or tried to, newest first, at most one page of it."""
        path = "/app/hook/deliveries"
        return tuple(self._api.read(path, _delivery, each) for each in self._api.first_page(path))

    def slug(self) -> str:
        """The App's name in addresses; what it writes is by "SLUG[bot]"."""
        return self._api.read("/app", lambda app: app.text("slug"), self._api.get("/app"))

    def failed_deliveries(self, since: str = "") -> tuple[Delivery, ...]:
        """What GitHub tried to deliver since then (ISO, UTC) and could not, newest first, of each guid its newest try.

        At most `MOST_DELIVERIES` are looked at. GitHub's own filter for failures leaves out what was not answered.
        """
        path = "/app/hook/deliveries"
        newest: dict[str, Delivery] = {}
        for each in islice(self._api.each(path), MOST_DELIVERIES):
            delivery = self._api.read(path, _delivery, each)
            if delivery.delivered_at < since:
                break
            newest.setdefault(delivery.guid, delivery)
        return tuple(each for each in newest.values() if not 200 <= each.status_code < 300)

    def redeliver(self, delivery: int) -> None:
        """Have it delivered again, under the same guid."""
        self._api.send("POST", f"/app/hook/deliveries/{delivery}/attempts")


def git_host(api_url: str) -> str:
    """The host, with its port where the address has one, whose repositories an API tells of: git goes to no other.
    "" for any, where the API is on this very machine.

    https://docs.github.com/en/enterprise-cloud@latest/rest/using-the-rest-api/getting-started-with-the-rest-api
    """
    parts = urlsplit(api_url)
    if parts.scheme == "http":
        return ""
    is_apart = parts.hostname == "api.github.com" or (parts.hostname or "").endswith(".ghe.com")
    return parts.netloc.lower().removeprefix("api.") if is_apart else parts.netloc.lower()


def can_sign(private_key: str) -> bool:
    """Whether this is a private key, in PEM, of the kind that GitHub makes for Apps."""
    try:
        return bool(Auth.AppAuth(1, private_key).create_jwt())
    except Exception:  # of PyJWT and of what reads keys; each has errors of its own
        return False


def _id(fields: Fields) -> int:
    return fields.number("id")


def _about(fields: Fields) -> About:
    permissions = fields.child("permissions").texts()
    return About(fields.number("id"), fields.text("slug"), fields.text("html_url"), permissions, fields.words("events"))


def _installation(fields: Fields) -> Installation:
    account = fields.child("account").text_or("login", "") if fields.has("account") else ""
    page, permissions = fields.text_or("html_url", ""), fields.child("permissions").texts()
    return Installation(fields.number("id"), account, page, permissions, fields.has("suspended_at"))


def _webhook(fields: Fields) -> WebhookConfiguration:
    verifies = not fields.has("insecure_ssl") or fields.equals("insecure_ssl", "0") or fields.equals("insecure_ssl", 0)
    url = fields.text_or("url", "")
    return WebhookConfiguration(
        url if "://" in url else "",  # PyGithub puts what was asked for there, where GitHub says nothing
        fields.text_or("content_type", "form"),  # GitHub's default
        verifies,
        bool(fields.text_or("secret", "")),
    )


def _delivery(fields: Fields) -> Delivery:
    return Delivery(
        fields.number("id"),
        fields.text("guid"),
        fields.text("event"),
        fields.text("delivered_at"),
        fields.count("status_code"),
    )


def _lesser(wanted: str, granted: str) -> str:
    return wanted if granted in ("write", "admin") else "read"
