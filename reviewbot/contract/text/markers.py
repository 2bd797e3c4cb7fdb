"""A section that is kept between two markers of a Markdown file, with everything around it left as it is."""

from __future__ import annotations

import re

from reviewbot.contract import ContractError

BEGIN = "<!-- reviewbot contract: begin (made by `reviewbot contract --write`; change the policy, not these lines) -->"
END = "<!-- reviewbot contract: end -->"

_BEGIN_LINE = re.compile(r"^<!-- reviewbot contract: begin\b.*-->[ \t]*$", re.MULTILINE)
_END_LINE = re.compile(r"^<!-- reviewbot contract: end\b.*-->[ \t]*(?:\n|\Z)", re.MULTILINE)


def put_between_markers(section: str, present: str) -> str:
    """The text with this section, which brings its markers, in the place of the one that is there, else at its end.

    The line ends are those of the text. Raises ContractError where it is not plain which lines are the section.
    """
    text = present.replace("\r\n", "\n")
    begins, ends = list(_BEGIN_LINE.finditer(text)), list(_END_LINE.finditer(text))
    if not begins and not ends:
        gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
        result = text + gap + section
    elif len(begins) == len(ends) == 1 and begins[0].end() <= ends[0].start():
        result = text[: begins[0].start()] + section + text[ends[0].end() :]
    else:
        raise ContractError("its markers do not stand once each, the begin before the end")
    return result.replace("\n", "\r\n") if "\r\n" in present else result


def has_markers(present: str) -> bool:
    """Whether there is a marker, so that the file is meant to hold a contract."""
    text = present.replace("\r\n", "\n")
    return bool(_BEGIN_LINE.search(text) or _END_LINE.search(text))
