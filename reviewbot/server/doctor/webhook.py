"""The webhook: how GitHub calls, whether somebody answers there, and what it could not deliver lately."""

from __future__ import annotations

from urllib.parse import urlsplit

import requests

from reviewbot.github.app import App
from reviewbot.github.errors import Gone
from reviewbot.github.values import WebhookConfiguration
from reviewbot.server.doctor.check import Check, looked_at
from reviewbot.server.settings import Settings

PATH = "/webhook"
TIMEOUT_SECONDS = 10
_PAGE = "in the App's settings, General, Webhook"


def webhook_checks(settings: Settings, app: App) -> list[Check]:
    found = looked_at("webhook", lambda: _configuration(settings, app))
    return found + looked_at("deliveries", lambda: _deliveries(app))


def _configuration(settings: Settings, app: App) -> list[Check]:
    try:
        told = app.webhook()
    except Gone:
        return [Check("webhook", False, "the App has no webhook", f"make it active {_PAGE}")]
    wrong = _wrong(settings, told)
    checks = [Check("webhook", False, what, advice) for what, advice in wrong]
    checks = checks or [Check("webhook", True, f"GitHub sends JSON to {told.url}, signed")]
    base = settings.public_url or told.url.removesuffix(PATH)
    return [*checks, _reached(base)] if base else checks


def _wrong(settings: Settings, told: WebhookConfiguration) -> list[tuple[str, str]]:
    found = []
    expected = f"{settings.public_url}{PATH}" if settings.public_url else ""
    if expected and told.url != expected:
        found.append((f"GitHub calls {told.url or 'nobody'}, and public_url says {expected}", f"set the URL {_PAGE}"))
    elif not urlsplit(told.url).path.endswith(PATH):
        found.append((f"GitHub calls {told.url or 'nobody'}", f"set the URL {_PAGE}: it ends with {PATH}"))
    if told.content_type != "json":
        found.append(
            (
                "GitHub sends forms, which are refused",
                f"choose the content type application/json {_PAGE}, or by PATCH /app/hook/config",
            )
        )
    if not told.verifies_tls:
        found.append(("GitHub does not verify the certificate", f"enable SSL verification {_PAGE}"))
    if not told.has_secret:
        found.append(("GitHub signs nothing, so that nothing is taken", f"set the secret {_PAGE}"))
    return found


def _reached(base: str) -> Check:
    """From here, which is not where GitHub calls from."""
    address = f"{base}/health"
    advice = "start `reviewbot serve`; check DNS, proxy, certificate and firewall"
    try:
        answer = requests.get(address, timeout=TIMEOUT_SECONDS, allow_redirects=False)
    except requests.RequestException as error:
        return Check("reached", False, f"{address} does not answer this machine ({type(error).__name__})", advice)
    if answer.status_code != 200 or "ok" not in answer.text[:100]:
        what = f"{address} answers with status {answer.status_code}, and not as reviewbot does"
        return Check("reached", False, what, f"have the proxy pass {PATH} and /health on to reviewbot")
    if not address.startswith("https://") and urlsplit(address).hostname not in ("localhost", "127.0.0.1"):
        return Check("reached", False, f"{address} is not encrypted", "put a proxy with a certificate in front of it")
    return Check("reached", True, f"{address} answers, asked from this machine")


def _deliveries(app: App) -> list[Check]:
    deliveries = app.last_deliveries()
    # The newest try of each; the ping is made when the App is, before anything can answer.
    newest = {each.guid: each for each in reversed(deliveries) if each.event != "ping"}
    failed = [each for each in newest.values() if not 200 <= each.status_code < 300]
    if not newest:
        return [Check("deliveries", True, "GitHub has delivered nothing yet")]
    if failed:
        last = max(failed, key=lambda each: each.delivered_at)
        status = f"status {last.status_code}" if last.status_code else "no answer"
        what = f"{len(failed)} of the last {len(newest)} were not taken, the newest at {last.delivered_at} ({status})"
        advice = "the App's settings, Advanced, show each; reviewbot asks for them again by itself once it is reached"
        return [Check("deliveries", False, what, advice)]
    return [Check("deliveries", True, f"the last {len(newest)} were taken")]
