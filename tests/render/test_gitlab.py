from __future__ import annotations

import json

import pytest

from reviewbot.model.report import Severity, Waived
from reviewbot.render import Style
from reviewbot.render.gitlab import render
from tests.render.reports import REPORTS, a_finding, a_report
from tests.render.strategies import for_any_report


def issues(report):
    return json.loads(render(report, Style()))


@pytest.mark.parametrize("name", ["empty", "pass", "not-judged"])
def test_no_findings_are_an_empty_list(name):
    assert issues(REPORTS[name]) == []


@for_any_report
def test_each_finding_has_what_gitlab_demands(report):
    found = issues(report)
    assert len(found) == len(report.findings)
    assert len({issue["fingerprint"] for issue in found}) == len(found)
    for issue in found:
        assert all(issue[field] for field in ("check_name", "fingerprint"))
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["location"]["path"]
        assert issue["location"]["lines"]["begin"] >= 1


def test_a_finding_in_a_line():
    assert issues(a_report(findings=(a_finding("src/a.py", line=3, help=""),))) == [
        {
            "description": "must not be modified. Why: contains secrets",
            "check_name": "forbidden-path",
            "fingerprint": "0123456789abcdef",
            "severity": "blocker",
            "location": {"path": "src/a.py", "lines": {"begin": 3}},
        }
    ]


@pytest.mark.parametrize(
    ("finding", "location"),
    [
        pytest.param(a_finding(None), {"path": ".reviewbot.toml", "lines": {"begin": 1}}, id="the whole change"),
        pytest.param(a_finding("src/a.py"), {"path": "src/a.py", "lines": {"begin": 1}}, id="a whole file"),
    ],
)
def test_a_finding_without_a_line(finding, location):
    assert issues(a_report(findings=(finding,)))[0]["location"] == location


@pytest.mark.parametrize(
    ("others", "severity"),
    [
        ({"severity": Severity.REVIEW}, "major"),
        ({"severity": Severity.WARN}, "minor"),
        ({"waived": Waived("alice", "hotfix")}, "info"),
    ],
)
def test_severities(others, severity):
    assert issues(a_report(findings=(a_finding(**others),)))[0]["severity"] == severity


def test_equal_fingerprints_are_told_apart():
    found = issues(a_report(findings=(a_finding("a"), a_finding("b"), a_finding("c"))))
    assert [issue["fingerprint"] for issue in found] == [
        "0123456789abcdef",
        "0123456789abcdef:2",
        "0123456789abcdef:3",
    ]
