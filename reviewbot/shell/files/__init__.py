"""The shell text in added lines of files that run some: which files, and where in them it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reviewbot.model.change import AddedLine
from reviewbot.shell.command import Parsed
from reviewbot.shell.files import ci_file, dockerfile, jenkinsfile, makefile, script
from reviewbot.shell.files.block import Block, Extractor, continued
from reviewbot.shell.unfolding import parse, parse_words

# gitignore patterns of each kind of file, and what finds the shell text in it.
KINDS: tuple[tuple[tuple[str, ...], Extractor], ...] = (
    (("*.sh", "*.bash", "*.zsh", "*.ksh", ".envrc", ".bashrc", ".profile", ".husky/*", ".githooks/*", "hooks/pre-*",
      "hooks/post-*", "hooks/commit-msg", "hooks/update", "configure", "gradlew"), script.blocks),
    (("Makefile", "makefile", "GNUmakefile", "Makefile.*", "*.mk"), makefile.blocks),
    (("Dockerfile", "Dockerfile.*", "*.Dockerfile", "*.dockerfile", "Containerfile", "Containerfile.*"),
    dockerfile.blocks),
    ((".github/workflows/*.yml", ".github/workflows/*.yaml", "action.yml", "action.yaml", ".gitlab-ci.yml",
      "*.gitlab-ci.yml", ".circleci/*.yml", "azure-pipelines*.yml", ".azure-pipelines/*.yml"), ci_file.blocks),
    (("Jenkinsfile", "Jenkinsfile.*", "*.jenkinsfile"), jenkinsfile.blocks),
)  # fmt: skip
SCOPE = tuple(pattern for patterns, _ in KINDS for pattern in patterns)


class Script(NamedTuple):
    """What a piece of shell text comes to. lines: the added line of each of its lines; guessed: see `Block`."""

    parsed: Parsed
    text: tuple[str, ...]
    lines: tuple[AddedLine, ...]
    guessed: bool = False

    def line_at(self, line: int) -> AddedLine:
        """The added line of a line of the text (from 0)."""
        return self.lines[min(line, len(self.lines) - 1)]


def scripts_in(added: tuple[AddedLine, ...], extractor: Extractor) -> Iterator[Script]:
    """Every piece of shell text among these added lines of one file."""
    for run in _runs(added):
        for block in extractor(run):
            if block.lines:
                yield from _scripts(block)


def _runs(added: tuple[AddedLine, ...]) -> Iterator[tuple[AddedLine, ...]]:
    """Lines that follow each other."""
    run: list[AddedLine] = []
    for line in added:
        if run and line.number != run[-1].number + 1:
            yield tuple(run)
            run = []
        run.append(line)
    if run:
        yield tuple(run)


def _scripts(block: Block) -> Iterator[Script]:
    """The block as a whole, else each of its lines: a hunk seldom holds all of an `if`."""
    if block.words:
        yield Script(parse_words(block.words), block.words, block.lines)
        return
    parsed = parse("\n".join(block.text))
    if not any(each.garbled for each in parsed.unclear) or len(block.lines) < 2:
        yield Script(parsed, block.text, block.lines, block.guessed)
        return
    index = 0
    for group in continued(block.lines):
        text = block.text[index : index + len(group)]
        index += len(group)
        if text:
            yield Script(parse("\n".join(text)), text, group, block.guessed)


__all__ = ["KINDS", "SCOPE", "Script", "scripts_in"]
