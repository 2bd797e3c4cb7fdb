from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from reviewbot.model.report import Report
from reviewbot.model.split_plan import Part, PartFile, SplitPlan
from reviewbot.rules import rule_names
from reviewbot.server.people.answers import Answer, bodies
from reviewbot.server.people.explaining import HELP, answers_to, answers_to_button
from reviewbot.server.people.said import said_at
from tests.cli.test_explain import explained as printed
from tests.policies import a_policy, budget, forbidden
from tests.publish.test_author_text import assert_not_live
from tests.render.reports import a_finding, a_report
from tests.server.people.conversation import HEAD, says

POLICY = a_policy(budget(300), forbidden("config/", reason="contains secrets"))
PLAN = SplitPlan("1" * 40, "2" * 40, 300, (Part(1, "the ledger", "one folder", 190), Part(2, "tax", "tests", 242)))
FOUND = a_report(findings=(a_finding(), a_finding("config/b")))


def answered(line, report=FOUND, policy=POLICY):
    (answer,) = answers_to(said_at([says("bob", line)]), policy, report)
    assert (answer.key, answer.comment) == ("answer-1-0", 1)
    return answer.body


@pytest.mark.parametrize("line", ["looks good", "/reviewbot recheck", "/reviewbot waive max-files x"])
def test_what_is_not_answered_here(line):
    assert answers_to(said_at([says("bob", line)]), POLICY, FOUND) == ()


def test_help_names_every_command():
    assert answered("/reviewbot help").startswith("bob, to `/reviewbot help`:\n\n")
    assert HELP in answered("/reviewbot")


def test_a_mistake_is_told_with_the_nearest_right_word():
    assert "there is no command `wave`; did you mean `waive`?\n" in answered("/reviewbot wave max-files x")
    assert "there is no rule `max-file`; did you mean `max-files`?" in answered("/reviewbot waive max-file x")
    assert "say why: `/reviewbot waive RULE REASON`" in answered("/reviewbot waive max-files")


def blocks(markdown):
    return [token.content for token in MarkdownIt("commonmark").parse(markdown) if token.type == "fence"]


@pytest.mark.parametrize("name", rule_names())
def test_a_rule_is_explained_as_on_the_command_line(name, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "90")
    assert blocks(answered(f"/reviewbot explain {name}")) == [printed(capsys, name)]


def test_what_the_policy_says_of_a_path():
    (block,) = blocks(answered("/reviewbot explain config/production.yml"))
    assert block.startswith("config/production.yml\n")
    assert "matches config/" in block
    assert "contains secrets" in block
    (folder,) = blocks(answered("/reviewbot explain /config/"))
    assert folder.startswith("config/any-file\n")


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("max-file", "There is no rule `max-file`; did you mean `max-files`? Write ./NAME for a path."),
        ("..", "This is no path in a repository"),
        ("a/../../b", "This is no path in a repository"),
        ("/", "This is no path in a repository"),
    ],
)
def test_what_cannot_be_explained(subject, said):
    assert said in answered(f"/reviewbot explain {subject}")


def test_a_name_after_a_dot_and_a_slash_is_a_path():
    assert blocks(answered("/reviewbot explain ./max-files"))[0].startswith("max-files\n")


def test_a_path_cannot_end_the_block_that_it_stands_in():
    body = answered("/reviewbot explain ./```")
    assert_not_live(body)
    assert blocks(body)[0].startswith("```\n\n")
    assert blocks(answered("/reviewbot explain a/\u202eb"))[0].startswith("a/\\u202eb\n")


def test_without_a_name_the_rules_that_found_something():
    body = answered("/reviewbot explain")
    assert body.count("- `forbidden-path`: ") == 1
    assert "max-diff-lines" not in body
    assert "- `max-diff-lines`: " in answered("/reviewbot explain", report=a_report())
    assert "- `max-diff-lines`: " in answered("/reviewbot explain", report=None)


def test_the_whole_split_plan():
    body = answered("/reviewbot split", a_report(split_plan=PLAN))
    assert "432 lines in 2 parts" in body.replace("`", "")
    assert "**Part 2**: tax" in body


@pytest.mark.parametrize("report", [None, Report()])
def test_no_split_plan(report):
    assert "There is no plan" in answered("/reviewbot split", report)


def test_the_longest_plan_fits_into_a_comment():
    files = tuple(PartFile(f"{number}{'x' * 200}".encode()) for number in range(10))
    long = tuple(Part(number, "word " * 100, "why " * 100, 10, files=files) for number in range(1, 100))
    body = answered("/reviewbot split", a_report(split_plan=PLAN._replace(parts=long)))
    assert "**Part 1**" in bodies([Answer("answer-1-0", body, 1)])[0]


def test_buttons():
    report = a_report(findings=(a_finding(),), split_plan=PLAN)
    assert answers_to_button("", HEAD, POLICY, report) == answers_to_button("recheck", HEAD, POLICY, report) == ()
    (explain,) = answers_to_button("explain", HEAD, POLICY, report)
    assert (explain.key, explain.comment) == (f"explain-{HEAD}", 0)
    assert "forbidden-path" in explain.body
    (split,) = answers_to_button("split", HEAD, POLICY, report)
    assert split.key == f"split-{HEAD}"
    assert "**Part 1**" in split.body
