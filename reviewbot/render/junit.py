"""JUnit XML, as Jenkins and GitLab read it: a suite for each rule, a case for each finding and each budget kept.

A finding that blocks or wants a review fails. One that only warns passes and says so in its output, a waived one is
skipped. The suite `reviewbot` holds one case that always passes, for a file without any case is an error to Jenkins;
its output has the title and the notes.
"""

from __future__ import annotations

from xml.etree import ElementTree

from reviewbot.model.report import BudgetUse, Finding, Report, Severity
from reviewbot.render import Style
from reviewbot.render.text.escape import exact_path, shown
from reviewbot.render.text.findings import (
    place,
    rule_label,
    sentences,
    several_instances,
    told_apart,
    waived_by,
    worst_first,
)
from reviewbot.render.text.title import margin, spent, title

Element = ElementTree.Element


def render(report: Report, _style: Style) -> str:
    root = Element("testsuites", name="reviewbot")
    suites = [about_the_run(report)]
    findings = worst_first(report.findings)
    numbered = several_instances(report)
    for rule in sorted({item.rule for items in (findings, report.budgets) for item in items}):
        cases = [finding_case(finding, numbered) for finding in findings if finding.rule == rule]
        found = {finding.instance for finding in findings if finding.rule == rule}
        kept = [budget for budget in report.budgets if budget.rule == rule and budget.instance not in found]
        cases += [budget_case(budget, numbered) for budget in kept]
        suites.append(suite(rule, cases))
    root.extend(suites)
    for attribute in ("tests", "failures", "skipped"):
        root.set(attribute, str(sum(int(element.get(attribute, "0")) for element in suites)))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def about_the_run(report: Report) -> Element:
    case = Element("testcase", classname="reviewbot", name="the change was judged")
    said = [title(report), *(f"note: {shown(note)}" for note in report.notes)]
    ElementTree.SubElement(case, "system-out").text = "\n".join(said)
    return suite("reviewbot", [case])


def suite(name: str, cases: list[Element]) -> Element:
    """A suite with its counts. Names are told apart, for readers that tell cases by them."""
    element = Element("testsuite", name=name, tests=str(len(cases)))
    element.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    element.set("errors", "0")
    element.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
    for case, unique in zip(cases, told_apart(case.get("name", "") for case in cases), strict=True):
        case.set("name", unique)
    element.extend(cases)
    return element


def budget_case(budget: BudgetUse, numbered: frozenset[str]) -> Element:
    label = rule_label(budget.rule, budget.instance, numbered)
    return Element("testcase", classname=budget.rule, name=f"{label}: {spent(budget)}, {margin(budget)}")


def finding_case(finding: Finding, numbered: frozenset[str]) -> Element:
    label = rule_label(finding.rule, finding.instance, numbered)
    message = shown(finding.message)
    case = Element("testcase", classname=finding.rule, name=f"{label}: {place(finding)}: {message}")
    if finding.path is not None:
        case.set("file", exact_path(finding.path))
    if finding.line is not None:
        case.set("line", str(finding.line))
    text = "\n".join([place(finding), *sentences(finding)])
    if finding.waived is not None:
        ElementTree.SubElement(case, "skipped", message=f"waived by {waived_by(finding)}")
    elif finding.severity is Severity.WARN:
        ElementTree.SubElement(case, "system-out").text = f"warn: {text}"
    else:
        ElementTree.SubElement(case, "failure", message=message, type=finding.severity.value).text = text
    return case
