"""Where an edit lands, whatever it is called: names that lead to a forbidden folder, out of the repository, nowhere."""

from __future__ import annotations

import os

import pytest

from tests.end_to_end.judging import Untouched
from tests.guard.asking import FILES, Guard
from tests.repositories import Repository, lines, link


@pytest.mark.parametrize("path", ["new.py", "./new.py", "folder/../new.py", "folder//new.py", "no/such/folder/new.py"])
def test_a_path_within_the_repository_from_its_folder(guard, path):
    assert guard.write(path) == ("allow", "")


def test_an_absolute_path_and_one_from_a_folder_below(guard):
    assert guard.write(guard.path / "new.py").answer == "allow"
    assert guard.write("../new.py", cwd=guard.path / "folder").answer == "allow"


@pytest.mark.parametrize(
    "path",
    [
        "config/new.yml",
        "./config/./new.yml",
        "folder/../config/new.yml",
        "folder/config/new.yml",
        "config",
        "CONFIG/new.yml",
        "Config./new.yml",
        "config /new.yml",
        "config::$INDEX_ALLOCATION/new.yml",
        "config\\new.yml",
        "c\u200config/new.yml",
        "folder\\..\\config/new.yml",
    ],
)
def test_all_names_of_a_forbidden_folder_are_forbidden(guard, path):
    assert guard.write(path).answer == "deny"


def test_a_forbidden_path_from_another_folder(guard):
    assert guard.write("new.yml", cwd=guard.path / "config").answer == "deny"
    assert guard.write("../config/new.yml", cwd=guard.path / "folder").answer == "deny"
    assert guard.write(guard.path / "folder" / ".." / "config" / "new.yml").answer == "deny"


@pytest.mark.parametrize(
    "path",
    [".git/config", ".git/hooks/pre-commit", ".git", ".GIT/config", "git~1/config", ".git./config", "sub/.git/config"],
)
def test_gits_own_folder_is_forbidden(guard, path):
    assert guard.write(path).answer == "deny"
    assert guard.ask("Delete", {"path": path}).answer == "deny"


@pytest.mark.parametrize(
    "path",
    [
        ".claude/settings.json",
        ".claude/settings.local.json",
        "folder/.claude/settings.json",
        ".CLAUDE/Settings.json",
        ".codex/hooks.json",
        ".codex/config.toml",
        ".gemini/settings.json",
        ".github/hooks/reviewbot.json",
        ".cursor/hooks.json",
    ],
)
def test_what_keeps_an_agent_within_the_policy_is_for_people(guard, path):
    said = guard.write(path, "{}")
    assert said.answer == "deny"
    assert "only a person changes it" in said.why


# Links


def test_a_link_within_the_repository_may_be_edited_through(guard):
    guard.repository.write("link.py", link("app.py"))
    guard.repository.write("linked", link("folder"))
    assert guard.edit("link.py", "two", "2").answer == "allow"
    assert guard.write("linked/new.py", lines(3)).answer == "allow"


def test_what_is_written_through_a_link_counts_once_and_where_it_lands(guard):
    guard.repository.git("rm", "--quiet", "-r", "--cached", "folder")
    guard.repository.write("linked", link("folder"))
    assert guard.write("linked/a.py", lines(12)).answer == "deny"


@pytest.mark.parametrize("target", ["config", "./folder/../config", "one-more"])
def test_a_link_into_a_forbidden_folder_leads_to_what_is_forbidden(guard, target):
    guard.repository.write("one-more", link("config"))
    guard.repository.write("innocent", link(target))
    assert guard.write("innocent/new.yml").answer == "deny"
    assert guard.edit("innocent/production.yml", "1", "2").answer == "deny"


def test_a_link_to_a_forbidden_file_or_to_where_one_would_be(guard):
    guard.repository.write("to-file", link("config/production.yml"))
    guard.repository.write("to-nothing", link("config/new.yml"))
    assert guard.edit("to-file", "1", "2").answer == "deny"
    assert guard.write("to-nothing").answer == "deny"


def test_a_forbidden_name_that_is_a_link_stays_forbidden(guard):
    guard.repository.write("folder/config", link("../folder"))
    assert guard.write("folder/config/new.yml").answer == "deny"


def test_a_forbidden_name_is_seen_through_a_link_to_the_repository(guard, tmp_path):
    (tmp_path / "here").symlink_to(guard.path)
    guard.repository.write("folder/config", link("../folder"))
    assert guard.write("folder/config/new.yml", cwd=tmp_path / "here").answer == "deny"
    assert guard.write(tmp_path / "here" / "folder" / "config" / "new.yml").answer == "deny"


def test_a_link_in_a_circle_is_denied(guard):
    guard.repository.write("circle", link("circle"))
    assert guard.write("circle").answer == "deny"
    assert guard.write("circle/new.py").answer == "deny"


def test_back_out_of_a_link_is_two_places(guard):
    """Some programs take `link/..` away first, others go through the link."""
    guard.repository.write("link", link("config/deep"))
    guard.repository.write("config/deep/a", "1\n")
    assert "goes back out of a link" in guard.write("link/../new.yml").why
    guard.repository.write("folder/to-top", link(".."))
    assert guard.write("folder/to-top/../new.py").answer == "deny"


# Out of the repository


def test_outside_of_the_repository_a_person_decides(guard, tmp_path):
    (tmp_path / "notes").mkdir()
    guard.repository.write("out", link("../notes"))
    for path in ("/elsewhere/notes.md", "../notes.md", "out/notes.md", str(guard.path) + "-beside/a.py"):
        said = guard.write(path)
        assert said.answer == "ask"
        assert "is outside of this repository" in said.why


def test_from_outside_there_is_no_policy_to_judge_by(guard, tmp_path):
    assert guard.write(guard.path / "config" / "a", cwd=tmp_path).answer == "deny"
    assert guard.write("a", cwd=tmp_path / "no such folder").answer == "deny"
    assert guard.ask("Read", {"file_path": "a"}, cwd=tmp_path).answer == "allow"


def test_another_repository_has_a_policy_of_its_own(guard, tmp_path):
    other = Repository(tmp_path / "other")
    other.commit(FILES, branch="main")
    other.check_out()
    assert guard.write(other.path / "new.py").answer == "ask"
    assert Guard(other).write(guard.path / "new.py").answer == "ask"
    said = guard.write(other.path / "config" / "new.yml")
    assert said.answer == "deny"
    assert "forbidden-path: config/new.yml" in said.why


def test_a_repository_within_does_not_hide_an_agent_from_the_one_around_it(guard):
    inner = Repository(guard.path / "vendor")
    inner.commit({"a.py": "1\n"}, branch="main")
    inner.check_out()
    assert guard.write("a.py", cwd=inner.path).answer == "allow"
    assert guard.write("../new.py", cwd=inner.path).answer == "ask"
    assert guard.write("../config/new.yml", cwd=inner.path).answer == "deny"
    too_much = guard.write(guard.path / "new.py", "1\n" * 11, cwd=inner.path)
    assert too_much.answer == "deny"
    assert "max-diff-lines" in too_much.why


def test_a_repository_within_this_one_is_another_one(guard):
    inner = Repository(guard.path / "folder" / "inner")
    inner.commit({"a": "1\n"}, branch="main")
    inner.check_out()
    assert "is in another repository within this one" in guard.write("folder/inner/a").why
    assert guard.write("folder/inner/a").answer == "ask"
    assert guard.write("folder/inner/config/a").answer == "deny"
    assert guard.write("folder/inner/.git/config").answer == "deny"
    assert guard.write("folder/b.py").answer == "allow"


# What is no file, or no name


def test_what_is_no_file_is_denied(guard):
    os.mkfifo(guard.path / "pipe")
    assert guard.write("pipe").answer == "deny"
    assert guard.write("folder").answer == "deny"
    assert guard.ask("Delete", {"path": "folder"}).answer == "deny"
    assert guard.write("app.py/below").answer == "deny"
    assert guard.write(".").answer != "allow"


def test_what_cannot_be_read_is_denied(guard, monkeypatch):
    refused = PermissionError(13, "Permission denied")
    monkeypatch.setattr("reviewbot.guard.drafts.os.open", lambda *_: (_ for _ in ()).throw(refused))
    said = guard.edit("app.py", "two", "2")
    assert said.answer == "deny"
    assert "Permission denied" in said.why


@pytest.mark.parametrize("path", ["~/a.py", " config/a", "a.py ", "\ta.py", "file:///a.py", "a\0b", "\ud800.py"])
def test_what_programs_read_in_different_ways_is_denied(guard, path):
    said = guard.write(path)
    assert said.answer == "deny"
    assert "fault of reviewbot" not in said.why


@pytest.mark.parametrize("path", ["", 1, None, [], ["a.py"]])
def test_a_path_that_is_none_is_denied(guard, path):
    assert guard.ask("Write", {"file_path": path, "content": "1\n"}).answer == "deny"


def test_a_name_that_is_no_text_is_judged_as_its_bytes(guard, repository):
    repository.write(b"folder/\xff.py", "1\n")
    assert guard.write("folder/\udcff.py", lines(9)).answer == "allow"
    assert guard.write("folder/\udcff.py", lines(30)).answer == "deny"
    assert guard.write("config/\udcff").answer == "deny"


# Ignored files


def test_an_ignored_file_is_no_part_of_a_change_but_has_a_path(guard):
    guard.repository.write(".gitignore", "build/\n")
    assert guard.write("build/out.txt", lines(50)).answer == "allow"
    assert guard.write("build/config/out.txt").answer == "deny"
    ignored = ("*** Add File: build/a", *["+x"] * 20)
    assert guard.patch(*ignored, "*** Add File: b", *["+x"] * 9).answer == "allow", "with the line in .gitignore 10"
    assert guard.patch(*ignored, "*** Add File: b", *["+x"] * 10).answer == "deny"


def test_an_ignored_file_that_git_knows_counts(guard):
    guard.repository.write(".gitignore", "folder/\n")
    assert guard.write("folder/a.py", lines(50)).answer == "deny"
    assert guard.write("folder/b.py", lines(50)).answer == "allow"


def test_nothing_is_touched_whatever_the_path(guard, tmp_path):
    guard.repository.write("link", link("config"))
    with Untouched(tmp_path):
        for path in ("link/a", "../a", "config/a", ".git/config", "new/folder/a.py"):
            guard.write(path)
