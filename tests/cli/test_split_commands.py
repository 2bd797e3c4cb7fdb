"""The command that `--format gh-stack` begins with: run as it is printed, it makes the branches that follow."""

from __future__ import annotations

import shlex

import pytest

from tests.cli.splitting import Topic


@pytest.fixture
def topic(tmp_path, monkeypatch, capsys):
    return Topic(tmp_path, monkeypatch, capsys)


def follow(topic, *arguments):
    """Run the first command that is printed; the branches there are then, and those that the rest stacks."""
    told = topic.run(*arguments, "--format", "gh-stack")
    first, *rest = [shlex.split(line) for line in told.out.splitlines()]
    assert first[:2] == ["reviewbot", "split"]
    assert topic.run(*first[2:], span=None).status == told.status
    listed = topic.repository.git("for-each-ref", "--format=%(refname:short)", "refs/heads/split/")
    made = listed.decode() if isinstance(listed, bytes) else listed
    stacked = [word for line in rest for word in line if word.startswith("split/")]
    return sorted(made.split()), sorted(set(stacked))


def test_no_option_was_given(topic):
    made, stacked = follow(topic)
    assert made == stacked != []


def test_the_budget_is_said_again(tmp_path, monkeypatch, capsys):
    one, other = (f"def {name}():\n" + "    pass\n" * 30 for name in ("one", "other"))
    topic = Topic(tmp_path, monkeypatch, capsys, {"a.py": "import os\n"}, {"b.py": f"{one}\n\n{other}"})
    made, stacked = follow(topic, "--budget", "40")
    assert made == stacked
    assert len(made) > 1


def test_an_edited_plan_is_named(topic):
    document = topic.plan()
    document["parts"][0]["title"] = "Called otherwise"
    made, stacked = follow(topic, "--plan", topic.file(document))
    assert made == stacked
    assert "split/1-called-otherwise" in made


def test_a_conversation_cannot_be_repeated_by_a_command(topic):
    said = topic.refused("--interactive", "--format", "gh-stack", "--output", "stack.sh")
    assert "as it was before the conversation" in said
    assert "--plan" in said
