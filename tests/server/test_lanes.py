"""Lanes: what is wanted is looked at, once at a time, and nothing that was wanted is forgotten."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewbot.server.lane import lane_of
from reviewbot.server.store import Deliveries, Lanes, open_database
from tests.server.builders import a_delivery, a_hint

KEY = lane_of(a_hint()).key


def test_without_a_delivery_nothing_is_queued(lanes):
    assert lanes.take_deliveries() == 0
    assert lanes.to_queue() == []


def test_a_delivery_is_one_look(deliveries, lanes):
    deliveries.add([a_delivery()])
    assert lanes.take_deliveries() == 1
    (queued,) = lanes.to_queue()
    assert (queued.key, queued.generation) == (KEY, 1)


def test_many_deliveries_about_the_same_are_one_look(deliveries, lanes):
    deliveries.add([a_delivery(str(number)) for number in range(50)])
    lanes.take_deliveries()
    assert len(lanes.to_queue()) == 1


def test_the_same_delivery_again_is_no_other_look(deliveries, lanes):
    deliveries.add([a_delivery("a")])
    lanes.take_deliveries()
    lanes.finish(KEY, lanes.to_queue()[0].generation)
    deliveries.add([a_delivery("a")])
    assert lanes.take_deliveries() == 1
    assert lanes.to_queue() == []


def test_the_same_delivery_again_before_it_was_handed_on_is_not_lost(deliveries, lanes):
    deliveries.add([a_delivery("a")])
    deliveries.add([a_delivery("a")])
    lanes.take_deliveries()
    assert len(lanes.to_queue()) == 1


def test_while_one_look_is_under_way_no_other_is_queued(deliveries, lanes):
    deliveries.add([a_delivery("a")])
    lanes.take_deliveries()
    lanes.to_queue()
    deliveries.add([a_delivery("b")])
    lanes.take_deliveries()
    assert lanes.to_queue() == []


def test_what_came_during_a_look_is_looked_at_afterwards(deliveries, lanes):
    deliveries.add([a_delivery("a")])
    lanes.take_deliveries()
    (queued,) = lanes.to_queue()
    began = lanes.look(queued.key)
    deliveries.add([a_delivery("b")])
    lanes.take_deliveries()
    assert lanes.is_wanted_anew(began)
    assert lanes.finish(KEY, began.wanted) == 2
    assert lanes.finish(KEY, began.wanted) == 2  # said again by a run that was killed
    assert lanes.finish(KEY, 2) is None


def test_a_failed_look_is_had_again_until_it_is_given_up(lanes):
    lanes.want([lane_of(a_hint())])
    (queued,) = lanes.to_queue()
    assert lanes.retry(KEY, queued.generation, "no answer", most_attempts=2) == (2, 1)
    assert lanes.retry(KEY, queued.generation, "no answer", most_attempts=2) == (2, 1)  # said again
    assert lanes.retry(KEY, 2, "no answer", most_attempts=2) is None
    assert [(lane.key, why) for lane, why in lanes.dead()] == [(KEY, "no answer")]
    assert lanes.count() == {"waiting": 0, "dead": 1}


def test_a_pause_is_no_failure(lanes):
    lanes.want([lane_of(a_hint())])
    lanes.to_queue()
    for generation in range(1, 50):
        assert lanes.retry(KEY, generation, None, most_attempts=None) == (generation + 1, 0)
    lanes.pause(100, 12.5)
    assert lanes.look(KEY).paused_until == 12.5


@pytest.mark.parametrize("guid", ["old", "new"], ids=["the same delivery again", "another delivery"])
def test_what_was_given_up_is_woken_by_a_delivery(deliveries, lanes, guid):
    deliveries.add([a_delivery("old")])
    lanes.take_deliveries()
    (queued,) = lanes.to_queue()
    lanes.retry(KEY, queued.generation, "no answer", most_attempts=1)
    deliveries.add([a_delivery(guid)])
    lanes.take_deliveries()
    assert len(lanes.to_queue()) == 1
    assert lanes.dead() == []


def test_a_button_is_kept_until_its_look_has_ended(lanes):
    lanes.want([lane_of(a_hint(pressed="split octocat")), lane_of(a_hint())])
    (queued,) = lanes.to_queue()
    assert lanes.look(KEY).lane.press() == ("split", "octocat")
    lanes.finish(KEY, queued.generation)
    assert lanes.look(KEY).lane.press() == ("", "")


def test_a_repository_with_much_to_do_comes_behind_one_with_little(lanes):
    lanes.want([lane_of(a_hint(number)) for number in range(1, 4)] + [lane_of(a_hint(1, repository=8))])
    assert sorted((each.key, each.beside) for each in lanes.to_queue()) == [
        ("pull-7-1", 0),
        ("pull-7-2", 1),
        ("pull-7-3", 2),
        ("pull-8-1", 0),
    ]


def test_what_rests_is_forgotten_and_what_is_wanted_is_not(deliveries, lanes):
    deliveries.add([a_delivery("a", a_hint(1)), a_delivery("b", a_hint(2))])
    lanes.take_deliveries()
    first, _ = lanes.to_queue()
    lanes.finish(first.key, 1)
    assert lanes.forget(before=1e12) == 1
    assert lanes.look(first.key) is None
    assert deliveries.forget(before=1e12) == 2


class Service:
    """What stands around the lanes: deliveries that come, and looks that end well or badly."""

    def __init__(self, database):
        self.deliveries, self.lanes = Deliveries(database), Lanes(database)
        self.came = self.looked = 0
        self.under_way = []
        self.began = None

    def come(self):
        self.came += 1
        self.again()

    def again(self):
        self.deliveries.add([a_delivery(str(self.came))])

    def take(self):
        self.lanes.take_deliveries()

    def queue(self):
        self.under_way += [each.generation for each in self.lanes.to_queue()]
        assert len(self.under_way) <= 1

    def begin(self):
        if self.under_way:
            self.began = (self.lanes.look(KEY), self.came)

    def finish(self):
        if self.began:
            look, seen = self.began
            self.looked = max(self.looked, seen)
            self._end(self.lanes.finish(KEY, look.wanted))

    def fail(self):
        if self.began:
            following = self.lanes.retry(KEY, self.under_way[0], "no", most_attempts=100)
            self._end(following[0] if following else None)

    def _end(self, following):
        self.began, self.under_way = None, [following] if following else []


@given(st.lists(st.sampled_from(["come", "again", "take", "queue", "begin", "finish", "fail"]), max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_in_whatever_order_a_look_begins_after_the_last_thing_that_came(tmp_path_factory, steps):
    """The promise of it all: once nothing is waiting, the last look began after the last delivery."""
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('lanes')}/lanes.db")
    service = Service(database)
    for step in ["come", *steps, *["take", "queue", "begin", "finish"] * 3]:
        getattr(service, step)()
    assert (service.looked, service.lanes.count()["waiting"], service.under_way) == (service.came, 0, [])
    database.close()


def test_no_look_is_hurried_that_did_not_fail_or_of_which_nothing_came(lanes):
    lanes.want([lane_of(a_hint(1)), lane_of(a_hint(2)), lane_of(a_hint(3))])
    lanes.to_queue()
    lanes.retry(lane_of(a_hint(2)).key, 1, "no answer", most_attempts=5)
    lanes.retry(lane_of(a_hint(3)).key, 1, None, most_attempts=None)
    lanes.want([lane_of(a_hint(1)), lane_of(a_hint(3))])
    assert lanes.to_hurry() == []


def test_what_comes_about_a_look_that_failed_hurries_it_once_and_counts_its_tries_anew(lanes):
    lanes.want([lane_of(a_hint())])
    lanes.to_queue()
    assert lanes.retry(KEY, 1, "no answer", most_attempts=5) == (2, 1)
    lanes.want([lane_of(a_hint())])
    assert lanes.to_hurry() == [(KEY, 2)]
    lanes.want([lane_of(a_hint())])
    assert lanes.to_hurry() == []
    assert lanes.retry(KEY, 2, "no answer", most_attempts=5) == (5, 1)
