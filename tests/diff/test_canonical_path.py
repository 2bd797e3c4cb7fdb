from __future__ import annotations

import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbot.diff import canonical_path
from reviewbot.diff.canonical_path import canonical, fold, folded, short_name

ODD = st.sampled_from(
    [b".", b"..", b" ", b"/", b"\\", b":", b"a", b"A", b"~1", b"\xc3", b"\x89", b"\xe2\x80", b"\x8c"]
    + [text.encode() for text in ("\u200c", "\ufeff", "\u212a", "\u00df", "\u0345", "\u0301", "\u1e9e", "\u03b1")]
)
PATHS = st.lists(ODD, max_size=8).map(b"".join) | st.binary(max_size=12) | st.text(max_size=8).map(str.encode)


@pytest.mark.parametrize(
    "path", ["a", "src/a.py", ".github/a", "...", "a b", "a~1", "a\nb", "\u0441", "\uff41", "\u0131", "-", "a.b.c"]
)
def test_leaves_ordinary_names_alone(path):
    assert canonical(path.encode()) == path.encode()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        pytest.param("A/B", "a/b", id="case"),
        pytest.param("\u00c4", "\u00e4", id="case outside ASCII"),
        pytest.param("\u017f", "s", id="long s"),
        pytest.param("\u212a", "k", id="Kelvin sign"),
        pytest.param("STRA\u00dfE", "strasse", id="sharp s"),
        pytest.param("e\u0301", "\u00e9", id="decomposed"),
        pytest.param("a./b. . /c", "a/b/c", id="trailing dots and spaces"),
        pytest.param("a:b", "a", id="NTFS stream"),
        pytest.param("a::$INDEX_ALLOCATION/b", "a/b", id="NTFS index"),
        pytest.param("a\\b", "a/b", id="backslash"),
        pytest.param("a\u200cb\u202e\u206c\ufeff", "ab", id="code points that HFS+ drops"),
        pytest.param("a.\u200d", "a", id="a dot that trails when they are gone"),
        pytest.param("./a/./b", "a/b", id="dots for the folder itself"),
        pytest.param("a/../b", "b", id="dots for the outer folder"),
        pytest.param("../../a", "a", id="never above the root"),
        pytest.param("//a//b/", "a/b", id="empty parts"),
        pytest.param("a\\..\\b", "b", id="dots between backslashes"),
        pytest.param(":a/. /b", ":a/. /b", id="nothing would be left"),
        pytest.param("..", "", id="the root"),
    ],
)
def test_aliases_share_one_name(path, name):
    assert canonical(path.encode()) == name.encode()


def test_what_is_no_utf_8_stays():
    assert canonical(b"\xff/A\xc3./b\xff\xe2\x80\x8c") == b"\xff/a\xc3/b\xff\xe2\x80\x8c"


def test_a_name_longer_than_any_system_has_is_not_normalised():
    marks = ("\u0301\u0316" * 3000).encode()
    assert canonical(b"A" + marks + b"/B") == b"a" + marks + b"/b"


@given(PATHS)
def test_is_idempotent(path):
    assert canonical(canonical(path)) == canonical(path)
    assert folded(folded(path)) == folded(path)


@given(PATHS)
def test_never_leads_outside(path):
    parts = canonical(path).split(b"/")
    assert parts == [b""] or not {b"", b".", b".."} & set(parts)
    assert b"\\" not in canonical(path)


@given(PATHS | st.text("aA./\\: ~\x00\x7f", max_size=8).map(str.encode))
def test_the_fast_way_gives_what_the_slow_way_gives(path):
    fast = canonical(path)
    usual, canonical_path._UNUSUAL = canonical_path._UNUSUAL, re.compile(b"")
    try:
        assert canonical(path) == fast
    finally:
        canonical_path._UNUSUAL = usual


@given(st.text(max_size=8))
def test_normalisation_and_case_make_no_difference(text):
    forms = {canonical(normalize(form, text).encode("utf-8", "surrogatepass")) for form in ("NFC", "NFD")}
    assert len(forms) == 1
    assert canonical(fold(text).encode("utf-8", "surrogatepass")) in forms


@pytest.mark.parametrize("name", ["", ".", "...", " . "])
def test_windows_has_no_short_name_for(name):
    assert short_name((name,)) is None


@pytest.mark.parametrize(
    ("pieces", "short", "others"),
    [
        (("migrations",), ["migrat~1", "migrat~12", "mi3f9a~1", "mi3f9~10"], ["migrat~", "migrax~1", "migrat~1.x"]),
        ((".gitignore",), ["gitign~1", "gi250a~1"], [".gitign~1", "gi25xa~1"]),
        (("a.b c.json",), ["abc~1.jso"], ["abc~1.json", "abc~1"]),
        (("x;y=z",), ["x_y_z~1"], ["xyz~1"]),
        (("secret", None), ["secret~1", "secret~1.pem", "se12ab~3.x"], ["secre~1", "secrets"]),
        (("se", None), ["secret~1", "se~1", "sezzzz~1.x"], ["s~1", "setoolong~1"]),
        ((None, ".properties"), ["appli~1.pro", "ab12cd~1.pro"], ["appli~1.yml", "a.b~1.pro"]),
        (("a.", None), ["a~1", "ab~1.gz", "a~1.x"], ["b~1"]),
        ((None,), ["a~1", "abcdef~1.txt"], ["a", "abcdefghi~1"]),
    ],
)
def test_short_names(pieces, short, others):
    expression = re.compile(short_name(pieces))
    assert [name for name in short if not expression.fullmatch(name)] == []
    assert [name for name in others if expression.fullmatch(name)] == []
