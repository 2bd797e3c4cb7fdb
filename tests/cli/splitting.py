"""A branch to be split, the command on it, and all that the command could change."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from reviewbot.cli.main import main
from tests.repositories import Repository, lines
from tests.split.changes import changed

HOSTILE = "\x1b[31m\u202e::error::x\n"
BEFORE = {"a.txt": lines(60), "old.txt": lines(30, "moved"), "gone.txt": lines(5, "gone")}
AFTER = {
    "a.txt": "first\n" + lines(60).replace("line 30\n", "half\n") + "last\n",
    "old.txt": None,
    "new.txt": lines(30, "moved"),
    "gone.txt": None,
    f"{HOSTILE}.txt": lines(12, "hostile"),
    b"caf\xe9.txt": lines(12, "latin"),
}
_FIELDS = ("old_start", "old_lines", "new_start", "new_lines")
# Of a.txt, as the plan has them.
HUNKS = [dict(zip(_FIELDS, each, strict=True)) for each in ((0, 0, 1, 1), (30, 1, 31, 1), (60, 0, 62, 1))]


class Told(NamedTuple):
    status: int
    out: str
    err: str


class Topic:
    """A repository on a branch that changes all of this, with work that is not committed; the current folder."""

    def __init__(self, tmp_path, monkeypatch, capsys, before=None, after=None):
        self._folder, self._capsys = tmp_path, capsys
        self.repository = changed(tmp_path, before or BEFORE, after or AFTER)
        self.repository.head("refs/heads/topic")
        self.repository.check_out()
        self.repository.write("a.txt", "not committed\n")
        self.repository.write("untracked.txt", "untracked\n")
        self.repository.write("staged.txt", "staged\n")
        self.repository.git("add", "staged.txt")
        monkeypatch.chdir(self.repository.path)

    def run(self, *arguments, span="main..topic") -> Told:
        """The command, on the change of topic unless another range is given."""
        self._capsys.readouterr()
        status = main(["split", *([span] if span else []), *map(str, arguments)])
        told = Told(status, *self._capsys.readouterr())
        assert "fault of reviewbot" not in told.err
        assert "Traceback" not in told.err
        return told

    def refused(self, *arguments, **others) -> str:
        """What is said when the command refuses: on standard error only, and with nothing changed."""
        before = state(self.repository)
        told = self.run(*arguments, **others)
        assert (told.status, told.out) == (2, "")
        assert told.err.startswith("error: ")
        assert told.err.count("\n") <= 3
        assert all(character.isprintable() or character == "\n" for character in told.err)
        assert state(self.repository) == before
        return told.err.removeprefix("error: ")

    def plan(self, *arguments, status: int = 0) -> dict[str, Any]:
        """The plan as JSON, of parts of at most 15 lines unless arguments say more."""
        told = self.run("--format", "json", *(arguments or ("--budget", "15")))
        assert told.status == status
        return json.loads(told.out)

    def file(self, content: object) -> str:
        """The name of a file that holds this text, or this document."""
        file = self._folder / "edited.json"
        file.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(file)


def state(repository: Repository) -> dict[Any, bytes]:
    """All that a command could change: every file there is, but objects, which nothing names."""
    return {
        path: path.read_bytes()
        for path in repository.path.rglob("*")
        if path.is_file() and ".git/objects" not in str(path)
    }


def entry(document: dict[str, Any], path: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The part that holds this path, and what it holds of it."""
    ((part, file),) = [(part, file) for part in document["parts"] for file in part["files"] if file["path"] == path]
    return part, file
