"""`split_by_file.py BASE...HEAD`: one part for each file."""

from __future__ import annotations

import sys

from _patch import print_parts, read_change

print_parts([[file] for file in read_change(sys.argv[1])])
