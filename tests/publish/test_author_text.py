"""Nothing that an author of a change wrote is live in what GitHub is sent, whatever it is."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.errors import SourceError
from reviewbot.model.split_plan import Part, SplitPlan
from reviewbot.publish.check_run import check_run, failed_check_run
from reviewbot.publish.review import Said, review
from tests.render.strategies import few, for_any_report, reports, texts
from tests.render.test_markdown import ACTIVE, OUR_TABLE, OUR_TEXT, OURS, PARSER

OUR_HTML = re.compile(
    r"(<details><summary>[\d,]+ files?, [\d,]+ added and [\d,]+ removed lines</summary>|</details>"
    r"|<!-- reviewbot: [0-9a-z :-]* -->)\n*"
)
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def assert_not_live(markdown):
    assert not INVISIBLE.search(markdown)
    blocks = PARSER.parse(markdown)
    kinds = {block.type for block in blocks if not block.type.endswith("_close") and block.type != "inline"}
    assert kinds <= OURS | OUR_TABLE
    assert [each.content for each in blocks if each.type == "html_block" and not OUR_HTML.fullmatch(each.content)] == []
    inlines = [inline for block in blocks for inline in block.children or ()]
    assert {inline.type for inline in inlines} <= OUR_TEXT | {"softbreak"}
    assert [each.content for each in inlines if each.type == "text" and ACTIVE.search(each.content)] == []


def assert_no_text_of_the_check_is_live(text):
    assert_not_live(text.title)
    assert_not_live(text.summary)
    for each in text.annotations:
        assert_not_live(each.title)
        for line in each.message.split("\n"):
            assert_not_live(line)


@for_any_report
def test_in_a_check_run(report):
    assert_no_text_of_the_check_is_live(check_run(report))


@for_any_report
def test_in_a_review(report):
    changes = review(report, Said("reviewbot[bot]"))
    for body in (changes.body, *(comment.body for comment in changes.comments)):
        assert_not_live(body or "")


parts = few(
    st.builds(Part, st.just(1), texts, texts, st.integers(0, 10**9), st.booleans(), st.just(()), files=st.just(()))
).map(lambda parts: tuple(part._replace(number=number) for number, part in enumerate(parts, 1)))
plans = st.builds(
    SplitPlan,
    st.none(),
    st.none(),
    st.integers(0, 10**6),
    parts,
    no_split=texts,
    problems=few(texts),
    branches=st.just(()),
)


@settings(deadline=None, max_examples=40)
@given(reports, plans)
def test_in_a_split_plan(report, plan):
    report = report._replace(split_plan=plan)
    assert_no_text_of_the_check_is_live(check_run(report))
    assert_not_live(review(report, Said("reviewbot[bot]")).body or "")


@settings(deadline=None, max_examples=40)
@given(texts, texts, texts)
def test_in_an_error(what, where, help):
    assert_no_text_of_the_check_is_live(failed_check_run(SourceError(what, where=where, help=help)))
