from __future__ import annotations

import os
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.diff.links import MAX_LINKS, End, LinkTree, Trail


def follow(link, target, links=()):
    (trail,) = LinkTree(links).follow(link, target)
    return trail


@pytest.mark.parametrize(
    ("link", "target", "place"),
    [
        pytest.param(b"a", b"b", b"b", id="beside it"),
        pytest.param(b"src/a", b"b", b"src/b", id="in its own folder"),
        pytest.param(b"src/a", b"../lib/./b//", b"lib/b", id="dots and doublings"),
        pytest.param(b"src/a", b"..", b"", id="the root"),
        pytest.param(b"a", b".", b"", id="its own folder is the root"),
        pytest.param(b"a", b"none/../b", b"b", id="over a folder that is not there"),
        pytest.param(b"a", b"\xff\n/ b", b"\xff\n/ b", id="bytes of any kind"),
    ],
)
def test_arrives(link, target, place):
    assert follow(link, target) == Trail((place,), End.ARRIVES)


@pytest.mark.parametrize(
    ("link", "target"),
    [
        pytest.param(b"a", b"/etc/passwd", id="absolute"),
        pytest.param(b"a", b"..", id="above the root"),
        pytest.param(b"src/a", b"../../repository/src", id="out and in again"),
        pytest.param(b"a", b"C:x", id="a drive"),
        pytest.param(b"a", b"b/../../c", id="above the root later"),
    ],
)
def test_leaves(link, target):
    assert follow(link, target).end is End.LEAVES


def test_goes_through_other_links():
    links = [(b"one", b"dir/two"), (b"dir/two", b"../three"), (b"three", b"end")]
    assert follow(b"a", b"one/x", links) == Trail((b"one", b"dir/two", b"three", b"end/x"), End.ARRIVES)


def test_dots_after_a_link_start_from_where_it_leads():
    assert follow(b"a", b"d/../x", [(b"d", b"deep/folder")]) == Trail((b"d", b"deep/x"), End.ARRIVES)


def test_goes_through_a_link_by_an_alias_of_its_name():
    assert follow(b"a", b"LIB./x", [(b"lib", b"src")]) == Trail((b"LIB.", b"src/x"), End.ARRIVES)


def test_of_two_links_with_one_canonical_name_takes_the_one_that_is_written():
    links = [(b"LIB", b"one"), (b"lib", b"two")]
    assert follow(b"a", b"LIB", links).places[-1] == b"one"
    assert follow(b"a", b"lib", links).places[-1] == b"two"


def test_a_chain_out_of_the_repository_leaves():
    assert follow(b"a", b"b", [(b"b", b"c"), (b"c", b"/")]) == Trail((b"b", b"c"), End.LEAVES)


@pytest.mark.parametrize("links", [[(b"a", b"a")], [(b"a", b"b"), (b"b", b"a")]], ids=["itself", "each other"])
def test_a_circle_leads_nowhere(links):
    assert follow(b"x", b"a", links).end is End.CIRCLES


def test_takes_as_many_links_as_a_system_does():
    chain = [(b"%d" % number, b"%d" % (number + 1)) for number in range(MAX_LINKS)]
    assert follow(b"a", b"1", chain).end is End.ARRIVES
    assert follow(b"a", b"0", chain).end is End.TOO_LONG


def test_a_link_that_grows_while_it_is_followed_ends():
    assert follow(b"a", b"g", [(b"g", b"g/g")]).end is End.TOO_LONG


def test_a_backslash_is_read_both_ways():
    as_letter, as_separator = LinkTree([]).follow(b"src/a", b"..\\..\\x")
    assert as_letter == Trail((b"src/..\\..\\x",), End.ARRIVES)
    assert as_separator.end is End.LEAVES
    assert [trail.end for trail in LinkTree([(b"b", b"\\\\server")]).follow(b"a", b"b")] == [End.LEAVES, End.LEAVES]


def test_gives_up_on_more_work_than_any_change_needs(monkeypatch):
    monkeypatch.setattr("reviewbot.diff.links.MAX_PARTS", 100)
    tree = LinkTree([])
    ends = [next(tree.follow(b"a", b"n/" * 40)).end for _ in range(4)]
    assert ends == [End.ARRIVES, End.ARRIVES, End.TOO_LONG, End.TOO_LONG]


names = st.sampled_from([b"a", b"b", b"d", b"..", b".", b"", b"\\", b"\xff", b"c:"])
targets = st.lists(names, min_size=1, max_size=5).map(b"/".join)


@settings(deadline=None)  # the machine may be busy
@given(targets, st.lists(st.tuples(targets, targets), max_size=5))
def test_every_link_comes_to_an_end(target, links):
    for trail in LinkTree(links).follow(b"d/link", target):
        assert len(trail.places) <= MAX_LINKS + 1


real_names = st.sampled_from([b"a", b"b", b"d", b"..", b"..", b".", b"\xff"])
real_targets = st.lists(real_names, min_size=1, max_size=5).map(b"/".join)


@settings(max_examples=60, deadline=None)
@given(real_targets, real_targets, real_targets)
def test_leads_where_a_real_system_leads(first, second, third):
    links = {b"a": first, b"b": second, b"d/a": third}
    tree = LinkTree(links.items())
    with TemporaryDirectory() as folder:
        root = os.path.realpath(os.fsencode(folder)) + b"/in/repository"
        os.makedirs(root + b"/d")
        for path, target in links.items():
            os.symlink(target, root + b"/" + path)
        for path, target in links.items():
            trail = next(tree.follow(path, target))
            real = os.path.relpath(os.path.realpath(root + b"/" + path), root)
            if trail.end is End.ARRIVES:
                assert real == (trail.places[-1] or b".")
            elif trail.end is End.LEAVES:
                assert real.startswith(b"..")
