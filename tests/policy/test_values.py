from __future__ import annotations

import pytest

from reviewbot.model.options import Kind, Option
from reviewbot.policy.keys import COMMON_KEYS, Key
from reviewbot.policy.values import UnfitError, read_value

NUMBER = Key("n", Option(Kind.INTEGER, "", minimum=1), default=1)
FLAG = Key("f", Option(Kind.FLAG, ""), default=False)
CHOICE = Key("c", Option(Kind.CHOICE, "", choices=("changed", "added")), default="added")
CHOICES = Key("c", Option(Kind.CHOICES, "", choices=("added", "deleted")), default=("added",))
TEXT = Key("t", Option(Kind.TEXT, ""), default="")
TEXTS = Key("t", Option(Kind.TEXTS, ""), default=("a",))
PATTERNS = COMMON_KEYS["match"]
REGEXES = Key("r", Option(Kind.REGEXES, ""), default=("a",))


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        pytest.param(NUMBER, 1, 1, id="least"),
        pytest.param(NUMBER, 2**53 - 1, 2**53 - 1, id="largest"),
        pytest.param(FLAG, True, True, id="flag"),
        pytest.param(CHOICE, "added", "added", id="choice"),
        pytest.param(CHOICES, ["deleted", "added"], ("deleted", "added"), id="choices in the order written"),
        pytest.param(TEXT, "two\nlines", "two\nlines", id="text"),
        pytest.param(TEXTS, ["b", "a", "b"], ("b", "a", "b"), id="texts"),
        pytest.param(TEXTS, ["ä" * 512], ("ä" * 512,), id="characters are counted, not bytes"),
        pytest.param(PATTERNS, ["a", "!a/b"], ("a", "!a/b"), id="patterns"),
        pytest.param(REGEXES, [r"\d{3}"], (r"\d{3}",), id="expressions"),
        pytest.param(COMMON_KEYS["ignore"], [], (), id="nothing ignored"),
        pytest.param(COMMON_KEYS["waivable-by"], [], (), id="waivable by nobody"),
        pytest.param(COMMON_KEYS["reason"], "", "", id="no reason"),
    ],
)
def test_takes(key, value, expected):
    assert read_value(key, value) == expected


RANGE = "must be a whole number from 1 to 9007199254740991, not "


@pytest.mark.parametrize(
    ("key", "value", "what"),
    [
        pytest.param(NUMBER, 0, RANGE + "0", id="too small"),
        pytest.param(NUMBER, -1, RANGE + "-1", id="negative"),
        pytest.param(NUMBER, 2**53, RANGE + "9007199254740992", id="too large"),
        pytest.param(NUMBER, 16**20_000, RANGE + "a number of more than 20 digits", id="too large to print"),
        pytest.param(NUMBER, True, RANGE + "true", id="boolean for a number"),
        pytest.param(NUMBER, float("inf"), RANGE + "inf", id="infinite"),
        pytest.param(NUMBER, float("nan"), RANGE + "nan", id="not a number"),
        pytest.param(NUMBER, 300.0, RANGE + "300.0", id="fraction"),
        pytest.param(NUMBER, "300", RANGE + '"300"', id="text for a number"),
        pytest.param(FLAG, 1, "must be true or false, not 1", id="number for a flag"),
        pytest.param(FLAG, "true", 'must be true or false, not "true"', id="text for a flag"),
        pytest.param(CHOICE, "add", 'must be "changed" or "added", not "add"', id="no choice"),
        pytest.param(CHOICE, ["added"], 'must be "changed" or "added", not a list', id="list for a choice"),
        pytest.param(CHOICES, "added", "must be a list, not one text", id="text for choices"),
        pytest.param(CHOICES, [], "must not be an empty list", id="no choices"),
        pytest.param(CHOICES, ["moved"], 'must hold only "added" or "deleted", not "moved"', id="none of the choices"),
        pytest.param(CHOICES, ["added", "added"], "names one thing twice", id="choice named twice"),
        pytest.param(TEXT, 3, "must be a text, not 3", id="number for a text"),
        pytest.param(TEXT, "", "must not be empty", id="empty text"),
        pytest.param(
            TEXT, "a" * 513, f'holds a text of 513 characters, 512 are allowed: "{"a" * 60}..."', id="text too long"
        ),
        pytest.param(TEXT, "a\0b", 'holds a text with a NUL character: "a\\x00b"', id="NUL"),
        pytest.param(TEXTS, {}, "must be a list, not a table", id="table for a list"),
        pytest.param(TEXTS, [], "must not be an empty list", id="empty list"),
        pytest.param(TEXTS, ["a", 3], "must be a list of texts, but holds 3", id="number in a list"),
        pytest.param(TEXTS, [["a"]], "must be a list of texts, but holds a list", id="list in a list"),
        pytest.param(TEXTS, ["a", ""], "holds a text that is empty", id="empty text in a list"),
        pytest.param(PATTERNS, "config/", "must be a list, not one text", id="one pattern"),
        pytest.param(PATTERNS, [], "must not be an empty list", id="no pattern"),
        pytest.param(PATTERNS, [""], "holds a pattern that is empty", id="empty pattern"),
        pytest.param(PATTERNS, ["/"], 'holds "/": the pattern is empty', id="pattern of a slash"),
        pytest.param(
            PATTERNS, ["[a"], 'holds "[a": the [ is never closed; write \\[ for the character', id="broken pattern"
        ),
        pytest.param(PATTERNS, ["a\0"], 'holds a pattern with a NUL character: "a\\x00"', id="NUL in a pattern"),
        pytest.param(PATTERNS, ["!a"], "matches nothing: each of its patterns starts with !", id="only taken back"),
        pytest.param(REGEXES, ["(a"], 'holds "(a": missing ): (a', id="broken expression"),
        pytest.param(REGEXES, [r"(a)\1"], 'holds "(a)\\1": invalid escape sequence: \\1', id="back-reference"),
        pytest.param(
            REGEXES, ["a" * 513], f'holds an expression of 513 characters, 512 are allowed: "{"a" * 60}..."', id="long"
        ),
    ],
)
def test_refuses(key, value, what):
    with pytest.raises(UnfitError) as caught:
        read_value(key, value)
    assert caught.value.what == what
    assert caught.value.help


@pytest.mark.parametrize(
    ("key", "value", "help"),
    [
        pytest.param(TEXTS, "config/", 'write ["config/"]', id="one text"),
        pytest.param(TEXTS, r"a\s", r"write ['a\s']", id="one text with a backslash"),
        pytest.param(TEXTS, "a" * 100, 'write ["..."]', id="one long text"),
        pytest.param(CHOICE, "chanded", "did you mean `changed`?", id="near a choice"),
        pytest.param(CHOICE, "xyz", "write one of changed, added", id="far from any choice"),
        pytest.param(CHOICE, 3, 'write "changed" or "added"', id="no text for a choice"),
        pytest.param(PATTERNS, [], "leave the key out for its default", id="empty list"),
        pytest.param(
            PATTERNS,
            ["!a"],
            "! takes back what an earlier pattern matched; write \\! for a name that starts with it",
            id="only taken back",
        ),
    ],
)
def test_says_what_to_write_instead(key, value, help):
    with pytest.raises(UnfitError) as caught:
        read_value(key, value)
    assert caught.value.help == help
