"""Changing a split plan in a conversation: after each step the plan is drawn anew, with what is wrong with it."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence

from reviewbot.cli.output import style_of_stdout, write_output
from reviewbot.errors import UsageError
from reviewbot.model.split_plan import FileTexts, Hunk, SplitPlan
from reviewbot.proposal import Proposal, proved
from reviewbot.render.split.json import render as render_json
from reviewbot.render.split.terminal import render
from reviewbot.render.text.escape import shown, shown_path
from reviewbot.split.draft import Draft
from reviewbot.split.editing import replanned
from reviewbot.split.texts import lines_of, new_from, old_from

HELP = """\
  show PART                       its files, and their hunks with numbers and lines
  move PATH [HUNK] [from PART] to PART|new
  join PART PART                  put the second into the first
  place PART before PART          change the order
  title PART WORDS...
  undo                            take the last step back
  save FILE                       write the plan, for --plan
  done                            go on with this plan
  quit                            leave, and change nothing
"""
MOST_LINES = 12  # of a hunk that are shown


def converse(proposal: Proposal) -> Proposal:
    """Ask for steps until `done` or the end of the input. Raises KeyboardInterrupt on `quit`."""
    conversation = _Conversation(proposal)
    conversation.draw()
    while not conversation.is_done:
        try:
            line = input("split> ")
        except EOFError:
            break
        try:
            conversation.step(shlex.split(line))
        except (UsageError, ValueError) as error:
            print(f"  {error}")
    return proved(conversation.plan, proposal.trees)


class _Conversation:
    def __init__(self, proposal: Proposal) -> None:
        self._texts: Sequence[FileTexts] = proposal.texts
        self._plans = [proposal.plan]
        self.is_done = False

    @property
    def plan(self) -> SplitPlan:
        return self._plans[-1]

    def draw(self) -> None:
        write_output(render(self.plan, style_of_stdout()), None)
        print("  `help` lists what can be changed, `done` goes on with this plan", flush=True)

    def step(self, words: Sequence[str]) -> None:
        if not words:
            return
        steps: dict[str, Callable[[Sequence[str]], None]] = {
            "help": lambda _: print(HELP, end=""),
            "show": self._show,
            "move": self._move,
            "join": self._join,
            "place": self._place,
            "title": self._title,
            "undo": self._undo,
            "save": self._save,
            "done": self._done,
            "quit": self._quit,
        }
        step = steps.get(words[0])
        if step is None:
            raise UsageError(f"there is no step {words[0]!a}", help="`help` lists them")
        step(words[1:])

    def _change(self, edit: Callable[[Draft], None]) -> None:
        draft = Draft(self.plan, self._texts)
        edit(draft)
        self._plans.append(replanned(draft.plan(), self._texts))
        self.draw()

    def _show(self, words: Sequence[str]) -> None:
        number = _number(words, 0)
        if not 1 <= number <= len(self.plan.parts):
            raise UsageError(f"there is no part {number}")
        texts = {each.file.path: each for each in self._texts}
        for file in self.plan.parts[number - 1].files:
            print(f"  {shown_path(file.path)}")
            for place, hunk in enumerate(texts[file.path].hunks if file.whole else file.hunks, 1):
                print(f"    hunk {place}: line {hunk.new_start}, -{hunk.old_lines} +{hunk.new_lines}")
                for line in _lines_of(texts[file.path], hunk)[:MOST_LINES]:
                    print(f"      {line}")

    def _move(self, words: Sequence[str]) -> None:
        """PATH [HUNK] [from PART] to PART|new"""
        if len(words) < 3 or words[-2] != "to":
            raise UsageError("move what where?", help="move PATH [HUNK] [from PART] to PART|new")
        path, middle, end = words[0].encode("utf-8", "surrogateescape"), list(words[1:-2]), words[-1]
        start = None
        if len(middle) >= 2 and middle[-2] == "from":
            start = _number(middle, -1)
            middle = middle[:-2]
        hunk = _number(middle, 0) if middle else None
        to = None if end == "new" else _number(words, -1)
        self._change(lambda draft: draft.move(path, hunk, start, to))

    def _join(self, words: Sequence[str]) -> None:
        one, other = _number(words, 0), _number(words, 1)
        self._change(lambda draft: draft.join(one, other))

    def _place(self, words: Sequence[str]) -> None:
        number, before = _number(words, 0), _number(words, -1)
        self._change(lambda draft: draft.place(number, before))

    def _title(self, words: Sequence[str]) -> None:
        number = _number(words, 0)
        self._change(lambda draft: draft.name(number, " ".join(words[1:])))

    def _undo(self, _words: Sequence[str]) -> None:
        if len(self._plans) == 1:
            raise UsageError("there is nothing to take back")
        self._plans.pop()
        self.draw()

    def _save(self, words: Sequence[str]) -> None:
        if len(words) != 1:
            raise UsageError("save to which file?", help="save FILE")
        write_output(render_json(self.plan, style_of_stdout()), words[0])
        print(f"  saved {shown(words[0])}")

    def _done(self, _words: Sequence[str]) -> None:
        self.is_done = True

    def _quit(self, _words: Sequence[str]) -> None:
        sys.stdout.flush()
        raise KeyboardInterrupt


def _number(words: Sequence[str], place: int) -> int:
    try:
        return int(words[place])
    except (IndexError, ValueError):
        raise UsageError("a number is missing", help="`help` lists the steps") from None


def _lines_of(texts: FileTexts, hunk: Hunk) -> list[str]:
    old, new = lines_of(texts.old), lines_of(texts.new)
    gone = old[old_from(hunk) : old_from(hunk) + hunk.old_lines]
    come = new[new_from(hunk) : new_from(hunk) + hunk.new_lines]
    marked = [("-", line) for line in gone] + [("+", line) for line in come]
    return [mark + shown(line.rstrip(b"\n").decode("utf-8", "surrogateescape")) for mark, line in marked]
