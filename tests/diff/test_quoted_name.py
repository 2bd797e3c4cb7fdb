from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewbot.diff.quoted_name import split_name, split_pair, unquote
from tests.repositories import Repository

NAME = st.binary(min_size=1, max_size=8).filter(
    lambda name: not {0, ord("/")} & set(name) and name not in (b".", b"..")
)
ODD = st.text(' "\\\t\n\r\x07aé\x7f', min_size=1, max_size=5).map(str.encode)


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    return Repository(tmp_path_factory.mktemp("names"))


def test_a_plain_name_stands_for_itself():
    assert unquote(b"a\\b c\xff") == b"a\\b c\xff"


@pytest.mark.parametrize(
    ("quoted", "name"),
    [
        (b'""', b""),
        (b'"a b"', b"a b"),
        (rb'"\a\b\t\n\v\f\r\"\\"', b'\a\b\t\n\v\f\r"\\'),
        (rb'"\303\251\377\001"', b"\xc3\xa9\xff\x01"),
        (b'"\xc3\xa9\\t"', b"\xc3\xa9\t"),
        (rb'"\\303"', rb"\303"),
    ],
)
def test_a_quoted_name(quoted, name):
    assert unquote(quoted) == name


@pytest.mark.parametrize("name", [b'"', b'"a', b'"a"b', rb'"a\"', rb'"\x41"', rb'"\400"', rb'"\18"', b'"a"b"'])
def test_a_quoted_name_that_git_does_not_write_is_an_error(name):
    with pytest.raises(ValueError, match="quoted name"):
        unquote(name)


@pytest.mark.parametrize("core_quote_path", ["true", "false"])
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.sets(NAME | ODD, min_size=1, max_size=30))
def test_reads_what_git_writes(repository, core_quote_path, names):
    commit = repository.commit(dict.fromkeys(names, ""))
    listing = repository.git("-c", f"core.quotePath={core_quote_path}", "ls-tree", "--name-only", commit)
    assert {unquote(line) for line in listing.removesuffix(b"\n").split(b"\n")} == names


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.sets(NAME | ODD, min_size=1, max_size=30))
def test_reads_the_headers_that_git_writes(repository, names):
    commit = repository.commit(dict.fromkeys(names, "x\n"))
    patch = repository.git("diff-tree", "--root", "--no-commit-id", "-p", commit)
    headers = [line[11:] for line in patch.split(b"\n") if line.startswith(b"diff --git ")]
    assert {pair for header in headers for pair in split_pair(header, [len(header) // 2])} == {
        (b"a/" + name, b"b/" + name) for name in names
    }
    file_lines = [split_name(line[4:]) for line in patch.split(b"\n") if line.startswith(b"+++ ")]
    assert {name for name, _ in file_lines} == {b"b/" + name for name in names}


@pytest.mark.parametrize(
    ("names", "lengths", "pairs"),
    [
        (b"a/x b/x", (3,), [(b"a/x", b"b/x")]),
        (b"a/x b/x", (3, 4, 9), [(b"a/x", b"b/x")]),
        (b"a/x b/x b/x b/x", (7,), [(b"a/x b/x", b"b/x b/x")]),
        (b'"a/\\t" b/x', (), [(b"a/\t", b"b/x")]),
        (b'a/x "b/ \\t"', (), [(b"a/x", b"b/ \t")]),
        (b'"a/\\t" "b/\\t"', (), [(b"a/\t", b"b/\t")]),
        (b'"a/x"b/x', (5,), []),
        (b"a/x", (), []),
        (b"", (0,), []),
    ],
)
def test_two_names(names, lengths, pairs):
    assert split_pair(names, lengths) == pairs


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        (b"a b", b"a b", b""),
        (b"a b\t", b"a b", b""),
        (b"a\t2026 x", b"a", b"2026 x"),
        (b'"a\\t"\t2026', b"a\t", b"2026"),
    ],
)
def test_a_name_with_what_follows(text, name, rest):
    assert split_name(text) == (name, rest)


@given(st.binary(max_size=12) | st.text('"\\ab3 \t', max_size=12).map(str.encode), st.integers(0, 12))
def test_garbage_is_an_error_or_a_name(text, length):
    for read in (unquote, split_name, lambda text: split_pair(text, (length,))):
        try:
            read(text)
        except ValueError as error:
            assert "quoted name" in str(error)
