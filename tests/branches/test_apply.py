"""Branches of a split plan in a real repository: what is made and kept, and what is refused with nothing changed."""

from __future__ import annotations

import pytest

from reviewbot.cli.main import main
from tests.repositories import Repository, lines
from tests.split.changes import changed, check, split

BEFORE = {"config.txt": lines(9), "src/a.py": "x = 1\n"}
AFTER = {"src/a.py": "x = 2\n", "docs/guide.md": lines(120), "lib/other.js": lines(150, "var")}


@pytest.fixture
def repository(tmp_path):
    repository = changed(tmp_path, BEFORE, AFTER)
    repository.head("refs/heads/topic")
    repository.check_out()
    return repository


def refs(repository):
    return repository.git("for-each-ref", "--format=%(refname) %(objectname)").decode().splitlines()


def refused(repository, *arguments, capsys):
    """What is said; nothing may have changed."""
    before = refs(repository)
    assert main(["split", "main..topic", "--repo", str(repository.path), "--budget", "200", *arguments]) == 2
    assert refs(repository) == before
    return capsys.readouterr().err


def test_independent_parts_start_at_base_and_merge_to_head(repository):
    plan = split(repository, "--budget", "200", "--apply", "p")
    check(repository, plan)
    assert len(plan["branches"]) > 1
    assert [branch["on"] for branch in plan["branches"]] == [None] * len(plan["branches"])
    for branch in plan["branches"]:
        assert repository.git("rev-parse", f"{branch['commit']}^").decode().strip() == repository.id("refs/heads/main")
        assert repository.id(f"refs/heads/{branch['name']}") == branch["commit"]
    repository.git("checkout", "--quiet", "--detach", "main")
    for branch in plan["branches"]:
        repository.git("merge", "--quiet", "--no-edit", branch["name"])
    assert repository.git("rev-parse", "HEAD^{tree}") == repository.git("rev-parse", "topic^{tree}")


def test_a_part_that_needs_another_stands_on_it(tmp_path):
    giver = "def give_something():\n    return 1\n" + "# filler\n" * 40
    user = "from giver import give_something\n\nprint(give_something())\n" + "# other\n" * 40
    repository = changed(tmp_path, {"a": "1\n"}, {"giver.py": giver, "user.py": user})
    plan = split(repository, "--budget", "60", "--apply", "p")
    check(repository, plan)
    assert [branch["on"] for branch in plan["branches"]] == [None, 1]
    assert plan["parts"][0]["why"].startswith("definitions used by part 2: give_something")
    tip = plan["branches"][-1]["commit"]
    assert repository.git("rev-parse", f"{tip}^{{tree}}") == repository.git("rev-parse", "topic^{tree}")


def test_head_is_kept(repository):
    split(repository, "--budget", "200", "--apply", "some/where")
    assert repository.id("refs/reviewbot/backup/some/where") == repository.id("refs/heads/topic")


def test_author_and_date_are_those_of_the_commits(tmp_path):
    repository = Repository(tmp_path / "repository")
    repository.configure("[user]\n\tname = C O Mitter\n\temail = committer@example.com\n")
    base = repository.commit({"a": "1\n"}, branch="main")
    first = repository.commit({"one.txt": lines(50)}, base, author="First <first@example.com>")
    second = repository.commit({"two.txt": lines(50, "other")}, first, author="Sécond <second@example.com>")
    repository.commit({"two.txt": lines(60, "other")}, second, author="Third <third@example.com>", branch="topic")
    plan = split(repository, "--budget", "70", "--apply", "p")
    shown = [
        repository.git(
            "log", "-1", "--format=%an <%ae> %at %cn %(trailers:key=Co-authored-by,valueonly)", each["commit"]
        )
        for each in plan["branches"]
    ]
    assert [line.decode().strip() for line in shown] == [
        "First <first@example.com> 1700000000 C O Mitter",
        "Third <third@example.com> 1700000000 C O Mitter Sécond <second@example.com>",
    ]


def test_the_author_of_a_file_whatever_its_name(tmp_path):
    repository = Repository(tmp_path / "repository")
    base = repository.commit({"a": "1\n"}, branch="main")
    first = repository.commit({"\none\n.txt": lines(50)}, base, author="First <first@example.com>")
    repository.commit(
        {":(top)two.txt": lines(50, "other")}, first, author="Second <second@example.com>", branch="topic"
    )
    plan = split(repository, "--budget", "70", "--apply", "p")
    shown = {repository.git("log", "-1", "--format=%an %(trailers)", each["commit"]) for each in plan["branches"]}
    assert {line.strip() for line in shown} == {b"First", b"Second"}


def test_an_author_date_near_1970(tmp_path):
    repository = changed(tmp_path, {"a": "1\n"}, {"a": "2\n"})
    commit = repository.git("cat-file", "commit", "topic").replace(b" 1700000000 +0000", b" 7 +0100")
    repository.ref("refs/heads/topic", repository.object("commit", commit))
    (branch,) = split(repository, "--apply", "p")["branches"]
    assert repository.git("log", "-1", "--format=%ad", "--date=raw", branch["commit"]) == b"7 +0100\n"


@pytest.mark.parametrize(
    ("author", "kept"),
    [
        (b" <nobody@example.com> 1700000000 +0000", b"nobody@example.com <nobody@example.com> 1700000000 +0000"),
        (b"... <> 1700000000 +0000", b"unknown <> 1700000000 +0000"),
        (b"Undated <u@example.com>", b"Undated <u@example.com> 0 +0000"),
        (b"Early <e@example.com> -100 +0000", b"Early <e@example.com> 0 +0000"),
    ],
)
def test_an_author_that_git_would_not_write(tmp_path, author, kept):
    repository = changed(tmp_path, {"a": "1\n"}, {"a": "2\n"})
    lines_of = repository.git("cat-file", "commit", "topic").split(b"\n")
    changed_lines = [b"author " + author if line.startswith(b"author ") else line for line in lines_of]
    repository.ref("refs/heads/topic", repository.object("commit", b"\n".join(changed_lines)))
    (branch,) = split(repository, "--apply", "p")["branches"]
    assert b"\nauthor " + kept + b"\n" in repository.git("cat-file", "commit", branch["commit"])


def test_a_dry_run_tells_and_changes_nothing(repository, capsys):
    before = refs(repository)
    plan = split(repository, "--budget", "200", "--apply", "p", "--dry-run")
    assert refs(repository) == before
    assert "nothing was changed" in capsys.readouterr().err
    assert [branch["name"] for branch in plan["branches"]] == [
        branch["name"] for branch in split(repository, "--budget", "200", "--apply", "p")["branches"]
    ]


def test_neither_working_tree_nor_index_is_touched(repository):
    repository.write("src/a.py", "x = 3  # not committed\n")
    repository.write("new.txt", "untracked\n")
    repository.write("staged.txt", "staged\n")
    repository.git("add", "staged.txt")
    before = repository.git("status", "--porcelain=v2", "--branch")
    split(repository, "--budget", "200", "--apply", "p")
    assert repository.git("status", "--porcelain=v2", "--branch") == before


def test_the_same_again_is_nothing_new(repository):
    first = split(repository, "--budget", "200", "--apply", "p")
    before = refs(repository)
    assert split(repository, "--budget", "200", "--apply", "p")["branches"] == first["branches"]
    assert refs(repository) == before


def test_a_bare_repository(tmp_path):
    repository = changed(tmp_path, BEFORE, AFTER, bare=True)
    check(repository, split(repository, "--budget", "200", "--apply", "p"))
    assert any(" " in line and line.startswith("refs/heads/p/1-") for line in refs(repository))


def test_a_linked_working_tree(repository, tmp_path):
    repository.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "linked"), "topic")
    arguments = ["split", "main..topic", "--repo", str(tmp_path / "linked"), "--budget", "200", "--apply", "p"]
    assert main(arguments) == 0
    assert any(line.startswith("refs/heads/p/1-") for line in refs(repository))


def test_the_working_tree_as_it_is(repository):
    repository.write("config.txt", lines(40, "changed"))
    plan = split(repository, "--worktree", "--apply", "p", span="")
    assert plan["head"] is None
    kept = repository.git("show", "refs/reviewbot/backup/p:config.txt").decode()
    assert kept == lines(40, "changed")


@pytest.mark.parametrize("prefix", ["", "-x", "a..b", "refs/heads/x", "a b", "x\x1b", "a/", ".lock", "ä\n"])
def test_a_prefix_that_no_branch_can_have(repository, capsys, prefix):
    assert "cannot be the beginning of a branch name" in refused(repository, f"--apply={prefix}", capsys=capsys)


def test_a_branch_that_is_there_already(repository, capsys):
    name = split(repository, "--budget", "200", "--apply", "p", "--dry-run")["branches"][0]["name"]
    repository.ref(f"refs/heads/{name}", repository.id("refs/heads/main"))
    assert f"refs/heads/{name} is there already and is something else" in refused(
        repository, "--apply", "p", capsys=capsys
    )


def test_branches_of_another_plan(repository, capsys):
    repository.ref("refs/heads/p/9-else", repository.id("refs/heads/main"))
    said = refused(repository, "--apply", "p", capsys=capsys)
    assert "refs/heads/p/9-else is there already, and is no part of this plan" in said
    assert "git branch -D p/9-else" in said


def test_what_is_to_be_typed_is_quoted(repository, capsys):
    repository.ref("refs/heads/a;b/9-$HOME", repository.id("refs/heads/main"))
    assert "git branch -D 'a;b/9-$HOME'\n" in refused(repository, "--apply", "a;b", capsys=capsys)
    repository.ref("refs/reviewbot/backup/c&d", repository.id("refs/heads/main"))
    said = refused(repository, "--apply", "c&d", capsys=capsys)
    assert "git update-ref -d 'refs/reviewbot/backup/c&d'\n" in said


def test_a_branch_of_the_name_of_the_prefix(repository, capsys):
    said = refused(repository, "--apply", "topic", capsys=capsys)
    assert "there is a branch topic, so there cannot be branches topic/..." in said


@pytest.mark.parametrize("other", ["p/q", "p"])
def test_a_backup_that_leaves_no_room_for_this_one(repository, capsys, other):
    repository.ref(f"refs/reviewbot/backup/{other}", repository.id("refs/heads/main"))
    for dry_run in ((), ("--dry-run",)):
        said = refused(repository, "--apply", "p" if other == "p/q" else "p/q", *dry_run, capsys=capsys)
        assert f"there is refs/reviewbot/backup/{other}, so there cannot be refs/reviewbot/backup/p" in said
        assert "choose another prefix" in said


def test_a_hook_that_refuses_is_heard_and_nothing_is_changed(repository, capsys):
    hook = repository.git_dir / "hooks" / "reference-transaction"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    assert refused(repository, "--apply", "p", capsys=capsys).endswith(
        "error: git refused: fatal: ref updates aborted by hook\n"
    )


def test_nobody_is_known(tmp_path, capsys, monkeypatch):
    repository = changed(tmp_path, BEFORE, AFTER)
    repository.configure("[user]\n\tuseConfigOnly = true\n\tname =\n\temail =\n")
    for variable in ("NAME", "EMAIL"):
        monkeypatch.delenv(f"GIT_COMMITTER_{variable}", raising=False)
    assert "git config user.name" in refused(repository, "--apply", "p", capsys=capsys)


def test_titles_cannot_break_out_of_a_branch_name_or_a_message(tmp_path):
    repository = changed(tmp_path, {"a": "1\n"}, {"\x1b[31m$(touch x);.py": lines(5), "--\nCo-authored-by: x": "1\n"})
    plan = split(repository, "--apply", "p")
    for branch in plan["branches"]:
        assert branch["name"].removeprefix("p/").replace("-", "").isalnum()
        message = repository.git("log", "-1", "--format=%B", branch["commit"]).decode()
        assert "\x1b" not in message
        assert "\nCo-authored-by" not in message
