"""Peak memory of the hook's own process and of git, against bare git alone."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.hooks_groups.methods import bare_each, bare_net, place_of, push_for, received
from tests.benchmarks.measuring.peaks import Peak, PeakTable
from tests.benchmarks.measuring.session import Session

MORE_MIB = 64.0
SIZES = (1, 1_000)
RUNS = 2  # peaks hardly vary from run to run


def tables(session: Session) -> Iterator[PeakTable]:
    for size in SIZES[-1:] if session.given else SIZES:
        push = push_for(session, size)
        place = place_of(session, push)
        for each, bare in ((False, bare_net(push)), (True, bare_each(push))):
            methods = [bare, received(session, push, each=each)]
            peaks = [Peak(method.name) for method in methods]
            for turn in range(min(RUNS, session.repetitions)):
                for method, peak in zip(methods, peaks, strict=True):
                    session.say(f"memory, {push.name}: {turn + 1}, {method.name}")
                    if not peak.problem:
                        peak.add_run(method, place)
            # With each-commit two gits run at once, each with the packs that it maps: no bound is stated for that.
            yield PeakTable(push.name, peaks, MORE_MIB if session.full_size and not each else None)
