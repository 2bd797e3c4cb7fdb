"""Where the report goes, and what that place can show."""

from __future__ import annotations

import pytest

from reviewbot.cli.main import main
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
