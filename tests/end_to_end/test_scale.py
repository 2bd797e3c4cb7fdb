"""Group scale: changes beyond what hosting services' APIs show, and beyond what recursion and argument lists take."""

from __future__ import annotations

from tests.end_to_end.cases import POLICY, Case, blocks, each, passes
from tests.repositories import lines, link

TOO_LONG = "max-diff-lines"
EXPENSIVE = POLICY.replace("limit = 10", "limit = 300")


def files(count, *, under="src", of=1, word="line"):
    return {f"{under}/{number}.txt": lines(of, f"{word} {number}") for number in range(count)}


def deep(levels, name):
    return "d/" * levels + name


SCALE = [
    Case(
        "3,001 files, the last of them guarded",
        blocks("forbidden-path", TOO_LONG, added=3002, removed=0, files=3002),
        {**files(3001), "zzz/config": "x\n"},
    ),
    Case("a file of 20,001 lines", blocks(TOO_LONG, added=20_001, removed=0), {"x": lines(20_001)}),
    Case(
        "100,000 lines, the last one forbidden",
        blocks(TOO_LONG, "forbidden-content", added=100_001, removed=0),
        {"x": lines(100_000) + "DROP DATABASE"},
    ),
    Case(
        "100,000 lines rewritten",
        blocks(TOO_LONG, added=100_000, removed=100_000),
        {"x": lines(100_000, "new")},
        {"x": lines(100_000, "old")},
    ),
    Case(
        "100,000 lines and one changed",
        passes(added=1, removed=1),
        {"x": lines(50_000) + "!\n" + lines(49_999)},
        {"x": lines(50_000) + "?\n" + lines(49_999)},
    ),
    Case("a line of 5 MB", blocks(TOO_LONG, added=1, removed=0, counted=9766), {"x": b"a" * 5_000_000}),
    Case("5 MB of CR", blocks(TOO_LONG, added=1, removed=0, counted=2_500_000), {"x": b"a\r" * 2_500_000}),
    Case("5 MB of NUL", blocks(TOO_LONG, added=1, removed=0, counted=9766), {"x": bytes(5_000_000)}),
    Case("a guarded file 200 deep", blocks("forbidden-path", added=1, removed=0), {deep(200, "config"): "x\n"}),
    Case("a link 200 deep that climbs out", blocks("symlink-target"), {deep(200, "x"): link("../" * 201 + "etc")}),
    Case("a link 200 deep that stays inside", passes(), {deep(200, "x"): link("../" * 200 + "src/app.py")}),
    Case(
        "a chain of 200 links into a guarded folder",
        blocks("symlink-target", TOO_LONG),
        {f"l{n}": link(f"l{n + 1}") for n in range(200)} | {"l200": link("config")},
    ),
    Case(
        "2,000 exact renames",
        passes(added=0, removed=0, files=2000),
        dict.fromkeys(files(2000, of=3)) | files(2000, under="new", of=3),
        files(2000, of=3),
    ),
    Case(
        "a guarded file among 2,000 renames",
        blocks("forbidden-path", added=0, removed=0),
        dict.fromkeys(files(2000, of=3)) | files(1999, under="new", of=3) | {"new/config": lines(3, "line 1999")},
        files(2000, of=3),
    ),
    Case("300 lines in 300 files", passes(added=300, removed=0, files=300), files(300), policy=EXPENSIVE),
    Case("301 lines in 301 files", blocks(TOO_LONG, added=301, removed=0, files=301), files(301), policy=EXPENSIVE),
]


@each(SCALE)
def test_scale(case, judge):
    judge(case)


def test_more_renames_with_edits_than_the_limit_count_in_full(judge):
    """Git compares every pair below its limit of 1,000; above it, a move with an edit is a deletion and an addition."""
    base = {f"old/{number}.a": lines(10, f"file {number}") for number in range(1100)}
    moved = {f"new/{number}.b": lines(10, f"file {number}") + "edited\n" for number in range(1100)}
    change = {**dict.fromkeys(base), **moved}
    judge(Case("", blocks(TOO_LONG, added=12_100, removed=11_000, files=2200), change, base))


def test_many_commits_each_within_the_budget(judge):
    def build(repository):
        tip = repository.commit({".reviewbot.toml": POLICY}, branch="main")
        for number in range(300):
            tip = repository.commit({f"{number}": "x\n"}, tip)
        repository.ref("refs/heads/topic", tip)

    judge(Case("", blocks(TOO_LONG, added=300, removed=0, files=300), build=build))


def test_a_thousand_findings_are_all_reported(judge):
    case = Case("", blocks("forbidden-path", TOO_LONG, added=1000, removed=0), files(1000, under="config"))
    assert len(judge(case).report["findings"]) == 1001
