from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.diff.added_lines import AddedLineFinder
from reviewbot.diff.expressions import check_expression, first_found, found_in

ATOM = st.sampled_from([
    "a", "b", " ", ".", "é", r"\b", r"\B", "^", "$", r"\s", r"\S", r"\w", r"\W", "[ab]", "[^a]", "[^ab\r]", r"\d",
    r"\x61", r"\C", r"\Qa.\E", "[[:alpha:]]", "[[:^alpha:]]", r"\r", r"\t", "(?i)A", "(?s).", "(?U)a*", "(?i:B)",
    "(?m)^", r"\v", "",
])  # fmt: skip
EXPRESSION = st.recursive(
    ATOM,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4).map("".join)
        | st.builds("(?:{}){}".format, inner, st.sampled_from(["*", "+", "?", "{2}", "*?", "+?"]))
        | st.builds("({}|{})".format, inner, inner)
        | st.builds("{}|{}".format, inner, inner)
    ),
    max_leaves=6,
).filter(bool)
LINE = st.text("ab A.\r\té\x0b\xa0", max_size=6).map(str.encode) | st.binary(max_size=6)
LINES = st.lists(LINE.map(lambda line: line.replace(b"\n", b"")), max_size=6)


@pytest.mark.parametrize(
    "expression",
    [
        "a", "(?i)drop", "^a$", "a|b", "(?s)a.b", "(?-s)a", "(?s-i:a)", r"\\A", r"\\\\z", r"[a\]]", r"\Qa\A\E",
        r"\Q(a", "é+", "(?:ä|ö)", r"\xe2\x80\x8b", r"\x{7f}", "[^[:space:]]", "(?P<name>a)", "a{1000}",
        r"\n?", "[(?-m)]", r"[\\p]",
    ],
)  # fmt: skip
def test_accepts(expression):
    check_expression(expression)


@pytest.mark.parametrize(
    ("expression", "what"),
    [
        ("", "the expression is empty"),
        (r"\Aa", "\\A and \\z are not for lines"),
        (r"a\\\z", "\\A and \\z are not for lines"),
        ("(?-m)^a", "the flag m cannot be turned off"),
        ("a(?i-ms:b$)", "the flag m cannot be turned off"),
        ("a)|(b", "unexpected ): a)|(b"),
        ("(a", "missing ): (a"),
        ("[a", "missing ]: [a"),
        ("a**", "bad repetition operator: **"),
        ("a{1001}", "invalid repetition size: {1001}"),
        ("(?=a)b", "invalid perl operator: (?="),
        (r"(a)\1", "invalid escape sequence: \\1"),
        ("a\\", "trailing \\"),
        (r"\pL", "\\p and \\P mean characters"),
        (r"[a\P{Greek}]", "\\p and \\P mean characters"),
        (r"\x{202e}", "\\x{202e} is a character"),
        ("[ä]", "[ ] holds single bytes"),
        ("((a{100}){100}){100}", "repetition"),
    ],
)
def test_says_what_is_wrong(expression, what):
    with pytest.raises(ValueError, match=re.escape(what)):
        check_expression(expression)


@pytest.mark.parametrize(
    ("expression", "line", "found"),
    [
        pytest.param("^a$", b"a", True, id="anchors"),
        pytest.param("^a$", b"ab", False, id="anchors hold"),
        pytest.param("caf\u00e9?$", b"caf", True, id="one character is one to a quantifier"),
        pytest.param("caf\u00e9{2}", "caf\u00e9\u00e9".encode(), True, id="and to a count"),
        pytest.param("a.*b", b"a\xff\xc3b", True, id="invalid bytes hide nothing"),
        pytest.param("a[^|]*b", b"a\xff\0b", True, id="nor in classes"),
        pytest.param("(?i)drop", b"DrOp", True, id="flag"),
        pytest.param(r"\bdb\b", b"x db;", True, id="word"),
        pytest.param(r"\bdb\b", b"xdb", False, id="no word"),
        pytest.param("a\0b", b"a\0b", True, id="NUL"),
    ],
)
def test_looks_for_bytes(expression, line, found):
    check_expression(expression)
    assert (first_found((expression,), line) == expression) is found


def test_names_the_first_expression_that_is_found():
    assert first_found(("z", "b", "a"), b"ab") == "b"
    assert first_found(("z",), b"ab") is None
    assert first_found((), b"ab") is None


def test_flags_of_one_expression_do_not_leak_into_the_next():
    assert first_found(("(?i)x", "drop"), b"DROP") is None


def test_expressions_that_together_are_too_large_are_still_looked_for():
    expressions = tuple(f"(?:{word}.{{900}}){{1}}end" for word in map("{:03}".format, range(200)))
    assert first_found(expressions, b"150" + b"." * 900 + b"end") == expressions[150]


def usable(expression):
    try:
        check_expression(expression)
    except ValueError as error:
        assert str(error)
        return False
    return True


@settings(max_examples=150)
@given(EXPRESSION.filter(usable), LINES)
def test_what_is_in_one_line_is_in_all_of_them(expression, lines):
    if any(found_in((expression,), line) for line in lines):
        assert found_in((expression,), b"\n".join(lines))
        assert found_in(("zzz", expression), b"\n" + b"\n".join(lines))


@settings(max_examples=150)
@given(EXPRESSION.filter(usable), LINES, st.sampled_from([b"\n", b"\r\n"]))
def test_the_finder_finds_what_a_look_at_each_line_finds(expression, lines, line_end):
    finder = AddedLineFinder((expression,))
    finder.feed(b"\n@@ -0,0 +1,%d @@" % len(lines) + b"".join(b"\n+" + line + line_end[:-1] for line in lines))
    texts = [(line + line_end[:-1]).removesuffix(b"\r") for line in lines]
    wanted = [(number, text) for number, text in enumerate(texts, 1) if found_in((expression,), text)]
    assert [(line.number, line.text) for line in finder.finish()] == wanted


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=10) | st.text("\\pPAzx{}[]()?-ms^Q", max_size=10))
def test_an_expression_that_was_checked_can_be_used(expression):
    if usable(expression):
        found_in((expression,), b"text")
