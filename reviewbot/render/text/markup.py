"""Text from outside in Markdown: it can neither mention, link, show an image, nor break out of its place.

Everything goes into a code span that could mean anything to GitHub: a mention, a link, an issue, HTML, an emoji. Plain
words stay prose.
"""

from __future__ import annotations

import re

# A word that is prose wherever it stands: letters and digits, joined by `-` or an apostrophe, with a sentence's
# punctuation around it. Not an abbreviated commit and not GH-12, for GitHub makes links of these.
PROSE = re.compile(
    r"(?!\(?(?:[Gg][Hh]-\d|[0-9a-fA-F]{7,40}\b))\(?(?:[^\W_]+(?:[-'\u2019][^\W_]+)*|\d{1,3}(?:,\d{3})+)\)?[.,;:!?…]?"
)
FOLDER = re.compile(r"(?![0-9a-fA-F]{7,40}\b)[^\W_]+(?:-[^\W_]+)*/")

WORD = re.compile(r"`([^`]+)`([.,;:?]?)(?=\s|$)|\S+")  # or several that the text itself quotes as code
NUMBERING = re.compile(r"\d+[.)]")  # at the start of an item this would begin a list in it


def prose(text: str, *, folders: bool = False) -> str:
    """One line of text with everything in code spans that is not plain words. folders: whether "config/" is plain."""
    parts: list[str] = []
    unsafe: list[str] = []
    for found in WORD.finditer(text):
        word, quoted, punctuation = found[0], found[1], found[2]
        if quoted:
            parts += [*spans(unsafe), code(quoted) + punctuation]
            unsafe = []
        elif not (PROSE.fullmatch(word) or (folders and FOLDER.fullmatch(word))) or (
            not parts and NUMBERING.fullmatch(word)
        ):
            unsafe.append(word)
        else:
            parts += [*spans(unsafe), word]
            unsafe = []
    return " ".join([*parts, *spans(unsafe)])


def spans(words: list[str]) -> list[str]:
    """The words as one code span, a sentence's punctuation at its end outside; [] for no words."""
    text = " ".join(words)
    bare = text.rstrip(",;:." if "(" in text else ",;:.)")
    return [code(bare) + text[len(bare) :]] if bare else [code(text)] if text else []


def code(text: str) -> str:
    """A code span, fenced with more backticks than stand together inside."""
    fence = "`" * (longest_run(text) + 1)
    edges = text[:1] + text[-1:] if text.strip(" ") else ""
    space = " " if "`" in edges or " " in edges else ""
    return f"{fence}{space}{text}{space}{fence}"


def longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
