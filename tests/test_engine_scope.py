"""Which files an instance sees and how, what it needs to know for that, and what is said when that is not known."""

from __future__ import annotations

import pytest

from reviewbot.engine import files_in_scope, needs_of
from reviewbot.model.change import MODE_ABSENT, FileStatus, Needs, PathScope, RemovedLine
from reviewbot.model.facts import Facts
from reviewbot.model.report import Severity, Verdict
from reviewbot.rules import load_rule
from tests.builders import a_change, a_file
from tests.policies import ANN, CONFIG, a_policy, budget, forbidden, judge, moved, rule

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
    inside, everywhere = (
        rule("forbidden-content", {"patterns": ("needle",)}, match=match) for match in (("lib/",), ())
    )
    assert [finding.line for finding in judge(a_change(file), inside).findings] == [7]
    assert judge(a_change(file), everywhere).findings == ()


def test_a_file_that_moves_out_has_no_added_lines():
    report = judge(a_change(moved("src/a", "lib/a")), rule("forbidden-content", {"patterns": ("",)}, match=("src/",)))
    assert report.findings == ()


def test_a_file_that_crosses_the_scope_keeps_what_belongs_to_the_name_that_is_seen():
    file = moved("src/a", "lib/a", generated=False, was_generated=True, old_size=1, new_size=2)
    (out,) = files_in_scope(a_change(file), budget(1, match=("src/",)), load_rule("max-diff-lines"))
    (into,) = files_in_scope(a_change(file), budget(1, match=("lib/",)), load_rule("max-diff-lines"))
    assert (out.path, out.status, out.new_mode, out.generated, out.new_size) == (
        b"src/a", FileStatus.DELETED, MODE_ABSENT, True, None,
    )  # fmt: skip
    assert (into.path, into.status, into.old_mode, into.was_generated, into.old_size) == (
        b"lib/a", FileStatus.ADDED, MODE_ABSENT, False, None,
    )  # fmt: skip


def test_what_is_allowed_is_left_alone_and_both_names_must_be():
    allowed = rule("allowed-path", match=("src/",))
    assert judge(a_change(a_file("src/a")), allowed).verdict is Verdict.PASS
    assert [finding.path for finding in judge(a_change(a_file("SRC/a"), a_file("b")), allowed).findings] == [
        b"SRC/a",
        b"b",
    ]
    for old, new in (("src/a", "lib/a"), ("lib/a", "src/a")):
        (finding,) = judge(a_change(moved(old, new)), allowed).findings
        assert finding.path == b"lib/a"


# What is not known


@pytest.mark.parametrize(
    "scope", [{"match": ("src/",)}, {"match": ("lib/",)}, {"ignore": ("src/",)}, {"ignore": ("lib/",)}]
)
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
    assert report.notes == (
        "compared with main",
        "not judged: large-file (the sizes of the changed files are not known)",
    )


def test_approvals_that_are_not_known_ask_for_a_review():
    protected = rule("protected-path", {"reviewers": ("@acme/dba",)}, match=("config/",), severity=Severity.REVIEW)
    assert judge(CONFIG, protected).verdict is Verdict.REVIEW
    assert judge(CONFIG, protected, facts=Facts(approvals=())).verdict is Verdict.REVIEW
    assert judge(CONFIG, protected, facts=Facts(approvals=(ANN,))).verdict is Verdict.PASS


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


@pytest.mark.parametrize(("authors", "wanted"), [((), False), (("agent:*",), True)])
def test_what_commits_say_is_asked_for_where_an_instance_names_authors(authors, wanted):
    assert needs_of(a_policy(budget(1), budget(2, authors=authors))).commit_texts is wanted


def test_of_a_file_that_is_moved_in_nothing_was_removed_there():
    file = moved("src/a.py", "tests/a.py")._replace(removed=(RemovedLine(1, b"assert a"),))
    bandaid = rule("test-bandaid", severity=Severity.WARN)
    assert len(judge(a_change(file), bandaid).findings) == 1
    assert judge(a_change(file), bandaid._replace(match=("tests/",))).findings == ()
