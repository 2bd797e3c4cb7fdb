"""`split_by_folder.py BUDGET BASE...HEAD`: whole folders, as many neighbours in one part as the budget holds.

The files of a folder that is over the budget are packed in their order.
"""

from __future__ import annotations

import sys
from itertools import groupby
from posixpath import dirname

from _patch import ChangedFile, print_parts, read_change


def folder_of(file: ChangedFile) -> str:
    return dirname(file.path)


def packed(files: list[ChangedFile], budget: int) -> list[list[ChangedFile]]:
    parts: list[list[ChangedFile]] = []
    used = 0
    for _, group in groupby(sorted(files, key=folder_of), folder_of):
        folder = list(group)
        size = sum(file.changed_lines for file in folder)
        for bundle in [folder] if size <= budget else [[file] for file in folder]:
            size = sum(file.changed_lines for file in bundle)
            if not parts or used + size > budget:
                parts.append([])
                used = 0
            parts[-1] += bundle
            used += size
    return parts


print_parts(packed(read_change(sys.argv[2]), int(sys.argv[1])))
