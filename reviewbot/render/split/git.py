"""A split plan as a shell script of plain git commands, for whoever wants to make the branches by hand.

It works on an index of its own, so that neither the working tree nor what is staged has a say or is touched. Names and
content come from the author of the change: everything that is not plain is quoted, or in base64.
"""

from __future__ import annotations

import re
from base64 import encodebytes
from collections.abc import Sequence
from shlex import quote

from reviewbot.model.git_name import quoted_name
from reviewbot.model.split_plan import Part, PartFile, SplitPlan
from reviewbot.model.stacks import planned_branches
from reviewbot.render import Style
from reviewbot.render.text.escape import LOG_COMMAND, shown

END = "END-OF-INPUT"  # no line of a patch, of base64 or of a list of entries is this
COMMAND_OF_A_LOG = re.compile(r"^\s*::", re.MULTILINE)


def render(plan: SplitPlan, _style: Style) -> str:
    if plan.base is None or plan.head is None:
        return "# what is split is not committed: commit it, or use reviewbot split --apply PREFIX\n"
    if not plan.parts:
        return "# nothing changed, so there are no branches to make\n"
    if plan.no_split:
        return f"# {shown(plan.no_split)}; so there are no branches to make\n"
    if plan.carried:
        return "# some parts have landed: use reviewbot split --apply PREFIX with --landed or --onto\n"
    branches = planned_branches(plan)
    prefix = branches[0][0].rpartition("/")[0]
    lines = [
        "#!/bin/sh",
        f"# Makes a branch {prefix}/NUMBER-TITLE for each part of {plan.head}, and nothing else.",
        "# Author and date are those of who runs it; reviewbot split --apply keeps those of the commits.",
        "set -eu",
        'cd "./$(git rev-parse --show-cdup)"',
        "folder=$(mktemp -d)",
        "trap 'rm -rf \"$folder\"' EXIT",
        "trap 'exit 1' HUP INT TERM",
        'export GIT_INDEX_FILE="$folder/index"',
    ]
    for part, (_, on) in zip(plan.parts, branches, strict=True):
        start = plan.base if on is None else f'"$part_{on}"'
        lines += commands(part, start, f"Part {part.number} of {len(plan.parts)} of {plan.head}")
    refs = [(f"refs/reviewbot/backup/{prefix}", plan.head)]
    refs += [(f"refs/heads/{name}", f'"$part_{number}"') for number, (name, _) in enumerate(branches, 1)]
    return "\n".join([*lines, "", *created(refs)]) + "\n"


def commands(part: Part, start: str, of: str) -> list[str]:
    """What makes the commit of one part on what it starts at."""
    lines = ["", f"git read-tree {start}"]
    whole = [file for file in part.files if file.whole]
    if whole:
        lines += [f"git update-index --index-info <<'{END}'", *entries(whole), END]
    for file in part.files:
        if not file.whole:
            lines += applied(file)
    message = " ".join(f"-m {quote(text)}" for text in (shown(part.title), shown(part.why), of) if text)
    return [*lines, f'part_{part.number}=$(git commit-tree "$(git write-tree)" -p {start} {message})']


def entries(files: Sequence[PartFile]) -> list[str]:
    """The lines that put these files into the index as head has them, what goes first."""
    gone = {file.path for file in files if file.entry.startswith("0 ")}
    present = {file.path: file.entry for file in files} | dict.fromkeys(gone, "")
    left = {file.old_path for file in files if file.old_path is not None}
    nothing = f"0 {'0' * max(len(file.entry.partition(' ')[2]) for file in files)}"
    named = [(nothing, path) for path in sorted(gone | left) if not present.get(path)]
    named += [(entry, path) for path, entry in sorted(present.items()) if entry]
    return [f"{entry}\t{name_of(path)}" for entry, path in named]


def name_of(path: bytes) -> str:
    """The path as git reads it from a line, and no build log finds a command in it."""
    name = quoted_name(path).decode("ascii")
    if not LOG_COMMAND.search(name):
        return name
    return LOG_COMMAND.sub(r"##\1\\133", name if name.startswith('"') else f'"{name}"')


def applied(file: PartFile) -> list[str]:
    """The patch, in base64 where a shell, a terminal or a build log could take it for something else."""
    apply = "git apply --cached --whitespace=nowarn"
    try:
        text = file.patch.decode("ascii")
    except UnicodeDecodeError:
        text = "\x00"
    plain = text.replace("\t", " ").replace("\n", " ").isprintable()
    if plain and not LOG_COMMAND.search(text) and not COMMAND_OF_A_LOG.search(text):
        return [f"{apply} <<'{END}'", *text.removesuffix("\n").split("\n"), END]
    coded = encodebytes(file.patch).decode("ascii").strip()
    return [f"base64 -d <<'{END}' | {apply}", *coded.split("\n"), END]


def created(refs: Sequence[tuple[str, str]]) -> list[str]:
    """What makes all of the refs, or none of them when one is there already."""
    named = [f"  {quote(name)} {commit} \\" for name, commit in refs]
    return ["printf 'create %s %s\\n' \\", *named, "  | git update-ref --stdin"]
