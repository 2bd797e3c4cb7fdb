"""`unidiff_counts.py [--metadata-only] BASE...HEAD`: read `git diff` with unidiff and print files, added, removed."""

from __future__ import annotations

import io
import subprocess
import sys

from unidiff import PatchSet


def main() -> None:
    metadata_only = "--metadata-only" in sys.argv
    with subprocess.Popen(("git", "diff", sys.argv[-1]), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        # Lines end in LF only, and bytes that are not UTF-8 must not end the reading.
        text = io.TextIOWrapper(process.stdout, encoding="utf-8", errors="surrogateescape", newline="\n")
        patch = PatchSet(text, metadata_only=metadata_only)
    print(len(patch), patch.added, patch.removed)
    sys.exit(process.returncode)


main()
