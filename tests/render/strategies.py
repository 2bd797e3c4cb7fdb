"""Arbitrary reports: every field takes any value that the model allows, and often what is meant to do harm."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.model.change import ChangedFile, FileStatus, LineCounts
from reviewbot.model.report import BudgetUse, Finding, PolicySource, Report, Severity, Verdict, Waived

HARM = (
    *(
        "::",
        "::error::",
        "##[",
        "##vso[task.x]",
        "\n",
        "\r\n",
        "\t",
        "\x00",
        "\x1b[31m",
        "\x1b]8;;u\x07",
        "\x7f",
        "\x85",
    ),
    *("\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u2028", "\u3164", "\u00ad", "\U000e0041", "\udcff", "\udce9"),
    *("@everyone", "@acme/dba", "#1", "GH-12", "acme/app#3", "0123456789abcdef", "https://x.example", "www.x.example"),
    *("`", "```", "~~~", "|", "\\", "\\|", "<img src=x>", "</details>", "<!--", "&lt;", "[x](y)", "![x](y)", "[^1]"),
    *("<http://x>", "a@b.example", "- ", "1. ", "> ", "# ", "---", "***", "_x_", "$x$", ":tada:", "]]>", "&", "'", '"'),
    *("/", " ", "  ", "%", "%0A", ":", ",", ";", "a", "word", "日本", "é", "e\u0301", "👩", "x" * 90, ".", "..", ""),
)

harmful = st.lists(st.sampled_from(HARM), max_size=6).map("".join)
texts = harmful | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
bytes_of_harm = harmful.map(lambda text: text.encode("utf-8", "surrogateescape"))
paths = (bytes_of_harm | st.binary(max_size=30)).map(lambda path: path.replace(b"\0", b"") or b"a")
numbers = st.integers(0, 2**53 - 1) | st.integers(0, 500)
rules = st.sampled_from(["max-diff-lines", "max-files", "forbidden-path", "forbidden-content"])
instances = st.integers(1, 3)
ids = st.none() | st.sampled_from(["0" * 40, "f" * 40])

counts = st.builds(LineCounts, numbers, numbers, numbers, numbers)
files = st.builds(ChangedFile, paths, st.none() | paths, st.sampled_from(FileStatus), counts=counts)
budgets = st.builds(
    BudgetUse, rules, instances, numbers, numbers, st.sampled_from(["lines", "files", "commits", "bytes"])
)
findings = st.builds(
    Finding,
    rules,
    instances,
    st.sampled_from(Severity),
    texts,
    path=st.none() | paths,
    line=st.none() | st.integers(1, 10**6),
    reason=texts,
    help=texts,
    fingerprint=st.sampled_from(["", "0123456789abcdef", "fedcba9876543210"]),
    waived=st.none() | st.builds(Waived, texts, texts),
    pattern=texts,
)


def few(items: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(items, max_size=4).map(tuple)


reports = st.builds(
    Report,
    st.sampled_from(Verdict),
    ids,
    ids,
    ids,
    few(st.builds(PolicySource, texts, st.sampled_from(["0" * 64, "f" * 64]))),
    counts,
    few(budgets),
    few(files),
    few(findings),
    few(texts),
)


def for_any_report(test):
    """The test, called with arbitrary reports. Without a deadline: how busy the machine is, is not its business."""
    return settings(deadline=None, max_examples=40)(given(report=reports)(test))
