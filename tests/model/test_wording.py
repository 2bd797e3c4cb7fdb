from __future__ import annotations

import pytest

from reviewbot.model.wording import listed, patterns, quoted


def test_quotes_as_code():
    assert quoted("a b") == "`a b`"


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [(["a"], "`a`"), (["a", "b"], "`a` or `b`"), (["a", "b", "c"], "`a`, `b` or `c`")],
)
def test_lists(texts, sentence):
    assert listed(texts, "or") == sentence


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        (["a/", "b/"], "`a/` and `b/`"),
        (["a/", "!a/b", "!a/c"], "`a/` except `a/b` and `a/c`"),
        (["!a/b"], "`!a/b`"),
    ],
)
def test_patterns_have_exceptions(texts, sentence):
    assert patterns(texts, "and") == sentence
