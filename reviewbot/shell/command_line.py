"""The words of a command, told apart: options, with one name for all their forms, and the others."""

from __future__ import annotations

from typing import NamedTuple

from reviewbot.shell.command import HOLE
from reviewbot.shell.known_options import Options, options_of, resource_named, subcommand_named


class Operand(NamedTuple):
    """A word that is no option. may_be_value: of the option before it, which is not known."""

    word: str
    may_be_value: bool = False


class CommandLine(NamedTuple):
    """A command's words behind its program.

    options: each with its value, "" where it has none. open: words that may turn out to be an option when the command
    runs. behind: names of what would be options if it did not stand behind `--`.
    """

    operands: tuple[Operand, ...]
    options: tuple[tuple[str, str], ...]
    open: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()


def command_line(words: tuple[str, ...]) -> CommandLine:
    """Tell the words of a command (program first, named as `unfolding.named` does) apart."""
    program = words[0]
    first = _told_apart(words, options_of(program))
    subcommand = next((name for each in first.operands if (name := subcommand_named(program, each.word))), "")
    line = _told_apart(words, options_of(program, subcommand))
    operands = [each for each in line.operands if subcommand_named(program, each.word) is not None]
    if operands and subcommand:
        index = next((i for i, each in enumerate(operands) if subcommand_named(program, each.word) == subcommand), 0)
        operands[index] = operands[index]._replace(word=subcommand)
    operands = [each._replace(word=word) for each in operands for word in resource_named(program, each.word)]
    if program in ("terraform", "tofu") and subcommand == "apply" and ("destroy", "") in line.options:
        operands[0] = operands[0]._replace(word="destroy")
    options = line.options + _implied(program, subcommand, line)
    if options_of(program).any_order:
        options += tuple(
            (name, value) for name, equals, value in (each.word.partition("=") for each in operands) if equals
        )
        operands = [each for each in operands if "=" not in each.word]
    return line._replace(operands=tuple(operands), options=options)


def _implied(program: str, subcommand: str, line: CommandLine) -> tuple[tuple[str, str], ...]:
    """What is said without the option that means it.

    In `git push`, `+branch` forces and `:branch` deletes (git-push(1), <refspec>); `kill -KILL` is `kill -9`.
    """
    if program in ("kill", "pkill", "killall"):
        signals = {value if name == "signal" else name for name, value in line.options}
        return (("9", ""),) if {each.upper().removeprefix("SIG") for each in signals} & {"9", "KILL"} else ()
    if (program, subcommand) != ("git", "push"):
        return ()
    words = [each.word for each in line.operands[1:]]
    forced = (("force", ""),) if any(word.startswith("+") for word in words) else ()
    return forced + ((("delete", ""),) if any(word.startswith(":") for word in words) else ())


def _told_apart(words: tuple[str, ...], known: Options) -> CommandLine:
    operands: list[Operand] = []
    options: list[tuple[str, str]] = []
    undecided: list[str] = []
    behind: list[str] = []
    rest = list(words[1:])
    after_unknown = False
    while rest:
        word = rest.pop(0)
        if word == "--":
            behind = [name for each in rest if each[:1] == "-" for name in _option(each, known)[0]]
            operands += [Operand(each) for each in rest]
            break
        if HOLE in word and word[0] in (HOLE, "-"):
            undecided.append(word)
        if not word.startswith("-") or word == "-":
            operands.append(Operand(word, after_unknown))
            after_unknown = False
            continue
        names, value, is_known = _option(word, known)
        if value is None and names[-1] in known.values and rest:
            value = rest.pop(0)
        after_unknown = not is_known and value is None
        options += [(name, value or "") for name in names]
    return CommandLine(tuple(operands), tuple(options), tuple(undecided), tuple(behind))


def _option(word: str, known: Options) -> tuple[list[str], str | None, bool]:
    """The names that an option word means, the value that stands in it, and whether the program is known to have it."""
    if word.startswith("--") or known.one_dash:
        name, equals, value = word.lstrip("-").partition("=")
        name = _whole(name, known)
        return [name], value if equals else None, name in known.long
    names: list[str] = []
    letters = word[1:]
    is_known = True
    while letters:
        letter, letters = letters[0], letters[1:]
        meant = known.short.get(letter, (letter,))
        is_known &= letter in known.short
        names += meant
        if meant[-1] in known.values:
            return names, letters.removeprefix("=") or None, True
    if not is_known and len(word) > 2:
        names.append(word[1:])  # programs that are not known may have long options with one hyphen
    return names, None, is_known


def _whole(name: str, known: Options) -> str:
    """The option's whole name, of which GNU programs and git take the beginning."""
    if name in known.long:
        return name
    whole = [each for each in known.long if name and each.startswith(name)]
    return whole[0] if len(whole) == 1 else name
