"""A report on a change over its line budget ends with a plan; no other report waits for one."""

from __future__ import annotations

import json

import pytest

from reviewbot import proposal
from reviewbot.cli.main import main
from reviewbot.errors import SourceError
from tests.repositories import lines
from tests.split.changes import changed, check

POLICY = 'version = 1\n[[rules.max-diff-lines]]\nlimit = 20\nignore = ["*.lock"]\n[[rules.max-files]]\nlimit = 1\n'
AFTER = {"a.py": "".join(f"def work_{number}():\n    pass\n\n\n" for number in range(9)), "docs/b.md": lines(15)}


@pytest.fixture
def judged(tmp_path, capsys):
    """What lint-diff reports of this change."""

    def judge(after, *arguments, status):
        repository = changed(tmp_path, {".reviewbot.toml": POLICY, "a": "1\n"}, after)
        selected = arguments or ("main..topic",)
        assert main(["lint-diff", *selected, "--repo", str(repository.path), "--format", "json"]) == status
        return repository, json.loads(capsys.readouterr().out)

    return judge


def test_within_the_budget_there_is_none(judged):
    assert judged({"b": lines(20)}, status=0)[1]["split_plan"] is None


def test_what_does_not_count_makes_none(judged):
    assert judged({"a.lock": lines(400)}, status=0)[1]["split_plan"] is None


def test_another_budget_makes_none(judged):
    assert judged({"b": "1\n", "c": "1\n"}, status=1)[1]["split_plan"] is None


def test_over_the_line_budget_there_is_one_within_it(judged):
    repository, report = judged(AFTER, status=1)
    check(repository, report["split_plan"])
    assert report["split_plan"]["budget"] == 20
    assert not any(part["over_budget"] for part in report["split_plan"]["parts"])


def test_a_very_large_change_is_not_kept_waiting(judged, monkeypatch):
    monkeypatch.setattr(proposal, "MOST_LINES", 50)
    assert judged(AFTER, status=1)[1]["split_plan"] is None


def test_a_plan_that_cannot_be_made_takes_nothing_from_the_judgement(judged, monkeypatch):
    def fail(*_arguments):
        raise SourceError("git refused")

    monkeypatch.setattr(proposal, "proved", fail)
    _, report = judged(AFTER, status=1)
    assert report["split_plan"] is None
    assert report["verdict"] == "block"


def test_the_tightest_of_the_line_budgets_and_all_that_any_counts(tmp_path):
    policy = (
        'version = 1\n[[rules.max-diff-lines]]\nlimit = 30\nignore = ["*.md"]\n'
        '[[rules.max-diff-lines]]\nlimit = 25\nignore = ["*.py"]\n'
    )
    repository = changed(tmp_path, {".reviewbot.toml": policy}, AFTER)
    file = tmp_path / "plan.json"
    main(["split", "main..topic", "--repo", str(repository.path), "--format", "json", "--output", str(file)])
    plan = json.loads(file.read_text())
    assert plan["budget"] == 25
    assert sum(part["counted_lines"] for part in plan["parts"]) == 36 + 15
