"""`reviewbot doctor` against GitHub: silent where all is right, and says what to do about each thing that is not."""

from __future__ import annotations

import json
import re

import pytest

from reviewbot.cli.main import main
from reviewbot.github.app import PERMISSIONS
from reviewbot.github.events import ALWAYS_SENT, EVENTS
from reviewbot.server.doctor import data, examine
from tests.github.test_app import delivery
from tests.github_peer.installed import missing
from tests.github_peer.peer import (
    APP_ID,
    INSTALLATION,
    ORGANISATION_POLICY,
    REPOSITORY,
    private_key,
    running_peer,
)
from tests.github_peer.wire import Answer, answering, listening
from tests.server.logging_state import kept_logging

MAIN = f"{REPOSITORY}:main"
DISK = "/dev/sda1 / ext4 rw 0 0\n"


@pytest.fixture(autouse=True)
def machine(tmp_path, monkeypatch):
    """A disk, and logging that is given back."""
    (tmp_path / "mounts").write_text(DISK)
    monkeypatch.setattr(data, "MOUNTS", str(tmp_path / "mounts"))
    with kept_logging():
        yield


@pytest.fixture(scope="module")
def github(tmp_path_factory):
    if why := missing():
        pytest.skip(why)
    with running_peer(tmp_path_factory.mktemp("github")) as running:
        yield running


@pytest.fixture
def peer(github):
    """One for all tests, as nothing is ever changed in it."""
    github.spoil = lambda _exchange: None
    github.overlay.deliveries = []
    github.overlay.administration.__init__()
    return github


@pytest.fixture
def health():
    """A service that lives; gives its address, and what it answers."""
    answers = [Answer(200, b'{"status":"ok"}')]
    with listening(lambda _exchange: answers[-1]) as port:
        yield f"http://localhost:{port}", answers


@pytest.fixture
def file(tmp_path, peer, health):
    """The settings of an installation where all is right."""
    for name, content in (("key.pem", private_key()), ("secret", "0123456789abcdef")):
        (tmp_path / name).write_text(content)
        (tmp_path / name).chmod(0o600)
    peer.overlay.administration.webhook["url"] = f"{health[0]}/webhook"
    peer.overlay.administration.protection[MAIN] = [("reviewbot", APP_ID)]
    peer.overlay.administration.rules[f"{ORGANISATION_POLICY}:main"] = [("reviewbot", APP_ID)]
    required = f'app_id = {APP_ID}\nprivate_key_file = "key.pem"\nwebhook_secret_files = ["secret"]\n'
    places = f'github_url = "{peer.url}"\npublic_url = "{health[0]}"\ndata_folder = "data"\ncache_bytes = 1_048_576\n'
    (tmp_path / "server.toml").write_text(required + places)
    return tmp_path / "server.toml"


@pytest.fixture
def configured(file):
    """What is found; replaced: (setting, value) that the file has otherwise."""

    def run(*replaced, most_repositories=50):
        text = file.read_text()
        for name, value in replaced:
            text = re.sub(f"^{name} = .*\n", f"{name} = {value}\n" if value else "", text, flags=re.MULTILINE)
        file.write_text(text)
        return examine(str(file), most_repositories)

    return run


def wrong(checks):
    """(name, what, help) of all that is not right."""
    return [(check.name, check.what, check.help) for check in checks if check.ok is not True]


def the_one(checks):
    (found,) = wrong(checks)
    assert found[2], "it says what to do"
    return found


def test_nothing_is_wrong(configured):
    checks = configured()
    assert wrong(checks) == []
    assert " ".join(sorted({check.name.replace(" ", "-") for check in checks})) == (
        "app clock data-folder deliveries disk events free-space installations permissions permissions-of-acme "
        "private-key reached required-checks settings versions webhook webhook-secret"
    )


def test_what_is_right_is_said_too(configured):
    said = {check.name: check.what for check in configured()}
    assert said["app"] == f"reviewbot, id {APP_ID}"
    assert said["required checks"] == (
        f"main of {ORGANISATION_POLICY}, main of {REPOSITORY}: the check reviewbot is required, from this App alone"
    )


def test_without_public_url_the_webhook_tells_where_it_is(configured):
    assert wrong(configured(("public_url", None))) == []


# Required checks


def test_a_check_of_anybody_is_no_gate(peer, configured):
    peer.overlay.administration.protection[MAIN] = [("reviewbot", None)]
    name, what, advice = the_one(configured())
    assert name == f"required check, main of {REPOSITORY}"
    assert what == "branch protection takes the check reviewbot from anybody"
    assert str(APP_ID) in advice


def test_a_check_of_another_app_is_no_gate(peer, configured):
    peer.overlay.administration.rules[MAIN] = [("reviewbot", 15368)]
    assert "from the App 15368, not from this one" in the_one(configured())[1]


def test_each_way_in_is_told(peer, configured):
    """One rule that is right does not make up for another: both are asked, and GitHub takes what each asks for."""
    peer.overlay.administration.rules[MAIN] = [("reviewbot", None)]
    assert "a ruleset of acme takes the check" in the_one(configured())[1]


def test_a_branch_that_requires_nothing_is_said_and_is_not_wrong(peer, configured):
    del peer.overlay.administration.protection[MAIN]
    checks = configured()
    assert wrong(checks) == []
    assert f"main of {REPOSITORY}: nothing requires the check reviewbot, so it only informs" in [
        check.what for check in checks
    ]


def test_other_checks_are_none_of_ours(peer, configured):
    peer.overlay.administration.protection[MAIN] = [("reviewbot", APP_ID), ("build", None)]
    assert wrong(configured()) == []


def test_what_github_does_not_tell_is_unknown(peer, configured):
    peer.spoil = answering("/rules/branches/main", 403, {"message": "no"}, times=1)
    checks = configured()
    assert [check.ok for check in checks if check.ok is not True] == [None]
    assert the_one(checks)[1] == "GitHub does not tell which checks are required"


def test_a_repository_that_cannot_be_read_is_unknown(peer, configured):
    peer.spoil = answering(f"{REPOSITORY}/branches", 502)
    name, what, _ = the_one(configured())
    assert name == f"required checks of {REPOSITORY}"
    assert "GitHub does not answer (502)" in what


def test_more_repositories_than_are_looked_at(peer, configured):
    checks = configured(most_repositories=1)
    assert the_one(checks)[1] == "1 more repositories were not looked at"
    assert [check.ok for check in checks if check.ok is not True] == [None]


# The App


def test_a_key_of_another_app(peer, configured):
    checks = configured(("app_id", 7))
    assert [check.ok for check in checks if check.ok is not True] == [False, None]
    assert "GitHub does not take app_id 7 with this private key" in wrong(checks)[0][1]


def test_github_that_does_not_answer(peer, configured):
    peer.spoil = lambda _exchange: Answer(502)
    checks = configured()
    assert [(check.name, check.ok) for check in checks if check.ok is not True] == [("app", None), ("github", None)]


def test_a_permission_that_was_not_granted(peer, configured):
    account = {"login": "acme", "id": 1}
    granted = {**PERMISSIONS, "checks": "read"}
    del granted["merge_queues"]
    told = {"id": INSTALLATION, "account": account, "permissions": granted, "html_url": "https://github.com/x"}
    peer.spoil = answering("/app/installations", 200, [told])
    name, what, advice = the_one(configured())
    assert (name, what) == ("permissions of acme", "acme has not granted checks: write, merge_queues: read")
    assert "https://github.com/x" in advice


def app_told(**fields):
    about = {"id": APP_ID, "slug": "reviewbot", "html_url": "https://github.com/apps/reviewbot"}
    return {**about, "permissions": PERMISSIONS, "events": sorted(EVENTS - ALWAYS_SENT), **fields}


def test_a_permission_that_the_app_does_not_ask_for(peer, configured):
    peer.spoil = answering("/app", 200, app_told(permissions={**PERMISSIONS, "contents": "none"}))
    assert the_one(configured())[:2] == ("permissions", "the App does not ask for contents: read")


def test_a_permission_that_nobody_needs_is_said(peer, configured):
    peer.spoil = answering("/app", 200, app_told(permissions={**PERMISSIONS, "administration": "write"}))
    checks = configured()
    assert wrong(checks) == []
    assert "administration, which is not used" in str(checks)


def test_an_event_that_the_app_is_not_told_of(peer, configured):
    peer.spoil = answering("/app", 200, app_told(events=sorted(EVENTS - {"merge_group"})))
    assert the_one(configured())[:2] == ("events", "the App is not told of merge_group")


def test_an_app_that_is_installed_nowhere(peer, configured):
    peer.spoil = answering("/app/installations", 200, [])
    assert the_one(configured())[:2] == ("installations", "the App is installed nowhere")


def test_an_installation_that_is_suspended(peer, configured):
    told = {"id": INSTALLATION, "account": {"login": "acme"}, "permissions": {}, "suspended_at": "2026-01-01T00:00:00Z"}
    peer.spoil = answering("/app/installations", 200, [told])
    checks = configured()
    assert wrong(checks) == []
    assert "1, of which acme suspended it" in str(checks)


# The webhook


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"content_type": "form"}, "GitHub sends forms"),
        ({"insecure_ssl": "1"}, "does not verify the certificate"),
        ({"url": "https://old.example/webhook"}, "GitHub calls https://old.example/webhook, and public_url says"),
    ],
)
def test_a_webhook_that_is_set_up_otherwise(peer, configured, change, words):
    peer.overlay.administration.webhook |= change
    name, what, _ = the_one(configured())
    assert name == "webhook"
    assert words in what


def test_a_webhook_without_a_secret(peer, configured):
    del peer.overlay.administration.webhook["secret"]
    assert "GitHub signs nothing" in the_one(configured())[1]


def test_an_app_without_a_webhook(peer, configured):
    peer.spoil = answering("/app/hook/config", 404, {"message": "Not Found"})
    assert the_one(configured())[:2] == ("webhook", "the App has no webhook")


def test_a_service_that_does_not_answer(peer, configured):
    with listening(lambda _exchange: Answer(200)) as port:
        pass
    address = f"http://localhost:{port}"
    peer.overlay.administration.webhook["url"] = f"{address}/webhook"
    name, what, _ = the_one(configured(("public_url", f'"{address}"')))
    assert (name, what) == ("reached", f"{address}/health does not answer this machine (ConnectionError)")


@pytest.mark.parametrize("answer", [Answer(404, b"nginx"), Answer(302), Answer(200, b"<html>")])
def test_somebody_else_answers(health, configured, answer):
    health[1].append(answer)
    assert f"with status {answer.status}, and not as reviewbot does" in the_one(configured())[1]


def test_what_could_not_be_delivered(peer, configured):
    """Of what was tried again the newest try counts; the ping comes before anything can answer."""
    ping = {**delivery(1, "e", 502), "event": "ping"}
    peer.overlay.deliveries = [delivery(5, "a", 202), delivery(4, "b", 503), delivery(2, "a", 500), ping]
    name, what, _ = the_one(configured())
    assert name == "deliveries"
    assert what == "1 of the last 2 were not taken, the newest at 2026-01-01T00:00:00Z (status 503)"


# The command


def test_wrong_settings_are_all_that_is_said(tmp_path, capsys):
    (tmp_path / "server.toml").write_text("app_id = 1\n")
    assert main(["doctor", "--config", str(tmp_path / "server.toml")]) == 1
    assert re.match("wrong +settings: private_key_file .* is missing", capsys.readouterr().out)


def test_the_command_says_all_of_it(peer, file, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    peer.overlay.administration.protection[f"{REPOSITORY}:evil\x1b[31m"] = [("reviewbot", None)]
    assert main(["doctor", "--config", str(file)]) == 1
    out = capsys.readouterr().out
    assert "ok      app: reviewbot" in out
    assert "wrong   required check, evil\\x1b[31m of acme/shop" in out
    assert "help   choose this App as the source" in out


def test_as_json(file, capsys):
    assert main(["doctor", "--config", str(file), "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["schema"], said["ok"]) == ("reviewbot-doctor/1", True)
    assert said["checks"][0] == {
        "name": "settings",
        "ok": True,
        "what": "valid; key and secrets can be read",
        "help": None,
    }


def test_what_could_not_be_looked_at_is_no_success(file, capsys):
    assert main(["doctor", "--config", str(file), "--repositories", "0"]) == 2
    assert "unknown required checks: 2 more repositories were not looked at" in capsys.readouterr().out
