"""One value of a policy: of the right type, within its limits, and as the model holds it. Nothing is converted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reviewbot.diff.expressions import check_expression, program_size
from reviewbot.diff.path_patterns import check_pattern
from reviewbot.model.options import LARGEST_INTEGER, Kind, Option
from reviewbot.policy.keys import Key
from reviewbot.policy.wording import MAX_SHOWN, described, did_you_mean, escaped, toml_string

MAX_CHARACTERS = 512
MAX_PROGRAM_SIZE = 50_000  # of the expressions of one list; an ordinary expression has some 20 to 200

_CHECKS = {Kind.PATTERNS: check_pattern, Kind.REGEXES: check_expression}
_NOUNS = {Kind.PATTERNS: "a pattern", Kind.REGEXES: "an expression"}


class UnfitError(ValueError):
    """A value cannot stand where it does. what: goes on after the name of the key. help: what to write instead."""

    def __init__(self, what: str, help: str) -> None:
        super().__init__(what)
        self.what = what
        self.help = help


def read_value(key: Key, value: object) -> object:
    """The value as `Instance` or `Options` holds it: lists as tuples. Raises UnfitError."""
    match key.option.kind:
        case Kind.INTEGER:
            return _integer(key.option, value)
        case Kind.FLAG:
            return _flag(value)
        case Kind.TEXT:
            return _text(key, value)
        case Kind.CHOICE:
            return _choice(key.option, value)
        case kind:
            entries = _entries(key, value)
            return _choices(key.option, entries) if kind is Kind.CHOICES else _texts(kind, entries)


def _integer(option: Option, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and option.minimum <= value <= LARGEST_INTEGER:
        return value
    raise UnfitError(
        f"must be a whole number from {option.minimum} to {LARGEST_INTEGER}, not {described(value)}",
        "to set no limit at all, leave the rule out",
    )


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise UnfitError(f"must be true or false, not {described(value)}", "write true or false, without quotes")
    return value


def _text(key: Key, value: object) -> str:
    if not isinstance(value, str):
        raise UnfitError(f"must be a text, not {described(value)}", 'texts stand in quotes, as "this"')
    if not value and not key.may_be_empty:
        raise UnfitError("must not be empty", "leave the key out where there is nothing to say")
    _check_characters(value, "a text")
    return value


def _check_characters(text: str, noun: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise UnfitError(
            f"holds {noun} of {len(text)} characters, {MAX_CHARACTERS} are allowed: {described(text)}",
            "shorten it, or write it as several",
        )
    if "\0" in text:
        raise UnfitError(f"holds {noun} with a NUL character: {described(text)}", "leave the character out")


def _choice(option: Option, value: object) -> str:
    if isinstance(value, str) and value in option.choices:
        return value
    allowed = " or ".join(f'"{choice}"' for choice in option.choices)
    verb = "hold only" if option.kind is Kind.CHOICES else "be"
    what = f"must {verb} {allowed}, not {described(value)}"
    if isinstance(value, str):
        raise UnfitError(what, did_you_mean(value, option.choices, "write one of"))
    raise UnfitError(what, f"write {allowed}")


def _entries(key: Key, value: object) -> list[object]:
    if isinstance(value, str):
        instead = toml_string(value) if len(value) <= MAX_SHOWN else '"..."'
        raise UnfitError("must be a list, not one text", f"write [{instead}]")
    if not isinstance(value, list):
        raise UnfitError(f"must be a list, not {described(value)}", 'write ["...", "..."]')
    if not value and not key.may_be_empty:
        instead = "name at least one" if key.required else "leave the key out for its default"
        raise UnfitError("must not be an empty list", instead)
    return value


def _choices(option: Option, entries: list[object]) -> tuple[str, ...]:
    chosen = tuple(_choice(option, entry) for entry in entries)
    if len(set(chosen)) < len(chosen):
        raise UnfitError("names one thing twice", "name each once")
    return chosen


def _texts(kind: Kind, entries: list[object]) -> tuple[str, ...]:
    noun = _NOUNS.get(kind, "a text")
    texts = tuple(_bounded(kind, (_entry(kind, noun, entry) for entry in entries)))
    if kind is Kind.PATTERNS and texts and all(text.startswith("!") for text in texts):
        raise UnfitError(
            "matches nothing: each of its patterns starts with !",
            "! takes back what an earlier pattern matched; write \\! for a name that starts with it",
        )
    return texts


def _bounded(kind: Kind, texts: Iterable[str]) -> Iterator[str]:
    """The texts, as long as expressions among them do not add up to more than RE2 handles at once."""
    total = 0
    for text in texts:
        total += program_size(text) if kind is Kind.REGEXES else 0
        if total > MAX_PROGRAM_SIZE:
            raise UnfitError("holds expressions that are too large together", "write them without large repetitions")
        yield text


def _entry(kind: Kind, noun: str, entry: object) -> str:
    if not isinstance(entry, str):
        raise UnfitError(f"must be a list of texts, but holds {described(entry)}", 'texts stand in quotes, as "this"')
    if not entry:
        raise UnfitError(f"holds {noun} that is empty", "leave it out")
    _check_characters(entry, noun)
    try:
        _CHECKS.get(kind, str)(entry)
    except ValueError as error:
        raise UnfitError(
            f"holds {described(entry)}: {escaped(str(error), 200)}", "correct it or leave it out"
        ) from None
    return entry
