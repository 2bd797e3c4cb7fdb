from __future__ import annotations

import re

from markdown_it import MarkdownIt

from reviewbot.model.report import PolicySource, Verdict, Waived
from reviewbot.render import Style
from reviewbot.render.markdown import render
from reviewbot.render.text.escape import shown_path
from reviewbot.render.text.findings import place
from tests.builders import a_file
from tests.render.reports import LINES, REPORTS, a_finding, a_report
from tests.render.strategies import for_any_report

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

# What the format itself uses. All else came from outside, and broke out.
OURS = {"heading_open", "paragraph_open", "table_open", "bullet_list_open", "list_item_open", "fence", "html_block"}
OUR_TABLE = {"thead_open", "tbody_open", "tr_open", "th_open", "td_open"}
OUR_TEXT = {"text", "code_inline", "strong_open", "strong_close"}

# What GitHub makes of plain text: a mention, an issue, a link, an emoji, a formula, a commit.
ACTIVE = re.compile(r"@|#\d|://|www\.|:\w+:|\$|\bGH-\d|\b[0-9a-f]{7,40}\b|[\[\]<>&_~`\\]")


def tokens_of(report):
    blocks = PARSER.parse(render(report, Style()))
    return blocks, [inline for block in blocks for inline in block.children or ()]


def code_spans(report):
    return [inline.content for inline in tokens_of(report)[1] if inline.type == "code_inline"]


@for_any_report
def test_text_from_outside_starts_no_block(report):
    blocks, _ = tokens_of(report)
    kinds = [block.type for block in blocks if not block.type.endswith("_close") and block.type != "inline"]
    assert set(kinds) <= OURS | OUR_TABLE
    assert kinds.count("heading_open") == 1
    assert kinds.count("table_open") == bool(report.budgets)
    assert kinds.count("fence") == bool(report.files)
    assert kinds.count("td_open") == 4 * len(report.budgets)


@for_any_report
def test_text_from_outside_makes_no_link_image_or_html(report):
    blocks, inlines = tokens_of(report)
    assert {inline.type for inline in inlines} <= OUR_TEXT
    ours = re.compile(
        r"<details><summary>[\d,]+ files?, [\d,]+ added and [\d,]+ removed lines</summary>\n|</details>\n?"
    )
    assert [block.content for block in blocks if block.type == "html_block" and not ours.fullmatch(block.content)] == []


@for_any_report
def test_text_from_outside_mentions_nobody(report):
    _, inlines = tokens_of(report)
    assert [each.content for each in inlines if each.type == "text" and ACTIVE.search(each.content)] == []


@for_any_report
def test_every_finding_has_its_place(report):
    spans = code_spans(report)
    for finding in report.findings:
        if finding.path is not None and len(place(finding)) < 100:
            assert place(finding) in spans


@for_any_report
def test_every_file_is_in_the_code_block(report):
    blocks, _ = tokens_of(report)
    rows = [row for block in blocks if block.type == "fence" for row in block.content.splitlines()]
    assert len(rows) == len(report.files)
    for file in report.files:
        assert any(shown_path(file.path)[:30] in row for row in rows)  # of a long name a third is shown


def test_findings_that_say_the_same_are_one_item():
    text = render(REPORTS["block"], Style())
    assert text.count("forbidden-path: must not be modified") == 1
    assert "  - `config/production.yml`\n  - `config/staging.yml`\n  - Why: contains secrets\n" in text


def test_a_waived_finding_says_by_whom():
    text = render(a_report(findings=(a_finding(waived=Waived("alice", "hotfix")),)), Style())
    assert "- **waived** forbidden-path: must not be modified" in text
    assert "  - Waived by alice: hotfix\n" in text
    assert "Help" not in text


def test_the_longest_report_fits_into_a_comment():
    """https://github.com/orgs/community/discussions/27190: 65,536 characters."""
    path = b"\xff/" * 2000
    long = "\x1b" * 4000
    report = a_report(
        *(a_file(added=10**12)._replace(path=path + str(number).encode(), old_path=path) for number in range(900)),
        verdict=Verdict.BLOCK,
        findings=tuple(
            a_finding(message=f"{number}{long}", reason=long, help=long)._replace(path=path)
            for number in range(900)
            for _ in range(9)
        ),
        notes=(long,) * 900,
        policies=(PolicySource(long, "0" * 64),) * 90,
        budgets=(LINES._replace(rule="forbidden-content", instance=200, used=10**15),) * 200,
    )
    text = render(report, Style())
    assert len(text) < 65_536
    assert "… and 7,875 more findings" in text
    assert "… and 860 more files" in text
    assert "… and 880 more notes" in text
