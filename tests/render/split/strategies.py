"""Arbitrary split plans: every field takes any value that the model allows, and often what is meant to do harm."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.model.split_plan import Hunk, Part, PartFile, SplitPlan
from tests.render.split.plans import ADDED, BASE, GONE, HEAD, once_landed, with_branches
from tests.render.strategies import bytes_of_harm, few, paths, texts

places = st.integers(0, 10**6)
hunks = st.builds(Hunk, places, places, places, places)
# A patch is lines of which each begins with what it is; what follows comes from the author.
patches = st.lists(
    st.tuples(st.sampled_from([b" ", b"+", b"-", b"@@ -1 +1 @@", b"+++ ", b"rename to "]), bytes_of_harm), max_size=4
).map(lambda lines: b"".join(mark + text.replace(b"\n", b"") + b"\n" for mark, text in lines))
wholes = st.builds(
    PartFile, paths, st.none() | paths, st.just(True), st.just(()), st.just(b""), st.sampled_from([ADDED, GONE])
)
shares = st.builds(
    PartFile, paths, st.none() | paths, st.just(False), st.lists(hunks, min_size=1, max_size=3).map(tuple), patches
)


@st.composite
def plans(draw: st.DrawFn, most: int = 6) -> SplitPlan:
    """Each part needs some of those before it."""
    parts = []
    for number in range(1, draw(st.integers(0, most)) + 1):
        needs = draw(st.sets(st.integers(1, number - 1), max_size=3)) if number > 1 else ()
        files = draw(st.lists(wholes | shares, max_size=3))
        lines, over = draw(st.integers(0, 10**6)), draw(st.booleans())
        parts.append(Part(number, draw(texts), draw(texts), lines, over, tuple(sorted(needs)), tuple(files)))
    base, head = draw(st.sampled_from([(None, None), (BASE, HEAD)]))
    plan = SplitPlan(
        base,
        head,
        draw(st.integers(1, 10**6)),
        tuple(parts),
        draw(st.booleans()),
        draw(st.just("") | texts),
        draw(few(texts)),
    )
    if draw(st.booleans()):
        plan = with_branches(plan, draw(st.sampled_from(["p", "a/b", "x'$(touch y);`z`", "日本" * 20])))
        if draw(st.booleans()):
            count = draw(st.integers(0, len(parts)))
            found = draw(st.sets(st.integers(1, count))) if count else ()
            plan = once_landed(plan, count, tuple(sorted(found)), identical=draw(st.booleans()))
    return plan


def for_any_plan(test):
    """The test, called with arbitrary plans. Without a deadline: how busy the machine is, is not its business."""
    return settings(deadline=None, max_examples=40)(given(plan=plans())(test))
