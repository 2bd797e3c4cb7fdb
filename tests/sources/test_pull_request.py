"""Pull requests fetched from a real web server that demands a token, and measured."""

from __future__ import annotations

import pytest

from reviewbot.errors import SourceError
from reviewbot.judgement import judge_local
from reviewbot.model.change import Needs
from reviewbot.render.json import document
from reviewbot.sources.ends import Selection
from reviewbot.sources.local import open_change
from reviewbot.sources.pull_request import Malformed, Moved
from tests.end_to_end.test_parity import CHANGES, STANDING
from tests.repositories import FILE, lines, submodule
from tests.sources.hosting import Hosted, read

ALL = Needs(commit_count=True, head_paths=True, link_targets=True, blob_sizes=True, generated=True)


def report(found):
    return document(judge_local(found, floor=None, author=None))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_report_is_that_of_a_clone(caches, hosted, change):
    tip = main = hosted.commit(STANDING, branch="main")
    for files in change.commits:
        tip = hosted.commit(files, tip)
    hosted.open(1, tip)
    with caches.open_pull_request(hosted.wanted()) as found:
        fetched = report(found)
    with open_change(str(hosted.path), Selection(main, tip)) as found:
        assert fetched == report(found)
    assert {finding["rule"] for finding in fetched["findings"]} == change.rules


def test_measured_is_from_where_base_and_head_part(caches, hosted):
    root = hosted.commit({"a": "1\n", "b": "1\n"})
    main = hosted.commit({"b": "2\n"}, root, branch="main")
    head = hosted.commit({"a": "2\n"}, root)
    hosted.open(7, head)
    with caches.open_pull_request(hosted.wanted(7)) as found:
        assert (found.ends.base, found.ends.merge_base, found.ends.head) == (main, root, head)
        assert found.branch() == "main"
        change = found.read(ALL)
    with open_change(str(hosted.path), Selection(main, head)) as found:
        assert found.read(ALL) == change
    assert [file.path for file in change.files] == [b"a"]


def test_several_merge_bases_are_judged_by_a_trial_merge(caches, hosted):
    root = hosted.commit({"a": "1\n", "b": "1\n"})
    ours, theirs = hosted.commit({"a": "2\n"}, root), hosted.commit({"b": "2\n"}, root)
    hosted.commit({"b": "2\n"}, ours, theirs, branch="main")
    hosted.open(1, hosted.commit({"a": "2\n", "c": "1\n"}, theirs, ours))
    assert [file.path for file in read(caches, hosted.wanted()).files] == [b"c"]


def test_a_merge_queue_s_group_is_the_branch_of_the_queue(caches, hosted):
    main = hosted.commit({"a": "1\n"}, branch="main")
    branch = f"gh-readonly-queue/main/pr-7-{main}"
    head = hosted.commit({"a": "2\n"}, main, branch=branch)
    assert read(caches, hosted.wanted(None, head_sha=head, head_ref=branch)).head == head


def test_ids_may_be_of_the_longer_kind(caches, git_server):
    hosted = Hosted(git_server, object_format="sha256")
    main = hosted.commit({"a": "1\n"}, branch="main")
    hosted.open(1, hosted.commit({"a": "2\n"}, main))
    assert read(caches, hosted.wanted()).head == hosted.heads[1]


# What moved meanwhile.


@pytest.fixture
def opened(caches, hosted):
    """A repository whose pull request 1 changes `a`, fetched already."""
    hosted.root = hosted.commit({"a": "1\n", "b": "1\n"}, branch="main")
    hosted.open(1, hosted.commit({"a": "2\n"}, hosted.root))
    read(caches, hosted.wanted())
    return hosted


def test_a_head_that_is_another_one_by_now_is_not_judged(caches, opened):
    before = opened.wanted()
    opened.open(1, opened.commit({"a": "3\n"}, opened.root))
    with pytest.raises(Moved, match=f"not {before.head_sha}"):
        read(caches, before)
    assert read(caches, opened.wanted()).head == opened.heads[1]


def test_a_head_that_went_back_is_judged_again(caches, opened):
    first = opened.heads[1]
    for head in (opened.commit({"a": "3\n"}, first), first):
        opened.open(1, head)
        assert read(caches, opened.wanted()).head == head


def test_base_is_what_it_is_now_also_after_a_rewrite(caches, opened):
    rewritten = opened.commit({"b": "2\n"}, opened.root, branch="main")
    assert read(caches, opened.wanted()).base == rewritten
    assert read(caches, opened.wanted()).merge_base == opened.root


def test_a_base_that_shares_no_commit_any_more_is_not_decided(caches, opened):
    opened.commit({"a": "other\n"}, branch="main")
    with pytest.raises(SourceError, match="no common ancestor"):
        read(caches, opened.wanted())


def test_a_base_branch_that_is_gone_means_to_look_again(caches, opened):
    opened.repository.ref("refs/heads/trunk", opened.root)
    (opened.path / "refs/heads/main").unlink()
    with pytest.raises(Moved, match="refs/heads/main"):
        read(caches, opened.wanted())
    assert read(caches, opened.wanted(base="trunk")).base == opened.root


def test_a_pull_request_that_is_gone_means_to_look_again(caches, opened):
    (opened.path / "refs/pull/1/head").unlink()
    with pytest.raises(Moved, match="refs/pull/1/head"):
        read(caches, opened.wanted())


def test_a_branch_may_take_the_place_of_a_folder_of_branches(caches, opened):
    for branch in ("release/1", "release"):
        file = opened.path / "refs/heads/release"
        if file.is_dir():
            (file / "1").unlink()
            file.rmdir()
        opened.repository.ref(f"refs/heads/{branch}", opened.root)
        assert read(caches, opened.wanted(base=branch)).base == opened.root


# Names and ids that people choose.


@pytest.mark.parametrize(
    "branch",
    [
        "--upload-pack=touch",
        "-x",
        "é",
        "$(touch${IFS}x)",
        "`x`",
        "a;b",
        "a'b",
        'a"b',
        "a%0ab",
        "refs/heads/main",
        "HEAD",
        "@x",
    ],
)
def test_a_branch_may_be_called_whatever_git_allows(caches, opened, branch):
    opened.commit({"b": "2\n"}, opened.root, branch=branch)
    found = read(caches, opened.wanted(base=branch))
    assert found.base == opened.repository.id(f"refs/heads/{branch}") != opened.root


@pytest.mark.parametrize(
    "branch",
    [
        "", "a b", "a\nb", "main:refs/heads/x", "^main", "ma*n", "a..b", "a@{1}", ".a", "a/.b", "a/", "/a", "a//b",
        "a.lock", "a.lock/b", "a.", "a\\b", "a\x7f", "a~1", "a?", "a[b", "a\ud800",
    ],
)  # fmt: skip
@pytest.mark.parametrize("which", ["base", "head_ref"])
def test_no_branch_is_asked_for_that_git_does_not_allow(caches, hosted, branch, which):
    others = {"number": None, "head_sha": "1" * 40, "base": "main", "head_ref": "queue", which: branch}
    with pytest.raises(SourceError, match="git allows no branch of this name") as caught:
        read(caches, hosted.wanted(**others))
    assert str(caught.value).isascii()
    assert "\x7f" not in str(caught.value)


@pytest.mark.parametrize("head", ["", "main", "1" * 39, "1" * 41, "G" * 40, "1" * 40 + "\n", "-" + "1" * 39])
def test_head_is_a_full_id(caches, hosted, head):
    with pytest.raises(SourceError, match="head is no full id"):
        read(caches, hosted.wanted(head_sha=head))


# Objects that git refuses, or that the rules are about.


def test_a_path_that_git_would_refuse_is_for_the_rules_as_in_a_clone(caches, hosted):
    main = hosted.commit({"a": "1\n"}, branch="main")
    hosted.open(1, hosted.commit({"src/../x": "1\n", ".GIT/hooks/post-checkout": "x\n", ".gitmodules": lines(3)}, main))
    with caches.open_pull_request(hosted.wanted()) as found:
        fetched = report(found)
    with open_change(str(hosted.path), Selection(main, hosted.heads[1])) as found:
        assert fetched == report(found)
    assert {finding["rule"] for finding in fetched["findings"]} >= {"unsafe-path"}


def test_a_submodule_that_points_nowhere_is_measured_as_in_a_clone(caches, hosted):
    main = hosted.commit({"a": "1\n"}, branch="main")
    hosted.open(1, hosted.commit({"module": submodule("0")}, main))
    assert [file.path for file in read(caches, hosted.wanted()).files] == [b"module"]


def test_odd_commits_of_long_ago_do_no_harm(caches, hosted):
    main = hosted.repository.commit({"a": "1\n"}, author="nobody<nobody", branch="main")
    hosted.open(1, hosted.commit({"b": "2\n"}, main))
    assert [file.path for file in read(caches, hosted.wanted()).files] == [b"b"]


@pytest.mark.parametrize("names", [(b"b", b"a"), (b"a", b"a")], ids=["unsorted", "twice"])
def test_a_tree_that_cannot_be_measured_is_refused(caches, hosted, names):
    blob = hosted.repository.blob("1\n")
    tree = hosted.repository.raw_tree([(FILE, name, blob) for name in names])
    main = hosted.commit({"a": "1\n"}, branch="main")
    hosted.open(1, hosted.repository.commit({}, main, tree=tree))
    with pytest.raises(Malformed, match="git refuses what came"):
        read(caches, hosted.wanted())
