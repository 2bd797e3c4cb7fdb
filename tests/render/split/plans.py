"""Split plans written by hand, one for each thing that a format must get right. The golden tests render all of them."""

from __future__ import annotations

from reviewbot.model.split_plan import Branch, Carried, Hunk, Part, PartFile, SplitPlan
from reviewbot.model.stacks import branch_name, stacked_on

BASE, HEAD, BLOB = "b" * 40, "c" * 40, "d" * 40
ADDED, GONE = f"100644 {BLOB}", f"0 {'0' * 40}"
LONG = "src/billing/invoices/rendering/templates/quarterly_statement_for_accountants.py"
HARM = "a`b``c|d\\|e <img src=x> [l](http://evil.example) @everyone #1 $(touch x)'\n- item\x1b[31m\u202e"


def a_plan(*parts: Part, **others: object) -> SplitPlan:
    fields: dict[str, object] = {"base": BASE, "head": HEAD, "budget": 300, "parts": parts, "identical": True}
    return SplitPlan(**{**fields, **others})  # type: ignore[arg-type]


def a_part(number: int = 1, *files: PartFile, **others: object) -> Part:
    """A part of 120 lines unless said otherwise, with one new file unless some are given."""
    fields: dict[str, object] = {"title": "Add invoices", "why": "in one file", "counted_lines": 120}
    return Part(number, files=files or (a_whole("src/invoices.py"),), **{**fields, **others})  # type: ignore[arg-type]


def a_whole(path: str | bytes, entry: str = ADDED, **others: object) -> PartFile:
    """A file that a part changes as one. entry: what stands there at head."""
    return PartFile(path.encode() if isinstance(path, str) else path, whole=True, entry=entry, **others)  # type: ignore[arg-type]


def a_share(path: str, *hunks: Hunk, patch: str = "", **others: object) -> PartFile:
    """A file of which a part holds these hunks, one in its first line where none are given."""
    return PartFile(path.encode(), hunks=hunks or (Hunk(1, 1, 1, 1),), patch=patch.encode(), **others)  # type: ignore[arg-type]


def with_branches(plan: SplitPlan, prefix: str) -> SplitPlan:
    """The plan as it is once its branches are made."""
    on = stacked_on(plan.parts)
    made = [
        Branch(part.number, branch_name(prefix, part), below, f"{part.number:x}" * 40)
        for part, below in zip(plan.parts, on, strict=True)
    ]
    return plan._replace(branches=tuple(made))


def once_landed(plan: SplitPlan, count: int, found: tuple[int, ...] = (), *, identical: bool = False) -> SplitPlan:
    """The plan, whose branches are made, once the first parts have landed and the others are carried."""
    landed = tuple(part.number for part in plan.parts[:count])
    left = [
        branch._replace(on=None if branch.on in landed else branch.on)
        for branch in plan.branches
        if branch.part not in landed
    ]
    return plan._replace(branches=tuple(left), carried=Carried("e" * 40, landed, found, identical))


LEDGER = """\
diff --git a/src/ledger.py b/src/ledger.py
--- a/src/ledger.py
+++ b/src/ledger.py
@@ -1,3 +1,3 @@
-import money
+import invoices
 NONE = 0
 LIMIT = 3
"""
SEVERAL = a_plan(
    a_part(
        1,
        a_whole("src/billing/money.py", old_path=b"src/money.py"),
        a_whole("src/billing/tax.py", old_path=b"src/tax.py"),
        title="Move 2 files",
        why="moved as they are, nothing in them changes",
        counted_lines=0,
    ),
    a_part(2, why="definitions used by part 3: invoice_of and Invoice", counted_lines=171, needs=(1,)),
    a_part(
        3,
        a_share("src/ledger.py", patch=LEDGER),
        a_whole("src/old_ledger.py", GONE),
        title="Change ledger.py and 1 more",
        why="they share the words invoice_of and Invoice",
        counted_lines=243,
        needs=(2,),
    ),
    a_part(
        4,
        a_share("src/ledger.py", Hunk(30, 0, 31, 9), Hunk(40, 2, 50, 0), patch=LEDGER),
        *(a_whole(f"tests/billing/test_case_{number}.py") for number in range(1, 8)),
        title=f"Change {LONG}",
        why="tests with what they test; over budget: its pieces need each other, with some of them alone a file would "
        "not parse or would lack a name",
        counted_lines=1432,
        over_budget=True,
        needs=(2,),
    ),
    a_part(5, a_whole("docs/guide.md"), title="Add docs/guide.md", counted_lines=300),
)
PLANS = {
    "nothing-changed": a_plan(),
    "one-part": a_plan(a_part()),
    "several": SEVERAL,
    "applied": with_branches(SEVERAL, "bills"),
    "landed": once_landed(with_branches(SEVERAL, "bills"), 3, (2, 3)),
    "all-landed": once_landed(with_branches(SEVERAL, "bills"), 5, identical=True),
    "no-split": a_plan(
        a_part(
            title="Add work.py",
            why="in one file; over budget: 402 lines in work.py are one block, and no function is cut",
            counted_lines=402,
            over_budget=True,
        ),
        no_split="no good split within 300 lines: 402 lines in work.py are one block, and no function is cut",
    ),
    "edited": SEVERAL._replace(
        problems=(
            "part 2 comes before part 3, which it needs: invoice_of",
            "after part 2 src/ledger.py does not parse",
        ),
        identical=False,
    ),
    "not-committed": a_plan(a_part(), base=None, head=None),
    "hostile": with_branches(
        a_plan(
            a_part(
                1,
                a_whole("END-OF-INPUT"),
                a_whole("Z; touch x"),
                a_whole(f"{HARM}.py"),
                a_whole(b"caf\xe9/\xff\xfe.py", old_path=b"::error file=x::owned"),
                a_whole("##[stop-commands]token", GONE),
                title=f"Add {HARM}",
                why="::stop-commands::token ##vso[task.complete]",
            ),
            a_part(
                2,
                a_share(
                    "日本語/とても長いファイル名のテストケースですよ.py", patch=f"@@ -1,1 +1,1 @@\n-a\r\n+{HARM}\n"
                ),
                title="日本語 " * 30,
                why="\ud800\udce9",
                needs=(1,),
            ),
            problems=(f"after part 1 {HARM} does not parse",),
        ),
        "x'$(touch y);",
    ),
}
