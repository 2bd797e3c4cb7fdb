"""Told to write 900 lines, an agent is stopped at its budget, reads why, and ends with parts that fit."""

from __future__ import annotations

import json

import pytest

from tests.agents.agent import reviewbot, work
from tests.agents.claude import Claude
from tests.agents.codex import Codex
from tests.agents.splitting import BRANCH, WHOLE, splitting, start_branch

pytestmark = pytest.mark.parametrize("agent", [Claude, Codex], indirect=True, ids=lambda kind: kind.name)


def branches(shop):
    listed = shop.repository.git("for-each-ref", "--format=%(refname:short)", f"refs/heads/{BRANCH.format('*')}")
    return listed.decode().split()


def judged(shop, branch, status):
    arguments = ("lint-diff", "--repo", shop.path, f"main..{branch}", "--format", "json")
    return json.loads(reviewbot(*arguments, home=shop.home, status=status))


def let_split(shop):
    start_branch(shop)
    worked = work(shop.agent, shop.path, shop.home, splitting(shop))
    assert shop.changed() == [], worked.said
    return worked


def test_an_agent_splits_what_is_over_its_budget(shop):
    shop.install_guard()
    worked = let_split(shop)
    assert "900 of 300 lines with this edit; 300 lines are left" in worked.told[0]
    assert sum("0 lines are left" in told for told in worked.told[1:]) == 2
    assert branches(shop) == ["discounts-1", "discounts-2", "discounts-3"]
    reports = [judged(shop, branch, status=0) for branch in branches(shop)]
    assert [report["totals"]["counted_lines"] for report in reports] == [300, 300, 300]
    assert {report["merge_base"] for report in reports} == {shop.repository.id("refs/heads/main")}
    names = [(branch, report["files"][0]["path"]) for branch, report in zip(branches(shop), reports, strict=True)]
    assert "".join(shop.repository.git("show", f"{branch}:{path}").decode() for branch, path in names) == WHOLE


def test_without_the_guard_nothing_makes_it_split(shop):
    shop.commit_settings()
    let_split(shop)
    assert branches(shop) == ["discounts-1"]
    assert judged(shop, "discounts-1", status=1)["totals"]["counted_lines"] == 900
