from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given, settings

from reviewbot.model.split_plan import SCHEMA
from reviewbot.render import Style
from reviewbot.render.json import render as render_report
from reviewbot.render.split.json import render, split_document
from reviewbot.split.plan_file import parse_plan
from tests.render.split.plans import PLANS, SEVERAL, a_part, a_plan, a_whole
from tests.render.split.strategies import for_any_plan, plans
from tests.render.strategies import reports

NUMBER, TEXT, FLAG, ID = (
    {"type": "integer", "minimum": 0},
    {"type": "string"},
    {"type": "boolean"},
    {"type": ["string", "null"]},
)


def an_object(**fields):
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def a_list(of):
    return {"type": "array", "items": of}


FILE = an_object(
    path=TEXT,
    old_path=ID,
    whole=FLAG,
    hunks=a_list(an_object(old_start=NUMBER, old_lines=NUMBER, new_start=NUMBER, new_lines=NUMBER)),
)
PART = an_object(
    part=NUMBER,
    title=TEXT,
    why=TEXT,
    counted_lines=NUMBER,
    over_budget=FLAG,
    needs=a_list(NUMBER),
    stacked_on={"type": ["integer", "null"]},
    files=a_list(FILE),
)
BRANCH = an_object(part=NUMBER, name=TEXT, on={"type": ["integer", "null"]}, commit=TEXT)
CARRIED = an_object(onto=TEXT, landed=a_list(NUMBER), found=a_list(NUMBER), identical=FLAG)
# Fields may be added, never renamed: what stands here is what others rely on.
DOCUMENT = an_object(
    schema={"const": "reviewbot-split/1"},
    base=ID,
    head=ID,
    budget=NUMBER,
    identical=FLAG,
    no_split=ID,
    parts=a_list(PART),
    problems=a_list(TEXT),
    branches={"anyOf": [{"type": "null"}, a_list(BRANCH)]},
    carried={"anyOf": [{"type": "null"}, CARRIED]},
)


def read(plan):
    return json.loads(render(plan, Style()), parse_constant=pytest.fail)


@for_any_plan
def test_every_field_is_there(plan):
    jsonschema.validate(read(plan), DOCUMENT)


@for_any_plan
def test_it_is_ascii(plan):
    assert render(plan, Style()).isascii()


@for_any_plan
def test_a_path_is_given_back_as_it_was(plan):
    paths = [file.path for part in plan.parts for file in part.files]
    read_back = [file["path"] for part in read(plan)["parts"] for file in part["files"]]
    assert [path.encode("utf-8", "surrogateescape") for path in read_back] == paths


def test_what_does_not_apply_is_null():
    document = split_document(a_plan(a_part(), base=None, head=None))
    assert [document[name] for name in ("base", "head", "no_split", "branches", "carried")] == [None] * 5
    assert document["parts"][0]["stacked_on"] is None
    assert document["parts"][0]["files"][0]["old_path"] is None


def test_what_a_part_stands_on_is_said_beside_what_it_needs():
    parts = split_document(a_plan(a_part(1), a_part(2), a_part(3, needs=(1, 2))))["parts"]
    assert [(part["needs"], part["stacked_on"]) for part in parts] == [([], None), ([], 1), ([1, 2], 2)]


@pytest.mark.parametrize("name", sorted(set(PLANS) - {"hostile"}))
def test_what_it_writes_can_be_read(name):
    read_back = parse_plan(render(PLANS[name], Style()))
    assert read_back.head == PLANS[name].head
    assert [part.title for part in read_back.parts] == [part.title for part in PLANS[name].parts]


def test_patches_are_not_written():
    document = render(SEVERAL, Style())
    assert "diff --git" not in document
    assert SCHEMA in document


def test_a_name_that_is_not_utf_8():
    assert '"path": "caf\\udce9"' in render(a_plan(a_part(1, a_whole(b"caf\xe9"))), Style())


@settings(deadline=None, max_examples=20)
@given(report=reports, plan=plans())
def test_a_report_holds_the_same_document(report, plan):
    text = render_report(report._replace(split_plan=plan), Style())
    assert text.isascii()
    assert json.loads(text)["split_plan"] == read(plan)
