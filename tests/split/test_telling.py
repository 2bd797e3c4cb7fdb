from __future__ import annotations

import pytest

from reviewbot.split.telling import is_compound, is_telling


@pytest.mark.parametrize("word", [b"invoice", b"JSONProvider", b"_dump_arg_defaults", b"v4client", b"UNSET"])
def test_what_somebody_named_tells_something(word):
    assert is_telling(word)


@pytest.mark.parametrize("word", [b"that", b"None", b"Optional", b"from", b"assert_eq", b"RETURN", b"__repr__", b"tax"])
def test_what_is_everywhere_tells_nothing(word):
    assert not is_telling(word)


@pytest.mark.parametrize("word", [b"JSONProvider", b"flag_value", b"v4Client", b"_dump_all"])
def test_only_a_name_is_compound(word):
    assert is_compound(word)


@pytest.mark.parametrize("word", [b"invoice", b"Invoice", b"INVOICE", b"_utils", b"utf8"])
def test_one_word_is_not_compound(word):
    assert not is_compound(word)
