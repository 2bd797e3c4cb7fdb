"""Whatever the change: what has landed unchanged is seen, and the branches of the others are what they were, on it."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.repositories import Entry
from tests.split.changes import applied, changed, split, tree
from tests.split.test_any_change import TREES

OTHERS = {b"zz/others.txt": (b"100644", b"of somebody else\n")}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=TREES, after=TREES, budget=st.integers(1, 40), data=st.data())
def test_the_parts_that_are_left_stand_on_those_that_landed(tmp_path_factory, before, after, budget, data):
    changes = {**{path: None for path in before if path not in after}, **after}
    repository = changed(tmp_path_factory.mktemp("any"), before, changes)
    given = ("--budget", str(budget), "--apply", "p")
    plan = split(repository, *given, status=None)
    if not plan["branches"]:
        return
    base, head = tree(repository, "main"), tree(repository, "topic")
    count = data.draw(st.integers(0, len(plan["parts"])))
    landed = applied(base, head, plan["parts"][:count]) | OTHERS
    entries = {path: Entry(int(mode, 8), content) for path, (mode, content) in landed.items()}
    repository.commit({}, repository.id("refs/heads/main"), tree=repository.tree(entries), branch="main")
    carried = split(repository, *given, "--onto", "main", status=None)
    assert carried["carried"]["landed"] == list(range(1, count + 1))
    on = {branch["part"]: branch["on"] for branch in carried["branches"] or ()}
    assert list(on) == list(range(count + 1, len(plan["parts"]) + 1))
    for branch in carried["branches"] or ():
        below, number = [], branch["part"]
        while number is not None:
            below.append(plan["parts"][number - 1])
            number = on[number]
        expected = applied(base, head, plan["parts"][:count] + below[::-1]) | OTHERS
        assert tree(repository, branch["commit"]) == expected
