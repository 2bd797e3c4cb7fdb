"""What an agent might try to get around its guard, and what comes of it."""

from __future__ import annotations

import pytest

from reviewbot.guard.agents import agent_names, load_agent
from reviewbot.hooks.installation import script
from tests.guard.asking import POLICY, Guard
from tests.repositories import Repository, lines, link, submodule


@pytest.fixture
def decoy(tmp_path):
    """A repository without a policy, with which an environment may lead astray."""
    made = Repository(tmp_path / "decoy")
    made.commit({"a": "1\n"}, branch="main")
    made.check_out()
    return made


def test_variables_of_git_lead_nowhere(guard, decoy, monkeypatch):
    for name, value in {
        "GIT_DIR": decoy.git_dir,
        "GIT_WORK_TREE": decoy.path,
        "GIT_INDEX_FILE": decoy.git_dir / "index",
        "GIT_OBJECT_DIRECTORY": decoy.git_dir / "objects",
        "GIT_CEILING_DIRECTORIES": guard.path,
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.worktree",
        "GIT_CONFIG_VALUE_0": decoy.path,
    }.items():
        monkeypatch.setenv(name, str(value))
    assert guard.write("config/a").answer == "deny"
    assert guard.write("new.py", lines(10)).answer == "allow"
    assert guard.write("new.py", lines(11)).answer == "deny"


def test_a_working_tree_named_by_configuration_leads_nowhere(guard, decoy):
    guard.repository.configure(f"[core]\n\tworktree = {decoy.path}\n")
    assert guard.write("config/a").answer == "deny"
    assert guard.write("new.py", lines(11)).answer == "deny"


def test_a_link_is_looked_at_when_the_edit_comes(guard):
    assert guard.write("plain/a.yml").answer == "allow"
    guard.repository.write("plain", link("config"))
    assert guard.write("plain/a.yml").answer == "deny"


def test_a_folder_is_not_moved(guard):
    """What it holds is not looked through, so it is not known what would change."""
    for source, target in (("config", "settings"), ("folder", "other")):
        said = guard.ask("mcp__files__move_file", {"source": source, "destination": target})
        assert said.answer == "deny"
    assert guard.ask("mcp__files__create_directory", {"path": "other"}).answer == "allow"


def test_a_file_is_not_moved_out_of_a_forbidden_folder_or_copied_into_it(guard):
    moved = {"source": "config/production.yml", "destination": "a.yml"}
    assert guard.ask("mcp__files__move_file", moved).answer == "deny"
    assert guard.ask("mcp__files__copy_file", moved).answer == "allow", "only reads it"
    copied = {"source": "app.py", "destination": "config/app.py"}
    assert guard.ask("mcp__files__copy_file", copied).answer == "deny"
    assert guard.ask("mcp__files__move_file", {"source": "app.py", "destination": "/elsewhere/app.py"}).answer == "ask"


def test_files_that_git_is_told_not_to_look_at_count(guard):
    guard.repository.write("app.py", lines(9))
    guard.repository.git("update-index", "--assume-unchanged", "app.py")
    assert guard.write("new.py", lines(3)).answer == "deny"


def test_attributes_and_filters_hide_nothing(guard):
    guard.repository.write(".gitattributes", "* -diff binary\n*.py filter=empty -text\n")
    guard.repository.configure('[filter "empty"]\n\tclean = true\n\trequired = true\n')
    assert guard.write("new.py", lines(11)).answer == "deny"
    assert guard.write("new.py", "a secret\n").answer == "deny"


def test_ignoring_a_file_that_is_known_hides_nothing(guard):
    assert guard.write(".gitignore", "app.py\n").answer == "allow"
    guard.repository.write(".gitignore", "app.py\n")
    assert guard.write("app.py", lines(30)).answer == "deny"


def test_the_policy_at_base_cannot_be_edited_where_git_keeps_it(guard):
    for path in (".git/refs/heads/main", ".git/packed-refs", ".git/refs/remotes/origin/HEAD", ".git/info/exclude"):
        assert guard.write(path, "x").answer == "deny"


def test_a_submodule_that_is_not_there_is_no_place_to_hide(guard, repository):
    main = repository.commit({"sub": submodule()}, repository.id("refs/heads/main"), branch="main")
    repository.git("reset", "--hard", "--quiet", main)
    assert guard.write("sub/config/a").answer == "deny"
    assert guard.write("sub/new.py", lines(30)).answer == "deny"


def test_a_hook_of_ours_is_for_people_wherever_it_is(guard):
    guard.repository.write("tools/hooks/pre-commit", script("pre-commit", [], chained=False))
    said = guard.write("tools/hooks/pre-commit", "#!/bin/sh\n")
    assert said.answer == "deny"
    assert "only a person changes it" in said.why
    assert guard.ask("Delete", {"path": "tools/hooks/pre-commit"}).answer == "deny"


@pytest.mark.parametrize("agent", agent_names())
def test_settings_for_all_of_a_users_work_are_for_people(guard, tmp_path, agent):
    settings = load_agent(agent).settings
    for path in (tmp_path / "home" / settings.user_file, settings.file, f"folder/{settings.file}"):
        said = guard.write(path, "{}")
        assert said.answer == "deny"
        assert "only a person changes it" in said.why


def test_the_git_folder_of_a_linked_working_tree_is_gits_own(guard, tmp_path):
    guard.repository.git("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "linked"), "main")
    for path in (guard.path / ".git" / "config", guard.path / ".git" / "worktrees" / "linked" / "HEAD"):
        assert guard.write(path, cwd=tmp_path / "linked").answer == "deny"
    assert guard.write(guard.path / "app.py", cwd=tmp_path / "linked").answer == "ask"


def test_a_declared_scope_is_not_widened_by_the_agent(guard):
    assert guard.write(".reviewbot-scope", "src/\n").answer == "allow"
    guard.repository.write(".reviewbot-scope", "src/\n")
    assert guard.write(".reviewbot-scope", "src/\nlib/\n").answer == "ask"


def test_many_small_edits_use_one_budget(guard):
    for number in range(10):
        assert guard.write(f"{number}.py").answer == "allow"
        guard.repository.write(f"{number}.py", "1\n")
    assert guard.write("10.py").answer == "deny"


def test_a_new_branch_at_the_same_place_does_not_refill_the_budget(guard, repository):
    repository.write("first.py", lines(8))
    repository.git("add", ".")
    repository.git("commit", "--quiet", "-m", "first")
    repository.git("switch", "--quiet", "-c", "another")
    assert guard.write("second.py", lines(3)).answer == "deny"


def test_a_fork_without_common_history_is_all_change(guard, repository):
    repository.commit({"a.py": lines(11), ".reviewbot.toml": POLICY}, branch="orphan")
    repository.git("switch", "--quiet", "orphan")
    assert guard.write("b.py").answer == "deny"


def test_a_binary_file_counts(guard):
    assert guard.write("data.bin", "\0" * 100_000).answer == "deny"


def test_an_edit_keeps_what_the_file_is(tmp_path, repository):
    """A file that is executable stays so, and no mode is found to change."""
    guard = Guard(repository)
    policy = POLICY + "[rules.mode-change]\n"
    main = repository.commit({".reviewbot.toml": policy}, repository.id("refs/heads/main"), branch="main")
    repository.git("reset", "--hard", "--quiet", main)
    repository.write("run.sh", "1\n")
    (guard.path / "run.sh").chmod(0o755)
    repository.git("add", ".")
    repository.git("commit", "--quiet", "-m", "run")
    repository.ref("refs/heads/main", repository.id("refs/heads/topic"))
    assert guard.write("run.sh", "2\n").answer == "allow"
