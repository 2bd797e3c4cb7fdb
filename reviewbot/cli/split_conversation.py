"""Changing a split plan in a conversation: after each step the plan is drawn anew, with what is wrong with it."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper

from reviewbot.cli.output import style_of_stdout, write_output
from reviewbot.errors import UsageError
from reviewbot.model.split_plan import FileTexts, Hunk, PartFile, SplitPlan
from reviewbot.proposal import Proposal, proved
from reviewbot.render.split.json import render as render_json
from reviewbot.render.split.terminal import render
from reviewbot.render.text.escape import shown, shown_path
from reviewbot.render.text.title import counted
from reviewbot.split.draft import Draft
from reviewbot.split.editing import replanned
from reviewbot.split.texts import lines_of, new_from, old_from

SHOW, MOVE, JOIN = "show PART", "move PATH [HUNK] [from PART] to PART|new", "join PART PART"
PLACE, TITLE, SAVE = "place PART before PART", "title PART WORDS...", "save FILE"
STEPS = {
    SHOW: "its files, and their hunks with numbers and lines",
    MOVE: "put a file or one hunk of it into another part",
    JOIN: "put the second into the first",
    PLACE: "change the order",
    TITLE: "call it otherwise",
    "undo": "take the last step back",
    SAVE: "write the plan, for --plan",
    "done": "go on with this plan",
    "quit": "leave, and change nothing",
}
MOST_LINES = 12  # of a hunk that are shown


def converse(proposal: Proposal, *, is_given: bool = False) -> Proposal:
    """Ask for steps until `done` or the end of the input. Raises KeyboardInterrupt on `quit`.

    is_given: the plan comes from a person, whose titles and reasons stay.
    """
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")  # a path may be any bytes
    conversation = _Conversation(proposal, is_given=is_given)
    conversation.draw()
    while not conversation.is_done:
        try:
            line = input("split> ")
        except EOFError:
            _say("")
            break
        try:
            conversation.step(shlex.split(line))
        except (UsageError, ValueError) as error:
            _say(f"  {error}")
    return proved(conversation.plan, proposal.trees)


class _Conversation:
    """_plans: as they were drawn, the last one as it is. _said: the same, with the words of a person only."""

    def __init__(self, proposal: Proposal, *, is_given: bool) -> None:
        self._texts: Sequence[FileTexts] = proposal.texts
        self._by_path = {each.file.path: each for each in proposal.texts}
        self._by_shown = {shown_path(path): path for path in self._by_path}
        self._plans = [proposal.plan]
        self._said = [_said_by_a_person(proposal) if is_given else _without_words(proposal.plan)]
        self.is_done = False

    @property
    def plan(self) -> SplitPlan:
        return self._plans[-1]

    def draw(self) -> None:
        write_output(render(self.plan, style_of_stdout()), None)
        _say("  `help` lists what can be changed, `done` goes on with this plan")

    def step(self, words: Sequence[str]) -> None:
        if not words:
            return
        steps: dict[str, Callable[[Sequence[str]], None]] = {
            "help": self._help,
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
        draft = Draft(self._said[-1], self._texts)
        edit(draft)
        said = draft.plan()
        self._plans.append(replanned(said, self._texts))
        self._said.append(said)
        self.draw()

    def _help(self, _words: Sequence[str]) -> None:
        width = max(map(len, STEPS))
        for step, what in STEPS.items():
            _say(f"  {step:<{width}}  {what}")

    def _show(self, words: Sequence[str]) -> None:
        if len(words) != 1:
            raise UsageError("which part?", help=SHOW)
        for file in Draft(self.plan, self._texts).files(_number(words[0], SHOW)):
            self._show_file(file)

    def _show_file(self, file: PartFile) -> None:
        texts = self._by_path[file.path]
        hunks = texts.hunks if file.whole else file.hunks
        names = " => ".join(shown_path(name) for name in dict.fromkeys((file.old_path or file.path, file.path)))
        _say(f"  {names}" + ("" if hunks else "  (changes as one)"))
        for place, hunk in enumerate(hunks, 1):
            lines = _lines_of(texts, hunk)
            _say(f"    hunk {place}: line {hunk.new_start}, -{hunk.old_lines} +{hunk.new_lines}")
            _say(*(f"      {line}" for line in lines[:MOST_LINES]))
            if len(lines) > MOST_LINES:
                _say(f"      … and {counted(len(lines) - MOST_LINES, 'more line')}")

    def _move(self, words: Sequence[str]) -> None:
        """PATH [HUNK] [from PART] to PART|new"""
        match words:
            case [name, "to", to]:
                hunk, start = None, None
            case [name, "from", start, "to", to]:
                hunk = None
            case [name, hunk, "to", to]:
                start = None
            case [name, hunk, "from", start, "to", to]:
                pass
            case _:
                raise UsageError("move what where?", help=MOVE)
        path = self._path(name)
        place, source = (None if word is None else _number(word, MOVE) for word in (hunk, start))
        target = None if to == "new" else _number(to, MOVE)
        self._change(lambda draft: draft.move(path, place, source, target))

    def _path(self, name: str) -> bytes:
        """The path of that name, which may be typed as it is shown."""
        path = name.encode("utf-8", "surrogateescape")
        return path if path in self._by_path else self._by_shown.get(name, path)

    def _join(self, words: Sequence[str]) -> None:
        if len(words) != 2:
            raise UsageError("join which parts?", help=JOIN)
        one, other = (_number(word, JOIN) for word in words)
        self._change(lambda draft: draft.join(one, other))

    def _place(self, words: Sequence[str]) -> None:
        if len(words) != 3 or words[1] != "before":
            raise UsageError("place which part before which?", help=PLACE)
        number, before = _number(words[0], PLACE), _number(words[2], PLACE)
        self._change(lambda draft: draft.place(number, before))

    def _title(self, words: Sequence[str]) -> None:
        if not words:
            raise UsageError("which part?", help=TITLE)
        number = _number(words[0], TITLE)
        self._change(lambda draft: draft.name(number, " ".join(words[1:])))

    def _undo(self, _words: Sequence[str]) -> None:
        if len(self._plans) == 1:
            raise UsageError("there is nothing to take back")
        self._plans.pop()
        self._said.pop()
        self.draw()

    def _save(self, words: Sequence[str]) -> None:
        if len(words) != 1:
            raise UsageError("save to which file?", help=SAVE)
        write_output(render_json(self.plan, style_of_stdout()), words[0])
        _say(f"  saved {shown(words[0])}")

    def _done(self, _words: Sequence[str]) -> None:
        self.is_done = True

    def _quit(self, _words: Sequence[str]) -> None:
        sys.stdout.flush()
        raise KeyboardInterrupt


def _without_words(plan: SplitPlan) -> SplitPlan:
    """The plan with titles and reasons left open, so that they are made anew of what a part then holds."""
    return plan._replace(parts=tuple(part._replace(title="", why="") for part in plan.parts))


def _said_by_a_person(proposal: Proposal) -> SplitPlan:
    """The plan with those titles and reasons only that are not what reviewbot says of these parts."""
    own = proved(replanned(_without_words(proposal.plan), proposal.texts), proposal.trees).plan
    parts = (
        part._replace(
            title="" if part.title == made.title else part.title, why="" if part.why == made.why else part.why
        )
        for part, made in zip(proposal.plan.parts, own.parts, strict=True)
    )
    return proposal.plan._replace(parts=tuple(parts))


def _say(*lines: str) -> None:
    """Lines to standard output, in the characters that it has."""
    write_output("".join(f"{line}\n" for line in lines), None)
    sys.stdout.flush()


def _number(word: str, usage: str) -> int:
    if not (word.isascii() and word.isdigit() and len(word) < 10):
        raise UsageError(f"{word!a} is no number", help=usage)
    return int(word)


def _lines_of(texts: FileTexts, hunk: Hunk) -> list[str]:
    old, new = lines_of(texts.old), lines_of(texts.new)
    gone = old[old_from(hunk) : old_from(hunk) + hunk.old_lines]
    come = new[new_from(hunk) : new_from(hunk) + hunk.new_lines]
    marked = [("-", line) for line in gone] + [("+", line) for line in come]
    return [mark + shown(line.rstrip(b"\n").decode("utf-8", "surrogateescape")) for mark, line in marked]
