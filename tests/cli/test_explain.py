from __future__ import annotations

import pytest

from reviewbot.cli.main import main
from reviewbot.rules import rule_names
from tests.repositories import Repository

POLICY = """version = 1
[[rules.max-diff-lines]]
limit = 300
ignore = ["*.lock"]
[[rules.max-diff-lines]]
limit = 150
authors = ["*[bot]"]
branches = ["main", "release/*"]
[[rules.forbidden-path]]
match = ["config/"]
change = ["added", "deleted"]
reason = "contains secrets"
[rules.allowed-path]
match = ["/src/", "/config/", "*.lock", "max-diff-lines"]
severity = "warn"
[rules.conflict-marker]
"""


_SECTIONS = ("What it does", "Why", "Example", "Instead")


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A repository with the policy at main; the tests run in it."""
    repository = Repository(tmp_path)
    repository.commit({".reviewbot.toml": POLICY}, branch="main")
    repository.write("src/web/app.py", "1\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return repository


def explained(capsys, *arguments: str) -> str:
    assert main(["explain", *arguments]) == 0
    return capsys.readouterr().out


def refused(capsys, *arguments: str) -> str:
    assert main(["explain", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    return printed.err


@pytest.mark.parametrize("name", rule_names())
def test_every_rule_is_explained(name, capsys):
    text = explained(capsys, name)
    headings = [line for line in text.splitlines() if line and not line.startswith(" ")]
    assert headings[0] == name
    assert [line for line in headings if line in _SECTIONS] == list(_SECTIONS)
    assert "``" not in text
    assert max(map(len, text.splitlines())) <= 80


def test_a_rules_keys_are_shown_with_type_default_and_meaning(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "100")
    text = explained(capsys, "protected-path")
    assert text.endswith("""
Options
    reviewers           a list of texts, required
                        Who may approve: logins, "@org/team", "maintainers".
    approvals           a whole number from 1, 1 unless given
                        How many of the reviewers must approve.

Keys that every rule has
    severity            one of "block", "review", "warn", "review" unless given
                        What its findings weigh.
    match               a list of gitignore patterns, required
                        Which files the rule is about.
    ignore              a list of gitignore patterns
                        Which files it leaves out.
    branches            a list of texts
                        Globs of the base branches where it applies, without it all.
    repositories        a list of texts
                        Globs of the repositories (owner/name) where it applies, without it all.
    authors             a list of texts
                        Globs of the authors to whom it applies (agent:NAME for coding agents),
                        without it all.
    reason              a text
                        Shown to whoever is stopped.
    waivable-by         a list of texts, ["maintainers"] unless given
                        Who may waive it: logins, "@org/team", "maintainers"; an empty list for
                        nobody.
""")


def test_a_rule_that_is_always_on_shows_the_two_keys_that_it_takes(capsys):
    text = explained(capsys, "policy-change")
    assert "\nAlways on: a policy may only write\n    reason " in text
    assert "severity " not in text.partition("Always on: a policy")[2]


def test_headings_are_bold_on_a_terminal(monkeypatch, capsys):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert explained(capsys, "max-files").startswith("\x1b[1mmax-files\x1b[0m\n")


def test_a_path_is_explained_by_what_governs_it(here, capsys):
    text = explained(capsys, "config/app.yml", "--base", "main")
    assert (
        text
        == """\
config/app.yml

max-diff-lines 1  block, from base:.reviewbot.toml
    sees every path
    counts against a budget of 300 lines

max-diff-lines 2  block, from base:.reviewbot.toml
    sees every path
    only where the branch is main or release/*
    only where the author is *[bot]
    counts against a budget of 150 lines

forbidden-path  block, from base:.reviewbot.toml
    matches config/
    added: must not be added (matches config/)
    deleted: must not be deleted (matches config/)
    reason: contains secrets

Nothing to say of a plain file here: conflict-marker, policy-change, unsafe-path

Not about this path: allowed-path (allowed)
"""
    )


def test_an_ignored_path_and_one_outside(here, capsys):
    assert "Not about this path: max-diff-lines 1 (ignored), forbidden-path (no match)" in explained(capsys, "a.lock")
    text = explained(capsys, "setup.py")
    assert (
        "allowed-path  warn, from base:.reviewbot.toml\n    outside of what it allows\n    changed or added or" in text
    )


@pytest.mark.parametrize(
    ("subject", "folder", "path"),
    [
        pytest.param("app.py", "src/web", "src/web/app.py", id="from a folder"),
        pytest.param("../x.py", "src/web", "src/x.py", id="up from a folder"),
        pytest.param("src/web", ".", "src/web/any-file", id="a folder that is there"),
        pytest.param("new/", ".", "new/any-file", id="a folder that is not"),
        pytest.param("./max-diff-lines", ".", "max-diff-lines", id="the name of a rule"),
        pytest.param("src/./a//b", ".", "src/a/b", id="not the shortest way"),
        pytest.param("a\x1b[31m/b", ".", "a\\x1b[31m/b", id="what a terminal would act on"),
        pytest.param("a/\udcff", ".", "a/\\xff", id="not UTF-8"),
    ],
)
def test_a_path_is_meant_from_this_folder_and_shown_from_the_top(subject, folder, path, here, monkeypatch, capsys):
    monkeypatch.chdir(here.path / folder)
    assert explained(capsys, subject).splitlines()[0] == path


def test_an_absolute_path_and_another_repository(here, tmp_path_factory, monkeypatch, capsys):
    assert explained(capsys, str(here.path / "a.py")).startswith("a.py\n")
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert explained(capsys, "a.py", "--repo", str(here.path)).startswith("a.py\n")


def test_says_by_which_policy_where_base_has_none(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert "judged by the built-in default" in " ".join(explained(capsys, "config/a").split())


@pytest.mark.parametrize(
    ("subject", "error"),
    [
        pytest.param("forbiden-path", "there is no rule and no file 'forbiden-path'", id="a rule misspelt"),
        pytest.param("xyz", "there is no rule and no file 'xyz'", id="neither"),
        pytest.param("../x", "this path is not in the repository", id="outside"),
        pytest.param(".", "this path is not in the repository", id="the top itself"),
    ],
)
def test_refuses(subject, error, here, capsys):
    assert refused(capsys, subject).startswith(f"error: {error}\n")


def test_suggests_the_nearest_rule_or_lists_all(here, capsys):
    assert "help: did you mean `forbidden-path`? Write ./NAME for a path\n" in refused(capsys, "Forbiden_path")
    assert "help: the rules are allowed-path, binary-file," in refused(capsys, "xyz")
