"""The engine with the real rules: which instance sees what, and what becomes of what it says."""

from __future__ import annotations

import builtins
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbot import engine
from reviewbot.engine import evaluate, needs_of
from reviewbot.model.change import MODE_ABSENT, MODE_SYMLINK, AddedLine, FileStatus, Needs, PathScope, Unpaired
from reviewbot.model.facts import Facts, Person, Waiver
from reviewbot.model.policy import Policy
from reviewbot.model.report import BudgetUse, PolicySource, Severity, Verdict, Waived
from reviewbot.rules import load_rule
from tests.builders import a_change, a_file, an_instance, line_counts

NOBODY = Facts()
ANN = Person("ann", frozenset({"@acme/dba", "maintainers"}))
HEAD = "a" * 40


def a_policy(*instances, **others) -> Policy:
    return Policy(instances=instances, **others)


def rule(name, options=(), **instance):
    """An instance of a rule, with these of the rule's own options."""
    return an_instance(name, load_rule(name).options(**dict(options)), **instance)


def forbidden(*match, **instance):
    return rule("forbidden-path", match=match or ("config/",), **instance)


def budget(limit, **instance):
    return rule("max-diff-lines", {"limit": limit}, **instance)


def judge(change, *instances, facts=NOBODY):
    return evaluate(change, a_policy(*instances), facts)


CONFIG = a_change(a_file("config/a"), head=HEAD)


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


# Scope


def used(file, **instance):
    """The lines that an instance with this match or ignore counts of a file."""
    report = judge(a_change(file), budget(10**6, **instance))
    assert not report.notes
    return report.budgets[0].used


@pytest.mark.parametrize(
    ("scope", "lines"),
    [
        ({}, 5),
        ({"match": ("docs/",)}, 0),
        ({"match": ("src/",)}, 5),
        ({"ignore": ("src/",)}, 0),
        ({"ignore": ("docs/",)}, 5),
        ({"match": ("src/",), "ignore": ("*.py",)}, 0),
        ({"match": ("SRC/",)}, 5),  # what is matched is guarded: all forms of the name
        ({"ignore": ("SRC/",)}, 5),  # what is ignored must be so in every form
    ],
)
def test_an_instance_counts_what_it_sees(scope, lines):
    assert used(a_file("src/a.py", added=3, removed=2), **scope) == lines


def moved(old_path, path, **others):
    """2 lines differ between the two names; apart they are 40 removed and 41 added lines."""
    apart = Unpaired(line_counts(41, 40), (AddedLine(7, b"needle"),))
    return a_file(path, old_path=old_path, added=1, removed=1, **{"unpaired": apart, **others})


@pytest.mark.parametrize(
    ("scope", "lines"),
    [
        pytest.param({}, 2, id="no scope"),
        pytest.param({"match": ("src/", "lib/")}, 2, id="within"),
        pytest.param({"match": ("src/",)}, 40, id="moved out: deleted"),
        pytest.param({"match": ("lib/",)}, 41, id="moved in: added"),
        pytest.param({"match": ("docs/",)}, 0, id="elsewhere"),
        pytest.param({"ignore": ("src/",)}, 41, id="moved out of what is ignored"),
        pytest.param({"ignore": ("lib/",)}, 40, id="moved into what is ignored"),
        pytest.param({"ignore": ("lib/", "src/")}, 0, id="ignored both"),
    ],
)
def test_a_renamed_file_counts_in_full_where_it_crosses_the_scope(scope, lines):
    assert used(moved("src/a", "lib/a"), **scope) == lines


@pytest.mark.parametrize(
    ("scope", "counted"),
    [({"match": ("lib/",)}, "added"), ({"match": ("src/",)}, "deleted"), ({"match": ("src/", "lib/")}, "renamed")],
)
def test_a_renamed_file_is_what_it_is_to_the_scope(scope, counted):
    (finding,) = judge(a_change(moved("src/a", "lib/a")), forbidden(*scope["match"])).findings
    assert finding.message.startswith(f"must not be {counted}")
    assert finding.path == (b"src/a" if counted == "deleted" else b"lib/a")


def test_all_lines_of_a_file_that_moves_in_are_looked_at():
    file = moved("src/a", "lib/a", lines=())
    inside, everywhere = (rule("forbidden-content", {"patterns": ("needle",)}, match=match) for match in (("lib/",), ()))
    assert [finding.line for finding in judge(a_change(file), inside).findings] == [7]
    assert judge(a_change(file), everywhere).findings == ()


def test_a_file_that_moves_out_has_no_added_lines():
    report = judge(a_change(moved("src/a", "lib/a")), rule("forbidden-content", {"patterns": ("",)}, match=("src/",)))
    assert report.findings == ()


def test_a_file_that_crosses_the_scope_keeps_what_belongs_to_the_name_that_is_seen():
    file = moved("src/a", "lib/a", generated=False, was_generated=True, old_size=1, new_size=2)
    (out,) = engine._files_in_scope(a_change(file), budget(1, match=("src/",)), load_rule("max-diff-lines"))
    (into,) = engine._files_in_scope(a_change(file), budget(1, match=("lib/",)), load_rule("max-diff-lines"))
    assert (out.path, out.status, out.new_mode, out.generated, out.new_size) == (
        b"src/a", FileStatus.DELETED, MODE_ABSENT, True, None,
    )  # fmt: skip
    assert (into.path, into.status, into.old_mode, into.was_generated, into.old_size) == (
        b"lib/a", FileStatus.ADDED, MODE_ABSENT, False, None,
    )  # fmt: skip


def test_what_is_allowed_is_left_alone_and_both_names_must_be():
    allowed = rule("allowed-path", match=("src/",))
    assert judge(a_change(a_file("src/a")), allowed).verdict is Verdict.PASS
    assert [finding.path for finding in judge(a_change(a_file("SRC/a"), a_file("b")), allowed).findings] == [b"SRC/a", b"b"]
    for old, new in (("src/a", "lib/a"), ("lib/a", "src/a")):
        (finding,) = judge(a_change(moved(old, new)), allowed).findings
        assert finding.path == b"lib/a"


# What is not known


@pytest.mark.parametrize("scope", [{"match": ("src/",)}, {"match": ("lib/",)}, {"ignore": ("src/",)}, {"ignore": ("lib/",)}])
def test_a_move_across_the_scope_that_was_not_read_in_full_is_said_to_be_not_judged(scope):
    change = a_change(moved("src/a", "lib/a", unpaired=None))
    for instance in (budget(300, **scope), rule("forbidden-content", {"patterns": ("needle",)}, **scope)):
        (note,) = judge(change, instance).notes
        assert note.startswith(f"not judged: {instance.rule} (a file was moved into or out of")


def test_a_move_that_crosses_nothing_needs_no_note():
    change = a_change(moved("src/a", "lib/a", unpaired=None))
    assert judge(change, budget(300), budget(300, match=("src/", "lib/")), forbidden("src/")).notes == ()


def test_what_a_rule_cannot_judge_is_noted_once():
    change = a_change(a_file("a"), a_file("b"), notes=("compared with main",))
    report = judge(change, rule("large-file"), rule("large-file", number=2))
    assert report.notes == ("compared with main", "not judged: large-file (the sizes of the changed files are not known)")


def test_approvals_that_are_not_known_ask_for_a_review():
    protected = rule("protected-path", {"reviewers": ("@acme/dba",)}, match=("config/",), severity=Severity.REVIEW)
    assert judge(CONFIG, protected).verdict is Verdict.REVIEW
    assert judge(CONFIG, protected, facts=Facts(approvals=())).verdict is Verdict.REVIEW
    assert judge(CONFIG, protected, facts=Facts(approvals=(ANN,))).verdict is Verdict.PASS


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
        judge(a_change(a_file(path, lines=(AddedLine(number, text, b"before", b"after"),))), content).findings[0].fingerprint
        for path, number, text in (("a", 1, b"x"), ("a", 9, b"x"), ("b", 1, b"x"), ("a", 1, b"xx"))
    ]
    assert prints[0] == prints[1]
    assert len(set(prints)) == 3


# Needs


def test_a_policy_needs_what_its_instances_need_together():
    needs = needs_of(
        a_policy(
            rule("forbidden-content", {"patterns": ("a", "b")}),
            rule("forbidden-content", {"patterns": ("b", "c")}),
            rule("large-file"),
            rule("max-diff-bytes", {"limit": 1}),
        )
    )
    assert needs == Needs(patterns=("a", "b", "c"), blob_sizes=True, byte_counts=True)


@pytest.mark.parametrize("scope", [{"match": ("a",)}, {"ignore": ("a",)}])
def test_a_scope_needs_renames_in_full_where_lines_count(scope):
    assert needs_of(a_policy(budget(1, **scope))).unpaired_across == (PathScope(**scope),)
    assert needs_of(a_policy(budget(1))).unpaired_across == ()
    assert needs_of(a_policy(rule("max-files", {"limit": 1}, **scope))).unpaired_across == ()


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
    assert evaluate(change._replace(), policy._replace(instances=tuple(list(instances))), facts._replace()) == report
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
