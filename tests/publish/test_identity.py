from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reviewbot.model.report import PolicySource
from reviewbot.publish.identity import external_id, keys_of, mark, marked, policy_hash
from tests.render.reports import a_finding
from tests.render.strategies import few, findings

FLOOR, OWN = PolicySource("floor:org", "a" * 64), PolicySource("base:.reviewbot.toml", "b" * 64)
BASE, HEAD = "1" * 40, "2" * 40


def test_the_same_change_by_the_same_policies_is_found_again():
    assert external_id(7, BASE, HEAD, (FLOOR, OWN)) == external_id(7, BASE, HEAD, (FLOOR, OWN))


def test_whatever_differs_is_another_check_run():
    ids = [
        external_id(7, BASE, HEAD, (FLOOR, OWN)),
        external_id(8, BASE, HEAD, (FLOOR, OWN)),
        external_id(7, "3" * 40, HEAD, (FLOOR, OWN)),
        external_id(7, BASE, "3" * 40, (FLOOR, OWN)),
        external_id(7, HEAD, BASE, (FLOOR, OWN)),
        external_id(7, BASE, HEAD, (OWN,)),
        external_id(7, BASE, HEAD, (FLOOR, OWN._replace(sha256="c" * 64))),
        external_id(7, BASE, HEAD, ()),
    ]
    assert len(set(ids)) == len(ids)


@given(few(st.builds(PolicySource, st.text(), st.text())), few(st.builds(PolicySource, st.text(), st.text())))
def test_different_policies_have_different_hashes(one, other):
    assert (policy_hash(one) == policy_hash(other)) == (one == other)


def test_a_text_without_a_mark():
    assert marked("a text, <!-- of somebody -->, about reviewbot: x") is None
    assert marked("a mark that says nothing " + mark([])) == frozenset()


@given(few(findings))
def test_a_mark_says_again_what_it_was_given(found):
    keys = keys_of(found)
    assert len(set(keys)) == len(found)
    assert marked(f"text\n\n{mark(keys)}\n") == set(keys)


def test_a_fingerprint_that_would_end_the_comment():
    assert "-->" not in keys_of([a_finding(fingerprint="--> <img>")])[0]
