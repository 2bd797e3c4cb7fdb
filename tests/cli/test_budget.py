"""What `budget` measures and says; what the ends of the working change are is in tests/sources/test_ends.py."""

from __future__ import annotations

import json

import pytest

from reviewbot.cli.main import main
from tests.repositories import Repository, lines

POLICY = """\
version = 1
[rules.max-diff-lines]
limit = 10
[[rules.max-files]]
limit = 4
[[rules.max-files]]
limit = 2
severity = "warn"
[rules.forbidden-content]
patterns = ["secret"]
"""


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A branch without a commit of its own, checked out; the tests run in it."""
    repository = Repository(tmp_path / "repository")
    base = repository.commit({".reviewbot.toml": POLICY, "a": "1\n"}, branch="main")
    repository.ref("refs/heads/topic", base)
    repository.head("refs/heads/topic")
    repository.check_out()
    monkeypatch.chdir(repository.path)
    return repository


@pytest.fixture
def answer(repository, capsys):
    def run(*arguments):
        status = main(["budget", *arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def short(answer, *arguments):
    status, out, err = answer("--short", *arguments)
    assert err == ""
    return status, out.removesuffix("\n")


def test_all_is_left_when_nothing_changed(answer):
    assert short(answer) == (0, "0/10 lines, 0/2 files")


def test_a_policy_without_budgets_says_so_in_one_line(repository, answer):
    base = repository.commit({".reviewbot.toml": "version = 1\n[rules.conflict-marker]\n"}, branch="main")
    repository.ref("refs/heads/topic", base)
    assert short(answer) == (0, "no budgets: the policy has none that applies here")


def test_a_bar_for_each_budget(repository, answer):
    repository.write("b", lines(9))
    status, out, err = answer()
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "  max-diff-lines  ██████████████████████████░░░░  9 of 10 lines  1 left",
        "  max-files #1    ███████░░░░░░░░░░░░░░░░░░░░░░░   1 of 4 files  3 left",
        "  max-files #2    ███████████████░░░░░░░░░░░░░░░   1 of 2 files  1 left",
        "",
        "note    compared with main",
    ]


def test_committing_does_not_refill_it(repository, answer):
    repository.write("b", lines(6))
    before = short(answer)
    repository.git("add", "b")
    repository.git("commit", "-q", "-m", "a part")
    assert short(answer) == before == (0, "6/10 lines, 1/2 files")
    repository.write("b", lines(11))
    status, out, _err = answer()
    assert status == 1
    assert "11 of 10 lines  1 over" in out
    assert "help    split the change: mechanical edits first, then one subject at a time" in out


def test_over_a_budget_that_only_warns_is_no_block(repository, answer):
    for name in "bcd":
        repository.write(name, "1\n")
    assert short(answer) == (0, "3/10 lines, 3/2 files")


def test_what_else_the_policy_forbids_is_not_judged(repository, answer):
    repository.write("b", "secret\n")
    assert answer()[0] == 0


@pytest.mark.parametrize(
    ("arguments", "used"),
    [
        pytest.param((), 6, id="the working change"),
        pytest.param(("--base", "main"), 6, id="from a base that is named"),
        pytest.param(("main..topic",), 1, id="a range"),
        pytest.param(("main..",), 1, id="a range to HEAD"),
        pytest.param(("--base", "main", "--head", "topic"), 1, id="two ends"),
        pytest.param(("--staged",), 2, id="the index"),
        pytest.param(("--worktree",), 5, id="the working tree from HEAD"),
    ],
)
def test_the_selectors_of_lint_diff(repository, answer, arguments, used):
    repository.write("b", "1\n")
    repository.git("add", "b")
    repository.git("commit", "-q", "-m", "one line")
    repository.write("c", lines(2))
    repository.git("add", "c")
    repository.write("d", lines(3))
    assert short(answer, *arguments)[1].startswith(f"{used}/10 lines")


def test_a_patch(repository, answer, tmp_path):
    repository.write(".git/a.patch", "diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1,2 @@\n 1\n+2\n")
    assert short(answer, "--patch", ".git/a.patch") == (0, "1/10 lines, 1/2 files")


def test_as_json(repository, answer):
    repository.write("b", lines(12))
    status, out, err = answer("--format", "json")
    assert (status, err) == (1, "")
    document = json.loads(out)
    assert (document["schema"], document["verdict"], document["head"]) == ("reviewbot-budget/1", "block", None)
    assert document["merge_base"] == repository.id("refs/heads/main")
    assert document["budgets"][0] == {
        "rule": "max-diff-lines", "instance": 1, "limit": 10, "used": 12, "unit": "lines", "left": -2
    }  # fmt: skip
    assert [finding["rule"] for finding in document["findings"]] == ["max-diff-lines"]
    assert document["notes"] == ["compared with main"]


def test_a_floor_and_an_author(repository, answer, tmp_path):
    (tmp_path / "floor.toml").write_text(
        'version = 1\n[rules.max-diff-lines]\nlimit = 5\nauthors = ["agent:*"]\nseverity = "review"\n'
    )
    floor = ("--policy", str(tmp_path / "floor.toml"))
    assert short(answer, *floor) == (0, "0/5 lines, 0/2 files")
    repository.write("b", lines(6))
    assert short(answer, *floor) == (0, "6/5 lines, 1/2 files")
    assert short(answer, *floor, "--author", "ann") == (0, "6/10 lines, 1/2 files")


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        pytest.param(("nope..topic",), "unknown revision 'nope'", id="no such revision"),
        pytest.param(("--staged", "main..topic"), "--staged is a change of its own", id="two selectors"),
        pytest.param(("--short", "--format", "json"), "argument --format: not allowed with", id="two forms"),
        pytest.param(("--watch", "--patch", "-"), "a patch does not change", id="a patch that is watched"),
        pytest.param(("--watch", "--repo", "nope"), "there is no such folder", id="nothing to watch"),
        pytest.param(("--policy", "nope"), "the policy cannot be read", id="no such floor"),
    ],
)
def test_what_cannot_be_decided(answer, arguments, what):
    status, out, err = answer(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith(f"error: {what}")
