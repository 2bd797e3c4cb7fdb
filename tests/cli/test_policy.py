from __future__ import annotations

import io
import json
import sys
import tomllib

import pytest
from jsonschema import Draft7Validator

from reviewbot.cli.main import main
from reviewbot.policy import default_policy_text, load_policy
from tests.repositories import Repository, link

POLICY = "version = 1\n[[rules.max-files]]\nlimit = 1\n[[rules.max-files]]\nlimit = 2\n[rules.conflict-marker]\n"
OTHER = "version = 1\n[rules.max-commits]\nlimit = 7\n"


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with a policy at main and another one in its working tree; the tests run in it."""
    repository = Repository(tmp_path / "repository")
    repository.commit({".reviewbot.toml": POLICY, "src/app.py": "1\n"}, branch="main")
    repository.write(".reviewbot.toml", OTHER)
    repository.write("src/app.py", "1\n")
    monkeypatch.chdir(repository.path)
    return repository


@pytest.fixture
def empty(tmp_path, monkeypatch):
    """A repository without a commit and without a policy; the tests run in it."""
    monkeypatch.chdir(tmp_path)
    return Repository(tmp_path)


def answer(capsys, *arguments: str) -> tuple[int, str, str]:
    status = main(["policy", *arguments])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


@pytest.mark.parametrize("folder", [".", "src"])
def test_check_finds_the_policy_of_this_folder_or_of_the_top(folder, repository, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    name = ".reviewbot.toml" if folder == "." else "../.reviewbot.toml"
    assert answer(capsys, "check") == (0, f"{name}: ok, 1 instance of 1 rule\n", "")


def test_check_counts_what_the_file_writes(tmp_path, capsys):
    (tmp_path / "p.toml").write_text(POLICY)
    assert answer(capsys, "check", f"{tmp_path}/p.toml") == (
        0,
        f"{tmp_path}/p.toml: ok, 3 instances of 2 rules\n",
        "",
    )


def test_check_names_line_key_and_the_nearest_right_one(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.toml").write_text("version = 1\n[rules.max-files]\nlimits = 3\n")
    status, out, err = answer(capsys, "check", "p.toml")
    assert (status, out) == (2, "")
    assert err == (
        "error: max-files has no key `limits` (the first of 2 problems)\n"
        "  --> p.toml:3\n"
        "  help: did you mean `limit`?\n"
    )


def test_check_reads_standard_input(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"version = 2")))
    status, _out, err = answer(capsys, "check", "-")
    assert (status, err.splitlines()[:2]) == (2, ["error: `version` must be 1, not 2", "  --> standard input:1"])


def test_check_as_json(tmp_path, capsys):
    (tmp_path / "good.toml").write_text(POLICY)
    (tmp_path / "bad.toml").write_text("")
    status, out, _err = answer(capsys, "check", "--format", "json", f"{tmp_path}/good.toml")
    assert status == 0
    assert json.loads(out) == {
        "file": f"{tmp_path}/good.toml",
        "valid": True,
        "instances": 3,
        "rules": 2,
        "error": None,
    }
    status, out, err = answer(capsys, "check", "--format", "json", f"{tmp_path}/bad.toml")
    assert (status, err) == (2, "")
    assert json.loads(out)["error"] == {
        "what": "`version` is missing",
        "where": f"{tmp_path}/bad.toml:1",
        "help": "write version = 1 in the first line",
    }


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        pytest.param(["check"], "there is no .reviewbot.toml here", id="nothing to check"),
        pytest.param(["check", "no.toml"], "the policy cannot be read: No such file or directory", id="no such file"),
        pytest.param(["check", "."], "the policy cannot be read: Is a directory", id="a folder"),
        pytest.param(["show", "--base", "nope"], "unknown revision 'nope'", id="unknown base"),
        pytest.param(["show", "--policy", "no.toml"], "the policy cannot be read", id="no such floor"),
        pytest.param(["show", "--repo", "nope"], "there is no such folder", id="no such repository"),
    ],
)
def test_says_what_it_cannot_read(arguments, what, empty, capsys):
    status, out, err = answer(capsys, *arguments)
    assert (status, out) == (2, "")
    assert err.startswith(f"error: {what}")


def test_show_is_the_policy_of_base_and_not_of_the_working_tree(repository, capsys):
    status, out, _err = answer(capsys, "show", "--base", "main")
    assert status == 0
    assert "# max-files, instance 2, from base:.reviewbot.toml\n[[rules.max-files]]\nlimit = 2\n" in out
    assert "# policy-change, instance 1, from built-in\n" in out
    assert tomllib.loads(out)["rules"]["max-files"] == [
        {"limit": 1, "severity": "block"},
        {"limit": 2, "severity": "block"},
    ]


def test_show_puts_the_floor_first(repository, tmp_path, capsys):
    floor = tmp_path / "floor.toml"
    floor.write_text("version = 1\n[rules.max-files]\nlimit = 9\n")
    _status, out, _err = answer(capsys, "show", "--policy", str(floor), "--format", "json")
    shown = json.loads(out)
    assert [source["source"] for source in shown["sources"]] == [f"floor:{floor}", "base:.reviewbot.toml"]
    assert [
        (each["instance"], each["values"]["limit"]) for each in shown["instances"] if each["rule"] == "max-files"
    ] == [(1, 9), (2, 1), (3, 2)]


def test_show_says_that_the_working_tree_stands_in_for_a_base_without_policy(empty, capsys):
    empty.write(".reviewbot.toml", OTHER)
    _status, out, _err = answer(capsys, "show")
    assert "# max-commits, instance 1, from working tree:.reviewbot.toml\n" in out
    assert out.startswith("# no policy was read from a base: ")


def test_show_says_that_the_built_in_default_holds(empty, capsys):
    _status, out, _err = answer(capsys, "show")
    assert "# max-diff-lines, instance 1, from built-in default\n" in out
    assert "# no policy found: judged by the built-in default" in out


def test_show_refuses_a_broken_policy_of_base(tmp_path, monkeypatch, capsys):
    Repository(tmp_path).commit({".reviewbot.toml": "version = 3"}, branch="main")
    monkeypatch.chdir(tmp_path)
    status, out, err = answer(capsys, "show")
    assert (status, out) == (2, "")
    assert "  --> base:.reviewbot.toml:1\n" in err


def test_show_in_a_bare_repository_takes_the_base_it_is_told(tmp_path, capsys):
    Repository(tmp_path, bare=True).commit({".reviewbot.toml": OTHER}, branch="main")
    status, out, _err = answer(capsys, "show", "--repo", str(tmp_path), "--base", "main")
    assert status == 0
    assert "limit = 7\n" in out


def test_schema_is_one(capsys):
    status, out, _err = answer(capsys, "schema")
    assert status == 0
    Draft7Validator.check_schema(json.loads(out))


@pytest.mark.parametrize("folder", [".", "src"])
def test_init_writes_the_commented_default_to_the_top(folder, empty, monkeypatch, capsys):
    (empty.path / "src").mkdir()
    monkeypatch.chdir(empty.path / folder)
    status, out, _err = answer(capsys, "init")
    assert status == 0
    assert out.startswith("wrote .reviewbot.toml\n" if folder == "." else "wrote ../.reviewbot.toml\n")
    assert (empty.path / ".reviewbot.toml").read_bytes() == default_policy_text().text
    load_policy([default_policy_text()])


@pytest.mark.parametrize("entry", [pytest.param(OTHER, id="a file"), pytest.param(link("/nowhere"), id="a link")])
def test_init_replaces_nothing_unless_told(entry, empty, capsys):
    empty.write(".reviewbot.toml", entry)
    before = sorted(path.name for path in empty.path.iterdir())
    status, out, err = answer(capsys, "init")
    assert (status, out) == (2, "")
    assert err == (
        "error: there is a policy already\n  --> .reviewbot.toml\n  help: change that one, or replace it with --force\n"
    )
    assert sorted(path.name for path in empty.path.iterdir()) == before
    assert answer(capsys, "init", "--force")[0] == 0
    assert not (empty.path / ".reviewbot.toml").is_symlink()
    assert (empty.path / ".reviewbot.toml").read_bytes() == default_policy_text().text
    assert sorted(path.name for path in empty.path.iterdir()) == before


def test_init_never_writes_through_a_link(empty, tmp_path_factory, capsys):
    outside = tmp_path_factory.mktemp("outside") / "file"
    outside.write_text("mine")
    empty.write(".reviewbot.toml", link(str(outside)))
    assert answer(capsys, "init", "--force")[0] == 0
    assert outside.read_text() == "mine"


def test_init_leaves_nothing_behind_where_it_cannot_write(empty, capsys):
    (empty.path / ".reviewbot.toml").mkdir()
    status, _out, err = answer(capsys, "init", "--force")
    assert status == 2
    assert err.startswith("error: the policy cannot be written: Is a directory\n")
    assert sorted(path.name for path in empty.path.iterdir()) == [".git", ".reviewbot.toml"]


def test_init_needs_a_working_tree(tmp_path, capsys):
    Repository(tmp_path, bare=True)
    status, _out, err = answer(capsys, "init", "--repo", str(tmp_path))
    assert status == 2
    assert err.startswith("error: a bare repository has no working tree to write to\n")


@pytest.mark.parametrize("arguments", [[], ["nope"], ["check", "a", "b"], ["init", "--forc"]])
def test_wrong_usage(arguments, capsys):
    status, out, err = answer(capsys, *arguments)
    assert (status, out) == (2, "")
    assert err.startswith("error: ")
