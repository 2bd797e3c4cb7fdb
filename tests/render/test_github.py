from __future__ import annotations

import pytest

from reviewbot.model.report import Severity, Waived
from reviewbot.render import Style
from reviewbot.render.github import render
from reviewbot.render.text.title import title
from tests.render.reports import REPORTS, a_finding, a_report
from tests.render.strategies import for_any_report


def unescaped(text, tokens):
    for token in tokens:
        text = text.replace(f"%{ord(token):02X}", token)
    return text


def command(line):
    """A line as GitHub's runner reads it, after its `ActionCommand.TryParseV2`."""
    assert line.startswith("::")
    head, found, message = line[2:].partition("::")
    assert found
    name, _, properties = head.partition(" ")
    pairs = (pair.split("=", 1) for pair in properties.strip().split(",") if pair)
    return name, {key: unescaped(value, "\r\n:,%") for key, value in pairs}, unescaped(message, "\r\n%")


def commands(report):
    *lines, summary = render(report, Style()).splitlines()
    assert summary == f"reviewbot: {title(report)}"
    return [command(line) for line in lines]


@pytest.mark.parametrize("name", ["empty", "pass"])
def test_without_findings_there_is_no_error(name):
    assert {name for name, _, _ in commands(REPORTS[name])} <= {"notice"}


@for_any_report
def test_each_finding_and_each_note_is_one_command(report):
    assert len(commands(report)) == len(report.findings) + len(report.notes)


@pytest.mark.parametrize(
    ("finding", "name"),
    [
        pytest.param(a_finding(severity=Severity.BLOCK), "error", id="block"),
        pytest.param(a_finding(severity=Severity.REVIEW), "warning", id="review"),
        pytest.param(a_finding(severity=Severity.WARN), "notice", id="warn"),
        pytest.param(a_finding(waived=Waived("alice", "")), "notice", id="waived"),
    ],
)
def test_severities(finding, name):
    assert commands(a_report(findings=(finding,)))[0][0] == name


def test_says_where_and_what():
    finding = a_finding("src/a.py", line=3, help="100% sure: leave it, please")
    assert commands(a_report(findings=(finding,))) == [
        (
            "error",
            {"file": "src/a.py", "line": "3", "title": "forbidden-path"},
            "must not be modified\nWhy: contains secrets\nHelp: 100% sure: leave it, please",
        )
    ]


@pytest.mark.parametrize("path", ["a,b:c%d.py", "::error::x", "100%0A.py", "with space.py", r"back\slash", "é/日本.py"])
def test_a_printable_path_arrives_as_it_is(path):
    ((_, properties, _),) = commands(a_report(findings=(a_finding(path),)))
    assert properties["file"] == path


@pytest.mark.parametrize(
    ("path", "shown"), [(b"a\nb", r"a\nb"), (b"\xff.py", r"\xff.py"), (b"##[group]x", r"##\x5bgroup]x")]
)
def test_any_other_path_is_shown(path, shown):
    ((_, properties, _),) = commands(a_report(findings=(a_finding()._replace(path=path),)))
    assert properties["file"] == shown


def test_the_worst_come_first():
    assert [name for name, _, _ in commands(REPORTS["block"])] == ["error"] * 4 + ["warning"]
