"""What an administrator says to the hooks: strict, and every error names file and key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reviewbot.errors import ConfigurationError
from reviewbot.hooks import configuration
from reviewbot.hooks.configuration import FILE_NAME, Configuration, find_configuration, read_configuration

COMMENTED = Path(__file__).parents[2] / "config" / "hooks.toml"


@pytest.fixture
def read(tmp_path):
    def run(text):
        file = tmp_path / "hooks.toml"
        file.write_text(text)
        return read_configuration(str(file))

    return run


@pytest.fixture(autouse=True)
def no_system_file(tmp_path, monkeypatch):
    monkeypatch.setattr(configuration, "SYSTEM_FILE", str(tmp_path / "system.toml"))


def test_where_there_is_none_nothing_is_set(tmp_path):
    assert find_configuration(None, str(tmp_path), own=True) == Configuration()


def test_a_file_may_say_nothing(read):
    assert read("version = 1\n") == Configuration()


def test_every_key_is_read(read, tmp_path):
    text = """version = 1
    floor = "floor.toml"
    protected = ["release/*"]
    deadline-seconds = 3
    each-commit = 50
    any-owner = true
    pusher-variable = "GIT_PUSHER"
    waivers = ["ann"]
    audit-file = "/var/log/waivers"
    [teams]
    maintainers = ["ann"]
    """
    assert read(text) == Configuration(
        floor=f"{tmp_path}/floor.toml",
        protected=("release/*",),
        deadline_seconds=3.0,
        each_commit=50,
        any_owner=True,
        pusher_variable="GIT_PUSHER",
        waivers=("ann",),
        audit_file="/var/log/waivers",
        teams=(("maintainers", ("ann",)),),
    )


def test_the_commented_example_is_valid_and_shows_every_key(read):
    text = COMMENTED.read_text()
    assert read(text) == Configuration()
    examples = re.sub(r"^# (?=[\w\"-]+ = |\[)", "", text, flags=re.MULTILINE)
    set_by_it = read(examples)._asdict()
    unchanged = {key for key, value in Configuration()._asdict().items() if set_by_it[key] == value}
    assert unchanged == {"deadline_seconds"}  # shown with its default


def test_teams_are_found_whatever_the_case():
    teams = (("@acme/dba", ("Bob", "ann")), ("maintainers", ("bob",)))
    assert Configuration(teams=teams).teams_of("BOB") == {"@acme/dba", "maintainers"}
    assert Configuration(teams=teams).teams_of("eve") == frozenset()


# Where it is read from


def test_the_repositorys_goes_before_the_systems(tmp_path):
    Path(configuration.SYSTEM_FILE).write_text("version = 1\neach-commit = 1\n")
    assert find_configuration(None, str(tmp_path), own=True).each_commit == 1
    (tmp_path / FILE_NAME).write_text("version = 1\neach-commit = 2\n")
    assert find_configuration(None, str(tmp_path), own=True).each_commit == 2


def test_a_named_file_goes_before_both(tmp_path):
    (tmp_path / FILE_NAME).write_text("version = 1\neach-commit = 2\n")
    (tmp_path / "named").write_text("version = 1\neach-commit = 3\n")
    assert find_configuration(str(tmp_path / "named"), str(tmp_path), own=True).each_commit == 3


def test_a_strangers_repository_does_not_configure_us(tmp_path):
    (tmp_path / FILE_NAME).write_text("version = 1\nany-owner = true\n")
    assert find_configuration(None, str(tmp_path), own=False) == Configuration()


def test_a_named_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(ConfigurationError, match="cannot be read"):
        find_configuration(str(tmp_path / "nothing"), str(tmp_path), own=True)


# What is wrong


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", "`version` must be 1", id="no version"),
        pytest.param("version = 2", "`version` must be 1", id="another version"),
        pytest.param("version = true", "`version` must be", id="a version that is true"),
        pytest.param("version = 1\nflor = 'x'", "`flor` is no key", id="an unknown key"),
        pytest.param("version = 1\nprotected = 'main'", "`protected` must be a list", id="a text for a list"),
        pytest.param("version = 1\nprotected = [1]", "`protected` must be a list of texts", id="a number in a list"),
        pytest.param("version = 1\nprotected = ['']", "`protected` must be a list of texts", id="an empty text"),
        pytest.param("version = 1\ndeadline-seconds = 0", "`deadline-seconds` must be a number", id="no time"),
        pytest.param("version = 1\ndeadline-seconds = inf", "`deadline-seconds` must be a number", id="for ever"),
        pytest.param("version = 1\ndeadline-seconds = nan", "`deadline-seconds` must be a number", id="not a number"),
        pytest.param("version = 1\ndeadline-seconds = true", "`deadline-seconds` must be", id="a time that is true"),
        pytest.param("version = 1\neach-commit = -1", "`each-commit` must be a number", id="a negative number"),
        pytest.param("version = 1\neach-commit = 1.5", "`each-commit` must be a number", id="half a commit"),
        pytest.param("version = 1\nany-owner = 1", "`any-owner` must be true or false", id="a number for a flag"),
        pytest.param("version = 1\nteams = []", "`teams` must be a table", id="a list for a table"),
        pytest.param("version = 1\n[teams]\nx = 'ann'", "`teams.x` must be a list", id="a member for a team"),
        pytest.param("version = 1\nwaivers = ['ann']", "`audit-file` is missing", id="waivers without a file"),
        pytest.param("version = ", "no TOML", id="no TOML"),
        pytest.param("version = 1\nx = " + "[" * 5000, "no TOML", id="too deep"),
        pytest.param("#" * (64 << 10) + "\n", "larger than", id="too large"),
    ],
)
def test_what_is_wrong_is_said(read, text, words):
    with pytest.raises(ConfigurationError, match=re.escape(words)) as error:
        read(text)
    assert error.value.where.endswith("hooks.toml")


def test_the_nearest_key_is_named(read):
    with pytest.raises(ConfigurationError) as error:
        read("version = 1\ndeadline = 3\n")
    assert error.value.help == "did you mean `deadline-seconds`?"
