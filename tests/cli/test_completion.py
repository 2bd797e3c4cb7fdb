"""Completion scripts. bash is everywhere and really asked; of the other shells only the text is looked at."""

from __future__ import annotations

import subprocess

import pytest

from reviewbot.cli.main import main
from reviewbot.cli.subcommands import subcommand_names
from reviewbot.render import format_names

# What bash does when a person presses Tab at the end of these words.
ASK = """\
source "$1"; shift
[[ "$(complete -p reviewbot)" =~ -F\\ ([^ ]+) ]] || exit 3
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
"${BASH_REMATCH[1]}" reviewbot "${@: -1}" "${@: -2:1}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def script(capsys):
    def make(shell):
        assert main(["completion", shell]) == 0
        return capsys.readouterr().out

    return make


@pytest.fixture
def complete(script, tmp_path):
    """What bash offers after `reviewbot WORDS`, in a folder with two files and a folder."""
    (tmp_path / "a folder").mkdir()
    for name in ("change.patch", "charge.toml"):
        (tmp_path / name).touch()
    file = tmp_path / "completion.bash"
    file.write_text(script("bash"))

    def ask(*words):
        command = ["bash", "--norc", "--noprofile", "-c", ASK, "bash", str(file), "reviewbot", *words]
        outcome = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (outcome.returncode, outcome.stderr) == (0, "")
        return outcome.stdout.split("\n")[:-1]

    return ask


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["li"], ["lint-diff"]),
        (["lint-diff", "--st"], ["--staged"]),
        (["companions", "--nu"], ["--null"]),
        (["lint-diff", "--format", "js"], ["json"]),
        (["policy", "sh"], ["show"]),
        (["policy", "init", "--f"], ["--force"]),
        (["completion", "z"], ["zsh"]),
    ],
    ids=" ".join,
)
def test_offers_what_was_begun(complete, words, offered):
    assert complete(*words) == offered


def test_offers_every_command(complete):
    assert complete("") == list(subcommand_names())


def test_offers_every_format(complete):
    assert complete("lint-diff", "--format", "") == list(format_names())


@pytest.mark.parametrize(
    "words", [["lint-diff", "--patch"], ["lint-diff", "--policy"], ["policy", "check"]], ids=" ".join
)
def test_offers_files(complete, words):
    assert sorted(complete(*words, "ch")) == ["change.patch", "charge.toml"]


def test_offers_folders_for_a_repository(complete):
    assert complete("lint-diff", "--repo", "") == ["a folder"]


@pytest.mark.parametrize(
    ("shell", "begins", "option"),
    [
        ("zsh", "#compdef reviewbot\n", "--staged"),
        ("fish", "# ", "staged"),
        ("tcsh", "# ", "staged"),
    ],
)
def test_other_shells_are_told_the_same(script, shell, begins, option):
    text = script(shell)
    assert text.startswith(begins)
    assert option in text
    assert [name for name in subcommand_names() if name not in text] == []


def test_a_shell_that_is_not_known(capsys):
    assert main(["completion", "cmd"]) == 2
    assert "bash" in capsys.readouterr().err
