from __future__ import annotations

import pytest

from reviewbot.diff.expressions import check_expression, first_found
from reviewbot.model.change import AddedLine
from reviewbot.rules.invisible_character import EXPRESSIONS, Options, check, needs
from tests.builders import a_file, a_scope


def statements(text, number=2, **file):
    line = AddedLine(number, text if isinstance(text, bytes) else text.encode())
    return list(check(a_scope(a_file("a", lines=(line,), **file)), Options()))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x = 1", id="ASCII"),
        pytest.param("\u05d0\u05d1 \u0627\u0628", id="letters from right to left"),
        pytest.param("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", id="Persian with a joiner"),
        pytest.param("\u0915\u094d\u200d\u0937", id="Hindi with a joiner"),
        pytest.param("# \U0001f468\u200d\U0001f469\u200d\U0001f467 family", id="emoji with joiners"),
        pytest.param("\u2764\ufe0f\u200d\U0001f525!", id="emoji with a selector and a joiner"),
        pytest.param("\u845b\U000e0100", id="a Japanese character with a selector"),
        pytest.param("soft\u00adhyphen", id="soft hyphen"),
        pytest.param("no\u00a0break", id="a space that shows"),
        pytest.param(b"\xc3\x98 Latin-1 \xd8 \xe2\x80", id="parts of characters"),
    ],
)
def test_says_nothing(text):
    assert statements(text) == []
    assert first_found(EXPRESSIONS, text if isinstance(text, bytes) else text.encode()) is None


LONE = [
    *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C,
    0x200B, *range(0x2060, 0x2065), 0xFEFF, 0x3164, 0xFFA0, 0xE0000, 0xE0041, 0xE007F, 0x200C, 0x200D,
]  # fmt: skip


@pytest.mark.parametrize("number", LONE, ids=[f"U+{number:04X}" for number in LONE])
def test_names_the_character_and_never_prints_it(number):
    text = f"a{chr(number)}b"
    (found,) = statements(text)
    assert (found.path, found.line) == (b"a", 2)
    assert found.message == f"holds characters that do not show: U+{number:04X}"
    assert first_found(needs(Options()).patterns, text.encode())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("\u202e x \u2066", "U+202E, U+2066", id="two"),
        pytest.param("\u200b\u200b", "U+200B", id="one twice"),
        pytest.param("a\u200d\u00e9", "U+200D", id="a joiner behind ASCII"),
        pytest.param("\u00e9\u200c", "U+200C", id="a joiner at the end"),
        pytest.param("\u200d\u00e9", "U+200D", id="a joiner at the start"),
        pytest.param("\u00e9\u200c\u200d\u00e9", "U+200C, U+200D", id="joiners in a row"),
        pytest.param("x\ufe00\U000e01ef", "U+FE00, U+E01EF", id="selectors in a row"),
        pytest.param(
            "".join(map(chr, range(0xE0041, 0xE0048))),
            "U+E0041, U+E0042, U+E0043, U+E0044, U+E0045 and more",
            id="many",
        ),
        pytest.param(b"\xff\xe2\x80\xae\xfe", "U+202E", id="between bytes that are not UTF-8"),
    ],
)
def test_names_each_character_once(text, names):
    (found,) = statements(text)
    assert found.message == f"holds characters that do not show: {names}"


def test_a_byte_order_mark_may_start_a_file():
    assert statements("\ufeffx", number=1) == []
    assert len(statements("\ufeff\ufeffx", number=1)) == 1
    assert len(statements("x\ufeff", number=1)) == 1
    assert len(statements("\ufeffx", number=2)) == 1


def test_bytes_of_an_image_are_no_characters_but_text_behind_nul_is():
    assert statements(b"\x89PNG\xff\xe2\x80\xae", binary=True) == []
    assert len(statements("// \u202e", binary=True)) == 1


def test_tells_findings_apart_by_the_line_and_its_neighbours():
    line = AddedLine(7, b"\xe2\x80\xae", b"before", b"after")
    (found,) = check(a_scope(a_file(lines=(line,))), Options())
    assert found.text == b"before\n\xe2\x80\xae\nafter"


def test_asks_for_expressions_that_can_be_looked_for():
    for expression in needs(Options()).patterns:
        check_expression(expression)
