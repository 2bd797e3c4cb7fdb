"""The guard says of an edit what `lint-diff` says of the change in which that edit was really made."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewbot.judgement import judge_local
from reviewbot.model.report import Verdict
from reviewbot.sources.ends import Selection
from reviewbot.sources.local import open_change
from tests.guard.asking import FILES

ANSWERS = {Verdict.PASS: "allow", Verdict.WARN: "allow", Verdict.REVIEW: "ask", Verdict.BLOCK: "deny"}
PATHS = ("app.py", "new.py", "folder/a.py", "folder/new.py", "config/new.yml", "deploy/run.sh", "deploy/new.sh")
LINES = st.lists(st.sampled_from(["one", "two", "three", "four", "a secret", ""]), max_size=9)
STEPS = 3


def text(lines):
    return "".join(f"{line}\n" for line in lines)


class Writing:
    """One edit: what the guard is asked, and the same done to the files by other means."""

    def __init__(self, tool, input, files):
        self.tool, self.input, self.files = tool, input, files

    def __repr__(self):
        return f"{self.tool} {self.input}"

    def make(self, top):
        for path, content in self.files.items():
            full = top / path
            full.parent.mkdir(exist_ok=True)
            if content is None:
                full.unlink()
            else:
                full.write_text(content)


def patch(*lines):
    return {"command": "\n".join(("*** Begin Patch", *lines, "*** End Patch"))}


@st.composite
def writings(draw, held):
    """An edit of files that hold this: {path: content}."""
    path = draw(st.sampled_from(PATHS))
    there = sorted(name for name in held if name in PATHS and held[name])
    kind = draw(st.sampled_from(["write", "add", "edit", "update", "delete", "move", "two"]))
    if kind in ("write", "add", "two") or not there:
        lines = draw(LINES)
        if kind == "write":
            return Writing("Write", {"file_path": path, "content": text(lines)}, {path: text(lines)})
        added = [f"*** Add File: {path}", *(f"+{line}" for line in lines)]
        if kind == "two" and path != "new.py":
            added += ["*** Add File: new.py", "+one", "+two"]
            return Writing("apply_patch", patch(*added), {path: text(lines), "new.py": "one\ntwo\n"})
        return Writing("apply_patch", patch(*added), {path: text(lines)})
    old_path = draw(st.sampled_from(there))
    content = held[old_path]
    if kind == "delete":
        return Writing("Delete", {"path": old_path}, {old_path: None})
    lines = content.splitlines()
    old, new = lines[draw(st.integers(0, len(lines) - 1))], draw(LINES)
    if kind == "edit":
        new_text = "\n".join(new)
        after = content.replace(old, new_text, 1) if old else content + new_text
        return Writing("Edit", {"file_path": old_path, "old_string": old, "new_string": new_text}, {old_path: after})
    at = lines.index(old)
    after = text([*lines[:at], *new, *lines[at + 1 :]])
    hunk = ["@@", f"-{old}", *(f"+{line}" for line in new)]
    if kind == "move" and path not in held:
        moved = patch(f"*** Update File: {old_path}", f"*** Move to: {path}", *hunk)
        return Writing("apply_patch", moved, {path: after, old_path: None})
    return Writing("apply_patch", patch(f"*** Update File: {old_path}", *hunk), {old_path: after})


def verdict(repository):
    """What lint-diff says of main to a commit of the whole working tree."""
    index = {"GIT_INDEX_FILE": str(repository.git_dir / "scratch-index")}
    repository.git("read-tree", "HEAD", **index)
    repository.git("add", "--all", "--force", **index)
    tree = repository.git("write-tree", **index).decode().strip()
    head = repository.git("commit-tree", "-p", "HEAD", "-m", "scratch", tree).decode().strip()
    with open_change(str(repository.path), Selection(base="main", head=head)) as found:
        return ANSWERS[judge_local(found, floor=None, author=None).verdict]


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_guard_allows_what_lint_diff_lets_pass(guard, data):
    """Only what is allowed is done, so what is found afterwards is what the edit did."""
    repository = guard.repository
    repository.git("reset", "--hard", "--quiet", "main")
    repository.git("clean", "-ffdqx")
    held = dict(FILES)
    for _ in range(STEPS):
        writing = data.draw(writings(held))
        if all(held.get(path) == content for path, content in writing.files.items()):
            continue  # nothing would change, and a forbidden path is denied all the same
        said = guard.ask(writing.tool, writing.input)
        before = {path: held.get(path) for path in writing.files}
        writing.make(guard.path)
        assert said.answer == verdict(repository), (writing, said.why)
        if said.answer == "allow":
            held |= writing.files
            held = {path: content for path, content in held.items() if content is not None}
            if data.draw(st.booleans(), label="commit"):
                repository.git("add", "--all")
                repository.git("commit", "--quiet", "--allow-empty", "-m", "a step")
        else:
            Writing("", "", {path: content for path, content in before.items() if content or has(guard, path)}).make(
                guard.path
            )


def has(guard, path):
    return os.path.lexists(guard.path / path)
