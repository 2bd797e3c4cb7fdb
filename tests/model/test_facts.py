"""Whom a policy means by a name."""

from __future__ import annotations

import pytest

from reviewbot.model.facts import Person

ANN = Person("Ann", frozenset({"@acme/DBA", "maintainers"}))


@pytest.mark.parametrize("wanted", ["ann", "@ANN", "@Acme/dba", "maintainers"])
def test_means_this_person_whatever_the_case(wanted):
    assert ANN.is_one_of((wanted,))


@pytest.mark.parametrize("wanted", ["bob", "@acme/web", "acme/dba", "an", ""])
def test_means_somebody_else(wanted):
    assert not ANN.is_one_of((wanted,))


def test_a_login_makes_nobody_a_maintainer():
    assert not Person("maintainers").is_one_of(("maintainers",))
    assert Person("maintainers").is_one_of(("@maintainers",))
