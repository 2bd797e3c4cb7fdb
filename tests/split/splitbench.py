"""Our plans in the form that splitbench scores, a benchmark of tangled changes made of real histories.

    python3 splitbench.py eval --mirror DIR --cases cases_dev.json --cmd 'python -m tests.split.splitbench'

It is called with --git-dir, --base, --tip and --budget, and prints one JSON object; in one process, `split` is the
same function. The policy has no say: the whole change counts.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

from reviewbot.model.facts import Facts
from reviewbot.model.policy import Policy
from reviewbot.model.split_plan import PartFile, SplitPlan
from reviewbot.proposal import propose
from reviewbot.sources.ends import Selection
from reviewbot.sources.local import open_change

WHOLE = 10**9  # lines, more than any file has


def split(git_dir: str, base: str, tip: str, budget: int) -> dict[str, Any]:
    with open_change(git_dir, Selection(base=base, head=tip)) as found:
        return scored(propose(found, Policy(), Facts(), budget).plan)


def scored(plan: SplitPlan) -> dict[str, Any]:
    return {
        "hunks": [
            {**hunk, "path": file.path.decode("utf-8", "surrogateescape"), "part": part.number}
            for part in plan.parts
            for file in part.files
            for hunk in hunks(file)
        ]
    }


def hunks(file: PartFile) -> list[dict[str, Any]]:
    names = {"old_path": file.old_path.decode("utf-8", "surrogateescape")} if file.old_path else {}
    if file.whole:
        return [{**names, "old_start": 1, "old_len": WHOLE, "new_start": 1, "new_len": WHOLE}]
    return [
        {
            **names,
            "old_start": hunk.old_start,
            "old_len": hunk.old_lines,
            "new_start": hunk.new_start,
            "new_len": hunk.new_lines,
        }
        for hunk in file.hunks
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name in ("--git-dir", "--base", "--tip"):
        parser.add_argument(name, required=True)
    parser.add_argument("--budget", type=int, required=True)
    given = parser.parse_args()
    print(json.dumps(split(given.git_dir, given.base, given.tip, given.budget)))
