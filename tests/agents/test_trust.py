"""Whom an agent asks: none of these run the hooks of a project before a person has said that it may be trusted."""

from __future__ import annotations

import pytest

from tests.agents.claude import Claude
from tests.agents.codex import Codex, UntrustedCodex
from tests.agents.gemini import Gemini, SkippingGemini

DENIED = "why: contains secrets"


@pytest.mark.parametrize("agent", [Claude, Codex, Gemini], indirect=True, ids=lambda kind: kind.name)
def test_a_guard_for_all_repositories_of_a_user(shop):
    shop.install_guard("--user")
    (told,) = shop.let(shop.write("config/new.yml", "new\n"))
    assert DENIED in told
    assert shop.changed() == []


@pytest.mark.parametrize("agent", [SkippingGemini], indirect=True)
def test_gemini_with_skip_trust_asks_only_the_guard_of_the_user(shop):
    """Not a wish of ours: this says that what the documentation warns of is still so."""
    shop.install_guard()
    (told,) = shop.let(shop.write("config/new.yml", "new\n"))
    assert DENIED not in told
    shop.install_guard("--user")
    (told,) = shop.let(shop.write("config/other.yml", "new\n"))
    assert DENIED in told


@pytest.mark.parametrize("agent", [UntrustedCodex], indirect=True)
def test_codex_asks_no_guard_that_nobody_has_trusted(shop):
    """Likewise; `guard install` says what to do."""
    assert "/hooks" in shop.install_guard()
    (told,) = shop.let(shop.write("config/new.yml", "new\n"))
    assert DENIED not in told
