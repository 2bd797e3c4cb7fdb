"""Pull requests fetched from a real web server that demands a token, and measured."""

from __future__ import annotations

import pytest

from reviewbot.model.change import Needs
from reviewbot.sources.ends import Selection
from reviewbot.sources.local import open_change
from reviewbot.sources.pull_request import Moved

ALL = Needs(commit_count=True, head_paths=True, link_targets=True, blob_sizes=True)


def read(caches, wanted):
    with caches.open_pull_request(wanted) as found:
        return found.read(ALL)


def read_local(hosted, base, head):
    with open_change(str(hosted.path), Selection(base, head)) as found:
        return found.read(ALL)


def test_a_pull_request_is_measured_as_in_a_clone(caches, hosted):
    root = hosted.commit({"a": "1\n", "b": "1\n"})
    main = hosted.commit({"b": "2\n"}, root, branch="main")
    head = hosted.commit({"a": "2\n", "config/x": "1\n"}, root)
    hosted.open(7, head)
    with caches.open_pull_request(hosted.wanted(7)) as found:
        assert (found.ends.base, found.ends.merge_base, found.ends.head) == (main, root, head)
        assert found.branch() == "main"
        assert found.read(ALL) == read_local(hosted, main, head)


def test_a_head_that_is_another_one_by_now_is_not_judged(caches, hosted):
    main = hosted.commit({"a": "1\n"}, branch="main")
    old = hosted.commit({"a": "2\n"}, main)
    hosted.open(1, old)
    wanted = hosted.wanted()
    hosted.open(1, hosted.commit({"a": "3\n"}, main))
    with pytest.raises(Moved, match=f"not {old}"):
        read(caches, wanted)
    assert read(caches, hosted.wanted()).head == hosted.heads[1]
