"""Commands of real agents: `forbidden-command` holds them back, as it judges them in a change."""

from __future__ import annotations

import pytest

from tests.agents.shop import POLICY, Shop

RULE = """
[[rules.forbidden-command]]
deny = ["git push --force"]
ask = ["git reset --hard"]
reason = "history is shared"
"""


@pytest.fixture
def shop(tmp_path, agent):
    return Shop(tmp_path, agent, POLICY + RULE)


def test_a_command_is_held_to_the_policy(shop):
    """The denied one says in an option where it is run, which a rule that only reads the beginning lets pass."""
    shop.install_guard()
    ran, denied, asked, ran_too = shop.let(
        shop.agent.run("echo first > first.txt"),
        shop.agent.run("echo second > second.txt && git -C . push -f origin HEAD"),
        shop.agent.run("echo third > third.txt && git reset --hard"),
        shop.agent.run("echo fourth > fourth.txt"),
    )
    assert "forbidden-command" in denied
    assert "history is shared" in denied
    assert "forbidden-command" in asked
    assert "reviewbot" not in ran + ran_too
    assert shop.changed() == ["first.txt", "fourth.txt"]
