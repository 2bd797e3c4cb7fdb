"""The verdict of each command line of the table."""

from __future__ import annotations

import pytest

from reviewbot.rules.forbidden_command import decide, validate
from tests.rules.commands import ASKED, DENIED, FALSE_ASKS, FALSE_DENIALS, HARMLESS, POLICY, lines

TABLE = [
    *((line, "allow") for line in lines(HARMLESS)),
    *((line, "deny") for line in lines(DENIED)),
    *((line, "ask") for line in lines(ASKED)),
    *((line, "deny") for line in lines(FALSE_DENIALS)),
    *((line, "ask") for line in lines(FALSE_ASKS)),
]


def test_the_policy_is_valid_and_the_table_is_large():
    validate(POLICY)
    assert len(TABLE) >= 250
    assert len({line for line, _ in TABLE}) == len(TABLE)


@pytest.mark.parametrize(("line", "verdict"), TABLE, ids=[line.replace("\n", " ")[:60] for line, _ in TABLE])
def test_verdict(line, verdict):
    decision = decide(POLICY, line)
    assert decision.kind == verdict, decision
    assert decision.kind == "allow" or decision.why
