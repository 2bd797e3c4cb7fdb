"""Where the report goes, and what that place can show."""

from __future__ import annotations

from collections import Counter

import pytest

from reviewbot.cli.main import main
from reviewbot.sources.git import Answer, Git
from tests.repositories import Repository


@pytest.fixture
def topic(tmp_path, monkeypatch):
    """A branch that touches config/, in the current folder."""
    repository = Repository(tmp_path / "repository")
    base = repository.commit({"a": "1\n"}, branch="main")
    repository.commit({"config/x": "1\n"}, base, branch="topic")
    monkeypatch.chdir(repository.path)
    monkeypatch.setenv("FORCE_COLOR", "1")
    return "main..topic"


def test_a_terminal_gets_colour(topic, capsys):
    assert main(["lint-diff", topic]) == 1
    assert "\x1b[" in capsys.readouterr().out


def test_a_file_gets_none_and_standard_output_nothing(topic, tmp_path, capsys):
    assert main(["lint-diff", topic, "--output", str(tmp_path / "report")]) == 1
    text = (tmp_path / "report").read_text()
    assert "forbidden-path" in text
    assert "\x1b" not in text
    assert capsys.readouterr().out == ""


def test_the_plan_of_a_change_over_its_budget_takes_four_more_gits(tmp_path, monkeypatch):
    repository = Repository(tmp_path / "repository")
    base = repository.commit({f"{name}/{name}.py": "1\n" for name in "abc"}, branch="main")
    repository.commit({f"{name}/{name}.py": "2\n" * 20 for name in "abc"}, base, branch="topic")
    commands: list[str] = []
    start = Git.start

    def noting(self, *arguments, **others):
        commands.append(arguments[0])
        return start(self, *arguments, **others)

    monkeypatch.setattr(Git, "start", noting)
    monkeypatch.setattr(Answer, "is_printed", lambda _: True)  # a slow git may be asked once more
    counts = []
    for limit in (100, 30):
        commands.clear()
        policy = tmp_path / "policy.toml"
        policy.write_text(f"version = 1\n[rules.max-diff-lines]\nlimit = {limit}\n")
        main(["lint-diff", "main..topic", "--repo", str(repository.path), "--policy", str(policy)])
        counts.append(Counter(commands))
    assert counts[1] - counts[0] == Counter({"cat-file": 1, "diff-tree": 2, "log": 1})
