"""Pushes as a git server meets them in its hook: a bare repository, and new objects beside it in a quarantine."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.inputs.contents import Lines
from tests.benchmarks.inputs.policies import PLANTING, PUSH
from tests.benchmarks.inputs.repository import Input, Inputs
from tests.benchmarks.inputs.shapes import path_of
from tests.benchmarks.inputs.source_text import SourceText

QUARANTINE = "objects/tmp_objdir-incoming-benchmark"  # named as git names it
REF = "refs/heads/feature"
# About as in git's own repository, where one commit costs git a millisecond.
FILES = 3_000
LINES_PER_FILE = 400
LINES_PER_COMMIT = 30
UNPACK_LIMIT = 100  # receive.unpackLimit: git unpacks a push of fewer objects, and keeps the pack of a larger one


@dataclass(frozen=True)
class Push:
    """A new branch at `head`, pushed to the server at `directory`, whose default branch is at `base`."""

    name: str
    directory: Path
    base: str
    head: str
    quarantine: Path | None

    @property
    def lines(self) -> bytes:
        """What git tells pre-receive of it, githooks(5)."""
        return f"{'0' * len(self.head)} {self.head} {REF}\n".encode()

    @property
    def variables(self) -> dict[str, str]:
        """What git sets around the hook: https://git-scm.com/docs/git-receive-pack#_quarantine_environment."""
        here = {"GIT_DIR": "."}
        if self.quarantine is None:
            return here
        alternates = {"GIT_ALTERNATE_OBJECT_DIRECTORIES": str(self.directory / "objects")}
        return here | alternates | dict.fromkeys(("GIT_OBJECT_DIRECTORY", "GIT_QUARANTINE_PATH"), str(self.quarantine))


def get_push(inputs: Inputs, commits: int) -> Push:
    """A push of so many commits of some 30 changed lines each, made when it is not there yet."""
    name = f"push of {commits:,} commit{'s' * (commits > 1)}"
    made = inputs.made(name, lambda folder: _make(inputs, name, commits, folder))
    known = json.loads((made / "input.json").read_text())
    server = made / "server.git"
    return Push(name, server, known["base"], known["head"], server / QUARANTINE)


def push_of(change: Input, inputs: Inputs, folder: Path) -> Push:
    """A change of somebody's repository as a push to an empty server, which reaches its objects and writes nothing."""
    server = _make_server(inputs, folder)
    objects = inputs.git(change.directory, "rev-parse", "--path-format=absolute", "--git-path", "objects").strip()
    (server / "objects/info/alternates").write_text(f"{objects}\n")
    inputs.git(server, "update-ref", "refs/heads/main", change.base)
    return Push(f"push of {change.name}", server, change.base, change.head, None)


def _make_server(inputs: Inputs, folder: Path) -> Path:
    inputs.git(folder, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", "server.git")
    (folder / "server.git/objects/info").mkdir(exist_ok=True)
    return folder / "server.git"


def _make(inputs: Inputs, name: str, commits: int, folder: Path) -> None:
    inputs.git(folder, "init", "--quiet", "--template=", "--initial-branch=main", "client")
    client, server = folder / "client", _make_server(inputs, folder)
    inputs.write_history(client, _history(SourceText(f"{inputs.seed} {name}", PLANTING), commits))
    ids = inputs.git(client, "rev-list", "--reverse", "main").split()
    inputs.git(client, "repack", "-a", "-d", "-q")
    inputs.git(client, "push", "--quiet", "../server.git", f"{ids[0]}:refs/heads/main")
    inputs.git(server, "repack", "-a", "-d", "-q")
    _receive(inputs, client, server, ids[0], ids[-1])
    (folder / "input.json").write_text(json.dumps({"base": ids[0], "head": ids[-1]}))


def _history(text: SourceText, commits: int) -> Iterator[tuple[str, list[tuple[bytes, Lines | None]]]]:
    """The base, then commits that each edit one to three files; one in ten adds one too."""
    held = {
        path_of(number): text.lines(1 + int(text.random.expovariate(1 / LINES_PER_FILE))) for number in range(FILES)
    }
    yield "base", [(b".reviewbot.toml", [PUSH.encode()]), *sorted(held.items())]
    for number in range(commits):
        paths = text.random.sample(list(held), text.random.randint(1, 3))
        for path in paths:
            held[path] = text.edited(held[path], LINES_PER_COMMIT // len(paths))
        if number % 10 == 0:
            paths.append(path_of(FILES + number))
            held[paths[-1]] = text.new_lines(LINES_PER_COMMIT)
        yield f"commit {number}", [(path, held[path]) for path in sorted(set(paths))]


def _receive(inputs: Inputs, client: Path, server: Path, base: str, head: str) -> None:
    """Put what a push of head sends where git-receive-pack(1) puts it, the way it does."""
    quarantine = server / QUARANTINE
    (quarantine / "pack").mkdir(parents=True)
    named = inputs.git(client, "rev-list", "--objects", head, f"^{base}")
    keep = len(named.splitlines()) >= UNPACK_LIMIT
    unpack = ("index-pack", "--stdin", "--fix-thin") if keep else ("unpack-objects", "-q")
    environment = {
        **inputs.environment,
        "GIT_OBJECT_DIRECTORY": str(quarantine),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(server / "objects"),
    }
    pack = ("git", "pack-objects", "--quiet", "--revs", "--thin", "--stdout", "--delta-base-offset")
    sent = subprocess.run(
        pack, cwd=client, env=inputs.environment, input=f"{head}\n^{base}\n".encode(), check=True, capture_output=True
    )
    subprocess.run(
        ("git", *unpack), cwd=server, env=environment, input=sent.stdout, check=True, stdout=subprocess.DEVNULL
    )
