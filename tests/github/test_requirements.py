"""What branches require, by protection and by rulesets."""

from __future__ import annotations

import pytest

from reviewbot.github.errors import Gone
from reviewbot.github.events import ALWAYS_SENT, EVENTS
from reviewbot.github.values import RequiredCheck, Requirements
from tests.github_peer.peer import APP_ID, INSTALLATION, REPOSITORY
from tests.github_peer.wire import answering

RULES, PROTECTION = "a ruleset of acme", "branch protection"


@pytest.fixture
def required(peer):
    def run():
        client = peer.app().installation(INSTALLATION)
        repository = next(each for each in client.repositories() if each.full_name == REPOSITORY)
        return client.requirements(repository.id)

    return run


def test_a_repository_that_protects_nothing_requires_nothing(required):
    assert required() == (Requirements("main", ()),)


def test_both_kinds_are_found(peer, required):
    told = peer.overlay.administration
    told.protection[f"{REPOSITORY}:main"] = [("reviewbot", APP_ID), ("tests", None)]
    told.rules[f"{REPOSITORY}:main"] = [("reviewbot", APP_ID), ("build", None)]
    told.rules[f"{REPOSITORY}:release/1.0"] = [("reviewbot", 7)]
    main, release = required()
    assert main.checks == (
        RequiredCheck("reviewbot", APP_ID, PROTECTION),
        RequiredCheck("tests", None, PROTECTION),
        RequiredCheck("reviewbot", APP_ID, RULES),
        RequiredCheck("build", None, RULES),
    )
    assert release == Requirements("release/1.0", (RequiredCheck("reviewbot", 7, RULES),))


def test_a_check_of_any_app_is_nobodys(peer, required):
    peer.overlay.administration.protection[f"{REPOSITORY}:main"] = [("reviewbot", -1)]
    assert required()[0].checks == (RequiredCheck("reviewbot", None, PROTECTION),)


@pytest.mark.parametrize(
    "branch",
    [
        {"name": "main", "protected": True},
        {"name": "main", "protected": True, "protection": {"required_status_checks": {"contexts": ["reviewbot"]}}},
    ],
)
def test_a_protection_that_is_not_shown_is_unknown(peer, required, branch):
    peer.spoil = answering("/branches/main", 200, branch, times=1)
    assert required() == (Requirements("main", None),)


def test_rules_that_are_not_shown_are_unknown(peer, required):
    peer.spoil = answering("/rules/branches/main", 403, {"message": "no"})
    assert required() == (Requirements("main", None),)


def test_an_empty_repository_requires_nothing(peer, required):
    peer.spoil = answering("/branches/main", 404, {"message": "Branch not found"})
    assert required() == ()


def test_the_app_as_github_has_it(peer):
    about, (installation,), webhook = peer.app().about(), peer.app().everywhere(), peer.app().webhook()
    assert (about.id, about.slug) == (APP_ID, "reviewbot")
    assert set(about.events) == EVENTS - ALWAYS_SENT
    assert (installation.id, installation.account, installation.is_suspended) == (INSTALLATION, "acme", False)
    assert about.permissions == installation.permissions
    assert webhook == ("https://reviewbot.example.com/webhook", "json", True, True)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ({}, ("", "form", True, False)),
        ({"url": "https://u", "content_type": "form", "insecure_ssl": "1"}, ("https://u", "form", False, False)),
        ({"insecure_ssl": 0, "secret": ""}, ("", "form", True, False)),
        ({"insecure_ssl": 1, "content_type": "json", "secret": "*"}, ("", "json", False, True)),
    ],
)
def test_how_github_calls_the_app(peer, said, read):
    peer.spoil = answering("/app/hook/config", 200, said)
    assert peer.app().webhook() == read


def test_an_app_without_a_webhook(peer):
    peer.spoil = answering("/app/hook/config", 404, {"message": "Not Found"})
    with pytest.raises(Gone):
        peer.app().webhook()


def test_only_the_last_deliveries_are_asked_for(peer):
    assert peer.app().last_deliveries() == ()
    assert len(peer.asked("GET", "/app/hook/deliveries")) == 1
