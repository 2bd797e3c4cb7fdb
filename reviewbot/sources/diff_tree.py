"""Starting the one git process that measures a change. What reads its answer (`measure.py`) is loaded meanwhile."""

from __future__ import annotations

from reviewbot.sources.git import Answer
from reviewbot.sources.sandbox import Sandbox

# Every option is fixed here, so that no configuration and no later default changes an answer. -U1: with no context
# git trims a common tail, and the counts differ from numstat's. -l: past 1,000 renames both sides count in full.
DIFF_TREE = (
    "diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--ignore-submodules=none", "--no-relative", "-O/dev/null",
)  # fmt: skip
PATCH = (
    "-p", "-U1", "--inter-hunk-context=0", "--full-index", "--no-ext-diff", "--no-textconv", "--text",
    "--submodule=short", "--diff-algorithm=myers", "--no-indent-heuristic", "--no-color", "--src-prefix=a/",
    "--dst-prefix=b/",
)  # fmt: skip
WITH_RENAMES = ("-M50%", "-l1000")


def start_measuring(sandbox: Sandbox, old: str, new: str) -> Answer:
    """Start the one git process whose answer holds paths, modes, ids, counts and content of the change."""
    return sandbox.git.start(*DIFF_TREE, *PATCH, *WITH_RENAMES, "--end-of-options", old, new, "--")


def start_measuring_pairs(sandbox: Sandbox, pairs: bytes) -> Answer:
    """The same for many pairs of trees, `OLD NEW` lines of full ids; each answer stands behind its line."""
    return sandbox.git.start(*DIFF_TREE, *PATCH, *WITH_RENAMES, "--stdin", input=pairs)
