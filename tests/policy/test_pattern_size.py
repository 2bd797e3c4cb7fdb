"""How large the path patterns of a policy may be together: no policy may hold up whoever has a long path."""

from __future__ import annotations

import os
import re

import pytest

from reviewbot.engine import evaluate
from reviewbot.errors import PolicyError
from reviewbot.model.change import Change, ChangedFile
from reviewbot.model.facts import Facts
from reviewbot.policy.load import MAX_INSTANCES, MAX_WILDCARDS
from tests.policy.reading import load

MANY_STARS = "*a" * 255
LONG_PATH = b"a" * 4096
MOST_SECONDS = 10.0  # of CPU time, ten times what it takes
ORDINARY = ("config/", "/deploy/**", "*.pem", "docs/**/generated/*.[ch]", "src/*/migrations/", "!*_test.py", ".env*")


def with_patterns(*instances: list[str], also: str = "") -> str:
    return "".join(f"[[rules.forbidden-path]]\n{also}match = {patterns}\n" for patterns in instances)


def test_takes_200_ordinary_instances():
    load(with_patterns(*[[f"team-{number}/", *ORDINARY] for number in range(MAX_INSTANCES)]))


def test_takes_stars_that_are_quoted_and_plain_names_without_end():
    load(with_patterns(["\\*" * 170] * 20, [f"some/folder/or/other/{number}/" for number in range(1500)]))


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param(with_patterns([MANY_STARS] * 120), id="one list"),
        pytest.param(with_patterns(*[[MANY_STARS]] * 100), id="many lists"),
        pytest.param(with_patterns(["a"], also=f"ignore = {[MANY_STARS] * 120}\n"), id="what is ignored"),
        pytest.param(with_patterns(["?" * 512] * 100), id="question marks"),
        pytest.param(with_patterns(["[a]" * 170] * 100), id="classes"),
        pytest.param(with_patterns(["**/a/" * 100 + "b"] * 100), id="stars between slashes"),
    ],
)
def test_refuses_too_many_wildcards(rules):
    with pytest.raises(PolicyError, match=re.escape("hold more than 4,096 wildcards (*, ?, [ ])")) as caught:
        load(rules)
    assert caught.value.where is not None
    assert caught.value.help == "name folders: a folder stands for all below it"


@pytest.mark.parametrize(
    "patterns",
    [
        pytest.param([MANY_STARS[:-2] + f"*{n:02}" for n in range(MAX_WILDCARDS // 255)], id="all in a few patterns"),
        pytest.param([f"*{number}.x" for number in range(MAX_WILDCARDS)], id="one in each of many"),
    ],
)
def test_as_many_wildcards_as_are_allowed_do_not_hold_up_a_long_path(patterns):
    start = os.times().user
    policy = load(with_patterns(patterns))
    evaluate(Change(files=(ChangedFile(LONG_PATH),)), policy, Facts())
    assert os.times().user - start < MOST_SECONDS
