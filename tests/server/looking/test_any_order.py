"""The invariant, whatever happens in whatever order, and whatever of it is told twice, late or not at all.

For every open pull request the newest head has exactly one completed check run of its base and policy, it says what the
engine says of a clone, and nothing was passed that was not judged.
"""

from __future__ import annotations

import json
import subprocess
import sys

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewbot.model.report import Verdict
from reviewbot.publish.check_run import CONCLUSIONS
from reviewbot.server.lane import sweep_of
from tests.github_peer.peer import INSTALLATION, REPOSITORY
from tests.repositories import lines
from tests.server.world import POLICY

CHANGES = [{"src/a.py": lines(5)}, {"src/a.py": lines(30)}, {"config/key": "secret\n"}, {"src/b.py": lines(9)}]
POLICIES = [POLICY, POLICY.replace("limit = 10", "limit = 7"), POLICY.replace("limit = 10", "limit = 50")]


def verdict_of_a_clone(world, head):
    command = [sys.executable, "-m", "reviewbot", "lint-diff", "--repo", str(world.git.path), "--base", "main"]
    told = subprocess.run(
        [*command, "--head", head, "--author", "alice", "--format", "json"], capture_output=True, text=True, check=False
    )
    return Verdict(json.loads(told.stdout)["verdict"])


class Happening:
    """One pull request, and all that can happen to it."""

    def __init__(self, world, looking, name):
        self.world, self.looking = world, looking
        self.number, self.head = world.pull({"src/a.py": lines(4)}, branch=name, on=world.main)
        self.hints = [looking.hint(number=self.number)]
        self.judged = set()

    def push(self, which):
        self.head = self.world.push(self.number, CHANGES[which % len(CHANGES)], on=self.world.main)
        self.hints.append(self.looking.hint(number=self.number))

    def move_base(self, which):
        self.world.merge({f"main-{which}.py": f"{which}\n", ".reviewbot.toml": POLICIES[which % len(POLICIES)]})
        self.hints.append(self.looking.hint(kind="repository", detail="refs/heads/main"))

    def comment(self, which):
        self.world.comment("alice", self.number, ["/reviewbot waive max-diff-lines mine", "/reviewbot help"][which % 2])
        self.hints.append(self.looking.hint(number=self.number))

    def deliver(self, which):
        """One of the events so far, the newest or an old one, perhaps once more."""
        self.looking.want(self.hints[which % len(self.hints)])

    def lose(self, _which):
        self.hints = self.hints[:1]

    def look(self, _which):
        self.looking.all()

    def check(self):
        found = [each for each in self.world.checks(self.head) if each["status"] == "completed"]
        ids = [each["external_id"] for each in found]
        assert len(ids) == len(set(ids))
        assert found[-1]["conclusion"] == CONCLUSIONS[verdict_of_a_clone(self.world, self.head)]


STEPS = st.tuples(
    st.sampled_from(["push", "move_base", "comment", "deliver", "deliver", "lose", "look"]), st.integers(0, 5)
)


@given(st.data())
@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=3)
def test_whatever_happens_in_whatever_order(world, looking, data):
    steps = data.draw(st.lists(STEPS, min_size=3, max_size=9))
    count = len(world.peer.as_alice("GET", f"/repos/{REPOSITORY}/pulls?state=all"))
    happening = Happening(world, looking, f"feature-{count}")
    for step, which in steps:
        getattr(happening, step)(which)
    looking.lanes.want([sweep_of(INSTALLATION, world.repository)])  # the reconciler, after whatever got lost
    looking.all()
    happening.check()
