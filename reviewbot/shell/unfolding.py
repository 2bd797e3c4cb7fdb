"""Shell text -> every command that it runs: wrappers taken off, and what a command hands to a shell read on."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import islice

from reviewbot.shell.carriers import CARRIERS
from reviewbot.shell.command import ANY, HOLE, Command, Parsed, Unclear, UnclearError
from reviewbot.shell.interpreters import CODE, FOREIGN, SHELLS, check_code, check_scripts, shell_text
from reviewbot.shell.reading import Reader, check_assigned
from reviewbot.shell.syntax import RESERVED
from reviewbot.shell.wrappers import is_wrapper, unwrapped

MAX_DEPTH = 8
MAX_COMMANDS = 5_000
_VERSIONED = re.compile(r"(python|pip|ruby|perl|node|php|lua|pypy|tclsh)[\d.]+|(mkfs)\.\w+")
_GNU = frozenset(
    ("rm", "mv", "cp", "dd", "ln", "chmod", "chown", "kill", "shred", "timeout", "nice", "stdbuf", "env")
)  # so on macOS
_ASSIGNMENT = re.compile(r"\w+(\[.*\])?\+?=|\{\w+\}\Z")  # or `{name}` of a redirection
_PLAIN_CARRIERS = frozenset(("xargs", "eval", "trap"))
# Builtins that evaluate the name of a variable, with the substitutions in its subscript.
_EVALUATING = frozenset(("let", "read", "wait", "getopts", "mapfile", "readarray"))
# Variables whose value is a command line.
_RUN_BY = re.compile(
    r"(?:GIT_(?:SSH|SSH_COMMAND|EDITOR|SEQUENCE_EDITOR|PAGER|EXTERNAL_DIFF|ASKPASS|PROXY_COMMAND)|PAGER|EDITOR|VISUAL|"
    r"MANPAGER|BROWSER|SSH_ASKPASS|RSYNC_RSH|LESSOPEN|LESSCLOSE)=(.*)",
    re.DOTALL,
)
_HARMLESS_VALUES = ("", "cat", "less", "true", "false", ":", "vim", "vi", "nano")


@lru_cache(maxsize=64)
def parse(text: str) -> Parsed:
    """Every command that this text may run, in no promised order, and what of it is not understood.

    Never raises. Takes texts of up to 64 KiB, and time that grows with their length.
    """
    return _unfolded(lambda unfolding: unfolding.text(text, 0, 0))


def parse_words(words: tuple[str, ...]) -> Parsed:
    """The same for a command that no shell reads, as the exec form of a Dockerfile."""
    return _unfolded(lambda unfolding: unfolding.command(Command(words), 0))


def _unfolded(take: Callable[[_Unfolding], None]) -> Parsed:
    unfolding = _Unfolding()
    try:
        take(unfolding)
    except Exception as error:  # whatever fails here must not pass for understood
        unfolding.unclear.append(Unclear(f"cannot be read ({type(error).__name__})"))
    return Parsed(tuple(dict.fromkeys(unfolding.commands)), tuple(dict.fromkeys(unfolding.unclear)))


class _Unfolding:
    def __init__(self) -> None:
        self.commands: list[Command] = []
        self.unclear: list[Unclear] = []

    def text(self, text: str, depth: int, line: int) -> None:
        """Take in a text that a command of this line hands to a shell; line 0 and depth 0 for the whole."""
        if depth > MAX_DEPTH:
            self.unclear.append(Unclear("starts too many commands inside of each other", line))
            return
        if HOLE in text:
            self.unclear.append(Unclear("a shell runs text that is only known at run time", line))
            text = text.replace(ANY, "${_}").replace(HOLE, "${_}")  # what is known of it counts all the same
        reader = Reader()
        reader.read(text)
        self.unclear += (each._replace(line=line + each.line * (depth == 0)) for each in reader.unclear)
        for each in reader.commands:
            self.command(each if depth == 0 else each._replace(line=line), depth)

    def command(self, command: Command, depth: int) -> None:
        """Take in a command and all that it starts."""
        if len(self.commands) >= MAX_COMMANDS or depth > MAX_DEPTH:
            self.unclear.append(Unclear("starts too many commands", command.line))
            return
        for assignment in command.assignments:
            self._assigned(assignment, depth, command.line)
        if not command.words:
            return
        try:
            words = named(command.words)
        except UnclearError as error:
            self.unclear.append(error.unclear._replace(line=command.line))
            return
        command = command._replace(words=words)
        self.commands.append(command._replace(wraps=_only_wraps(words[0])))
        try:
            self._inner(command, depth + 1)
        except UnclearError as error:
            self.unclear.append(error.unclear._replace(line=command.line))

    def _assigned(self, assignment: str, depth: int, line: int) -> None:
        try:
            check_assigned(assignment)
        except UnclearError as error:
            self.unclear.append(error.unclear._replace(line=line))
        run = _RUN_BY.fullmatch(assignment)
        if run and run[1] not in _HARMLESS_VALUES:
            self.text(run[1], depth + 1, line)

    def _inner(self, command: Command, depth: int) -> None:
        program, *words = command.words
        check_scripts(command)
        self._check_builtins(program, words)
        if program in SHELLS:
            for text in shell_text(command):
                self.text(text, depth, command.line)
        elif program in CODE:
            self._interpreter(command, depth)
        elif program in FOREIGN and words != ["--version"]:
            raise UnclearError(f"{program} runs text that is not read here")
        elif program in ("command", "type", "which") and words[:1] and words[0] in ("-v", "-V"):
            return
        elif program in CARRIERS:
            for inner in islice(CARRIERS[program](command), MAX_COMMANDS):
                self._take(inner, depth, command.line)
        if is_wrapper(program) and program not in ("xargs", "ssh", "watch"):
            self._unwrap(program, command, depth)

    def _take(self, inner: Command | str, depth: int, line: int) -> None:
        if isinstance(inner, str):
            self.text(inner, depth, line)
        else:
            self.command(inner._replace(line=line), depth)

    def _unwrap(self, program: str, command: Command, depth: int) -> None:
        if program == "flock" and any(re.fullmatch(r"-\w*c|--command.*", each) for each in command.words):
            return
        inner = unwrapped(program, command.words[1:])
        for value in inner.assignments:
            self._assigned(value, depth, command.line)
        split = inner.values.get("S") or inner.values.get("split-string") if program == "env" else None
        if split is not None:
            if re.search(r"[\\$\0]", split):
                raise UnclearError("env splits a text that is not understood")
            self.text(" ".join((split, *map(_requoted, inner.words))), depth, command.line)
        elif inner.words:
            self._take(Command(inner.words, command.input, (), command.fed), depth, command.line)
        elif program in ("sudo", "unshare", "nsenter", "chroot") and (command.fed or command.input):
            raise UnclearError(f"{program} starts a shell that runs what it reads")

    def _interpreter(self, command: Command, depth: int) -> None:
        words = command.words[1:]
        place = next((index for index, each in enumerate(words) if not each.startswith("-") or each == "-m"), None)
        if command.words[0] in ("python", "pypy") and place is not None and words[place] == "-m":
            self._take(Command(words[place + 1 :], command.input, (), command.fed), depth, command.line)
        else:
            check_code(command)

    def _check_builtins(self, program: str, words: list[str]) -> None:
        if program in (".", "source"):
            known = bool(words) and HOLE not in words[0] and not words[0].startswith("/dev/")
            raise UnclearError(f"{program} runs a file", runs_file=known)
        if program in ("fc", "bind", "enable", "crontab"):
            raise UnclearError(f"{program} runs or loads what is not in the text")
        if program == "alias" and any("=" in each or HOLE in each for each in words):
            raise UnclearError("gives a command another name")
        if program == "hash" and any(each.startswith("-p") for each in words):
            raise UnclearError("gives a command another name")
        if program in ("mapfile", "readarray", "compgen", "complete") and any("C" in each for each in words):
            raise UnclearError(f"{program} runs what it is given")
        evaluates = program in _EVALUATING or (program in ("printf", "test", "[") and "-v" in words)
        if evaluates and any(re.search(r"\$\(|`|<\(", each) for each in words):
            raise UnclearError("holds a substitution that a builtin may evaluate")


def named(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words with the program called as everybody does: without path, ending and version, in small letters.

    Raises UnclearError when the program is only known at run time.
    """
    first = words[0]
    program = first.rpartition("/")[2]
    if first == ANY or HOLE in program or not program or first.startswith("="):
        raise UnclearError("runs a program that is only known at run time")
    if program in RESERVED or _ASSIGNMENT.match(program):
        raise UnclearError("holds a command that is not understood", garbled=True)
    program = program.casefold().removesuffix(".exe")
    versioned = _VERSIONED.fullmatch(program)
    program = versioned[1] or versioned[2] if versioned else program
    if program[1:] in _GNU and program[0] == "g":
        program = program[1:]
    if program.startswith("git-") and len(program) > len("git-") and "/" in first:
        return ("git", program.removeprefix("git-"), *words[1:])
    return (program, *words[1:])


def _only_wraps(program: str) -> bool:
    return program in SHELLS or program in _PLAIN_CARRIERS or (is_wrapper(program) and unwrapped(program, ()).plain)


def _requoted(word: str) -> str:
    return "'" + word.replace("'", "'\\''") + "'"
