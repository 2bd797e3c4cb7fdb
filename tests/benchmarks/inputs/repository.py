"""Repositories made from seeds with `git fast-import`, packed once, kept when a folder is given."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from tests.benchmarks.inputs.contents import Lines
from tests.benchmarks.inputs.policies import BUDGETS, PLANTING
from tests.benchmarks.inputs.shapes import SHAPES
from tests.benchmarks.inputs.source_text import SourceText

Files = Iterable[tuple[bytes, Lines | None]]
WHEN = "1700000000 +0000"
WHO = f"A Person <person@example.org> {WHEN}"


@dataclass(frozen=True)
class Input:
    """A repository with a change in it. `planted`: how many added lines the content patterns find, None if unknown."""

    name: str
    directory: Path
    base: str
    head: str
    size: int
    planted: int | None = None


def environment(home: Path) -> dict[str, str]:
    """What every measured command sees: nothing of the machine's git configuration, nothing of the caller's `GIT_*`.

    Compiled modules are kept in `home` for all Python programs alike: installed ones come compiled, and a working
    tree must not be compiled anew at every start, nor be written to.
    """
    dropped = ("GIT_", "PYTHON", "REVIEWBOT")
    kept = {name: value for name, value in os.environ.items() if name == "PYTHONPATH" or not name.startswith(dropped)}
    isolated = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_TERMINAL_PROMPT": "0"}
    folders = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "PYTHONPYCACHEPREFIX": str(home / "bytecode")}
    return {**kept, **isolated, **folders, "LC_ALL": "C.UTF-8"}


def write_commit(stream: BinaryIO, message: str, files: Files) -> None:
    """One commit on `main`, in the language of git-fast-import(1); None deletes a path."""
    stream.write(f"commit refs/heads/main\ncommitter {WHO}\ndata {len(message)}\n{message}\n".encode())
    for path, lines in files:
        if lines is None:
            stream.write(b"D %b\n" % path)
        else:
            text = b"".join(lines)
            stream.write(b"M 100644 inline %b\ndata %d\n%b\n" % (path, len(text), text))


class Inputs:
    """Makes inputs in `folder`, or finds them there from an earlier run with the same seed and the same generator."""

    def __init__(self, folder: Path, seed: int, say: Callable[[str], None]) -> None:
        self.folder = folder
        self.seed = seed
        self.say = say
        self.environment = environment(folder)

    def get(self, shape: str, size: int) -> Input:
        """The change of that shape and about that size (changed lines, or paths), made when it is not there yet."""
        name = f"{shape}, {size:,}"
        made = self.made(name, lambda folder: self._make(Input(name, Path(), "", "", size), shape, folder))
        known = json.loads((made / "input.json").read_text())
        return Input(**{**known, "directory": made / "repository"})

    def made(self, name: str, make: Callable[[Path], None]) -> Path:
        """The folder of that input. `make` fills it, `input.json` last, when it is not there yet."""
        made = self.folder / f"{name.replace(' ', '-').replace(',', '')}-{self._digest()}"
        if not (made / "input.json").exists():
            self.say(f"making the input: {name}")
            unfinished = self.folder / f"{made.name}.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            shutil.rmtree(made, ignore_errors=True)
            unfinished.mkdir(parents=True)
            make(unfinished)
            unfinished.rename(made)
        return made

    def _digest(self) -> str:
        """Of the seed and of the generator's own text, so that a changed generator never finds an old input."""
        digest = hashlib.sha256(str(self.seed).encode())
        for file in sorted(Path(__file__).parent.glob("*.py")):
            digest.update(file.read_bytes())
        return digest.hexdigest()[:12]

    def _make(self, wanted: Input, shape: str, folder: Path) -> None:
        repository = folder / "repository"
        self.git(folder, "init", "--quiet", "--template=", "--initial-branch=main", "repository")
        text = SourceText(f"{self.seed} {wanted.name}", PLANTING, wanted.size)
        contents = SHAPES[shape](text, wanted.size)
        policy = {b".reviewbot.toml": [BUDGETS.encode()]}
        commits = (("base", _sorted({**policy, **contents.base})), ("head", _sorted(contents.head)))
        self.write_history(repository, commits)
        self.git(repository, "repack", "-a", "-d", "-q")
        head, base = self.git(repository, "rev-list", "main").split()
        made = Input(wanted.name, Path(), base, head, wanted.size, text.planted)
        (folder / "input.json").write_text(json.dumps({**asdict(made), "directory": None}))

    def write_history(self, repository: Path, commits: Iterable[tuple[str, Files]]) -> None:
        """Put commits on `main`: the message of each, and its files as `write_commit` takes them."""
        command = ("git", "fast-import", "--quiet", "--done")
        with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=repository, env=self.environment) as process:
            assert process.stdin is not None
            for message, files in commits:
                write_commit(process.stdin, message, files)
            process.stdin.write(b"done\n")
        if process.returncode:
            raise RuntimeError(f"git fast-import: exit {process.returncode}")

    def git(self, directory: Path, *arguments: str) -> str:
        """What git prints there."""
        done = subprocess.run(
            ("git", *arguments), cwd=directory, env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout


def _sorted(files: dict[bytes, Lines | None] | dict[bytes, Lines]) -> Iterator[tuple[bytes, Lines | None]]:
    yield from sorted(files.items())
