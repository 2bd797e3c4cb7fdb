"""`reviewbot split` as it is called: what it shows and where, and what it refuses with nothing changed."""

from __future__ import annotations

import json
import subprocess

import pytest

from reviewbot.cli.main import main
from reviewbot.render.split import split_format_names
from tests.cli.processes import COMMAND
from tests.cli.splitting import HOSTILE, Topic, state
from tests.repositories import Repository
from tests.sources.test_ends import criss_cross
from tests.split.changes import changed, check


@pytest.fixture
def topic(tmp_path, monkeypatch, capsys):
    return Topic(tmp_path, monkeypatch, capsys)


def test_a_plan_within_budget_ends_with_0_and_says_what_is_next(topic):
    told = topic.run("--budget", "15")
    assert told.status == 0
    assert told.out.startswith("split: 33 lines in ")
    assert told.err == "next: --apply PREFIX makes branches of the parts; with --dry-run it shows which\n"


def test_a_part_over_budget_ends_with_1(topic):
    told = topic.run("--budget", "11")
    assert told.status == 1
    assert "2 over budget" in told.out


@pytest.mark.parametrize("name", ["json", "markdown", "git", "gh-stack"])
def test_a_format_for_others_is_alone_on_standard_output(topic, name):
    told = topic.run("--budget", "15", "--format", name)
    assert (told.status, told.err) == (0, "")


def test_a_stack_is_made_of_the_plan_that_is_shown(topic):
    first = topic.run("--budget", "15", "--format", "gh-stack").out.splitlines()[0]
    assert "--budget=15 --apply split" in first


@pytest.mark.parametrize("name", split_format_names())
def test_a_file_gets_what_standard_output_would(topic, tmp_path, name):
    out = topic.run("--budget", "15", "--format", name).out
    assert topic.run("--budget", "15", "--format", name, "--output", tmp_path / "plan").out == ""
    assert (tmp_path / "plan").read_text() == out


def test_nothing_is_changed_without_apply(topic, tmp_path):
    before = state(topic.repository)
    for name in split_format_names():
        topic.run("--budget", "15", "--format", name, "--output", tmp_path / "plan")
    topic.run("--budget", "15", "--apply", "p", "--dry-run")
    assert state(topic.repository) == before


def test_apply_says_what_it_made_and_what_is_next(topic):
    told = topic.run("--budget", "15", "--apply", "o'clock")
    count = len(topic.repository.git("for-each-ref", "refs/heads/o'clock/").splitlines())
    assert told.err == (
        f"made {count} branches o'clock/...; together they give head's tree, "
        "and refs/reviewbot/backup/o'clock keeps head\n"
        "next: git push origin 'refs/heads/o'\"'\"'clock/*'\n"
    )


@pytest.mark.parametrize("arguments", [[], ["--apply", "p"]])
def test_what_is_next_stands_below_the_plan(topic, arguments):
    both = subprocess.run(
        [*COMMAND, "split", "main..topic", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    ).stdout
    assert both.startswith("split: ")
    assert "next: " in both.splitlines()[-1]


def test_branches_that_were_made_are_told_of_though_nobody_reads_the_plan(topic):
    command = [*COMMAND, "split", "main..topic", "--apply", "p"]
    with open("/dev/full", "w") as full:
        outcome = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert outcome.returncode == 2
    assert outcome.stderr.startswith("made ")
    assert "error: standard output cannot be written" in outcome.stderr


def test_the_base_that_nobody_named_is_said(topic):
    assert "note: compared with main\n" in topic.run(span="").err


def test_several_merge_bases_give_what_merging_gives(tmp_path, monkeypatch, capsys):
    repository = Repository(tmp_path / "repository")
    criss_cross(repository, {"mine": "1\n"}, {"theirs": "1\n"})
    monkeypatch.chdir(repository.path)
    assert main(["split", "main..topic", "--apply", "p"]) == 0
    said = capsys.readouterr().err
    assert said.startswith("note: base and head have 2 merge-bases: ")
    assert "together they give what merging head into base gives, and refs/reviewbot/backup/p keeps head" in said


def test_one_branch_is_not_many(topic):
    assert topic.run("--apply", "p", "--staged", span="").err.startswith("made 1 branch p/...; ")


def test_the_budget_is_the_tightest_of_the_policy(topic, tmp_path):
    policy = tmp_path / "policy.toml"
    policy.write_text("version = 1\n[[rules.max-diff-lines]]\nlimit = 40\n[[rules.max-diff-lines]]\nlimit = 20\n")
    assert json.loads(topic.run("--format", "json").out)["budget"] == 300
    assert json.loads(topic.run("--format", "json", "--policy", policy).out)["budget"] == 20
    assert json.loads(topic.run("--format", "json", "--policy", policy, "--budget", "7").out)["budget"] == 7


def test_the_staged_change(topic):
    (part,) = json.loads(topic.run("--staged", "--format", "json", span="").out)["parts"]
    assert [file["path"] for file in part["files"]] == ["staged.txt"]


def test_merge_commits_inside_of_the_range_are_no_matter(topic):
    repository = topic.repository
    base, head = repository.id("refs/heads/main"), repository.id("refs/heads/topic")
    other = repository.commit({"other.txt": "1\n"}, base, branch="main")
    repository.commit({"other.txt": "1\n"}, head, other, branch="merged")
    told = topic.run("--budget", "15", "--format", "json", "--apply", "p", span="main..merged")
    assert told.status == 0
    check(repository, json.loads(told.out), head="merged")


# Nothing to make.


@pytest.mark.parametrize("name", split_format_names())
def test_nothing_changed_is_told_in_every_format(topic, name):
    told = topic.run("--format", name, span="topic..topic")
    assert (told.status, told.err) == (0, "")
    assert "nothing changed" in told.out or json.loads(told.out)["parts"] == []


def test_nothing_changed_makes_nothing(topic):
    before = state(topic.repository)
    told = topic.run("--apply", "p", span="topic..topic")
    assert told == (0, "split: nothing changed\n", "nothing changed, so no branch was made\n")
    assert state(topic.repository) == before


@pytest.mark.parametrize("apply", [(), ("--apply", "p"), ("--apply", "p", "--dry-run")])
def test_a_budget_below_the_only_piece_makes_nothing(tmp_path, capsys, apply):
    repository = changed(tmp_path, {"a": "1\n"}, {"work.py": "def work():\n" + "    step()\n" * 20})
    before = state(repository)
    assert main(["split", "main..topic", "--repo", str(repository.path), "--budget", "1", *apply]) == 1
    told = capsys.readouterr()
    assert told.out.startswith(
        "split: no good split within 1 line: 21 lines in work.py are one block, and no\nfunction"
    )
    assert not apply or told.err == "there is no good split, so no branch was made\n"
    assert state(repository) == before


@pytest.mark.parametrize("name", ["git", "gh-stack"])
def test_no_good_split_gives_no_commands(tmp_path, capsys, name):
    repository = changed(tmp_path, {"a": "1\n"}, {"work.py": "def work():\n" + "    step()\n" * 20})
    assert main(["split", "main..topic", "--repo", str(repository.path), "--budget", "1", "--format", name]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("# no good split within 1 line: 21 lines in work.py are one block, ")


@pytest.mark.parametrize("apply", [(), ("--apply", "p"), ("--apply", "p", "--dry-run")])
def test_a_budget_below_every_piece_makes_nothing(tmp_path, capsys, apply):
    work = {f"{name}.py": f"def {name}():\n" + "    step()\n" * 20 for name in ("one", "two")}
    repository = changed(tmp_path, {"a": "1\n"}, work)
    before = state(repository)
    assert main(["split", "main..topic", "--repo", str(repository.path), "--budget", "1", *apply]) == 1
    told = capsys.readouterr()
    assert "none of 2 parts is as small; the smallest has 21" in " ".join(told.out.split())
    assert not apply or told.err == "there is no good split, so no branch was made\n"
    assert apply or told.err.startswith("next: --budget 21 or more")
    assert state(repository) == before


# What is refused.


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--budget", "0"), "--budget must be at least 1 line\n  --> --budget 0\n"),
        (("--budget", "-1"), "--budget must be at least 1 line\n  --> --budget -1\n"),
        (("--budget", "many"), "argument --budget: invalid int value: 'many'\n"),
        (("--budget", "1.5"), "argument --budget: invalid int value: '1.5'\n"),
        (("--budget", HOSTILE), "argument --budget: invalid int value: "),
        (("--dry-run",), "--dry-run says what --apply would do\n  help: give --apply PREFIX too\n"),
        (
            ("--interactive", "--format", "gh-stack", "--output", "x"),
            "the plan as it was before the conversation\n",
        ),
        (("--format", "xml"), "argument --format: invalid choice: 'xml'"),
        (("--apply", ""), "'' cannot be the beginning of a branch name\n"),
        (("--apply", HOSTILE), "cannot be the beginning of a branch name\n"),
        (("--base", "main"), "BASE..HEAD and --base or --head say the same thing\n"),
        (("--staged",), "--staged is a change of its own and takes no base or head\n"),
        (("--repo", "/nonexistent"), "/nonexistent"),
        (("--policy", "/nonexistent"), "/nonexistent"),
        (("--plan", "/nonexistent"), "the plan cannot be read: No such file or directory\n  --> /nonexistent\n"),
        (("--plan", "."), "the plan cannot be read: Is a directory\n  --> .\n"),
        (("--plan", HOSTILE), "the plan cannot be read: No such file or directory\n"),
        (("--plan", ""), "the plan cannot be read: No such file or directory\n"),
    ],
    ids=ascii,
)
def test_what_makes_no_sense(topic, arguments, said):
    assert said in topic.refused(*arguments)


@pytest.mark.parametrize(
    "span", ["main", "main..none", "none..topic", "main..topic:a.txt", HOSTILE, f"main..{HOSTILE}"]
)
def test_a_range_that_is_none(topic, span):
    assert topic.refused(span=span)


@pytest.mark.parametrize("name", ["-", "change.patch", ""])
def test_a_patch_is_not_enough(topic, name):
    assert topic.refused("--patch", name, span="") == (
        "a patch does not hold the files that a split needs\n  help: give BASE..HEAD, --staged or --worktree\n"
    )


def test_an_output_that_cannot_be_written_is_told_before_any_branch_is_made(topic, tmp_path):
    for name in (tmp_path, tmp_path / "none" / "plan", "a.txt/plan"):
        assert "the report cannot be written: " in topic.refused("--budget", "15", "--apply", "p", "--output", name)


def test_a_branch_that_is_there_already(topic):
    topic.repository.ref("refs/heads/p/1-add-x", topic.repository.id("refs/heads/main"))
    assert topic.refused("--budget", "15", "--apply", "p").startswith("refs/heads/p/1-add-x is there already")


def test_a_backup_that_is_there_already(topic):
    topic.repository.ref("refs/reviewbot/backup/p", topic.repository.id("refs/heads/main"))
    said = topic.refused("--budget", "15", "--apply", "p")
    assert said.startswith("refs/reviewbot/backup/p is there already and is something else\n")


def test_a_folder_that_is_no_repository(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["split", "main..topic"]) == 2
    assert capsys.readouterr().err.startswith("error: ")
