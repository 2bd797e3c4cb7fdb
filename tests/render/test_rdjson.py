from __future__ import annotations

import json

import pytest

from reviewbot.model.report import Severity, Waived
from reviewbot.render import Style
from reviewbot.render.rdjson import render
from tests.render.reports import REPORTS, a_finding, a_report
from tests.render.strategies import for_any_report

# https://github.com/reviewdog/reviewdog/blob/master/proto/rdf/reviewdog.proto; reviewdog refuses any other field
FIELDS = {"message", "location", "severity", "source", "code", "suggestions", "original_output"}


def diagnostics(report):
    document = json.loads(render(report, Style()))
    assert document["source"] == {"name": "reviewbot"}
    assert set(document) <= {"source", "severity", "diagnostics"}
    return document["diagnostics"]


@pytest.mark.parametrize("name", ["empty", "pass", "not-judged"])
def test_no_findings_are_no_diagnostics(name):
    assert diagnostics(REPORTS[name]) == []


@for_any_report
def test_each_finding_is_a_diagnostic_with_a_path(report):
    found = diagnostics(report)
    assert len(found) == len(report.findings)
    for diagnostic in found:
        assert set(diagnostic) <= FIELDS
        assert diagnostic["location"]["path"]
        assert diagnostic["severity"] in ("ERROR", "WARNING", "INFO")


def test_a_finding_in_a_line():
    assert diagnostics(a_report(findings=(a_finding("src/a.py", line=3, help=""),))) == [
        {
            "message": "must not be modified\nWhy: contains secrets",
            "location": {"path": "src/a.py", "range": {"start": {"line": 3}}},
            "severity": "ERROR",
            "code": {"value": "forbidden-path"},
        }
    ]


def test_a_message_is_safe_markdown():
    finding = a_finding(message="ask @everyone", reason="", help="")
    assert diagnostics(a_report(findings=(finding,)))[0]["message"] == "ask `@everyone`"


def test_the_policy_stands_for_the_whole_change():
    assert diagnostics(a_report(findings=(a_finding(None),)))[0]["location"] == {"path": ".reviewbot.toml"}


def test_a_path_that_is_not_utf8_is_shown():
    paths = [diagnostic["location"]["path"] for diagnostic in diagnostics(REPORTS["hostile"])]
    assert r"caf\xe9/\xff\xfe.py" in paths


@pytest.mark.parametrize(
    ("others", "severity"),
    [
        ({"severity": Severity.REVIEW}, "WARNING"),
        ({"severity": Severity.WARN}, "INFO"),
        ({"waived": Waived("alice", "hotfix")}, "INFO"),
    ],
)
def test_severities(others, severity):
    assert diagnostics(a_report(findings=(a_finding(**others),)))[0]["severity"] == severity
