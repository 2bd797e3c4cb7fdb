"""The shape of a change to a program in several languages: functions, their uses in other files, tests, documents."""

from __future__ import annotations

import random
from collections import Counter
from itertools import count

from tests.benchmarks.inputs.contents import Contents, Lines
from tests.benchmarks.inputs.languages import LANGUAGES, PYTHON, Function, Language
from tests.benchmarks.inputs.modules import Body, Module
from tests.benchmarks.inputs.source_text import WORDS, SourceText

FILES_PER_FOLDER = 12
LINES_PER_MODULE = 80  # that change in a source file and its test: as in a month or a year of real histories
SMALL_EDIT = 60  # lines; a change has no room for a whole function any more when less is left
# One word that is another one in every file that has it, and a document that moves as it is.
OLD_HELPER, NEW_HELPER = b"record_event", b"publish_event"
HELPER_EVERY, DOCUMENT_EVERY, MOVE_EVERY, UNTOUCHED_EVERY = 8, 9, 15, 2  # modules


class Programmer:
    """Writes source files and changes them."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self._names: set[str] = set()
        self._known: dict[str, list[Function]] = {}  # by ending of the language: what others can use

    def module(self, number: int, lines: int) -> Module:
        """A file of about so many lines."""
        language = LANGUAGES[number % len(LANGUAGES)]
        home = (WORDS[number // FILES_PER_FOLDER % len(WORDS)], f"{WORDS[number * 7 % len(WORDS)]}_{number}")
        module = Module(language, home, language.filled((language.heading,), Function("", "", "", home)))
        self.add_function(module)
        while len(module.lines()) < lines:
            self.add_function(module)
        if number % HELPER_EVERY == 0 and language is PYTHON:
            module.imports.append(b"from account.events import %b\n" % OLD_HELPER)
            module.bodies[0].statements.append(b'    %b("%b")\n' % (OLD_HELPER, home[1].encode()))
        return module

    def add_function(self, module: Module) -> None:
        """One more, at any place, perhaps with a test, perhaps with the use of another file's."""
        language = module.language
        first, second = self.chance.sample(WORDS, 2)
        function = Function(self._new_name(language), f"{first}_a", f"{second}_b", module.home)
        statements = [self._statement(language, function) for _ in range(self.chance.randint(2, 12))]
        body = Body(function, statements)
        known = self._known.setdefault(language.ending, [])
        if known and self.chance.random() < 0.5:
            body.uses.append(self.chance.choice(known[-40:]))
        if self.chance.random() < 0.7:
            body.test = language.filled(language.test, function, **self._words())
        module.bodies.insert(self.chance.randint(0, len(module.bodies)), body)
        known.append(function)

    def edit(self, module: Module) -> None:
        """One to three statements of a function instead of one or two."""
        body = self.chance.choice(module.bodies)
        start = self.chance.randrange(len(body.statements))
        made = [self._statement(module.language, body.function) for _ in range(self.chance.randint(1, 3))]
        body.statements[start : start + self.chance.randint(1, 2)] = made

    def _statement(self, language: Language, function: Function) -> bytes:
        return b"".join(language.filled((self.chance.choice(language.statements),), function, **self._words()))

    def _words(self) -> dict[str, str]:
        c, d = self.chance.sample(WORDS, 2)
        return {"c": c, "d": d, "n": str(self.chance.randrange(1000))}

    def _new_name(self, language: Language) -> str:
        while True:
            name = language.name_of(self.chance.sample(WORDS, 3))
            if name not in self._names:
                self._names.add(name)
                return name


def programs(text: SourceText, changed_lines: int) -> Contents:
    """Source files of which 85 % are edited and 15 % new, as many again untouched; tests and documents with them."""
    programmer, contents = Programmer(text.random), Contents()
    contents.base[b"src/account/events.py"] = [b"def %b(name):\n" % OLD_HELPER, b"    print(name)\n"]
    contents.head[b"src/account/events.py"] = _renamed(contents.base[b"src/account/events.py"])
    left = changed_lines * 97 // 100  # git may show a line that both sides have as gone and come
    for number in count():
        module = programmer.module(number, 20 + int(text.random.expovariate(1 / 200)))
        if number % UNTOUCHED_EVERY:
            contents.base |= module.files()
            continue
        share = min(left, 6 + int(text.random.expovariate(1 / LINES_PER_MODULE)))
        before = {} if left > 4 * LINES_PER_MODULE and text.random.random() < 0.15 else _files_of(module, number)
        after = _changed(module, number, before, share, left, programmer)
        spent = _distance(before, after)
        if spent > left:
            break
        left -= spent
        contents.base |= before
        contents.head |= after
        if number % MOVE_EVERY == 0:
            contents.base[b"docs/old/%d.md" % number] = contents.head[b"docs/new/%d.md" % number] = text.lines(40)
            contents.head[b"docs/old/%d.md" % number] = None
        if left < changed_lines / 20:
            break
    return contents


def _files_of(module: Module, number: int) -> dict[bytes, Lines]:
    documents = {module.document_path: module.document_lines()} if number % DOCUMENT_EVERY == 0 else {}
    return module.files() | documents


def _changed(
    module: Module, number: int, before: dict[bytes, Lines], share: int, left: int, programmer: Programmer
) -> dict[bytes, Lines]:
    """The files of the module after edits of about `share` lines, never more than `left`."""
    after = {path: _renamed(lines) for path, lines in _files_of(module, number).items()}
    while _distance(before, after) < share:
        if left > SMALL_EDIT and programmer.chance.random() < 0.08:
            programmer.add_function(module)
        else:
            programmer.edit(module)
        following = {path: _renamed(lines) for path, lines in _files_of(module, number).items()}
        if _distance(before, following) > left:
            break
        after = following
    return after


def _renamed(lines: Lines) -> Lines:
    return [line.replace(OLD_HELPER, NEW_HELPER) for line in lines]


def _distance(before: dict[bytes, Lines], after: dict[bytes, Lines]) -> int:
    """About as many lines as git shows as changed: those that one side has more often than the other."""
    total = 0
    for path, lines in after.items():
        one, other = Counter(before.get(path, ())), Counter(lines)
        total += (one - other).total() + (other - one).total()
    return total
