"""A split plan as a shell script of plain git commands, for whoever wants to make the branches by hand.

Names and content come from the author of the change: everything that is not plain is quoted, or in base64.
"""

from __future__ import annotations

from base64 import encodebytes
from shlex import quote

from reviewbot.model.git_name import quoted_name
from reviewbot.model.split_plan import Part, PartFile, SplitPlan
from reviewbot.model.stacks import branch_name, stacked_on
from reviewbot.render import Style
from reviewbot.render.text.escape import shown

PREFIX = "split"
END = "END-OF-INPUT"  # no line of a patch or of a quoted path begins so


def render(plan: SplitPlan, _style: Style) -> str:
    if plan.base is None or plan.head is None:
        return "# what is split is not committed: commit it, or use reviewbot split --apply PREFIX\n"
    lines = [
        "#!/bin/sh",
        f"# Makes {len(plan.parts)} branches {PREFIX}/... of {plan.head}; nothing else is changed.",
        "set -eu",
        "export GIT_LITERAL_PATHSPECS=1",
        f"git update-ref refs/reviewbot/backup/{PREFIX} {plan.head}",
        "here=$(git symbolic-ref --quiet --short HEAD || git rev-parse HEAD)",
    ]
    for part, on in zip(plan.parts, stacked_on(plan.parts), strict=True):
        start = plan.base if on is None else branch_name(PREFIX, plan.parts[on - 1])
        lines += commands(part, start, plan.head)
    lines.append('git switch --quiet "$here" 2>/dev/null || git switch --quiet --detach "$here"')
    return "\n".join(lines) + "\n"


def commands(part: Part, start: str, head: str) -> list[str]:
    """What makes the branch of one part."""
    lines = ["", f"git switch --quiet -c {branch_name(PREFIX, part)} {start}"]
    whole = sorted({name for file in part.files if file.whole for name in (file.path, file.old_path) if name})
    if whole:
        lines += [
            f"git restore --source={head} --staged --worktree --pathspec-from-file=- <<'{END}'",
            *(quoted_name(name).decode("ascii") for name in whole),
            END,
        ]
    for file in part.files:
        if not file.whole:
            lines += applied(file)
    return [*lines, f"git commit --quiet -m {quote(shown(part.title))} -m {quote(shown(part.why))}"]


def applied(file: PartFile) -> list[str]:
    """The patch, in base64 where a shell or a terminal could take it for something else."""
    try:
        text = file.patch.decode("utf-8")
    except UnicodeDecodeError:
        text = "\x00"
    if text.isascii() and all(line.isprintable() for line in text.replace("\t", " ").splitlines(keepends=False)):
        return [f"git apply --index <<'{END}'", *text.removesuffix("\n").split("\n"), END]
    coded = encodebytes(file.patch).decode("ascii").strip()
    return [f"base64 -d <<'{END}' | git apply --index", *coded.split("\n"), END]
