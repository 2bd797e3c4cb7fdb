from __future__ import annotations

import pytest

from reviewbot.model.report import Severity, Waived
from reviewbot.render.text.findings import (
    fingerprints,
    grouped,
    path_or_policy,
    place,
    rule_label,
    sentences,
    several_instances,
    told_apart,
    waived_by,
    worst_first,
)
from tests.render.reports import REPORTS, a_finding, a_report
from tests.render.strategies import for_any_report


def test_worst_first_keeps_the_order_among_equals():
    findings = [
        a_finding("b", severity=Severity.WARN),
        a_finding("z"),
        a_finding("a"),
        a_finding(waived=Waived("a", "")),
    ]
    assert worst_first(findings) == [findings[1], findings[2], findings[0], findings[3]]


@for_any_report
def test_groups_hold_every_finding_once(report):
    groups = grouped(report.findings)
    assert [each for group in groups for each in group.places if each not in report.findings] == []
    assert sum(len(group.places) for group in groups) == len(report.findings)


@pytest.mark.parametrize(
    "others",
    [{"instance": 2}, {"message": "m"}, {"reason": "r"}, {"help": "h"}, {"rule": "r"}, {"waived": Waived("alice", "")}],
    ids=lambda others: next(iter(others)),
)
def test_findings_that_say_something_else_stand_apart(others):
    assert len(grouped([a_finding("a"), a_finding("b", **others)])) == 2


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        (a_finding(None), "the whole change"),
        (a_finding("a\nb"), r"a\nb"),
        (a_finding("a.py", line=3), "a.py:3"),
    ],
)
def test_place(finding, expected):
    assert place(finding) == expected


def test_the_policy_stands_for_the_whole_change():
    assert path_or_policy(a_finding(None)) == b".reviewbot.toml"
    assert path_or_policy(a_finding("a")) == b"a"


@pytest.mark.parametrize(
    ("waived", "expected"), [(None, ""), (Waived("alice", ""), "alice"), (Waived("alice", "a\nb"), r"alice: a\nb")]
)
def test_waived_by(waived, expected):
    assert waived_by(a_finding(waived=waived)) == expected


def test_sentences_leave_out_what_is_not_said():
    assert sentences(a_finding(reason="", help="")) == ["must not be modified"]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], []),
        (["a", "b"], ["a", "b"]),
        (["a", "a", "a"], ["a", "a:2", "a:3"]),
        (["a:2", "a", "a"], ["a:2", "a", "a:3"]),
        (["a", "a", "a:2"], ["a", "a:2", "a:2:2"]),
    ],
)
def test_told_apart(texts, expected):
    assert told_apart(texts) == expected


def test_a_finding_without_a_fingerprint_gets_one():
    findings = [a_finding(fingerprint=""), a_finding(fingerprint="")]
    assert fingerprints(findings) == ["forbidden-path-1", "forbidden-path-1:2"]


def test_an_instance_is_numbered_where_there_are_several():
    assert several_instances(REPORTS["block"]) == frozenset()
    numbered = several_instances(a_report(findings=(a_finding(instance=2),)))
    assert rule_label("forbidden-path", 2, numbered) == "forbidden-path #2"
    assert rule_label("max-diff-lines", 1, numbered) == "max-diff-lines"
