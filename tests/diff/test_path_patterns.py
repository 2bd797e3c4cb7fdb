from __future__ import annotations

import os
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.diff import path_patterns
from reviewbot.diff.canonical_path import canonical, folded
from reviewbot.diff.path_patterns import check_pattern, covers, guarding_pattern, guards

BYTES = [bytes((byte,)) for byte in range(256) if byte != ord("/")]


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        pytest.param("a", "ab", id="a longer name"),
        pytest.param("a", "b/xa", id="the end of a name"),
        pytest.param("A", "a", id="case counts as it is"),
        pytest.param("a/", "a", id="a folder is no file"),
        pytest.param("/a", "b/a", id="anchored by a leading slash"),
        pytest.param("a/b", "c/a/b", id="anchored by a slash in the middle"),
        pytest.param("a/*", "a", id="below only"),
        pytest.param("a/**", "a", id="all below only"),
        pytest.param("a*b", "a/b", id="a star stays within a part"),
        pytest.param("a?b", "a/b", id="a question mark stays within a part"),
        pytest.param("a[.-0]b", "a/b", id="a class stays within a part"),
        pytest.param("[!a]", "a", id="negated class"),
        pytest.param("[^a]", "a", id="negated class as regular expressions have it"),
        pytest.param("\\*", "a", id="quoted star"),
        pytest.param("a.b", "axb", id="a dot is a dot"),
        pytest.param("a ", "a ", id="trailing spaces are dropped"),
        pytest.param("?", "é", id="one byte, not one character"),
        pytest.param("!a", "a", id="taken back only"),
        pytest.param("a\\ ", "a", id="a quoted trailing space stays"),
    ],
)
def test_does_not_match(pattern, path):
    assert not covers((pattern,), path.encode())


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        pytest.param("a", "a", id="itself"),
        pytest.param("a", "x/y/a", id="at any depth"),
        pytest.param("a", "x/a/y", id="below a name"),
        pytest.param("a/", "x/a/y/z", id="below a folder"),
        pytest.param("/a", "a/b", id="anchored, below"),
        pytest.param("a/b", "a/b/c", id="anchored in the middle, below"),
        pytest.param("*.lock", "x/y.lock", id="extension"),
        pytest.param("**/a", "a", id="no folder"),
        pytest.param("**/a", "x/y/a", id="folders"),
        pytest.param("a/**/b", "a/b", id="none between"),
        pytest.param("a/**/b", "a/x/y/b", id="some between"),
        pytest.param("a/**", "a/x/y", id="everything below"),
        pytest.param("**", "x/y", id="everything"),
        pytest.param("a/***/b", "a/x/y/b", id="three stars are two"),
        pytest.param("a**/b", "ax/y/b", id="git takes ** behind plain text for a part"),
        pytest.param("[]-]", "]", id="bracket first in a class"),
        pytest.param("[a-c]x", "bx", id="range"),
        pytest.param("[[:digit:]x]", "7", id="named class"),
        pytest.param("\\!a", "!a", id="quoted exclamation mark"),
        pytest.param("\\#a", "#a", id="quoted hash"),
        pytest.param("a\\ ", "a ", id="quoted trailing space, for a name that no other system has as another"),
        pytest.param("a\nb", "a\nb", id="line end in a name"),
    ],
)
def test_matches(pattern, path):
    assert guards((pattern,), path.encode())


@pytest.mark.parametrize(
    ("patterns", "path", "matched"),
    [
        (("*.md", "!README.md"), "docs/README.md", False),
        (("*.md", "!README.md"), "docs/x.md", True),
        (("!README.md", "*.md"), "docs/README.md", True),
        (("docs/", "!docs/x.md"), "docs/x.md", True),  # nothing below a matched folder is taken back
        (("docs/*", "!docs/x.md"), "docs/x.md", False),
        (("/*", "!/src", "/src/*", "!/src/a"), "src/a/b", False),
        (("/*", "!/src", "/src/*", "!/src/a"), "src/b/a", True),
        ((), "a", False),
    ],
)
def test_the_last_pattern_decides_from_the_outermost_folder_inwards(patterns, path, matched):
    assert covers(patterns, path.encode()) is matched
    assert guards(patterns, path.encode()) is matched


@pytest.mark.parametrize(
    "path",
    [
        "configuration", "my-config", "config.py", "xconfig/a", "confi/a", "CONFIR~1", "CONFIG~", "~1", "cohe~1",
        "\u0441onfig/a", "co\u00adnfig/a", "config\\x".replace("\\", "-"), "co:nfig",
    ],
)  # fmt: skip
def test_a_guard_leaves_other_names_alone(path):
    assert not guards(("config/",), path.encode())


@pytest.mark.parametrize(
    "path",
    [
        "config", "config/a", "x/config", "CONFIG/a", "Config", "config./a", "config . ./a", "config::$DATA",
        "config:$I30:$INDEX_ALLOCATION/a", "x\\config\\a", "x/./config/a", "x/../config/a", "x//config/a", "/config/a",
        "con\u200cfig/a", "\ufeffconfig", "CONFIG~1/a", "config~12", "co12ab~1/a",
    ],
)  # fmt: skip
def test_a_guard_of_a_folder_holds_for_every_name_of_it(path):
    assert guards(("config/",), path.encode())


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        pytest.param("caf\u00e9/", "CAFE\u0301/a", id="decomposed in another case"),
        pytest.param("stra\u00dfe", "STRASSE", id="sharp s"),
        pytest.param("[Z-a]x", "zx", id="a class folds as a set"),
        pytest.param("[[:upper:]]x", "ax", id="a named class folds too"),
        pytest.param("[A-_]x", "bX", id="a range over letters and more"),
        pytest.param("name.", "NAME.", id="the pattern holds what the canonical form drops"),
        pytest.param("a:b", "A:B", id="a colon in the pattern"),
        pytest.param("\\a\\\\b", "A\\B", id="a backslash in the pattern"),
        pytest.param("secrets*", "SECRET~1", id="short name of a name with an open end"),
        pytest.param("*.json", "SECRET~1.JSO", id="short name with a cut extension"),
        pytest.param("credentials.json", "CREDEN~1.JSO", id="short name with both cut"),
        pytest.param(".env.local", "ENV~1.LOC", id="short name of a name with two dots"),
        pytest.param("my+secret", "MY_SEC~1", id="a sign that short names do not have"),
        pytest.param("m\u00fcller", "MLLER~1", id="a letter that short names may not have"),
    ],
)
def test_a_guard_fires_on_aliases(pattern, path):
    check_pattern(pattern)
    assert guards((pattern,), path.encode())


def test_a_guard_with_something_taken_back_takes_back_just_that():
    patterns = ("*.yml", "!ok.yml")
    assert [guards(patterns, path) for path in (b"ok.yml", b"x.yml", b"OK.yml", b"X.YML.")] == [False, True, True, True]


@pytest.mark.parametrize("path", ["x.LOCK", "x.lock.", "x.lock:a", "x.lo\u200cck", "config/../x.lock/..", "x~1.loc"])
def test_an_alias_does_not_slip_into_a_cover(path):
    assert not covers(("*.lock",), path.encode())


def test_a_cover_does_not_take_a_path_out_of_the_folder_that_it_leads_to():
    assert not covers(("docs/",), b"docs/../src/a")
    assert not covers(("docs/",), b"docs\\a")
    assert covers(("docs/",), b"docs/a")


def test_names_the_pattern_that_fires():
    patterns = ("*.pem", "!ok.pem", "config/")
    assert guarding_pattern(patterns, b"CONFIG/a") == "config/"
    assert guarding_pattern(patterns, b"a.pem") == "*.pem"
    assert guarding_pattern(patterns, b"ok.pem") is None


def test_a_quoted_byte_matches_just_itself():
    for byte in BYTES:
        patterns = ("x\\" + os.fsdecode(byte) + "1",)
        check_pattern(patterns[0])
        matched = [other for other in BYTES if covers(patterns, b"x" + other + b"1")]
        assert matched == [] if byte in b"\\:" else matched == [byte]  # these two are never part of a canonical name


@given(st.binary(min_size=1, max_size=8).filter(lambda name: b"/" not in name), st.binary(min_size=1, max_size=8))
def test_a_quoted_name_guards_itself(name, other):
    pattern = "".join("\\" + character for character in os.fsdecode(name))
    assert guards((pattern,), name)
    assert guards((pattern,), b"x/" + name + b"/" + other)


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        ("", "the pattern is empty"),
        ("/", "the pattern is empty"),
        ("!", "the pattern is empty"),
        ("  ", "the pattern is empty"),
        ("# config", "comment"),
        ("config//", "a part between slashes is empty, or dots"),
        ("./config", "a part between slashes is empty, or dots"),
        ("a/../b", "a part between slashes is empty, or dots"),
        ("a\\", "a backslash that quotes nothing"),
        ("[a", "never closed"),
        ("[a\\]", "never closed"),
        ("[a/b]", "never closed"),
        ("[[:letter:]]", "[:letter:] is no character class"),
        ("[z-a]", "ends before it begins"),
        ("[!\0-\udcff]", "can match nothing"),
    ],
)
def test_says_what_is_wrong_with_a_pattern(pattern, what):
    with pytest.raises(ValueError, match=re.escape(what)):
        check_pattern(pattern)


@given(st.text(st.characters(exclude_categories=[]), max_size=12) | st.text("[]!-\\*/a:", max_size=12))
def test_a_pattern_that_was_checked_can_be_used(text):
    try:
        check_pattern(text)
    except ValueError as error:
        assert str(error)
        return
    for path in (b"a", b"A/b.", b"\xff", "é".encode()):
        assert guards((text,), path) >= covers((text,), path)


ODD_PATH = st.lists(
    st.sampled_from(
        [b"a", b"Z", b".", b" ", b"/", b"\\", b":", b"~1", b"\n", "é".encode(), "\u200c".encode(), b"\xff"]
    ),
    max_size=8,
).map(b"".join)


@settings(max_examples=500)
@given(ODD_PATH)
def test_every_path_with_another_form_gets_a_second_look(path):
    if canonical(path) != path or folded(path) != path:
        assert path_patterns._compile(path_patterns._NOT_CANONICAL).fullmatch(path)
