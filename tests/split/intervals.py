"""How sure the figures of splitbench are: 95 % intervals by bootstrap over its cases.

    python -m tests.split.intervals OURS.json REFERENCE.json

Each file is what `splitbench.py eval --out FILE` wrote for the same cases. Prints the mean of each, and of the
difference case by case, which leaves out what makes some cases harder than others. Percentiles of 10,000 draws, always
the same ones.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

MEASURES = ("ari", "acc", "budget", "syn", "names", "order")
DRAWS = 10_000
SHARE = 0.025  # below and above the interval


def interval(values: Sequence[float]) -> tuple[float, float, float]:
    """The mean of the cases, and the ends of its interval."""
    chance = random.Random(1)
    drawn = sorted(sum(chance.choices(values, k=len(values))) / len(values) for _ in range(DRAWS))
    return mean(values), drawn[round(SHARE * DRAWS)], drawn[round((1 - SHARE) * DRAWS) - 1]


def read_cases(name: str) -> dict[str, dict[str, float]]:
    return {case["id"]: case for case in json.loads(Path(name).read_text())}


def main() -> None:
    ours, reference = map(read_cases, sys.argv[1:3])
    if ours.keys() != reference.keys():
        sys.exit("error: these are not the same cases")
    print(f"{len(ours)} cases; ours, the reference, ours less the reference")
    for measure in MEASURES:
        pairs = [(case[measure], reference[id_][measure]) for id_, case in ours.items()]
        columns = [[one for one, _ in pairs], [other for _, other in pairs], [one - other for one, other in pairs]]
        said = ("{:+.3f} [{:+.3f}, {:+.3f}]".format(*interval(column)) for column in columns)
        print(f"{measure:7}" + "   ".join(said))


if __name__ == "__main__":
    main()
