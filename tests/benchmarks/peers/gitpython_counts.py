"""`gitpython_counts.py BASE HEAD`: GitPython's diff, with patch text; prints files, added, removed."""

from __future__ import annotations

import sys

from git import Repo


def main() -> None:
    repository = Repo(".")
    base, head = (repository.commit(name) for name in sys.argv[1:3])
    (merge_base,) = repository.merge_base(base, head)
    diffs = merge_base.diff(head, create_patch=True)
    added = removed = 0
    for diff in diffs:
        text = diff.diff if isinstance(diff.diff, bytes) else b""
        lines = text.split(b"\n")
        added += sum(line.startswith(b"+") for line in lines)
        removed += sum(line.startswith(b"-") for line in lines)
    print(len(diffs), added, removed)


main()
