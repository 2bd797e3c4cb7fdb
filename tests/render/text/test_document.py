from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.render.text.document import json_text
from tests.render.strategies import texts

scalars = st.none() | st.booleans() | st.integers() | texts
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=8)


@settings(deadline=None)
@given(values)
def test_any_document_is_read_back(value):
    assert json.loads(json_text(value)) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([], "[]\n"),
        ({"a": [], "b": {}}, '{"a": [], "b": {}}\n'),
        ({"a": [1, 2]}, '{\n  "a": [1, 2]\n}\n'),
        ([{"a": 1}], '[\n  {"a": 1}\n]\n'),
        ("é\udcff", '"\\u00e9\\udcff"\n'),
        ("##[x]", '"##\\u005bx]"\n'),
    ],
)
def test_layout(value, text):
    assert json_text(value) == text
