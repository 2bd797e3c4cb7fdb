"""Dockerfiles: RUN, CMD, ENTRYPOINT and HEALTHCHECK CMD, as shell text, exec form or here-document.

https://docs.docker.com/reference/dockerfile/. A line that begins no instruction goes on with one that was not added.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from reviewbot.model.change import AddedLine
from reviewbot.shell.files.block import Block, decoded

_INSTRUCTION = re.compile(
    r"(?i)\s*(?:ONBUILD\s+)?(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)(?:\s+|$)"
)
_RUNS = ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK")
_FLAGS = re.compile(r"(?i)(?:--[a-z-]+(?:=\S+)?\s+|CMD\s+)*")
_ONLY_DOCUMENT = re.compile(r"\s*<<-?\s*(['\"]?)(\w+)\1\s*")
_DOCUMENT = re.compile(r"<<-?\s*['\"]?(\w+)")
_JOINT = re.compile(r"^\s*(?:&&|\|\||[|;&])+\s*")


def blocks(lines: tuple[AddedLine, ...]) -> Iterator[Block]:
    rest = [line for line in lines if not re.match(rb"\s*#", line.text)]
    while rest:
        group = _instruction(rest)
        del rest[: len(group)]
        yield from _blocks(tuple(group))


def _instruction(rest: list[AddedLine]) -> list[AddedLine]:
    """The first instruction: lines that go on, and the here-documents that begin in them."""
    count = 1
    while count < len(rest) and rest[count - 1].text.rstrip().endswith(b"\\"):
        count += 1
    text = " ".join(decoded(line) for line in rest[:count])
    for delimiter in _DOCUMENT.findall(text):
        ends = (index for index in range(count, len(rest)) if decoded(rest[index]).strip() == delimiter)
        count = next(ends, count - 1) + 1
    return rest[:count]


def _blocks(group: tuple[AddedLine, ...]) -> Iterator[Block]:
    texts = [decoded(line) for line in group]
    match = _INSTRUCTION.match(texts[0])
    if match is None:
        joined = [_JOINT.sub("", texts[0]), *texts[1:]]
        joined[-1] = joined[-1].rstrip().removesuffix("\\")
        yield Block(tuple(joined), group, guessed=True)
        return
    if match[1].upper() not in _RUNS:
        return
    first = texts[0][match.end() :]
    texts[0] = first[len((_FLAGS.match(first) or [""])[0]) :]
    if _ONLY_DOCUMENT.fullmatch(texts[0]):
        yield Block(tuple(texts[1:-1]), group[1:-1])
    elif texts[0].startswith("["):
        words = _exec_form("".join(text.rstrip().removesuffix("\\") for text in texts))
        yield Block((), group, words) if words else Block(tuple(texts), group)
    else:
        yield Block(tuple(text.rstrip() for text in texts), group)


def _exec_form(text: str) -> tuple[str, ...]:
    try:
        words = json.loads(text)
    except ValueError:
        return ()
    return tuple(words) if words and all(isinstance(word, str) and "\0" not in word for word in words) else ()
