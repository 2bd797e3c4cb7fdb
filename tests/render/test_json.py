from __future__ import annotations

import json
import os

import pytest

from reviewbot.render import Style
from reviewbot.render.json import parse_report, render
from tests.builders import a_file
from tests.render.reports import REPORTS, a_finding, a_report
from tests.render.strategies import for_any_report

# DESIGN.md, section 7: fields may be added to these, never renamed.
FIELDS = {
    "report": [
        *("schema", "verdict", "base", "merge_base", "head", "policies", "totals", "budgets", "files", "findings"),
        *("notes", "split_plan"),
    ],
    "policies": ["source", "sha256"],
    "totals": ["files", "added_lines", "removed_lines", "changed_lines", "counted_lines"],
    "budgets": ["rule", "instance", "limit", "used", "unit"],
    "files": ["path", "old_path", "status", "added_lines", "removed_lines", "counted_lines"],
    "findings": [
        *("rule", "instance", "severity", "path", "line", "message", "reason", "help", "fingerprint", "waived"),
    ],
}


def read_back(report):
    return parse_report(render(report, Style()))


def path_bytes(path):
    return None if path is None else os.fsencode(path)


def test_every_field_is_there_in_order():
    document = read_back(REPORTS["block"])
    assert list(document) == FIELDS["report"]
    assert list(document["totals"]) == FIELDS["totals"]
    for several in ("policies", "budgets", "files", "findings"):
        assert [list(item) for item in document[several]] == [FIELDS[several]] * len(document[several])


def test_what_does_not_apply_is_null():
    document = read_back(a_report(a_file(), base=None, findings=(a_finding(None, reason="", help=""),)))
    (finding,) = document["findings"]
    assert [finding[field] for field in ("path", "line", "reason", "help", "waived")] == [None] * 5
    assert document["base"] is document["split_plan"] is document["files"][0]["old_path"] is None


@for_any_report
def test_a_report_survives_the_way_through_json(report):
    document = read_back(report)
    assert [document[field] for field in ("verdict", "base", "merge_base", "head", "notes")] == [
        *(report.verdict, report.base, report.merge_base, report.head, list(report.notes)),
    ]
    assert [(each["source"], each["sha256"]) for each in document["policies"]] == [
        (policy.source, policy.sha256) for policy in report.policies
    ]
    assert document["totals"]["files"] == len(report.files)
    for field in FIELDS["totals"][1:]:
        assert document["totals"][field] == getattr(report.totals, field)
    for budget, read in zip(report.budgets, document["budgets"], strict=True):
        assert {field: getattr(budget, field) for field in FIELDS["budgets"]} == read


@for_any_report
def test_files_survive_sorted_with_the_bytes_of_their_paths(report):
    files = sorted(report.files, key=lambda file: file.path)
    for file, read in zip(files, read_back(report)["files"], strict=True):
        assert path_bytes(read["path"]) == file.path
        assert path_bytes(read["old_path"]) == file.old_path
        assert read["status"] == file.status
        for field in ("added_lines", "removed_lines", "counted_lines"):
            assert read[field] == getattr(file.counts, field)


@for_any_report
def test_findings_survive(report):
    for finding, read in zip(report.findings, read_back(report)["findings"], strict=True):
        assert path_bytes(read["path"]) == finding.path
        for field in ("rule", "instance", "severity", "line", "message", "fingerprint"):
            assert read[field] == getattr(finding, field)
        assert (read["reason"] or "", read["help"] or "") == (finding.reason, finding.help)
        waived = finding.waived
        assert read["waived"] == (waived and {"by": waived.by, "reason": waived.reason})


def test_a_path_that_is_not_utf8_is_written_with_surrogate_escapes():
    assert r'"caf\udce9/\udcff\udcfe.py"' in render(REPORTS["hostile"], Style())


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"schema": "reviewbot-report/2"}', '"reviewbot-report/1"'])
def test_another_document_is_not_read(text):
    with pytest.raises(ValueError, match=r"reviewbot-report/1|Expecting"):
        parse_report(text)


def test_is_json_of_one_object_a_line():
    text = render(REPORTS["block"], Style())
    assert json.loads(text) == read_back(REPORTS["block"])
    assert '\n    {"rule": "max-files", "instance": 1, "limit": 20, "used": 14, "unit": "files"}\n' in text
