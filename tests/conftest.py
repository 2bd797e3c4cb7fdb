"""Under CI nothing is skipped: a test that does not run there is a test that nobody has."""

from __future__ import annotations

import os

import pytest

IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")


def _fail_when_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """An expected failure is reported as skipped too."""
    if IN_CI and report.skipped:
        why = getattr(report, "wasxfail", None) or (
            report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        )
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: nothing may be skipped under CI ({why})"
        if hasattr(report, "wasxfail"):
            del report.wasxfail


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    _fail_when_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    report = yield
    _fail_when_skipped(report)
    return report
