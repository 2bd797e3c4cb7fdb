"""Every policy of `rich_policy.py` in every format, compared with a file that a person has read.

`REVIEWBOT_UPDATE_GOLDEN=1 pytest tests/contract/test_golden.py` writes the files anew; read the difference before you
commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reviewbot.contract import format_names, load_format
from tests.contract.rich_policy import POLICIES

GOLDEN = Path(__file__).parent / "golden"
SECTIONS = {"claude", "gemini"}  # the same section as agents-md, in another file


def golden(policy, name):
    return GOLDEN / policy / ("agents-md" if name in SECTIONS else name)


@pytest.mark.parametrize("name", format_names())
@pytest.mark.parametrize("policy", POLICIES)
def test_renders_what_the_golden_file_holds(policy, name):
    text = load_format(name).render(POLICIES[policy])
    file = golden(policy, name)
    if os.environ.get("REVIEWBOT_UPDATE_GOLDEN"):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text.encode())
    assert text == file.read_bytes().decode()


def test_no_golden_file_is_left_over():
    expected = {golden(policy, name) for policy in POLICIES for name in format_names()}
    assert {path for path in GOLDEN.rglob("*") if path.is_file()} == expected
