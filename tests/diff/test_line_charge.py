from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbot.diff.line_charge import charge, extra_charge, extra_charge_of_text


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


SEPARATORS = [b"\r", b"\x0b", b"\x0c", b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9", b"\xc2", b"\xe2"]
PIECE = st.sampled_from(SEPARATORS) | st.integers(510, 514).map(lambda size: b"x" * size) | st.binary(max_size=4)
LINE = st.lists(PIECE, max_size=4).map(lambda pieces: b"".join(pieces).replace(b"\n", b""))
LINES = st.lists(st.tuples(st.sampled_from([b"+", b"-", b" ", b"\\", b"@"]), LINE), max_size=12)


@given(LINES)
def test_extra_charge_is_the_sum_over_all_lines(lines):
    body = b"".join(b"\n" + prefix + line for prefix, line in lines)
    expected = {
        kind: sum(charge(line.removesuffix(b"\r")) - 1 for prefix, line in lines if prefix == kind)
        for kind in (b"+", b"-")
    }
    assert extra_charge(body) == (expected[b"+"], expected[b"-"])


@given(st.lists(LINE, max_size=12), st.booleans())
def test_extra_charge_of_text_is_the_sum_over_all_lines(lines, ends_in_lf):
    text = b"\n".join(lines) + b"\n" * ends_in_lf
    assert extra_charge_of_text(text) == sum(charge(line.removesuffix(b"\r")) - 1 for line in lines)
