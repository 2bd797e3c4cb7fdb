"""Jenkinsfiles: the text of `sh '...'`, in each of Groovy's quotes, with or without parentheses.

https://www.jenkins.io/doc/pipeline/steps/workflow-durable-task-step/. Text that Groovy puts together is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewbot.model.change import AddedLine
from reviewbot.shell.files.block import OPEN, Block, decoded

_STEP = re.compile(
    r"\bsh\b[\s(]*(?:\w+\s*:\s*\w+\s*,\s*)*(?:script\s*:\s*)?('''|\"\"\"|'|\")((?:\\.|(?!\1).)*)\1(\s*\+)?", re.DOTALL
)
_OPEN_STEP = re.compile(r"\bsh\b\s*\(?\s*(?:script\s*:\s*)?[A-Za-z_$]\w*\s*[,)+\n]")
_GROOVY = re.compile(r"(?<!\\)\$\{[^}]*\}|(?<!\\)\$[A-Za-z_][\w.]*")


def blocks(lines: tuple[AddedLine, ...]) -> Iterator[Block]:
    whole = "\n".join(decoded(line) for line in lines)
    for match in _STEP.finditer(whole):
        first = whole.count("\n", 0, match.start(2))
        text = _GROOVY.sub(OPEN, match[2]) if match[1][0] == '"' else match[2]
        text = re.sub(r"\\([\\'\"$])", r"\1", text) + (OPEN if match[3] else "")
        texts = tuple(text.split("\n"))
        yield Block(texts, lines[first : first + len(texts)])
    for match in _OPEN_STEP.finditer(whole):
        yield Block((OPEN,), (lines[whole.count("\n", 0, match.start())],))
