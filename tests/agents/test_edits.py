"""Edits of real agents, whose model follows a script: what the policy allows is made, the rest is held back."""

from __future__ import annotations

from tests.agents.shop import SETTINGS
from tests.repositories import lines

WITHOUT_GUARD = ["config/production.yml", "shop/new.py"]


def test_without_the_guard_an_agent_does_it_all(shop):
    shop.commit_settings()
    shop.let(shop.write("shop/new.py", lines(400)), shop.replace("config/production.yml", "retries: 3\n", "no\n"))
    assert shop.changed() == WITHOUT_GUARD


def test_an_agent_is_held_to_the_policy(shop):
    shop.install_guard()
    made, forbidden, too_much, mended, asked = shop.let(
        shop.write("shop/new.py", lines(100)),
        shop.replace("config/production.yml", "retries: 3\n", "retries: 4\n"),
        shop.write("shop/more.py", lines(201)),
        shop.replace("shop/orders.py", "line 3\n", "line three\n"),
        shop.replace("deploy/rollout.sh", "kubectl apply\n", "kubectl delete\n"),
    )
    assert shop.changed() == ["shop/orders.py", "shop/new.py"]
    assert (shop.path / "shop/new.py").read_text() == lines(100)
    assert "line three\n" in (shop.path / "shop/orders.py").read_text()
    assert "reviewbot" not in made + mended
    assert "forbidden-path: config/production.yml: must not be modified (matches config/)" in forbidden
    assert "why: contains secrets" in forbidden
    assert "max-diff-lines: 301 of 300 lines with this edit; 200 lines are left" in too_much
    assert "git switch -c" in too_much
    assert "needs 1 approval by @acme/platform" in asked


def test_an_agent_cannot_take_its_guard_away(shop):
    shop.install_guard()
    path = SETTINGS[shop.agent.name]
    (told,) = shop.let(shop.replace(path, (shop.path / path).read_text(), "{}\n"))
    assert "only a person changes it" in told
    assert shop.changed() == []


def test_committing_does_not_refill_the_budget(shop):
    shop.install_guard()
    shop.repository.write("shop/earlier.py", lines(250))
    shop.repository.git("add", "--all")
    shop.repository.git("commit", "--quiet", "--message", "earlier")
    (told,) = shop.let(shop.write("shop/new.py", lines(51)))
    assert "301 of 300 lines with this edit; 50 lines are left" in told
    assert shop.changed() == []
