"""Waivers by push option: by whom the server and the policy both name, with a reason, and written down."""

from __future__ import annotations

import json
import os

import pytest

from tests.hooks.asking import LARGE, SMALL

WAIVE = "reviewbot.waive=max-diff-lines:generated"
ANN, BOB = {"REMOTE_USER": "ann"}, {"REMOTE_USER": "bob"}


@pytest.fixture
def audit(server, tmp_path):
    """A server where maintainers and the dba team may waive: ann maintains, bob is in the team. Returns the file."""
    file = tmp_path / "waivers.jsonl"
    server.host = "plain"
    server.configure(f'''
waivers = ["maintainers", "@acme/dba"]
audit-file = "{file}"
[teams]
maintainers = ["ann"]
"@acme/dba" = ["bob"]
''')
    return file


def entries(file):
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_without_an_option_nothing_is_waived(server, audit):
    assert server.push(server.commit(LARGE), environ=ANN).status == 1
    assert not audit.exists()


def test_a_maintainer_waives_and_it_is_written_down(server, audit):
    new = server.commit(LARGE)
    answer = server.push(new, environ=ANN, options=(WAIVE,))
    assert answer.status == 0
    assert "max-diff-lines: 30 of 10 lines; waived by ann: generated" in answer.text
    (entry,) = entries(audit)
    assert (entry["by"], entry["rule"], entry["reason"], entry["new"]) == ("ann", "max-diff-lines", "generated", new)


def test_the_policy_says_who_may_waive_which_rule(server, audit):
    new = server.commit({"config/a": "2\n"})
    option = "reviewbot.waive=forbidden-path:rotated"
    assert server.push(new, environ=ANN, options=(option,)).status == 1  # the policy names @acme/dba
    assert server.push(new, environ=BOB, options=(option,)).status == 0
    assert server.push(server.commit(LARGE), environ=BOB, options=(WAIVE,)).status == 1  # the policy: maintainers


def test_the_server_says_who_may_waive_at_all(server, audit):
    answer = server.push(server.commit(LARGE), environ={"REMOTE_USER": "eve"}, options=(WAIVE,))
    assert answer.status == 1
    assert "nothing is waived: eve may not waive on this server" in answer.text


def test_nobody_waives_where_nothing_is_configured(server):
    assert server.push(server.commit(LARGE), environ=ANN, options=(WAIVE,)).status == 1


def test_nobody_waives_who_is_not_known(server, audit):
    answer = server.push(server.commit(LARGE), options=(WAIVE,))
    assert answer.status == 1
    assert "the server does not say who pushes" in answer.text


def test_what_only_the_environment_says_waives_nothing(server, audit):
    """Over a local path it is the pusher's own word."""
    server.host = None
    new = server.commit(LARGE)
    answer = server.push(new, environ=ANN, options=(WAIVE,))
    assert answer.status == 1
    assert "nothing is waived: only the environment says who pushes" in answer.text
    server.configure(
        f'pusher-variable = "WHO"\nwaivers = ["ann"]\naudit-file = "{audit}"\n[teams]\nmaintainers = ["ann"]\n'
    )
    assert server.push(new, environ={"WHO": "ann"}, options=(WAIVE,)).status == 0


def test_one_waiver_does_not_lift_another_rule(server, audit):
    answer = server.push(server.commit({**LARGE, "config/a": "2\n"}), environ=ANN, options=(WAIVE,))
    assert answer.status == 1
    assert not audit.exists()  # what was not taken was not waived


def test_a_waiver_that_lifts_nothing_is_not_written_down(server, audit):
    assert server.push(server.commit(SMALL), environ=ANN, options=(WAIVE,)).status == 0
    assert not audit.exists()


def test_options_of_others_are_passed_over(server, audit):
    assert server.push(server.commit(SMALL), environ=ANN, options=("ci.skip", "reviewbotx")).status == 0


@pytest.mark.parametrize(
    ("option", "words"),
    [
        pytest.param("reviewbot.waive=max-diff-lines", "needs a reason", id="no reason"),
        pytest.param("reviewbot.waive=max-diff-lines: ", "needs a reason", id="an empty reason"),
        pytest.param("reviewbot.waive=max-dif-lines:x", "did you mean `max-diff-lines`?", id="an unknown rule"),
        pytest.param("reviewbot.skip=true", "there is no push option", id="an unknown option"),
    ],
)
def test_an_option_that_is_wrong_refuses(server, audit, option, words):
    answer = server.push(server.commit(SMALL), environ=ANN, options=(option,))
    assert (answer.status, words in answer.text) == (2, True)


def test_the_number_of_options_is_bounded(server, audit):
    assert server.push(server.commit(SMALL), environ={**ANN, "GIT_PUSH_OPTION_COUNT": "101"}).status == 2
    assert server.push(server.commit(SMALL), environ={**ANN, "GIT_PUSH_OPTION_COUNT": "x"}).status == 2


# The file


def test_the_file_only_grows(server, audit):
    audit.write_text('{"by": "somebody"}\n')
    server.push(server.commit(LARGE), environ=ANN, options=(WAIVE,))
    assert [entry["by"] for entry in entries(audit)] == ["somebody", "ann"]


def test_a_reason_is_one_line_whatever_is_in_it(server, audit):
    option = 'reviewbot.waive=max-diff-lines:a\n{"by": "eve"}\u202e\x1b[0m'
    answer = server.push(server.commit(LARGE), environ=ANN, options=(option,))
    assert answer.status == 0
    assert len(entries(audit)) == 1
    assert all(line.isprintable() for line in answer.lines)


@pytest.mark.parametrize("kind", ["a folder", "a link", "nowhere"])
def test_what_cannot_be_written_down_does_not_hold(server, audit, tmp_path, kind):
    if kind == "a folder":
        audit.mkdir()
    elif kind == "a link":
        audit.symlink_to(tmp_path / "elsewhere")
    else:
        server.configure(f'waivers = ["ann"]\naudit-file = "{tmp_path}/no/such"\n[teams]\nmaintainers = ["ann"]\n')
    answer = server.push(server.commit(LARGE), environ=ANN, options=(WAIVE,))
    assert answer.status == 2
    assert "the waiver cannot be recorded, so it does not hold" in answer.text
    assert "audit-file" in answer.text


def test_a_full_disk_refuses(server, audit):
    audit.unlink(missing_ok=True)
    server.configure('waivers = ["ann"]\naudit-file = "/dev/full"\n[teams]\nmaintainers = ["ann"]\n')
    assert os.path.exists("/dev/full")
    answer = server.push(server.commit(LARGE), environ=ANN, options=(WAIVE,))
    assert (answer.status, "cannot be recorded" in answer.text) == (2, True)
