"""What is written as JSON is read again as it was; anything else is refused in words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.errors import UsageError
from reviewbot.render import Style
from reviewbot.render.split.json import render
from reviewbot.split.plan_file import parse_plan
from tests.render.split.plans import SEVERAL, a_part, a_plan
from tests.render.split.strategies import for_any_plan, plans

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["schema", "parts", "part", "files", "path", "hunks"]) | st.text(), inner)
    ),
    max_leaves=8,
)


def written(plan):
    """What of a plan is in its file and is not worked out anew."""
    parts = [
        part._replace(
            counted_lines=0,
            over_budget=False,
            needs=(),
            files=tuple(file._replace(patch=b"", entry="") for file in part.files),
        )
        for part in plan.parts
    ]
    return a_plan(*parts, base=plan.base, head=plan.head, budget=plan.budget, identical=False)


@for_any_plan
def test_any_plan_is_read_as_it_was_written(plan):
    assert parse_plan(render(plan, Style())) == written(plan)


@given(anything)
def test_any_json_is_a_plan_or_refused(value):
    with pytest.raises(UsageError):
        parse_plan(json.dumps(value))


@settings(deadline=None)
@given(plans(most=2), anything, st.data())
def test_a_plan_with_anything_in_it_is_a_plan_or_refused(plan, value, data):
    document = json.loads(render(plan, Style()))
    place = document
    while isinstance(place, (dict, list)) and place:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if not isinstance(place[key], (dict, list)) or not place[key] or data.draw(st.booleans()):
            place[key] = value
            break
        place = place[key]
    try:
        parse_plan(json.dumps(document))
    except UsageError as error:
        assert str(error).isprintable() or "\n" in str(error)
        assert all(line.isprintable() for line in str(error).split("\n"))


@given(st.text(st.characters(), max_size=30))
def test_any_text_is_refused_in_one_line(text):
    with pytest.raises(UsageError) as caught:
        parse_plan(text)
    assert caught.value.what.isprintable()


def test_parts_are_numbered_anew_in_the_order_of_their_numbers():
    document = json.loads(render(SEVERAL, Style()))
    for part in document["parts"]:
        part["part"] = 70 - 10 * part["part"]
    read = parse_plan(json.dumps(document))
    assert [part.number for part in read.parts] == [1, 2, 3, 4, 5]
    assert [part.title for part in read.parts] == [part.title for part in SEVERAL.parts[::-1]]


def test_what_is_worked_out_anew_need_not_be_there():
    document = json.loads(render(SEVERAL, Style()))
    kept = {"part", "title", "why", "files"}
    document["parts"] = [{name: value for name, value in part.items() if name in kept} for part in document["parts"]]
    for name in ("identical", "no_split", "problems", "branches"):
        del document[name]
    assert parse_plan(json.dumps(document)) == written(SEVERAL)


def test_very_many_parts_are_read_in_good_time():
    """A look at all others for each part would take long."""
    text = render(a_plan(*(a_part(number) for number in range(1, 10_001))), Style())
    assert len(parse_plan(text).parts) == 10_000
