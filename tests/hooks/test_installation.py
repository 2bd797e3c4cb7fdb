"""Putting hooks into real repositories, and taking them out again as if they had never been."""

from __future__ import annotations

import os
import subprocess
from shlex import quote

import pytest

from reviewbot.errors import SourceError, UsageError
from reviewbot.hooks import TYPES
from reviewbot.hooks.installation import install, script, uninstall
from tests.cli.processes import COMMAND
from tests.repositories import Repository, isolated_environment, lines

POLICY = "version = 1\n[rules.max-diff-lines]\nlimit = 10\n"
SAYS = "#!/bin/sh\necho earlier\ncat\n"


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository on main with a policy, checked out."""
    for name, value in isolated_environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    made = Repository(tmp_path / "a 'folder'")
    made.commit({".reviewbot.toml": POLICY, "a.py": "1\n"}, branch="main")
    made.check_out()
    return made


def hooks(repository):
    folder = repository.git_dir / "hooks"
    return {path.name: path.read_text() for path in folder.iterdir()} if folder.exists() else {}


def put(repository, type, text, mode=0o755):
    path = repository.git_dir / "hooks" / type
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    path.chmod(mode)


def commit(repository, number):
    """(exit status, what was said) of a commit of that many new lines."""
    repository.write("new.py", lines(number))
    repository.git("add", "new.py")
    outcome = subprocess.run(
        ["git", "commit", "-m", "new"], cwd=repository.path, env=dict(os.environ), capture_output=True, check=False
    )
    return outcome.returncode, (outcome.stdout + outcome.stderr).decode()


@pytest.mark.parametrize("type", TYPES)
def test_a_hook_comes_and_goes(repository, type):
    done = install(type, str(repository.path), [])
    assert done[0] == f"installed {repository.git_dir}/hooks/{type}"
    assert os.access(repository.git_dir / "hooks" / type, os.X_OK)
    assert uninstall(type, str(repository.path)) == [f"removed {repository.git_dir}/hooks/{type}"]
    assert hooks(repository) == {}


def test_a_commit_within_budget_is_made_in_silence(repository):
    install("pre-commit", str(repository.path), [])
    status, said = commit(repository, 3)
    assert (status, "reviewbot" in said) == (0, False)


def test_a_commit_over_budget_is_not_made(repository):
    install("pre-commit", str(repository.path), [])
    status, said = commit(repository, 30)
    assert status == 1
    assert said.startswith("reviewbot: refused: this commit\nblock: 30 of 10 lines\n")


def test_a_hook_that_was_there_runs_first_and_comes_back(repository):
    put(repository, "pre-commit", SAYS)
    done = install("pre-commit", str(repository.path), [])
    assert any("it runs first" in line for line in done)
    status, said = commit(repository, 30)
    assert (status, said.index("earlier") < said.index("block: 30")) == (1, True)
    uninstall("pre-commit", str(repository.path))
    assert hooks(repository) == {"pre-commit": SAYS}


def test_a_hook_that_was_there_can_refuse(repository):
    put(repository, "pre-commit", "#!/bin/sh\nexit 3\n")
    install("pre-commit", str(repository.path), [])
    assert commit(repository, 3)[0] == 1


def test_a_hook_that_git_did_not_run_is_not_run_now(repository):
    put(repository, "pre-commit", "#!/bin/sh\nexit 3\n", mode=0o644)
    install("pre-commit", str(repository.path), [])
    assert commit(repository, 3)[0] == 0


def test_both_hooks_are_told_the_same_on_standard_input(repository):
    put(repository, "pre-receive", "#!/bin/sh\ncat > told\n")
    install("pre-receive", str(repository.path), [])
    text = f"{'0' * 40} {repository.id('refs/heads/main')} refs/heads/x\n"
    outcome = subprocess.run(
        [repository.git_dir / "hooks" / "pre-receive"], cwd=repository.git_dir, input=text.encode(), check=False
    )
    assert (outcome.returncode, (repository.git_dir / "told").read_text()) == (0, text)


def test_to_install_again_changes_settings_and_keeps_the_rest(repository, tmp_path):
    put(repository, "pre-receive", SAYS)
    install("pre-receive", str(repository.path), [])
    install("pre-receive", str(repository.path), ["--host", "gitlab"])
    assert hooks(repository)["pre-receive.before-reviewbot"] == SAYS
    assert "--host gitlab" in hooks(repository)["pre-receive"]


def test_two_earlier_hooks_are_nobodys_to_choose(repository):
    put(repository, "pre-commit", SAYS)
    install("pre-commit", str(repository.path), [])
    put(repository, "pre-commit", "#!/bin/sh\n")
    before = hooks(repository)
    with pytest.raises(UsageError, match="put aside"):
        install("pre-commit", str(repository.path), [])
    assert hooks(repository) == before


def test_what_cannot_be_written_leaves_all_as_it_was(repository, monkeypatch):
    def refuse(*_arguments):
        raise OSError(28, "No space left on device")

    put(repository, "pre-commit", SAYS)
    before = hooks(repository)
    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(SourceError, match="No space left on device"):
        install("pre-commit", str(repository.path), [])
    assert hooks(repository) == before


def test_a_file_name_that_is_no_text(repository, tmp_path):
    policy = os.path.join(os.fsencode(tmp_path), b"floor \xff.toml")
    with open(policy, "w") as file:
        file.write("version = 1\n[rules.max-diff-lines]\nlimit = 1\n")
    install("pre-commit", str(repository.path), ["--policy", os.fsdecode(policy)])
    assert commit(repository, 3)[0] == 1


def test_a_foreign_hook_is_not_taken_out(repository):
    put(repository, "pre-commit", SAYS)
    with pytest.raises(UsageError, match="no pre-commit hook of reviewbot is installed"):
        uninstall("pre-commit", str(repository.path))
    assert hooks(repository) == {"pre-commit": SAYS}


# Where


def test_the_hooks_folder_is_where_git_is_told(repository, tmp_path):
    repository.git("config", "core.hooksPath", str(tmp_path / "shared hooks"))
    install("pre-commit", str(repository.path / "."), [])
    assert (tmp_path / "shared hooks" / "pre-commit").exists()
    assert commit(repository, 30)[0] == 1


def test_a_relative_hooks_folder_starts_at_the_top(repository):
    repository.git("config", "core.hooksPath", "tools/hooks")
    (repository.path / "deep").mkdir()
    install("pre-commit", str(repository.path / "deep"), [])
    assert (repository.path / "tools" / "hooks" / "pre-commit").exists()


def test_a_linked_working_tree_shares_the_hooks(repository, tmp_path):
    repository.git("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "linked"))
    install("pre-commit", str(tmp_path / "linked"), [])
    assert set(hooks(repository)) == {"pre-commit"}
    (tmp_path / "linked" / "large.py").write_text(lines(30))
    for arguments, status in ((["add", "."], 0), (["commit", "-m", "large"], 1)):
        assert subprocess.run(["git", *arguments], cwd=tmp_path / "linked", check=False).returncode == status


def test_a_bare_repository_has_hooks_too(tmp_path, repository):
    bare = Repository(tmp_path / "shop.git", bare=True)
    install("update", str(bare.path), [])
    assert (bare.path / "hooks" / "update").exists()


def test_git_is_told_nothing_and_asked_for_two_things(tmp_path, repository):
    bare = Repository(tmp_path / "shop.git", bare=True)
    advice = [line for line in install("pre-receive", str(bare.path), []) if line.startswith("advice")]
    assert [line.split()[3] for line in advice] == ["receive.fsckObjects", "receive.advertisePushOptions"]
    bare.configure("[receive]\n\tfsckObjects = true\n\tadvertisePushOptions = yes\n")
    assert not any("advice" in line for line in install("pre-receive", str(bare.path), []))


def test_no_repository_is_an_error(tmp_path):
    with pytest.raises(SourceError, match="not a git repository"):
        install("pre-commit", str(tmp_path), [])


# The script


@pytest.mark.parametrize("chained", [False, True])
@pytest.mark.parametrize("type", TYPES)
def test_the_script_is_one_that_sh_reads(type, chained):
    text = script(type, ["--config", "/etc/it's here/x"], chained=chained)
    assert subprocess.run(["sh", "-n"], input=text.encode(), check=False).returncode == 0
    assert quote("/etc/it's here/x") in text


def test_a_python_that_is_gone_refuses(repository, monkeypatch):
    monkeypatch.setattr("sys.executable", "/gone/python")
    install("pre-commit", str(repository.path), [])
    status, said = commit(repository, 3)
    assert (status, "/gone/python is gone" in said) == (1, True)


def test_nothing_of_the_folder_it_runs_in_becomes_a_module(repository):
    install("pre-commit", str(repository.path), [])
    for name in ("reviewbot/__init__.py", "re2.py", "argparse.py", "sitecustomize.py"):
        repository.write(name, "raise SystemExit(0)\n")
    assert commit(repository, 30)[0] == 1


# The command


def run(repository, *arguments):
    outcome = subprocess.run(
        [*COMMAND, "hook", *arguments], cwd=repository.path, env=dict(os.environ), capture_output=True, check=False
    )
    return outcome.returncode, outcome.stdout.decode(), outcome.stderr.decode()


def test_the_command_says_what_it_did(repository):
    assert run(repository, "install", "pre-push") == (0, f"installed {repository.git_dir}/hooks/pre-push\n", "")
    assert run(repository, "uninstall", "pre-push") == (0, f"removed {repository.git_dir}/hooks/pre-push\n", "")


def test_the_command_prints_the_hook_for_another_place(repository):
    status, out, _ = run(repository, "install", "pre-receive", "--print", "--host", "gitlab")
    assert (status, out) == (0, script("pre-receive", ["--host", "gitlab"], chained=False))
    assert hooks(repository) == {}


def test_a_file_that_is_not_there_is_not_installed(repository):
    status, _, err = run(repository, "install", "pre-receive", "--config", "nowhere.toml")
    assert (status, "the file of --config is not there" in err) == (2, True)
    assert hooks(repository) == {}


def test_a_host_that_is_none_is_not_installed(repository):
    status, _, err = run(repository, "install", "pre-receive", "--host", "nonsense")
    assert (status, "there is no host 'nonsense'" in err, hooks(repository)) == (2, True, {})


def test_settings_are_found_from_any_folder(repository):
    repository.write("floor.toml", "version = 1\n[rules.max-files]\nlimit = 0\n")
    assert run(repository, "install", "pre-commit", "--policy", "floor.toml")[0] == 0
    status, said = commit(repository, 1)
    assert (status, "1 of 0 files" in said) == (1, True)


def test_an_unknown_type_is_wrong_usage(repository):
    status, _, err = run(repository, "install", "post-commit")
    assert (status, "pre-commit" in err) == (2, True)
