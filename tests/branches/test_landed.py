"""Branches made anew once some parts have landed: what is carried, what is proved, and what is never overwritten."""

from __future__ import annotations

import json

import pytest

from reviewbot.cli.main import main
from tests.repositories import lines
from tests.split.changes import changed, split, tree

SETTINGS = "".join(f"setting_{number} = {number}\n" for number in range(1, 41))
GIVER = "def give_something():\n    return 1\n" + "# filler\n" * 40
USER = "from giver import give_something\n\n\ndef use():\n    return give_something()\n" + "# other\n" * 40
LATER = "from user import use\n\nprint(use())\n" + "# later\n" * 40


class Split:
    """A repository whose change was split by a saved plan, and whose branches p/1-..., p/2-... were made."""

    def __init__(self, repository, budget):
        self.repository = repository
        self.plan_file = repository.path.parent / "saved.json"
        self.plan = split(repository, "--budget", str(budget), "--apply", "p")
        self.plan_file.write_text(json.dumps(self.plan))
        self.names = [branch["name"] for branch in self.plan["branches"]]
        self.made = self.refs()

    def again(self, *arguments, status=0, span="main..topic"):
        return split(
            self.repository, "--plan", str(self.plan_file), "--apply", "p", *arguments, status=status, span=span
        )

    def refused(self, *arguments, capsys):
        """What is said; nothing may have changed."""
        before = self.refs()
        capsys.readouterr()
        self.again(*arguments, status=2)
        assert self.refs() == before
        return capsys.readouterr().err

    def refs(self):
        listing = self.repository.git("for-each-ref", "--format=%(refname) %(objectname)").decode().splitlines()
        return dict(line.split() for line in listing)

    def id(self, revision):
        return self.repository.git("rev-parse", revision).decode().strip()

    def land(self, number, *, edit=None, how="squash"):
        """Let the branch of this part land on main, after the review edited it."""
        git = self.repository.git
        git("checkout", "--quiet", "-B", "review", self.names[number - 1])
        if edit:
            self.person(edit)
        git("checkout", "--quiet", "main")
        if how == "squash":
            git("merge", "--quiet", "--squash", "review")
            git("commit", "--quiet", "--allow-empty", "-m", f"part {number} (#7)")
        else:
            git("merge", "--quiet", *(["--no-ff", "-m", "merge"] if how == "merge" else ["--ff-only"]), "review")
        git("branch", "-D", "review")

    def person(self, files):
        """A commit of a person on what is checked out."""
        for path, content in files.items():
            self.repository.write(path, content)
        self.repository.git("add", "--all")
        self.repository.git("commit", "--quiet", "-m", "by a person")


@pytest.fixture
def stack(tmp_path):
    """Three parts, each on the one before it."""
    after = {"giver.py": GIVER, "user.py": USER, "later.py": LATER}
    made = Split(ready(changed(tmp_path, {"a": "1\n", "settings.ini": SETTINGS}, after)), 60)
    assert [branch["on"] for branch in made.plan["branches"]] == [None, 1, 2]
    return made


@pytest.fixture
def apart(tmp_path):
    """Two parts that do not need each other."""
    after = {"docs/guide.md": lines(120), "lib/other.js": lines(150, "var")}
    made = Split(ready(changed(tmp_path, {"config.txt": lines(9)}, after)), 200)
    assert [branch["on"] for branch in made.plan["branches"]] == [None, None]
    return made


def ready(repository):
    repository.head("refs/heads/main")
    repository.check_out()
    return repository


@pytest.mark.parametrize("how", ["squash", "merge", "rebase"])
@pytest.mark.parametrize("said", [("--landed", "1"), ("--landed", "auto"), ("--onto", "main")], ids=" ".join)
def test_what_landed_unchanged_gives_head_again(stack, how, said, capsys):
    stack.land(1, how=how)
    plan = stack.again(*said)
    named = said == ("--landed", "1")
    assert plan["carried"] == {
        "onto": stack.id("main"), "landed": [1], "found": [] if named else [1], "identical": True,
    }  # fmt: skip
    assert [(branch["name"], branch["on"]) for branch in plan["branches"]] == [
        (stack.names[1], None),
        (stack.names[2], 2),
    ]
    assert stack.id(f"{stack.names[1]}^") == stack.id("main")
    assert stack.id(f"{stack.names[2]}^") == stack.id(stack.names[1])
    assert stack.id(f"{stack.names[2]}^{{tree}}") == stack.id("topic^{tree}")
    assert "together they give head's tree" in capsys.readouterr().err
