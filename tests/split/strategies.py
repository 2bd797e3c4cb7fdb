"""Arbitrary contents of files, with lines that a reader of patches could take for its own."""

from __future__ import annotations

from hypothesis import strategies as st

words = st.sampled_from(
    ["a", "b", "c", "", "}", "def f():", "\r", "é", "\\ No newline", "-- ", "+++ b/x", "@@ -1 +1 @@"]
)
contents = st.builds(
    lambda lines, end: "\n".join(lines) + end, st.lists(words, max_size=25), st.sampled_from(["", "\n"])
)
