"""Plans of real changes, and an independent look at whether the parts are the change."""

from __future__ import annotations

import json
from typing import Any

from reviewbot.cli.main import main
from reviewbot.errors import EXIT_ERROR
from tests.repositories import Repository

Tree = dict[bytes, tuple[bytes, bytes]]  # path -> (mode, content; of a submodule its id)


def split(repository: Repository, *arguments: str, status: int | None = 0, span: str = "main..topic") -> dict[str, Any]:
    """The plan of the change as the command writes it."""
    file = repository.path.parent / "plan.json"
    given = [
        "split",
        *([span] if span else []),
        "--repo",
        str(repository.path),
        "--format",
        "json",
        "--output",
        str(file),
        *arguments,
    ]
    file.unlink(missing_ok=True)
    found = main(given)
    assert status is None or found == status
    return json.loads(file.read_text()) if found != EXIT_ERROR else {}


def changed(tmp_path, before, after, **options) -> Repository:
    """A repository whose branch topic does this to main."""
    repository = Repository(tmp_path / "repository", **options)
    repository.configure("[user]\n\tname = C O Mitter\n\temail = committer@example.com\n")
    base = repository.commit(before, branch="main")
    repository.commit(after, base, branch="topic")
    return repository


def tree(repository: Repository, revision: str) -> Tree:
    found = {}
    for line in repository.git("ls-tree", "-r", "-z", "--full-tree", revision).split(b"\0")[:-1]:
        meta, _, path = line.partition(b"\t")
        mode, kind, id_ = meta.split(b" ")
        found[path] = (mode, repository.git("cat-file", "blob", id_.decode()) if kind == b"blob" else id_)
    return found


def applied(base: Tree, head: Tree, parts: list[dict[str, Any]]) -> Tree:
    """The tree that these parts make of base, by nothing but what the plan says."""
    result = dict(base)
    hunks: dict[bytes, list[dict[str, int]]] = {}
    for part in parts:
        for file in part["files"]:
            path = file["path"].encode("utf-8", "surrogateescape")
            old_path = path if file["old_path"] is None else file["old_path"].encode("utf-8", "surrogateescape")
            if file["whole"]:
                if old_path != path and old_path not in head:
                    result.pop(old_path, None)
                result.pop(path, None)
                if path in head:
                    result[path] = head[path]
                continue
            hunks.setdefault(path, []).extend(file["hunks"])
            if old_path != path and old_path not in head:
                result.pop(old_path, None)
            content = with_hunks(base.get(old_path, (b"", b""))[1], head.get(path, (b"", b""))[1], hunks[path])
            result[path] = (head.get(path, base.get(old_path, (b"", b"")))[0], content)
            if path not in head and not content:
                del result[path]
    return result


def with_hunks(old: bytes, new: bytes, hunks: list[dict[str, int]]) -> bytes:
    """The old text with these hunks, the last one first, so that no line number moves."""
    lines, added = split_at_lf(old), split_at_lf(new)
    for hunk in sorted(hunks, key=lambda each: (each["old_start"], each["new_start"]), reverse=True):
        start = hunk["old_start"] - (hunk["old_lines"] > 0)
        first = hunk["new_start"] - (hunk["new_lines"] > 0)
        lines[start : start + hunk["old_lines"]] = added[first : first + hunk["new_lines"]]
    return b"".join(lines)


def split_at_lf(text: bytes) -> list[bytes]:
    lines = text.split(b"\n")
    return [line + b"\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def check(repository: Repository, plan: dict[str, Any], base: str = "main", head: str = "topic") -> None:
    """All parts together are the change; needs point back; what is said of the size holds."""
    assert plan["identical"]
    assert applied(tree(repository, base), tree(repository, head), plan["parts"]) == tree(repository, head)
    assert [part["part"] for part in plan["parts"]] == list(range(1, len(plan["parts"]) + 1))
    for part in plan["parts"]:
        assert all(needed < part["part"] for needed in part["needs"])
        assert part["over_budget"] == (part["counted_lines"] > plan["budget"])
        assert part["title"]
        assert part["why"]
