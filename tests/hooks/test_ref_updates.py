"""What git tells a hook, read to the last byte or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbot.errors import SourceError
from reviewbot.hooks.ref_updates import parse_pushed, parse_received, ref_update
from reviewbot.sources.pushed import RefUpdate

A, B, ZERO = "a" * 40, "b" * 40, "0" * 40
LONG = "c" * 64


def test_a_branch_is_moved():
    assert parse_received(f"{A} {B} refs/heads/main\n".encode()) == (RefUpdate("refs/heads/main", A, B),)


def test_zeros_are_nothing():
    made, gone = parse_received(f"{ZERO} {B} refs/heads/new\n{A} {ZERO} refs/heads/old\n".encode())
    assert (made.old, made.new, gone.old, gone.new) == (None, B, A, None)


def test_ids_of_sha256_are_ids():
    assert parse_received(f"{'0' * 64} {LONG} refs/heads/x\n".encode())[0].new == LONG


def test_a_name_that_is_no_text_comes_back_as_it_was():
    (update,) = parse_received(b"%s %s refs/heads/\xff\n" % (A.encode(), B.encode()))
    assert update.ref.encode("utf-8", "surrogateescape") == b"refs/heads/\xff"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("\n", id="an empty line"),
        pytest.param(f"{A} {B} refs/heads/x", id="no line end"),
        pytest.param(f"{A} {B}\n", id="no ref"),
        pytest.param(f"{A} {B} refs/heads/x more\n", id="a fourth word"),
        pytest.param(f"{A}  refs/heads/x\n", id="an empty word"),
        pytest.param(f"{A[:39]} {B} refs/heads/x\n", id="an id too short"),
        pytest.param(f"{A} {B.upper()} refs/heads/x\n", id="an id in capitals"),
        pytest.param(f"{A} HEAD refs/heads/x\n", id="a name for an id"),
        pytest.param(f"{A} {B} HEAD\n", id="no full name of a ref"),
        pytest.param(f"{A} {B} --upload-pack=x\n", id="an option for a ref"),
        pytest.param(f"{ZERO} {ZERO} refs/heads/x\n", id="nothing in the place of nothing"),
        pytest.param(f"{A} {B} refs/heads/x\n" * 2, id="a ref twice"),
        pytest.param(f"{A} {B} refs/heads/x\n\0", id="rubbish behind"),
    ],
)
def test_what_git_would_never_say_is_refused(text):
    with pytest.raises(SourceError):
        parse_received(text.encode())


def test_more_than_can_be_judged_is_refused():
    with pytest.raises(SourceError, match="more refs than can be judged"):
        parse_received(b"x" * (16 << 20) + b"xx")


@given(st.binary())
def test_any_bytes_are_updates_or_an_error(text):
    try:
        updates = parse_received(text)
    except SourceError:
        return
    assert len(updates) == text.count(b"\n")


@given(st.lists(st.tuples(st.sampled_from([A, B, LONG[:40]]), st.sampled_from([A, B])), min_size=1, unique=True))
def test_no_line_is_lost(pairs):
    text = "".join(f"{old} {new} refs/heads/{index}\n" for index, (old, new) in enumerate(pairs))
    assert [(update.old, update.new) for update in parse_received(text.encode())] == pairs


# Out of a clone


def test_nothing_may_be_pushed():
    assert parse_pushed(b"") == ()


def test_a_push_names_both_sides():
    (pushed,) = parse_pushed(f"refs/heads/mine {A} refs/heads/theirs {B}\n".encode())
    assert pushed.local == "refs/heads/mine"
    assert pushed.update == RefUpdate("refs/heads/theirs", old=B, new=A)


def test_a_deletion_has_no_new_id():
    assert parse_pushed(f"(delete) {ZERO} refs/heads/x {A}\n".encode())[0].update.new is None


def test_an_update_is_made_of_three_words():
    assert ref_update("refs/tags/v1", ZERO, A) == RefUpdate("refs/tags/v1", None, A)
