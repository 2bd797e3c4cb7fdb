from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbot.diff.line_charge import charge, extra_charge, may_hold_long_lines


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"x" * 512, id="as long as one line may be"),
        pytest.param("é".encode() * 256, id="512 bytes, not characters"),
        pytest.param(b"text\r", id="CR that belongs to the line end"),
        pytest.param(b"\x0c", id="a form feed alone"),
    ],
)
def test_counts_one(line):
    assert charge(line) == 1


@pytest.mark.parametrize(
    ("line", "counted"),
    [
        pytest.param(b"x" * 513, 2, id="one byte too long"),
        pytest.param(b"x" * 1_000_000, 1954, id="a megabyte"),
        pytest.param(b"a\rb\rc", 3, id="CR"),
        pytest.param(b"a\x0bb\x0cc", 3, id="VT and FF"),
        pytest.param("a\u0085b\u2028c\u2029d".encode(), 4, id="NEL, LS and PS"),
        pytest.param(b"\r\r\ra", 1, id="empty pieces are free"),
        pytest.param(b"x" * 600 + b"\r" + b"y" * 600, 4, id="long pieces"),
    ],
)
def test_counts_several(line, counted):
    assert charge(line) == counted


def test_extra_charge_tells_added_from_removed():
    body = b"\n+" + b"x" * 1025 + b"\n-" + b"a\rb" + b"\n " + b"context" * 1000
    assert extra_charge(body) == (2, 1)


LINE = st.binary(max_size=40).map(lambda line: line.replace(b"\n", b""))
LINES = st.lists(LINE | st.integers(500, 530).map(lambda size: b"x" * size), max_size=20)


@given(LINES)
def test_the_fast_look_misses_no_long_line(lines):
    patch = b"".join(b"+" + line + b"\n" for line in lines)
    if any(charge(line.removesuffix(b"\r")) > 1 for line in lines):
        assert may_hold_long_lines(patch)


@given(LINES)
def test_the_fast_look_leaves_ordinary_text_alone(lines):
    plain = [bytes(32 + byte % 90 for byte in line) for line in lines if len(line) <= 510]
    assert not may_hold_long_lines(b"".join(b"+" + line + b"\r\n" for line in plain))
