"""The engine with the real rules: which instance applies, and what becomes of what it says."""

from __future__ import annotations

import builtins
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbot import engine
from reviewbot.engine import evaluate
from reviewbot.model.change import MODE_SYMLINK, AddedLine, FileStatus, Unpaired
from reviewbot.model.facts import Facts, Person, Waiver
from reviewbot.model.report import BudgetUse, PolicySource, Severity, Verdict, Waived
from tests.builders import a_change, a_file, line_counts
from tests.policies import ANN, CONFIG, HEAD, NOBODY, a_policy, budget, forbidden, judge, moved, rule

# The verdict


def test_an_empty_policy_passes_everything():
    report = judge(CONFIG)
    assert (report.verdict, report.findings, report.notes) == (Verdict.PASS, (), ())
    assert (report.files, report.head, report.totals) == (CONFIG.files, HEAD, line_counts(1))


@pytest.mark.parametrize(
    ("severities", "verdict"),
    [
        ((), Verdict.PASS),
        ((Severity.WARN,), Verdict.WARN),
        ((Severity.WARN, Severity.REVIEW), Verdict.REVIEW),
        ((Severity.REVIEW, Severity.BLOCK, Severity.WARN), Verdict.BLOCK),
    ],
)
def test_the_verdict_is_the_worst_open_finding(severities, verdict):
    report = judge(CONFIG, *(forbidden(severity=severity) for severity in severities))
    assert report.verdict is verdict
    assert [finding.severity for finding in report.findings] == sorted(severities, key=list(Severity).index)


def test_findings_are_in_a_fixed_order():
    change = a_change(a_file("config/b"), a_file("config/a", lines=("x",)), a_file("secret"))
    warning, blocking = forbidden("secret", severity=Severity.WARN), forbidden("config/")
    content = rule("forbidden-content", {"patterns": ("x",)}, number=1)
    reports = [judge(change, *order) for order in ((warning, content, blocking), (blocking, warning, content))]
    assert [(finding.path, finding.rule) for finding in reports[0].findings] == [
        (b"config/a", "forbidden-path"),
        (b"config/a", "forbidden-content"),
        (b"config/b", "forbidden-path"),
        (b"secret", "forbidden-path"),
    ]
    assert reports[0].findings == reports[1].findings


def test_a_flood_of_findings_is_cut_and_said_so(monkeypatch):
    monkeypatch.setattr(engine, "MAX_FINDINGS", 3)
    change = a_change(*(a_file(f"config/{number}") for number in range(5)))
    report = judge(change, forbidden(), forbidden(number=2, severity=Severity.WARN))
    assert [finding.instance for finding in report.findings] == [1, 1, 1, 2, 2, 2]
    assert report.notes == ("forbidden-path: 2 more findings are not listed",)


# Instances


def test_instances_stand_side_by_side():
    change = a_change(a_file("a", added=100))
    report = judge(change, budget(300, number=1), budget(50, number=2, reason="small please"))
    assert report.budgets == (
        BudgetUse("max-diff-lines", 1, 300, 100, "lines"),
        BudgetUse("max-diff-lines", 2, 50, 100, "lines"),
    )
    (finding,) = report.findings
    assert (finding.instance, finding.message, finding.reason) == (2, "100 of 50 lines", "small please")


def test_a_finding_names_the_pattern_that_its_path_matches():
    policy = a_policy(forbidden("migrations/", "config/"), budget(1))
    report = evaluate(a_change(a_file("CONFIG~1", added=5), a_file("migrations/1")), policy, Facts())
    assert {each.path: each.pattern for each in report.findings} == {
        b"CONFIG~1": "config/", b"migrations/1": "migrations/", None: ""
    }  # fmt: skip


def test_the_report_names_where_the_policy_came_from():
    sources = (PolicySource("base:.reviewbot.toml", "0" * 64),)
    assert evaluate(CONFIG, a_policy(sources=sources), NOBODY).policies == sources


@pytest.mark.parametrize(
    ("instance", "facts"),
    [
        pytest.param({"authors": ("*[bot]",)}, Facts(author="ann"), id="another author"),
        pytest.param({"authors": ("*[bot]",)}, Facts(author="bot"), id="brackets are brackets"),
        pytest.param({"authors": ("agent:*",)}, Facts(author="ann"), id="no agent"),
        pytest.param({"authors": ("a?n",)}, Facts(author="an"), id="a question mark is one character"),
        pytest.param({"authors": ("ann",)}, Facts(author="ann\n"), id="all of the name"),
        pytest.param({"branches": ("release/*",)}, Facts(branch="main"), id="another branch"),
        pytest.param({"repositories": ("acme/*",)}, Facts(repository="other/acme/"), id="another repository"),
        pytest.param({"authors": ("ann",), "branches": ("x",)}, Facts(author="ann", branch="main"), id="one of two"),
    ],
)
def test_an_instance_leaves_alone_what_it_is_not_about(instance, facts):
    report = judge(CONFIG, forbidden(**instance), facts=facts)
    assert report.verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("instance", "facts"),
    [
        pytest.param({"authors": ("*[bot]",)}, Facts(author="dependabot[bot]"), id="a bot"),
        pytest.param({"authors": ("*[BOT]",)}, Facts(author="Dependabot[bot]"), id="case does not count"),
        pytest.param({"authors": ("ann", "bob")}, Facts(author="bob"), id="one of several"),
        pytest.param({"authors": ("*[bot]",)}, NOBODY, id="author unknown"),
        pytest.param({"authors": ("agent:*",)}, Facts(author="ann", agents=("agent:x",)), id="an agent besides"),
        pytest.param({"authors": ("ann",)}, Facts(author="ann", agents=("agent:x",)), id="an agent takes nothing away"),
        pytest.param({"branches": ("release/*",)}, Facts(branch="release/1/2"), id="branch"),
        pytest.param({"branches": ("release/*",)}, NOBODY, id="branch unknown"),
        pytest.param({"repositories": ("acme/*",)}, NOBODY, id="repository unknown"),
    ],
)
def test_an_instance_is_about(instance, facts):
    assert judge(CONFIG, forbidden(**instance), facts=facts).verdict is Verdict.BLOCK


def test_what_guards_paths_for_others_guards_them_not_from_links():
    a_link = a_change(a_file("x", new_mode=MODE_SYMLINK, link_target=b"config"), links=((b"x", b"config"),))
    instances = (forbidden(authors=("*[bot]",)), rule("symlink-target"))
    assert judge(a_link, *instances, facts=Facts(author="ann")).verdict is Verdict.PASS
    assert judge(a_link, *instances).verdict is Verdict.BLOCK


# Waivers


def waiver(**others):
    return Waiver(**{"rule": "forbidden-path", "by": ANN, "reason": "agreed", "head": HEAD, **others})


@pytest.mark.parametrize("names", [("ann",), ("@ann",), ("ANN",), ("@acme/dba",), ("bob", "maintainers")])
def test_a_waiver_lifts_the_findings_of_its_rule(names):
    report = judge(CONFIG, forbidden(waivable_by=names), facts=Facts(author="eve", waivers=(waiver(),)))
    assert report.verdict is Verdict.PASS
    assert [finding.waived for finding in report.findings] == [Waived("ann", "agreed")]


@pytest.mark.parametrize(
    ("instance", "facts"),
    [
        pytest.param({}, Facts(waivers=(waiver(rule="max-diff-lines"),)), id="another rule"),
        pytest.param({}, Facts(waivers=(waiver(head="b" * 40),)), id="another head"),
        pytest.param({}, Facts(waivers=(waiver(by=Person("bob")),)), id="somebody who may not"),
        pytest.param({"waivable_by": ()}, Facts(waivers=(waiver(),)), id="nobody may"),
        pytest.param({"waivable_by": ("@acme/web",)}, Facts(waivers=(waiver(),)), id="another team"),
        pytest.param({}, Facts(author="Ann", waivers=(waiver(),)), id="a change of their own"),
    ],
)
def test_a_waiver_lifts_nothing_else(instance, facts):
    report = judge(CONFIG, forbidden(**instance), facts=facts)
    assert report.verdict is Verdict.BLOCK
    assert report.findings[0].waived is None


def test_a_change_without_a_head_cannot_be_waived():
    report = judge(CONFIG._replace(head=None), forbidden(), facts=Facts(waivers=(waiver(head="None"),)))
    assert report.verdict is Verdict.BLOCK


def test_a_waiver_leaves_other_instances_alone():
    strict = forbidden(number=2, waivable_by=(), severity=Severity.WARN)
    assert judge(CONFIG, forbidden(), strict, facts=Facts(waivers=(waiver(),))).verdict is Verdict.WARN


# Fingerprints


def test_a_fingerprint_stays_when_the_line_moves_and_differs_between_places():
    content = rule("forbidden-content", {"patterns": ("x",)})
    prints = [
        judge(a_change(a_file(path, lines=(AddedLine(number, text, b"before", b"after"),))), content)
        .findings[0]
        .fingerprint
        for path, number, text in (("a", 1, b"x"), ("a", 9, b"x"), ("b", 1, b"x"), ("a", 1, b"xx"))
    ]
    assert prints[0] == prints[1]
    assert len(set(prints)) == 3


# Purity

PATHS = st.sampled_from(["a", "config/a", "CONFIG/b", "src/x.py", "docs/x.lock"])
FILES = st.builds(
    a_file,
    PATHS,
    added=st.integers(0, 20),
    removed=st.integers(0, 20),
    status=st.sampled_from([FileStatus.ADDED, FileStatus.MODIFIED, FileStatus.DELETED]),
    lines=st.lists(st.sampled_from(["x", "<<<<<<< x"]), max_size=3).map(tuple),
) | st.builds(moved, PATHS, PATHS, unpaired=st.none() | st.just(Unpaired(line_counts(9, 9))))
INSTANCES = st.sampled_from([
    budget(10), budget(5, number=2, match=("src/",), ignore=("*.lock",)), forbidden(), rule("max-files", {"limit": 1}),
    forbidden("*.py", number=2, severity=Severity.WARN, authors=("*[bot]",)), rule("conflict-marker"),
    rule("forbidden-content", {"patterns": ("x",)}), rule("allowed-path", match=("src/",)), rule("large-file"),
    rule("protected-path", {"reviewers": ("ann",)}, match=("docs/",)), rule("symlink-target"), rule("unsafe-path"),
])  # fmt: skip
CHANGES = st.lists(FILES, max_size=6, unique_by=lambda file: file.path).map(lambda files: a_change(*files, head=HEAD))
FACTS = st.sampled_from([NOBODY, Facts(author="x[bot]"), Facts(author="eve", waivers=(waiver(),), approvals=(ANN,))])


@given(CHANGES, st.lists(INSTANCES, max_size=6), FACTS)
def test_equal_inputs_give_equal_reports(change, instances, facts):
    policy = a_policy(*instances)
    report = evaluate(change, policy, facts)
    assert evaluate(change._replace(), policy._replace(instances=(*instances,)), facts._replace()) == report
    assert list(report.findings) == sorted(report.findings, key=engine._order)
    assert evaluate(change, a_policy(*reversed(instances)), facts).verdict is report.verdict


@given(CHANGES, st.lists(INSTANCES, max_size=4), INSTANCES, FACTS)
def test_one_more_instance_only_tightens(change, instances, one_more, facts):
    verdicts = list(Verdict)
    few, more = (judge(change, *each, facts=facts).verdict for each in (instances, [*instances, one_more]))
    assert verdicts.index(more) >= verdicts.index(few)


def test_the_engine_touches_nothing_outside(monkeypatch):
    change = a_change(a_file("config/a", lines=("x",)), moved("src/a", "lib/a"), head=HEAD)
    policy = a_policy(forbidden(), budget(1, match=("lib/",)), rule("forbidden-content", {"patterns": ("x",)}))
    expected = evaluate(change, policy, NOBODY)  # imports the rules

    def refuse(*_arguments, **_others):
        raise AssertionError("the engine must not do this")

    monkeypatch.setattr(builtins, "open", refuse)
    for name in ("open", "stat", "listdir", "scandir", "getcwd", "urandom", "getenv", "read", "write", "fork", "kill"):
        monkeypatch.setattr(os, name, refuse)
    for name in ("time", "monotonic", "perf_counter", "time_ns"):
        monkeypatch.setattr(f"time.{name}", refuse)
    report = evaluate(change, policy, NOBODY)
    monkeypatch.undo()
    assert report == expected
