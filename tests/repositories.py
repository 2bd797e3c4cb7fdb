"""Real git repositories for tests, made in milliseconds.

Objects are written by this module itself, one loose file each, so a test can hold what no git command would make
(a `..` in a tree, a name twice), and no configuration of the machine has a say. What needs an index or a working tree
asks git, in an environment of its own. `tests/test_repositories.py` lets `git fsck` look at the result.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FILE, EXECUTABLE, LINK, SUBMODULE, FOLDER = 0o100644, 0o100755, 0o120000, 0o160000, 0o40000
PERSON, WHEN = b"A U Thor <author@example.com>", b" 1700000000 +0000"
IDENTITY = PERSON + WHEN
EMPTY_CONFIG = "[core]\n\trepositoryformatversion = {version}\n\tfilemode = true\n\tbare = {bare}\n"


@dataclass(frozen=True)
class Entry:
    """One name in a tree: a blob with this content, or the object with this id."""

    mode: int = FILE
    content: bytes = b""
    id: str = ""


Content = str | bytes | Entry | None
Files = Mapping[str, Content] | Mapping[bytes, Content] | Mapping[str | bytes, Content]


def link(target: str | bytes) -> Entry:
    return Entry(LINK, _bytes(target))


def executable(content: str | bytes) -> Entry:
    return Entry(EXECUTABLE, _bytes(content))


def submodule(digit: str = "1") -> Entry:
    """A gitlink to a commit that nobody has."""
    return Entry(SUBMODULE, id=digit * 40)


def lines(count: int, word: str = "line") -> str:
    """`count` lines, all different."""
    return "".join(f"{word} {number}\n" for number in range(1, count + 1))


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


def isolated_environment(home: Path | str = "/nonexistent") -> dict[str, str]:
    """An environment for git in which nothing of this machine or user is left."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "A U Thor",
        "GIT_AUTHOR_EMAIL": "author@example.com",
        "GIT_AUTHOR_DATE": "1700000000 +0000",
        "GIT_COMMITTER_NAME": "A U Thor",
        "GIT_COMMITTER_EMAIL": "author@example.com",
        "GIT_COMMITTER_DATE": "1700000000 +0000",
    }


class Repository:
    """A git repository at `path`, with a working tree unless `bare`; HEAD is `main`, which does not exist yet.

    object_format: "sha1" or "sha256".
    """

    def __init__(self, path: Path, *, bare: bool = False, object_format: str = "sha1") -> None:
        self.path = path
        self.git_dir = path if bare else path / ".git"
        self.object_format = object_format
        self._files: dict[str, dict[bytes, Entry]] = {}
        self._written: set[str] = set()
        for folder in ("objects/info", "objects/pack", "refs/heads", "refs/tags", "info"):
            (self.git_dir / folder).mkdir(parents=True)
        self.head("refs/heads/main")
        extension = "[extensions]\n\tobjectformat = sha256\n" if object_format == "sha256" else ""
        config = EMPTY_CONFIG.format(version=1 if extension else 0, bare=str(bare).lower()) + extension
        (self.git_dir / "config").write_text(config)

    # Objects: each returns the new object's id as full hex.

    def object(self, kind: str, body: bytes) -> str:
        data = b"%s %d\0" % (kind.encode(), len(body)) + body
        name = hashlib.new(self.object_format, data).hexdigest()
        if name not in self._written:
            self._written.add(name)
            self._write(self.object_file(name), data)
        return name

    @staticmethod
    def _write(file: Path, data: bytes) -> None:
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(zlib.compress(data, 1))
            file.chmod(0o444)

    def object_file(self, name: str) -> Path:
        return self.git_dir / "objects" / name[:2] / name[2:]

    def blob(self, content: str | bytes) -> str:
        return self.object("blob", _bytes(content))

    def raw_tree(self, entries: Sequence[tuple[int, bytes, str]]) -> str:
        """A tree of exactly these (mode, name, id), in this order, whatever git would say about it."""
        return self.object("tree", b"".join(b"%o %s\0" % entry[:2] + bytes.fromhex(entry[2]) for entry in entries))

    def tree(self, files: Mapping[bytes, Entry]) -> str:
        """The tree of these full paths; parts such as `..` become names like any other."""
        entries: list[tuple[int, bytes, str]] = []
        folders: dict[bytes, dict[bytes, Entry]] = {}
        for path, entry in files.items():
            name, slash, below = path.partition(b"/")
            if slash:
                folders.setdefault(name, {})[below] = entry
            else:
                entries.append((entry.mode, name, entry.id or self.blob(entry.content)))
        entries += [(FOLDER, name, self.tree(below)) for name, below in folders.items()]
        return self.raw_tree(sorted(entries, key=lambda entry: entry[1] + (b"/" if entry[0] == FOLDER else b"")))

    def commit(
        self,
        changes: Files,
        *parents: str,
        branch: str | None = None,
        tree: str | None = None,
        message: str | bytes = "a commit\n",
        author: str | bytes = PERSON,
        committer: str | bytes = PERSON,
        encoding: str = "",
    ) -> str:
        """A commit whose files are those of the first parent with these changes (None: gone).

        tree: the tree to take instead. branch: the branch to put there. author, committer: "Name <email>". encoding:
        what the commit says that its texts are in.
        """
        files = dict(self._files.get(parents[0], {})) if parents else {}
        for path, content in changes.items():
            if content is None:
                del files[_bytes(path)]
            else:
                files[_bytes(path)] = content if isinstance(content, Entry) else Entry(content=_bytes(content))
        header = [b"tree " + (tree or self.tree(files)).encode(), *(b"parent " + parent.encode() for parent in parents)]
        header += [b"author " + _bytes(author) + WHEN, b"committer " + _bytes(committer) + WHEN]
        header += [b"encoding " + encoding.encode()] if encoding else []
        name = self.object("commit", b"\n".join([*header, b"", _bytes(message)]))
        self._files[name] = files
        if branch:
            self.ref(f"refs/heads/{branch}", name)
        return name

    def tag(self, name: str, target: str, kind: str = "commit") -> str:
        """An annotated tag, and its ref."""
        body = f"object {target}\ntype {kind}\ntag {name}\ntagger {IDENTITY.decode()}\n\na tag\n"
        made = self.object("tag", body.encode())
        self.ref(f"refs/tags/{name}", made)
        return made

    # Names.

    def ref(self, name: str, id: str) -> None:
        file = self.git_dir / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(id + "\n")

    def id(self, name: str) -> str:
        """What a loose ref such as "refs/heads/main" holds."""
        return (self.git_dir / name).read_text().strip()

    def head(self, name: str) -> None:
        """Let HEAD be this ref, or this commit."""
        (self.git_dir / "HEAD").write_text(("ref: " if name.startswith("refs/") else "") + name + "\n")

    # What surrounds a repository.

    def configure(self, text: str) -> None:
        """Add to the repository's configuration file."""
        with (self.git_dir / "config").open("a") as file:
            file.write(text)

    def write(self, path: str | bytes, content: str | bytes | Entry) -> None:
        """Put a file or link into the working tree."""
        full = os.path.join(os.fsencode(self.path), _bytes(path))
        entry = content if isinstance(content, Entry) else Entry(content=_bytes(content))
        os.makedirs(os.path.dirname(full), exist_ok=True)
        if os.path.lexists(full):
            os.unlink(full)
        if entry.mode == LINK:
            os.symlink(entry.content, full)
            return
        with open(full, "wb") as file:
            file.write(entry.content)
        os.chmod(full, entry.mode & 0o777)

    def git(self, *arguments: str, stdin: bytes = b"", **environment: str) -> bytes:
        """What a git command prints, run in the repository; it must succeed."""
        outcome = subprocess.run(
            ["git", *arguments],
            cwd=self.path,
            env=isolated_environment() | environment,
            input=stdin,
            capture_output=True,
            check=False,
        )
        assert outcome.returncode == 0, (arguments, outcome.stderr)
        return outcome.stdout

    def check_out(self) -> None:
        """Make the index and the working tree what HEAD is."""
        self.git("reset", "--hard", "--quiet")
