from __future__ import annotations

import pytest

from reviewbot.errors import SourceError
from reviewbot.model.report import Report, Severity, Verdict, Waived
from reviewbot.model.split_plan import Part, SplitPlan
from reviewbot.publish.check_run import RECHECK, check_run, failed_check_run
from reviewbot.publish.limits import LONGEST_TEXT_BYTES, LONGEST_TITLE
from tests.render.reports import REPORTS, a_finding, a_report, over_budget
from tests.render.strategies import for_any_report

PLAN = SplitPlan("1" * 40, "2" * 40, 300, (Part(1, "the ledger", "one folder", 190), Part(2, "tax", "tests", 242)))


def test_what_passes_says_the_tightest_budget():
    text = check_run(REPORTS["pass"])
    assert (text.title, text.conclusion) == ("pass: 120 of 300 lines", "success")
    assert text.annotations == ()
    assert text.actions == (RECHECK,)
    assert "What to do" not in text.summary


def test_an_empty_change_has_a_summary_too():
    assert check_run(Report()).summary.strip()


def test_what_blocks_says_why_and_what_to_do():
    text = check_run(REPORTS["block"]._replace(split_plan=PLAN))
    assert text.title.startswith("block: 432 of 300 lines, config/ touched")
    assert text.conclusion == "failure"
    assert "`/reviewbot waive forbidden-path REASON`" in text.summary
    assert "432 lines in 2 parts" in text.summary.replace("`", "")
    assert [action.identifier for action in text.actions] == ["recheck", "explain", "split"]
    assert [each.level for each in text.annotations] == ["failure", "failure", "failure", "warning"]


@pytest.mark.parametrize(
    ("verdict", "conclusion"),
    [
        (Verdict.PASS, "success"),
        (Verdict.WARN, "neutral"),
        (Verdict.REVIEW, "action_required"),
        (Verdict.BLOCK, "failure"),
    ],
)
def test_conclusions(verdict, conclusion):
    assert check_run(a_report(verdict=verdict)).conclusion == conclusion


def test_an_error_is_a_failure_that_says_what_to_do():
    text = failed_check_run(SourceError("git did not answer", where="refs/pull/3/head", help="push again"))
    assert (text.title, text.conclusion) == ("error: git did not answer", "failure")
    assert text.summary == "**error**: git did not answer\n\nWhere: `refs/pull/3/head`\n\nWhat to do: push again\n"


def test_what_is_waived_is_a_notice_that_says_by_whom():
    report = a_report(findings=(a_finding(waived=Waived("alice", "hotfix")),))
    (annotation,) = check_run(report).annotations
    assert (annotation.level, annotation.line) == ("notice", 1)
    assert "Waived by `alice: hotfix`" in annotation.message or "Waived by alice" in annotation.message


def test_a_finding_about_the_whole_change_has_no_annotation():
    assert check_run(a_report(findings=(over_budget(),))).annotations == ()


def test_of_too_many_findings_the_worst_are_at_their_lines_and_the_summary_says_so():
    found = [a_finding(f"src/{number}.py", severity=Severity.WARN) for number in range(300)]
    text = check_run(a_report(findings=(*found, a_finding())))
    assert len(text.annotations) == 200
    assert text.annotations[0].level == "failure"
    assert "Of 301 findings 200 are shown at their lines." in text.summary


@for_any_report
def test_the_limits_of_github_hold(report):
    for text in (check_run(report._replace(split_plan=PLAN)), failed_check_run(SourceError(*report.notes[:1] or "x"))):
        assert 0 < len(text.title) <= LONGEST_TITLE
        assert "\n" not in text.title
        assert 0 < len(text.summary.encode()) <= LONGEST_TEXT_BYTES
        assert len(text.actions) <= 3
        for action in text.actions:
            assert (len(action.label) <= 20, len(action.description) <= 40, len(action.identifier) <= 20) == (True,) * 3
        for each in text.annotations:
            assert each.path.encode()
            assert each.line >= 1
            assert 0 < len(each.title) <= 255
            assert 0 < len(each.message.encode()) <= 64_000
