from __future__ import annotations

import tomllib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reviewbot.errors import PolicyError
from reviewbot.model.policy import Policy
from reviewbot.policy import PolicyText, load_policy
from reviewbot.policy.text import read_tables
from tests.policy.reading import VERSION, refusal

TOML_HELP = 'lists are written ["a", "b"], texts in quotes, tables as [rules.NAME]; the format is at https://toml.io'
DEEP_HELP = "a policy has tables [rules.NAME] and in them plain values and lists of strings"
DEEP = "the policy is nested more than 8 deep"


@pytest.mark.parametrize(
    ("text", "what", "where", "help"),
    [
        pytest.param(
            b"#" * (64 * 1024 + 1),
            "the policy is larger than 64 KiB",
            "p.toml",
            "leave out what is generated or repeated; patterns can be shortened with * and **",
            id="too large",
        ),
        pytest.param(
            b"version = 1\n\n# caf\xe9\n",
            "the policy is not UTF-8 text: the byte at offset 18 is 0xe9",
            "p.toml:3",
            "save the file as UTF-8",
            id="Latin-1",
        ),
        pytest.param(
            "version = 1\n".encode("utf-16"),
            "the policy is not UTF-8 text: the byte at offset 0 is 0xff",
            "p.toml:1",
            "save the file as UTF-8",
            id="UTF-16",
        ),
        pytest.param(
            "version = 1\n".encode("utf-16-le"),
            "the policy is not UTF-8 text: the byte at offset 1 is 0x00",
            "p.toml:1",
            "save the file as UTF-8",
            id="UTF-16 without a mark",
        ),
        pytest.param(
            b"version = 1\n# \xed\xa0\x80",
            "the policy is not UTF-8 text: the byte at offset 14 is 0xed",
            "p.toml:2",
            "save the file as UTF-8",
            id="a surrogate",
        ),
        pytest.param(
            b"version = 1\n#\0\n#\xff",
            "the policy is not UTF-8 text: the byte at offset 13 is 0x00",
            "p.toml:2",
            "save the file as UTF-8",
            id="NUL before another wrong byte",
        ),
        pytest.param(
            b"\xef\xbb\xbfversion = 1\n",
            "the policy starts with a byte order mark",
            "p.toml:1",
            "save the file as UTF-8 without it",
            id="byte order mark",
        ),
        pytest.param(
            "version = 1\n[rules.max-files\nlimit = 1",
            "the policy is not valid TOML: expected ']' at the end of a table declaration",
            "p.toml:2:17",
            TOML_HELP,
            id="a bracket that is not closed",
        ),
        pytest.param(
            'version = 1\nx = """\n\n',
            "the policy is not valid TOML: unterminated string",
            "p.toml:2",
            TOML_HELP,
            id="a text without an end",
        ),
        pytest.param(
            "version = 1\nversion = 1\n",
            "the policy is not valid TOML: cannot overwrite a value",
            "p.toml:2:12",
            TOML_HELP,
            id="a key twice",
        ),
        pytest.param(
            "version = 1\n[rules.max-files]\nlimit = 1\n[rules.max-files]\nlimit = 2\n",
            "the policy is not valid TOML: cannot declare ('rules', 'max-files') twice",
            "p.toml:4:17",
            TOML_HELP,
            id="a table twice",
        ),
        pytest.param(
            "version = 1\nx = 1e\n",
            "the policy is not valid TOML: expected newline or end of document after a statement",
            "p.toml:2:6",
            TOML_HELP,
            id="a broken number",
        ),
        pytest.param(
            f"version = 1\nx = {'9' * 5000}\n",
            "the policy is not valid TOML: a number has too many digits",
            "p.toml:2",
            TOML_HELP,
            id="a number that Python will not read",
        ),
        pytest.param("version = 1\nx = " + "[" * 60_000, DEEP, "p.toml:2", DEEP_HELP, id="60,000 brackets"),
        pytest.param("version = 1\n\nx = " + "{a=" * 20_000, DEEP, "p.toml:3", DEEP_HELP, id="20,000 braces"),
        pytest.param(
            "version = 1\n" + "a." * 30_000 + "a = 1", DEEP, "p.toml:2", DEEP_HELP, id="a key of 30,000 parts"
        ),
        pytest.param(
            'version = 1\nx = """\n"""\n[' + '"". ' * 9 + "a]", DEEP, "p.toml:4", DEEP_HELP, id="a header of 10 parts"
        ),
        pytest.param(
            "version = 1\nx = {y = 1, a.b.c.d.e.f.g.h.i = 1}", DEEP, "p.toml:2", DEEP_HELP, id="a deep key in braces"
        ),
    ],
)
def test_refuses(text, what, where, help):
    error = refusal(text)
    assert (error.what, error.where, error.help) == (what, where, help)


def test_a_source_is_shown_without_what_a_terminal_would_act_on():
    with pytest.raises(PolicyError) as caught:
        load_policy([PolicyText("a\x1b[2J\n.toml", b"")])
    assert caught.value.where == "a\\x1b[2J\\n.toml:1"


def test_windows_line_ends_are_line_ends():
    error = refusal("version = 1\r\n\r\n[rules.x]\r\n")
    assert error.where == "p.toml:3"


def outcome(content: bytes) -> Policy | PolicyError:
    try:
        return load_policy([PolicyText("p.toml", content)])
    except PolicyError as error:
        return error


def assert_policy_or_error(content: bytes) -> None:
    """Whatever was written: a policy, or an error of printable parts."""
    result = outcome(content)
    if isinstance(result, PolicyError):
        assert result.what
        assert all(part.isprintable() for part in (result.what, result.where, result.help))


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_policy_or_an_error(content):
    assert_policy_or_error(content)
    assert_policy_or_error(VERSION.encode() + content)


WORDS = (
    "version = 1\n",
    "[rules.max-files]\n",
    "[[rules.forbidden-path]]\n",
    "rules",
    "max-diff-lines",
    "limit",
    "match",
)
MARKS = ("severity", " = ", ".", ",", "\n", "[", "]", "{", "}", '"', "'", '"""', "'''", "\\", "#", "=", " ")
VALUES = (
    "1",
    "-1",
    "true",
    "inf",
    "nan",
    "1979-05-27",
    "07:32:00",
    '"block"',
    '["a"]',
    '"\\u0000"',
    "0x1f",
    "9" * 4400,
)
TOKENS = st.lists(st.sampled_from(WORDS + MARKS + VALUES), max_size=25).map("".join)


@settings(deadline=None)
@given(TOKENS)
@example("[rules]\nmax-files = 1979-05-27\n")
@example('"\\U0010ffff" = 1')
def test_any_row_of_tokens_gives_a_policy_or_an_error(content):
    assert_policy_or_error(content.encode())
    assert_policy_or_error((VERSION + content).encode())


@settings(deadline=None)
@given(TOKENS)
def test_reads_what_tomllib_reads(content):
    try:
        expected = repr(tomllib.loads(content))
    except ValueError:
        expected = None
    try:
        tables = repr(read_tables(PolicyText("p.toml", content.encode())))
    except PolicyError as error:
        tables = expected if error.what == DEEP else None
    assert tables == expected
