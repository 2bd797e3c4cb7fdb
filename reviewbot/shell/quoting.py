"""What quotes, braces and wildcards make of a word.

While a word is put together, characters that mean something only where they are not quoted are shifted into a private
range of Unicode (which no text that is read may hold), so that what stays unshifted is what the shell acts on.
"""

from __future__ import annotations

import re

from reviewbot.shell.command import ANY, HOLE, UnclearError

SPLIT = "\uf8ff"  # an expansion outside of quotes: any text, and any number of words
_SHIFT = 0xE000
_SPECIAL = "{},.*?[]~"
_SHIFTED = {ord(each): ord(each) + _SHIFT for each in _SPECIAL}
_BACK = {shifted: plain for plain, shifted in _SHIFTED.items()}
_GLOB = re.compile(rf"\*|\?|\[[^\]{SPLIT}]*\]?")
_OTHER_HOME = re.compile(rf"^~[^/{SPLIT}]+")  # somebody's, or `~+`, the working folder; `~` itself is left as it is
_BRACES = re.compile(r"\{([^{}]*)\}")
_MAX_WORDS = 256
_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|c(.)|(.))|([^\\]+)", re.DOTALL
)
_NAMED = {"a": 7, "b": 8, "e": 27, "E": 27, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11}


def quoted(text: str) -> str:
    """The text as it stands in quotes."""
    return text.translate(_SHIFTED)


def unescaped(text: str) -> str:
    """Text outside of quotes: a backslash quotes what follows, and vanishes with a line end."""
    return re.sub(r"\\(\n|.)", lambda match: "" if match[1] == "\n" else quoted(match[1]), text, flags=re.DOTALL)


def unescaped_in_quotes(text: str) -> str:
    """Text inside of double quotes."""
    return quoted(re.sub(r"\\([$`\"\\\n])", lambda match: match[1].strip("\n"), text))


def ansi_c(text: str) -> str:
    """What stands between `$'` and `'`. https://www.gnu.org/software/bash/manual/html_node/ANSI_002dC-Quoting.html"""
    decoded = b""
    for byte, short, long, octal, control, other, plain in _ESCAPE.findall(text):
        if plain:
            decoded += plain.encode()
        elif byte or octal:
            decoded += bytes([int(byte or "0", 16) or int(octal or "0", 8) & 0xFF])
        elif short or long:
            decoded += _character(int(short or long, 16))
        elif control:
            decoded += bytes([ord(control.upper()) & 0x1F])
        elif other in _NAMED:
            decoded += bytes([_NAMED[other]])
        else:
            decoded += (other if other in "\\'\"?" else f"\\{other}").encode()
    try:
        result = decoded.decode()
    except UnicodeDecodeError:
        raise UnclearError("holds bytes that are no text") from None
    if "\0" in result or any("\ue000" <= each <= "\uf8ff" for each in result):
        raise UnclearError("holds a character that is not understood")
    return quoted(result)


def _character(code: int) -> bytes:
    try:
        return chr(code).encode()
    except (ValueError, OverflowError, UnicodeEncodeError):
        raise UnclearError("holds a character that is not understood") from None


def expanded(text: str) -> list[str]:
    """The words that a word becomes: braces expanded, wildcards and expansions open, quotes gone."""
    words: list[str] = []
    for each in _alternatives(text):
        open_text = _GLOB.sub(HOLE, _OTHER_HOME.sub(HOLE, each)).translate(_BACK)
        if open_text.strip(SPLIT) == "" and SPLIT in open_text:
            words.append(ANY)
            continue
        words.append(re.sub(f"[{HOLE}{SPLIT}]+", HOLE, open_text))
        if SPLIT in open_text:
            words.append(ANY)
    return words


def as_one(text: str) -> str:
    """The text that a word becomes where the shell neither splits nor expands it, as in an assignment."""
    return re.sub(f"[{HOLE}{SPLIT}]+", HOLE, text).translate(_BACK)


def _alternatives(text: str) -> list[str]:
    """Brace expansion, innermost first; `{a..c}` is left open."""
    done: list[str] = []
    waiting = [text]
    while waiting:
        if len(waiting) + len(done) > _MAX_WORDS:
            raise UnclearError("expands to too many words")
        current = waiting.pop()
        match = next((each for each in _BRACES.finditer(current) if "," in each[1] or ".." in each[1]), None)
        if match is None:
            done.append(current or (SPLIT if text else ""))  # an empty word vanishes, unless there were quotes
            continue
        parts = match[1].split(",") if "," in match[1] else [SPLIT]
        waiting += [current[: match.start()] + part + current[match.end() :] for part in reversed(parts)]
    return done
