"""`reviewbot contract`: printed, written into the repository's files, and checked there."""

from __future__ import annotations

import json
import os

import pytest

from reviewbot.cli.main import main
from reviewbot.contract.text.markers import BEGIN, END
from tests.repositories import Repository, executable, link

POLICY = 'version = 1\n[rules.max-files]\nlimit = 3\n[rules.forbidden-path]\nmatch = ["config/"]\n'
OTHER = POLICY.replace("3", "4")
TOLD = "- Touch at most 3 files.\n"
NOTE = "note: compared with main\n"


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with a policy at main; the tests run in it."""
    repository = Repository(tmp_path / "repository")
    repository.commit({".reviewbot.toml": POLICY}, branch="main")
    repository.check_out()
    monkeypatch.chdir(repository.path)
    return repository


@pytest.fixture
def answer(repository, capsys):
    def run(*arguments):
        status = main(["contract", *arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def read(repository, path="AGENTS.md"):
    return (repository.path / path).read_bytes().decode()


def test_prints_it_and_writes_nothing(repository, answer):
    status, out, err = answer()
    assert (status, err) == (0, NOTE)
    assert out.startswith(BEGIN)
    assert TOLD in out
    assert out.endswith(f"{END}\n")
    assert sorted(os.listdir(repository.path)) == [".git", ".reviewbot.toml"]


def test_what_is_written_is_current_until_the_policy_changes(repository, answer):
    assert answer("--write") == (0, "AGENTS.md: written\n", NOTE)
    assert answer("--check") == (0, "", "")
    assert answer("--write") == (0, "AGENTS.md: current\n", NOTE)
    repository.commit({".reviewbot.toml": OTHER}, branch="main")
    stale = (
        "AGENTS.md: the contract is not what the policy says\n  help: reviewbot contract --format agents-md --write\n"
    )
    assert answer("--check") == (1, "", stale)
    answer("--write")
    assert "at most 4 files" in read(repository)
    assert answer("--check")[0] == 0


def test_the_policy_is_that_of_base_and_not_of_the_working_tree(repository, answer):
    repository.write(".reviewbot.toml", OTHER)
    assert TOLD in answer()[1]
    topic = repository.commit({".reviewbot.toml": OTHER}, repository.id("refs/heads/main"), branch="topic")
    repository.head("refs/heads/topic")
    assert TOLD in answer()[1]
    assert TOLD not in answer("--base", "HEAD")[1]
    assert TOLD not in answer("--base", topic)[1]


def test_a_floor_is_told_too(answer, tmp_path):
    (tmp_path / "floor.toml").write_text("version = 1\n[rules.max-commits]\nlimit = 7\n")
    out = answer("--policy", str(tmp_path / "floor.toml"))[1]
    assert "- Make at most 7 commits.\n" in out
    assert TOLD in out


def test_leaves_the_rest_of_the_file_and_its_mode_alone(repository, answer):
    repository.write("AGENTS.md", executable("# Mine\n"))
    answer("--write")
    assert read(repository).startswith(f"# Mine\n\n{BEGIN}\n")
    repository.write("AGENTS.md", executable(f"above\n{BEGIN}\nold\n{END}\nbelow\n"))
    assert answer("--check")[0] == 1
    answer("--write")
    text = read(repository)
    assert (text.startswith(f"above\n{BEGIN}\n"), text.endswith(f"{END}\nbelow\n")) == (True, True)
    assert os.access(repository.path / "AGENTS.md", os.X_OK)
    assert sorted(os.listdir(repository.path)) == [".git", ".reviewbot.toml", "AGENTS.md"]


def test_without_a_format_all_files_that_hold_one_are_checked_and_no_other(repository, answer):
    none = "no file holds a contract\n  help: reviewbot contract --write\n"
    repository.write("CLAUDE.md", "# Mine\n")
    repository.write(".claude/settings.json", "{}\n")
    assert answer("--check") == (1, "", none)
    answer("--format", "gemini", "--format", "codex-rules", "--write")
    assert answer("--check")[0] == 0
    repository.write(".codex/rules/reviewbot.rules", "# old\n")
    status, _out, err = answer("--check")
    assert status == 1
    assert err == (
        ".codex/rules/reviewbot.rules: the contract is not what the policy says\n"
        "  help: reviewbot contract --format codex-rules --write\n"
    )


@pytest.mark.parametrize("name", ["agents-md", "claude", "gemini", "codex-rules", "claude-settings"])
def test_one_that_is_named_must_be_there(answer, name):
    status, out, err = answer("--check", "--format", name)
    assert (status, out) == (1, "")
    assert "the contract is not there\n  help: reviewbot contract --format" in err
    assert answer("--write", "--format", name)[0] == 0
    assert answer("--check", "--format", name) == (0, "", "")


def test_settings_keep_what_is_there(repository, answer):
    repository.write(".claude/settings.json", '{"permissions": {"deny": ["Bash(sudo:*)"]}}')
    answer("--format", "claude-settings", "--write")
    assert json.loads(read(repository, ".claude/settings.json"))["permissions"]["deny"] == [
        "Bash(sudo:*)",
        "Edit(/**/config)",
        "Edit(/**/config/**)",
    ]


def test_from_a_folder_inside_it_goes_to_the_top(repository, answer, monkeypatch):
    (repository.path / "src").mkdir()
    monkeypatch.chdir("src")
    assert answer("--write")[0] == 0
    assert TOLD in read(repository)


def test_output(repository, answer, tmp_path):
    assert answer("--format", "codex-rules", "--output", str(tmp_path / "out"))[:2] == (0, "")
    assert (tmp_path / "out").read_text().startswith("# Made by")


@pytest.mark.parametrize("option", ["--write", "--check"])
@pytest.mark.parametrize(
    ("path", "entry", "what"),
    [
        pytest.param("AGENTS.md", f"{BEGIN}\n", "no contract can be put here: its markers", id="half a section"),
        pytest.param("AGENTS.md", f"{BEGIN}\n\n\n{END}\n{END}\n", "no contract can be put here", id="two ends"),
        pytest.param("AGENTS.md", link("other.md"), "this file is reached through a link", id="a link"),
        pytest.param("AGENTS.md", b"\xff", "this file is not UTF-8 text", id="bytes"),
        pytest.param("AGENTS.md/x", "", "this file cannot be read: Is a directory", id="a folder"),
        pytest.param(".claude/settings.json", "{", "no contract can be put here: it is not JSON", id="no JSON"),
        pytest.param(".claude", link("/tmp"), "this file is reached through a link", id="a folder elsewhere"),
    ],
)
def test_what_cannot_be_told_is_an_error_and_touches_nothing(repository, answer, option, path, entry, what):
    repository.write(path, entry)
    before = sorted(os.listdir(repository.path))
    name = "claude-settings" if path.startswith(".claude") else "agents-md"
    status, out, err = answer(option, "--format", "gemini", "--format", name)
    assert (status, out) == (2, "")
    assert f"error: {what}" in err
    assert sorted(os.listdir(repository.path)) == before


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        pytest.param(("--format", "nope"), "argument --format: invalid choice", id="no such format"),
        pytest.param(
            ("--format", "claude", "--format", "gemini"), "several formats cannot be printed", id="two formats"
        ),
        pytest.param(("--write", "--check"), "argument --check: not allowed with", id="both"),
        pytest.param(("--base", "nope"), "unknown revision 'nope'", id="no such base"),
        pytest.param(("--policy", "nope"), "the policy cannot be read", id="no such floor"),
    ],
)
def test_wrong_usage(answer, arguments, what):
    status, out, err = answer(*arguments)
    assert (status, out) == (2, "")
    assert f"error: {what}" in err


def test_a_bare_repository_has_no_place_for_it(tmp_path, answer):
    Repository(tmp_path / "bare", bare=True).commit({".reviewbot.toml": POLICY}, branch="main")
    bare = ("--repo", str(tmp_path / "bare"), "--base", "main")
    assert TOLD in answer(*bare)[1]
    status, _out, err = answer(*bare, "--write")
    assert status == 2
    assert "a bare repository has no files to put a contract into" in err
