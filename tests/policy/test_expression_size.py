"""No policy can make reviewbot compile for seconds: the sizes of its expressions are bounded, one, a list, a text."""

from __future__ import annotations

import pytest

from reviewbot.errors import PolicyError
from reviewbot.policy import PolicyText, load_policy
from reviewbot.policy.load import MAX_INSTANCES

LARGE = "(?:a?){1000}"  # 2,000 instructions in 12 characters


def policy(*lists):
    tables = "".join(f"[[rules.forbidden-content]]\npatterns = {list(patterns)}\n" for patterns in lists)
    return load_policy([PolicyText("floor:policy.toml", f"version = 1\n{tables}".encode())])


def test_accepts_what_people_write():
    assert policy([r"DROP\s+DATABASE".replace("\\", "."), "[A-Z]{16}", LARGE], ["(?i)password"])


@pytest.mark.parametrize(
    ("lists", "wrong"),
    [
        pytest.param([[".{1000}" * 70]], "pattern too large", id="one expression"),
        pytest.param([[LARGE + str(number) for number in range(100)]], "too large together", id="one list"),
        pytest.param([[LARGE + str(number)] for number in range(MAX_INSTANCES)], "too large together", id="many lists"),
    ],
)
def test_refuses_what_takes_long(lists, wrong):
    with pytest.raises(PolicyError, match=wrong):
        policy(*lists)
