from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.diff.path_patterns import guards
from reviewbot.model.change import MODE_SYMLINK, FileStatus
from reviewbot.model.report import Severity
from reviewbot.rules.policy_change import PATTERNS, RULE, SUSPECT, Options, check
from tests.builders import a_change, a_file, a_scope


@pytest.mark.parametrize("path", ["src/app.py", "src/.reviewbot.toml", ".reviewbot.toml.bak", "reviewbot.toml"])
def test_says_nothing_of_other_files(path):
    assert list(check(a_scope(a_file(path)), Options())) == []


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(a_file(".reviewbot.toml"), id="modified"),
        pytest.param(a_file(".reviewbot.toml", status=FileStatus.DELETED), id="deleted"),
        pytest.param(a_file(".reviewbot.toml", new_mode=MODE_SYMLINK), id="a link"),
        pytest.param(a_file(".reviewbot.toml", old_path="x"), id="renamed to it"),
        pytest.param(a_file("x", old_path=".reviewbot.toml"), id="renamed from it"),
        pytest.param(a_file(".ReviewBot.toml"), id="another case"),
        pytest.param(a_file(".reviewbot.toml. "), id="trailing dot and space"),
        pytest.param(a_file(".reviewbot.toml::$DATA"), id="a stream"),
        pytest.param(a_file("REVIEW~1.TOM"), id="a short name"),
        pytest.param(a_file("x/..\\.reviewbot.toml"), id="behind a backslash"),
        pytest.param(a_file(".reviewbot.toml/x"), id="a folder of that name"),
    ],
)
def test_finds_every_change_to_the_policy(file):
    (found,) = check(a_scope(file), Options())
    assert (found.path, found.message) == (file.path, "changes the policy that judges changes")


def test_looks_at_the_whole_change_whatever_the_scope():
    assert len(list(check(a_scope(change=a_change(a_file(".reviewbot.toml"))), Options()))) == 1


def test_is_always_on_and_blocks():
    assert RULE.always_on
    assert RULE.severity is Severity.BLOCK


pieces = st.sampled_from(
    [".", "review", "Re", "1a2b~1", "bot", ".toml", ".TOM", "/", "..", "\\", "\u200c", ":x", " ", "~"]
)


@settings(deadline=None)  # the machine may be busy
@given(st.lists(pieces, max_size=7).map("".join))
def test_the_fast_look_lets_no_policy_through(path):
    assert SUSPECT.search(path.encode()) or not guards(PATTERNS, path.encode())
