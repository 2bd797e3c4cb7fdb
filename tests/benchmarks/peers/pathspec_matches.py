"""`pathspec_matches.py BACKEND PATTERNS PATHS`: match paths (NUL-ended) with GitIgnoreSpec.

PATTERNS: a file, one pattern a line. PATHS: as `git diff --name-only -z` prints them. Prints how many paths there are
and how many match.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pathspec import GitIgnoreSpec


def main() -> None:
    backend, patterns, paths = sys.argv[1:4]
    spec = GitIgnoreSpec.from_lines(Path(patterns).read_text().splitlines(), backend=backend)
    names = Path(paths).read_bytes().decode("utf-8", "surrogateescape").split("\0")[:-1]
    print(len(names), sum(spec.match_file(name) for name in names))


main()
