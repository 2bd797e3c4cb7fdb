"""The corpus again, pushed for real: the report of `lint-diff`, whatever git's own checks are set to.

A hook that crashes would look like a correct refusal, so every refusal is told apart by its reason.
"""

from __future__ import annotations

from itertools import groupby

import pytest

from tests.end_to_end.cases import Case
from tests.end_to_end.corpus import find_corpus
from tests.end_to_end.pushing import LENIENT, STRICT, TOPIC, server_of

RANGES = {("main..topic",), ("--base", "main", "--head", "topic"), ("refs/heads/main..refs/heads/topic",)}

CLIENT = "about the client's own configuration, which no server sees"
SLOW = "about size, and git takes seconds to make and send it"
STORE = "only the client's store is damaged, and main is whole on the server"
NOT_PUSHED = {
    "attributes.attributes_of_the_repository_hide_nothing": CLIENT,
    "attributes.attributes_of_the_user_hide_nothing": CLIENT,
    "configuration.the_repository_s_configuration_changes_nothing": CLIENT,
    "configuration.the_user_s_configuration_changes_nothing": CLIENT,
    "configuration.a_repository_that_git_cannot_read_never_passes": CLIENT,
    "scale.more_renames_with_edits_than_the_limit_count_in_full": SLOW,
    "stores.an_empty_folder_named_git": "no repository",
    "history.judges_the_net_change_from_the_merge_base: no common ancestor": "judged whole, see test_pushed_history.py",
    "policy.which_policy_judges: none at base, one in the working tree": "a server has no working tree",
} | {
    f"scale.scale: {name}": SLOW
    for name in (
        "3,001 files, the last of them guarded", "2,000 exact renames", "a guarded file among 2,000 renames",
        "100,000 lines rewritten", "a line of 5 MB", "5 MB of CR",
    )
} | {
    f"stores.reads_what_is_there_and_nothing_else: {name}": STORE
    for name in (
        "a graft", "a shallow file that lies", "the policy missing", "the policy promised",
        "shallow at the merge-base", "shallow without a merge-base", "commits missing",
    )
}  # fmt: skip

# git cannot send these, or the server's git cannot read them and asks no hook. With its checks off it may ask.
UNSENT = {
    "attributes.attributes_that_are_missing_from_the_store_exempt_nothing: those that exempt",
    "attributes.attributes_that_are_missing_from_the_store_exempt_nothing: those that take back",
    "path_aliases.never_passes_a_malformed_tree: an empty name",
    "path_aliases.never_passes_a_malformed_tree: a folder that is a file",
    "stores.reads_what_is_there_and_nothing_else: a changed blob missing",
    "stores.reads_what_is_there_and_nothing_else: a blob that nobody has",
    "stores.reads_what_is_there_and_nothing_else: a blob with an id of zeros",
    "stores.reads_what_is_there_and_nothing_else: head's tree missing",
    "stores.reads_what_is_there_and_nothing_else: a changed blob garbled",
    "stores.reads_what_is_there_and_nothing_else: a changed blob promised",
}
# git's own checks refuse these, the newer git the more, and no rule does.
FSCK_ALONE = {
    "moves_and_kinds.kinds_of_files: a submodule with an id of zeros",
    "hostile_names.reads_every_name_as_it_is: one name of 5000 bytes",
}

# git's own checks refuse these or one of these, the newer git the more, so each is pushed alone.
MALFORMED = {
    "attributes.attributes_of_head_hide_nothing",
    "hostile_names.guards_and_counts_below_a_folder_whatever_the_name: one name of 5000 bytes",
    "moves_and_kinds.ignore_covers_only_what_every_reading_of_the_name_ignores: out of an ignored folder by dots",
    "path_aliases.blocks_names_that_leave_the_tree_or_enter_git_s_own",
} | FSCK_ALONE

FITTING = [found for found in find_corpus() if found.case.arguments in RANGES]
CORPUS = [found for found in FITTING if not {found.test, found.id} & NOT_PUSHED.keys()]


def is_like_others(found):
    """Whether main is what it is in most cases, so that those of one test can go in one push."""
    case = found.case
    usual = Case(case.name, case.expect, case.change, arguments=case.arguments, checked_out=case.checked_out)
    return case == usual and not {found.test, found.id} & (UNSENT | MALFORMED)


TOGETHER = {
    test: [found.case for found in group] for test, group in groupby(filter(is_like_others, CORPUS), lambda it: it.test)
}
ALONE = [found for found in CORPUS if not is_like_others(found)]


@pytest.fixture
def lint(answer_in_process):
    """What `lint-diff` answers in the client."""
    return lambda client, head: answer_in_process(
        ["lint-diff", f"main..{head}", "--repo", str(client.path), "--format", "json"]
    )


@pytest.mark.parametrize("found", ALONE, ids=lambda found: found.id)
def test_a_push_gets_the_report_of_lint_diff(found, tmp_path, hook, lint):
    """With git's own checks on, and again with them off."""
    client = found.case.make(tmp_path)
    server = server_of(found.case, client, tmp_path, hook)
    local = lint(client, "topic")
    server.repository.configure(STRICT)
    pushed = server.push(client, TOPIC)
    if pushed.refused_by == "fsck":
        assert local.exit != 0 or found.id in FSCK_ALONE
    else:
        assert (pushed.refused_by == "unsent") == (found.id in UNSENT), pushed.stderr
        check_push(pushed, found, local)
    server.forget(TOPIC)
    server.repository.configure(LENIENT)
    check_push(server.push(client, TOPIC), found, local)


def check_push(pushed, found, local):
    """What came of one push of a case, beside what `lint-diff` answered."""
    assert pushed.refused_by != "unsent" or found.id in UNSENT, pushed.stderr
    assert (TOPIC in pushed.refs) == (local.exit == 0)
    if local.exit == 2:
        assert pushed.refused_by in ("error", "unsent"), pushed.stderr
        assert pushed.error in local.stderr
    else:
        check_report(pushed, TOPIC, local)
        assert pushed.of(TOPIC)["accepted"] == (pushed.exit == 0)


@pytest.mark.parametrize("checks", [STRICT, LENIENT], ids=["with fsck", "without"])
@pytest.mark.parametrize("cases", TOGETHER.values(), ids=TOGETHER)
def test_each_branch_of_a_push_gets_the_report_of_lint_diff(cases, checks, server, client, lint):
    """All branches in one push, which is refused when one of them is; then those alone that nothing is wrong with."""
    server.repository.configure(checks)
    main = client.id("refs/heads/main")
    names = [f"refs/heads/{number}" for number in range(len(cases))]
    for case, name in zip(cases, names, strict=True):
        client.ref(name, client.commit(case.change, main))
    local = {name: lint(client, name) for name in names}
    good = [name for name in names if local[name].exit == 0]
    pushed = server.push(client, *names)
    assert pushed.refused_by == ("" if good == names else "rule")
    for name in names:
        check_report(pushed, name, local[name])
    if good:
        pushed = server.push(client, *good)
    assert sorted(pushed.refs) == sorted([*good, "refs/heads/main"])


def check_report(pushed, ref, local):
    """local: what `lint-diff` answered. What needs approval is refused where nobody can give it."""
    assert pushed.of(ref)["report"] == local.judged
    assert pushed.of(ref)["accepted"] == (local.report["verdict"] in ("pass", "warn"))


def test_what_is_not_pushed_is_a_list_of_what_there_is():
    known = {found.test for found in FITTING} | {found.id for found in FITTING}
    assert NOT_PUSHED.keys() <= known
    assert {found.id for found in CORPUS} >= UNSENT | FSCK_ALONE
    assert len(CORPUS) > 500
