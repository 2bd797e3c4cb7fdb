"""Programs that run text which they are given: shells, whose text is read on, and others, whose text is not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewbot.shell.command import ANY, HOLE, Command, UnclearError

SHELLS = frozenset(("sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "rbash", "rzsh", "yash"))
FOREIGN = frozenset(
    ("fish", "csh", "tcsh", "pwsh", "powershell", "cmd", "nu", "elvish", "xonsh", "expect", "parallel", "repeat")
)
# The letters of the options that take code.
CODE = {
    "python": "c", "pypy": "c", "perl": "eE", "ruby": "e", "node": "ep", "nodejs": "ep", "bun": "ep", "php": "rBRE",
    "lua": "e", "luajit": "e", "osascript": "e", "Rscript": "e", "tclsh": "", "ipython": "c", "deno": "",
}  # fmt: skip
_CODE_WORDS = ("--eval", "--print", "--run", "--execute", "eval")
_HARMLESS = ("--version", "--help", "-V")
_AWK = re.compile(r"system\s*\(|\||getline|@load|@include")
_SED = re.compile(r"(?:^|[;{}!\n\d$/,\s])e(?:$|[\s;}])|s([^\w\s]).*\1.*\1[\w]*e|^\s*s(.).*\2[gpimIM\d]*e")
_EDITORS = re.compile(r"!|system\(|shell-command|call-process|term://|:te")
_TAR = re.compile(r"-\w*[IF]|--(?:checkpoint-a|to-c|use-c|rsh|info-s|new-v|I).*")


def shell_text(command: Command) -> Iterator[str]:
    """The text that a shell runs. Raises UnclearError when it is not in the command."""
    program, *words = command.words
    takes_text = checks_only = reads = False
    while words and words[0][:1] in ("-", "+") and words[0] not in ("-", "--"):
        word = words.pop(0)
        if word.startswith("--"):
            if word in ("--rcfile", "--init-file"):
                raise UnclearError(f"{program} runs a file")
            continue
        takes_text |= "c" in word[1:] and word[0] == "-"
        checks_only |= word == "-n"
        reads |= "s" in word[1:] and word[0] == "-"
        if word[1:].endswith(("o", "O")) and words:
            words.pop(0)
    if words and words[0] in ("-", "--"):
        words.pop(0)
    if takes_text:
        if not words or ANY in words[0]:
            raise UnclearError(f"{program} runs text that is only known at run time")
        yield words[0]
    elif words and not checks_only and not reads:
        shown = words[0].replace(HOLE, "…")
        raise UnclearError(f"{program} runs a file: {shown}", runs_file=not re.search(r"\0|^/(?:dev|proc)/", words[0]))
    elif (reads or not words) and not set(command.words[1:]) & set(_HARMLESS):
        yield fed_text(command)


def fed_text(command: Command) -> str:
    """What a program that runs its input is given. Raises UnclearError when that is not in the text."""
    if command.fed or not command.input:
        raise UnclearError(f"{command.words[0]} runs what it reads")
    return command.input


def check_code(command: Command) -> None:
    """Raise UnclearError when an interpreter of another language is given code, by an option or by its input."""
    program, *words = command.words
    letters = CODE[program]
    for index, word in enumerate(words):
        if word == ANY or word.startswith(HOLE):
            raise UnclearError(f"{program} runs what is only known at run time")
        if word == "-":
            raise UnclearError(f"{program} runs what it reads")
        if word.startswith(_CODE_WORDS) or re.match(rf"-\w*[{letters or '-'}]", word):
            raise UnclearError(f"{program} runs code that it is given")
        if not word.startswith("-") and words[index - 1] not in ("-W", "-X", "-I", "-r", "--require"):
            return
    if command.fed or command.input:
        raise UnclearError(f"{program} runs what it reads")


def check_scripts(command: Command) -> None:
    """Raise UnclearError for programs whose own language can run commands, when it looks as if it did."""
    program, *words = command.words
    if program in ("awk", "gawk", "mawk", "nawk") and any(_AWK.search(each) for each in words):
        raise UnclearError(f"{program} may run commands")
    if program in ("sed", "gsed") and any(map(_may_run, _sed_scripts(words))):
        raise UnclearError(f"{program} may run commands")
    if program in ("vim", "vi", "nvim", "ex", "ed", "emacs", "less", "more", "gdb") and (
        any(_EDITORS.search(each) for each in words) or "--eval" in words
    ):
        raise UnclearError(f"{program} may run commands")
    if program in ("vim", "ex", "ed") and (command.fed or command.input):
        raise UnclearError(f"{program} runs what it reads")
    if program in ("tar", "bsdtar", "gtar") and any(
        _TAR.fullmatch(each) for each in (*words, f"-{''.join(words[:1])}")
    ):
        raise UnclearError(f"{program} may run commands")
    if program in ("make", "gmake") and any(each.startswith(("--ev", "SHELL=", "-E", ".SHELL")) for each in words):
        raise UnclearError(f"{program} is given rules or a shell of its own")


def _may_run(script: str) -> bool:
    """Whether a script of sed runs something, or may when it begins or ends with what only the run decides."""
    return _SED.search(script) is not None or script.startswith(HOLE) or script.endswith(HOLE)


def _sed_scripts(words: list[str]) -> list[str]:
    """The scripts among sed's words: those of `-e`, else the first that is no option."""
    scripts = [words[index + 1] for index, word in enumerate(words[:-1]) if re.fullmatch(r"-\w*e|--expression", word)]
    scripts += [word.partition("=")[2] for word in words if word.startswith("--e") and "=" in word]
    scripts += [word[2:] for word in words if re.match(r"-e.", word)]
    return scripts or [word for word in words if not word.startswith("-")][:1]
