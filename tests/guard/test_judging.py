"""What is said of an edit: of its path, of what it adds, and of the budget that the change would then have."""

from __future__ import annotations

import pytest

from tests.end_to_end.judging import Untouched
from tests.guard.asking import POLICY, Guard
from tests.repositories import Repository, lines, link


@pytest.mark.parametrize(
    ("tool", "input"),
    [
        ("Write", {"file_path": "new.py", "content": lines(3)}),
        ("Edit", {"file_path": "app.py", "old_string": "two", "new_string": "2"}),
        ("Read", {"file_path": "config/production.yml"}),
        ("Grep", {"pattern": "secret", "path": "config"}),
        ("TodoWrite", {"todos": [{"content": "secret", "status": "pending"}]}),
        ("Bash", {"command": "make test"}),
    ],
)
def test_what_is_within_the_policy_is_answered_with_silence(guard, tool, input):
    assert guard.ask(tool, input) == ("allow", "")


def test_a_forbidden_path_is_denied_with_its_reason(guard):
    said = guard.write("config/new.yml")
    assert said.answer == "deny"
    assert "must not be added (matches config/)" in said.why
    assert "why: contains secrets" in said.why
    assert "(base:.reviewbot.toml)" in said.why


def test_a_forbidden_path_is_denied_before_anything_is_measured(guard):
    assert "lines" not in guard.write("config/new.yml", lines(500)).why


def test_what_must_not_come_in_is_denied_with_its_line(guard):
    said = guard.edit("app.py", "two", "secret")
    assert said.answer == "deny"
    assert "app.py:2: holds what must not come in: secret" in said.why


@pytest.mark.parametrize(("number", "answer"), [(10, "allow"), (11, "deny")])
def test_the_budget_is_held_to_the_line(guard, number, answer):
    assert guard.write("new.py", lines(number)).answer == answer


def test_a_denial_says_what_is_left_and_how_to_go_on(guard):
    guard.repository.write("written.py", lines(4))
    said = guard.write("new.py", lines(8))
    assert "12 of 10 lines with this edit; 6 lines are left" in said.why
    assert "git switch -c NEXT-PART BASE" in said.why


def test_what_somebody_may_approve_is_asked(guard):
    said = guard.edit("deploy/run.sh", "run", "go")
    assert said.answer == "ask"
    assert "the policy wants a person to decide" in said.why


def test_what_is_only_warned_of_is_allowed(guard):
    guard.repository.write("large.txt", "x" * 1990)
    assert guard.edit("large.txt", "x", "y" * 100).answer == "allow"


def test_a_companion_that_is_still_missing_holds_nothing_back(guard, repository):
    policy = POLICY + '[rules.missing-companion]\nwhen = "{stem}.py"\nneeds = ["tests/test_{stem}.py"]\n'
    main = repository.commit({".reviewbot.toml": policy}, repository.id("refs/heads/main"), branch="main")
    repository.ref("refs/heads/topic", main)
    repository.check_out()
    assert guard.write("new.py").answer == "allow"


# What was there before


def test_what_would_make_a_change_smaller_is_allowed_over_budget_too(guard):
    guard.repository.write("large.py", lines(30))
    assert guard.write("large.py", lines(20)).answer == "allow"
    assert guard.write("large.py", lines(30)).answer == "allow"
    assert guard.write("large.py", lines(31)).answer == "deny"


def test_what_was_wrong_before_does_not_hold_back_another_edit(guard):
    guard.repository.write("app.py", "one\ntwo\nsecret\n")
    guard.repository.write("config/production.yml", "changed\n")
    assert guard.write("new.py").answer == "allow"
    assert guard.edit("app.py", "two", "2").answer == "allow", "the line beside it"


def test_the_same_wrong_line_once_more_is_denied(guard):
    guard.repository.write("app.py", "one\nsecret\ntwo\n")
    assert guard.write("app.py", "one\nsecret\ntwo\none\nsecret\ntwo\n").answer == "deny"


def test_a_wrong_line_in_the_place_of_another_is_denied(guard):
    guard.repository.write("app.py", "one\nsecret 1\ntwo\n")
    assert guard.edit("app.py", "secret 1", "secret 2").answer == "deny"


def test_a_forbidden_path_that_a_person_has_changed_stays_forbidden(guard):
    guard.repository.write("config/production.yml", "changed\n")
    assert guard.edit("config/production.yml", "changed", "password: 1").answer == "deny"
    guard.repository.write("config/new.yml", "1\n")
    assert guard.ask("Delete", {"path": "config/new.yml"}).answer == "deny"


@pytest.mark.parametrize("rule", ["[rules.max-file-lines]\nlimit = 5\n", "[rules.large-file]\nlimit-bytes = 50\n"])
def test_a_file_that_is_too_large_may_shrink(guard, repository, rule):
    policy(repository, f"version = 1\n{rule}")
    repository.write("large.py", lines(20))
    assert guard.write("large.py", lines(15)).answer == "allow"
    assert guard.write("large.py", lines(21)).answer == "deny"
    assert guard.write("other.py", lines(20)).answer == "deny"


def test_a_path_that_may_only_not_be_modified_may_be_added_in_several_edits(guard, repository):
    policy(repository, 'version = 1\n[rules.forbidden-path]\nmatch = ["config/"]\nchange = ["modified"]\n')
    repository.write("config/new.yml", "1\n")
    assert guard.edit("config/new.yml", "1", "2").answer == "allow"
    assert guard.edit("config/production.yml", "1", "2").answer == "deny"


def test_a_path_that_may_only_not_be_deleted(guard, repository):
    policy(repository, 'version = 1\n[rules.forbidden-path]\nmatch = ["config/"]\nchange = ["deleted"]\n')
    assert guard.edit("config/production.yml", "1", "2").answer == "allow"
    assert guard.ask("Delete", {"path": "config/production.yml"}).answer == "deny"


# Several edits at once


def test_several_edits_are_judged_together(guard):
    half = ["+x"] * 6
    assert guard.patch("*** Add File: a.py", *half).answer == "allow"
    assert guard.patch("*** Add File: a.py", *half, "*** Add File: b.py", *half).answer == "deny"


def test_where_a_file_from_outside_goes_is_judged(guard, tmp_path):
    (tmp_path / "outside").write_text("x")
    where = {"source": str(tmp_path / "outside"), "destination": "config/x"}
    assert guard.ask("mcp__files__copy_file", where).answer == "deny"


def test_the_floor_in_the_working_tree_is_not_the_agents_to_change(guard):
    floor = guard.repository.path / "ci" / "floor.toml"
    floor.parent.mkdir()
    floor.write_text("version = 1\n")
    assert guard.write("ci/floor.toml", floor=str(floor)).answer == "deny"
    assert guard.write("ci/other.toml", floor=str(floor)).answer == "allow"


def test_what_stands_within_an_object_is_judged(guard):
    nested = {"params": {"path": "config/x", "content": "x"}}
    assert guard.ask("mcp__files__write_file", nested).answer == "deny"


def test_one_forbidden_path_among_several_is_enough(guard):
    assert guard.patch("*** Add File: a.py", "+x", "*** Delete File: config/production.yml").answer == "deny"


def test_the_heaviest_answer_is_given(guard):
    said = guard.patch("*** Add File: deploy/a", "+x", "*** Add File: config/a", "+x")
    assert (said.answer, "deploy" in said.why) == ("deny", False)


def test_one_file_under_two_names_is_one_file(guard):
    guard.repository.write("link.py", link("app.py"))
    six = ["+x"] * 6
    first = ("*** Update File: app.py", "@@", " one", *six)
    assert guard.patch(*first, "*** Update File: link.py", "@@", " three").answer == "allow"
    assert guard.patch(*first, "*** Update File: link.py", "@@", " three", *six).answer == "deny"


def test_to_move_a_file_costs_nothing(guard, repository):
    main = repository.commit({"long.py": lines(100)}, repository.id("refs/heads/main"), branch="main")
    repository.ref("refs/heads/topic", main)
    repository.check_out()
    patch = ("*** Update File: long.py", "*** Move to: moved.py", "@@", "-line 50", "+line fifty")
    assert guard.patch(*patch).answer == "allow"
    assert guard.patch(*patch[:1], "*** Move to: config/moved.py", *patch[2:]).answer == "deny"
    assert guard.ask("mcp__files__move_file", {"source": "long.py", "destination": "a.py"}).answer == "allow"
    assert guard.ask("mcp__files__move_file", {"source": "long.py", "destination": "config/a"}).answer == "deny"


# The policy, and for whom it is


def test_the_policy_itself_is_for_people(guard):
    assert "changes the policy" in guard.write(".reviewbot.toml", "version = 1\n").why
    assert guard.write(".Reviewbot.toml").answer == "deny"


def test_a_policy_of_the_working_tree_does_not_hold(guard):
    guard.repository.write(".reviewbot.toml", "version = 1\n")
    assert guard.write("config/new.yml").answer == "deny"


def test_a_floor_holds_beside_it(guard, tmp_path):
    (tmp_path / "floor.toml").write_text('version = 1\n[rules.forbidden-path]\nmatch = ["docs/"]\n')
    floor = str(tmp_path / "floor.toml")
    assert guard.write("docs/a.md", floor=floor).answer == "deny"
    assert guard.write("config/a", floor=floor).answer == "deny"
    assert guard.write("a.md", floor=str(tmp_path / "gone.toml")).answer == "deny"


@pytest.mark.parametrize(("author", "answer"), [(None, "deny"), ("ann", "deny")])
def test_what_is_for_agents_applies(guard, repository, author, answer):
    policy(repository, 'version = 1\n[rules.max-diff-lines]\nlimit = 2\nauthors = ["agent:*"]\n')
    assert guard.write("new.py", lines(3), author=author).answer == answer


def test_what_is_for_another_agent_does_not_apply_when_the_author_is_known(guard, repository):
    policy(repository, 'version = 1\n[rules.max-diff-lines]\nlimit = 2\nauthors = ["agent:codex"]\n')
    assert guard.write("new.py", lines(3), author="ann").answer == "allow"


@pytest.mark.parametrize("text", ["version = 1\n[rules.no-such-rule]\n", "no toml", ""])
def test_a_broken_policy_denies(guard, repository, text):
    policy(repository, text)
    said = guard.write("new.py")
    assert said.answer == "deny"
    assert "could not be decided" in said.why


# Where it is measured from


def test_to_commit_does_not_refill_the_budget(guard, repository):
    repository.write("first.py", lines(8))
    repository.git("add", "first.py")
    repository.git("commit", "--quiet", "-m", "first")
    assert guard.write("second.py", lines(2)).answer == "allow"
    assert guard.write("second.py", lines(3)).answer == "deny"


def test_merging_main_costs_nothing(guard, repository):
    main = repository.commit({"large.py": lines(100)}, repository.id("refs/heads/main"), branch="main")
    repository.git("reset", "--hard", "--quiet", main)
    assert guard.write("new.py", lines(10)).answer == "allow"


def test_while_a_merge_has_not_ended_what_comes_in_costs_nothing(guard, repository):
    repository.commit({"large.py": lines(100), "app.py": "main\n"}, repository.id("refs/heads/main"), branch="main")
    repository.write("app.py", "topic\n")
    repository.git("commit", "--quiet", "-a", "-m", "topic")
    repository.git("-c", "merge.conflictStyle=merge", "merge", "--quiet", "--no-commit", "-s", "ours", "main")
    repository.git("checkout", "--quiet", "main", "--", "large.py")
    assert guard.write("app.py", "both\n").answer == "allow"
    assert guard.write("app.py", lines(11)).answer == "deny"


def test_without_a_base_branch_it_is_measured_from_head(guard, repository):
    repository.git("branch", "-m", "main", "trunk")
    assert guard.write("new.py", lines(10)).answer == "allow"
    assert guard.write("new.py", lines(11)).answer == "deny"


def test_before_the_first_commit_everything_counts(tmp_path, repository):
    guard = Guard(Repository(tmp_path / "new"))
    guard.repository.write(".reviewbot.toml", POLICY)
    assert guard.write("config/a").answer == "deny"
    assert guard.write("new.py", lines(400)).answer == "deny"


def test_a_bare_repository_has_nothing_to_edit(tmp_path, repository):
    guard = Guard(Repository(tmp_path / "bare.git", bare=True))
    assert guard.write("new.py").answer == "deny"


def test_a_repository_with_longer_ids(tmp_path, repository):
    guard = Guard(Repository(tmp_path / "long", object_format="sha256"))
    guard.repository.commit({".reviewbot.toml": POLICY, "app.py": lines(3)}, branch="main")
    guard.repository.check_out()
    assert guard.write("new.py", lines(10)).answer == "allow"
    assert guard.write("new.py", lines(11)).answer == "deny"
    assert guard.write("config/a").answer == "deny"
    assert guard.patch("*** Delete File: app.py").answer == "allow"


def test_a_linked_working_tree_is_judged_by_itself(guard, tmp_path):
    guard.repository.write("large.py", lines(100))
    linked = tmp_path / "linked"
    guard.repository.git("worktree", "add", "--quiet", "-b", "other", str(linked), "main")
    assert guard.write("new.py", lines(10), cwd=linked).answer == "allow"
    assert guard.write("new.py", lines(11), cwd=linked).answer == "deny"
    assert guard.write(".git", cwd=linked).answer == "deny"


def test_nothing_of_the_repository_is_touched(guard, tmp_path):
    guard.repository.write("untracked.py", lines(2))
    with Untouched(tmp_path):
        guard.write("new.py", lines(10))
        guard.write("new.py", lines(11))
        guard.write("config/a")
        guard.ask("Delete", {"path": "app.py"})


def policy(repository, text):
    """Let this be the policy of main, and of the branch."""
    main = repository.commit({".reviewbot.toml": text}, repository.id("refs/heads/main"), branch="main")
    repository.ref("refs/heads/topic", main)
    repository.check_out()
