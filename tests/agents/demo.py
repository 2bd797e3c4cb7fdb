"""`make demo-agent`: a real coding agent, whose model follows a script, is told to make a change of 900 lines.

Shows what the agent does and what it is told, as it happens. Nothing leaves this machine.
"""

from __future__ import annotations

import sys
import tempfile
import textwrap
from collections.abc import Sequence
from pathlib import Path

from tests.agents.agent import missing, work
from tests.agents.claude import Claude
from tests.agents.scripted_model import Script, Step
from tests.agents.shop import Shop
from tests.agents.splitting import BRANCH, splitting, start_branch
from tests.demo import show

WIDTH = 100
PARTS = 3


def narrated(script: Script, top: Path) -> Script:
    """The same script; each step and what came of it is printed once."""
    shown = -1

    def script_that_speaks(told: Sequence[str]) -> Step:
        nonlocal shown
        step = script(told)
        if len(told) > shown:
            shown = len(told)
            if told:
                print(_indented(told[-1].replace(f"{top}/", "")))
            print(f"agent > {_words(step, top)}", flush=True)
        return step

    return script_that_speaks


def _words(step: Step, top: Path) -> str:
    if isinstance(step, str):
        return step
    if "command" in step.input:
        return f"{step.tool} {step.input['command']}"
    return f"{step.tool} {Path(step.input['file_path']).relative_to(top)}, {step.input['content'].count(chr(10))} lines"


def _indented(told: str) -> str:
    """What the agent was told, without the name of the program that says it."""
    lines = told.partition("]: ")[2].splitlines() if " hook error: [" in told else told.splitlines()
    wrapped = [part for line in lines for part in textwrap.wrap(line, WIDTH, subsequent_indent="  ")]
    return "".join(f"        {line}\n" for line in wrapped)


def main() -> int:
    if why := missing():
        print(why, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="reviewbot-demo-") as folder:
        shop = Shop(Path(folder).resolve(), Claude())
        print("$ reviewbot guard install --agent claude")
        print(shop.install_guard())
        start_branch(shop)
        print("A person: write the discounts, some 900 lines, on the branch discounts-1. (The policy allows 300.)\n")
        work(shop.agent, shop.path, shop.home, narrated(splitting(shop), shop.path))
        print("\nThe three branches that it made, each from main:\n", flush=True)
        ends = [show(shop.path, "lint-diff", f"main..{BRANCH.format(number + 1)}") for number in range(PARTS)]
    return 0 if ends == [0] * PARTS else 1


if __name__ == "__main__":
    sys.exit(main())
