"""The script is run by a real shell in real repositories: it makes the trees that `--apply` makes, and nothing else."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import HealthCheck, given, settings

from reviewbot.cli.main import main
from reviewbot.render import Style
from reviewbot.render.split.git import render
from tests.render.split.plans import PLANS, a_part, a_plan, a_share
from tests.repositories import executable, isolated_environment, lines, link, submodule
from tests.split.changes import changed, split
from tests.split.test_any_change import TREES

# What a shell, git, or a reader of the script could take for something else than a name.
HOSTILE_NAMES = (
    *("END-OF-INPUT", "Z; touch pwned", "$(touch pwned)", "`touch pwned`", "'; touch pwned; '", '"; touch pwned; "'),
    *("-x", "--", ":(top)x", ":!x", "*", "a b ", " c", "~", "#", "\\", "\\n", "a\nb", "\ttab", "\x1b[31mred", "x\r"),
    *("::error::x", "##[error]x", "\u202egnp.exe", "日本", "e\u0301", "END-OF-INPUT\nx", "s/END-OF-INPUT", "s/x y"),
)


def script_of(repository, *arguments):
    """What the command prints for the change of topic."""
    file = repository.path.parent / "split.sh"
    command = ["split", "main..topic", "--repo", str(repository.path), "--format", "git", "--output", str(file)]
    assert main([*command, *arguments]) in (0, 1)
    return file.read_bytes()


def run(repository, script, folder=".", **environment):
    """(status, output) of a shell that is given the script, in this folder of the repository."""
    temporary = repository.path.parent / "temporary"
    temporary.mkdir(exist_ok=True)
    outcome = subprocess.run(
        ["sh"],
        input=script,
        cwd=repository.path / folder,
        env=isolated_environment() | {"TMPDIR": str(temporary)} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert list(temporary.iterdir()) == []
    return outcome.returncode, outcome.stdout.decode(errors="replace")


def trees(repository, prefix):
    """(branch without its prefix, its tree, the tree that it starts at) for each branch."""
    folder = f"refs/heads/{prefix}/"
    listed = repository.git("for-each-ref", "--format=%(refname) %(tree) %(parent)", folder).decode()
    found = [line.removeprefix(folder).split(" ") for line in listed.splitlines()]
    starts = repository.git("rev-parse", *(f"{parent}^{{tree}}" for _, _, parent in found)).decode().split()
    return [(name, tree, start) for (name, tree, _), start in zip(found, starts, strict=True)]


def delete(repository, prefix):
    """All that belongs to this prefix."""
    listed = repository.git(
        "for-each-ref", "--format=delete %(refname)", f"refs/heads/{prefix}/", f"refs/reviewbot/backup/{prefix}"
    )
    repository.git("update-ref", "--stdin", stdin=listed)


def check(repository, *arguments, **place):
    """The script makes what `--apply` makes; working tree, index and other refs are as before."""
    before = surroundings(repository)
    split(repository, *arguments, "--apply", "applied", status=None)
    script = script_of(repository, *arguments)
    assert run(repository, script, **place) == (0, "")
    made = trees(repository, "applied")
    assert trees(repository, "split") == made
    if made:  # nothing is, where there is no good split
        assert repository.id("refs/reviewbot/backup/split") == repository.id("refs/heads/topic")
    delete(repository, "split")
    delete(repository, "applied")
    assert surroundings(repository) == before
    return script.decode()


def surroundings(repository):
    """All refs, HEAD, and where there is a working tree what is in it and in the index."""
    refs = repository.git("for-each-ref") + (repository.git_dir / "HEAD").read_bytes()
    if repository.git_dir == repository.path:
        return refs
    files = {
        path: path.read_bytes() for path in repository.path.rglob("*") if path.is_file() and ".git" not in path.parts
    }
    return refs, files, repository.git("ls-files", "--stage", "-z")


def test_every_kind_of_file_at_once(tmp_path):
    before = {
        "binary": b"\0\1" * 50,
        "mode": "1\n",
        "both": lines(40),
        "link": link("mode"),
        "crlf": "1\r\n2\r\n" * 30,
        "no-end": "1\n2\n3",
        "latin": b"\xff\xfe1\n" * 30,
        "gone": "1\n",
        "folder/a": lines(30),
        "moved/from": lines(50, "m"),
        "sub": submodule("1"),
        "long": lines(300, "long"),
    }
    after = {
        "binary": b"\0\2" * 50,
        "mode": executable("1\n"),
        "both": executable("0\n" + lines(40) + "9\n"),
        "link": "no link\n",
        "new-link": link("both"),
        "crlf": "1\r\n3\r\n" * 30,
        "no-end": "0\n1\n2\n4",
        "latin": b"\xff\xfe2\n" * 30,
        "gone": None,
        "folder/a": None,
        "moved/from": None,
        "moved/to": "0\n" + lines(50, "m") + "9\n",
        "empty": "",
        "sub": submodule("2"),
        "long": lines(20, "new") + lines(300, "long").replace("150\n", "x\n") + lines(20, "end"),
    }
    repository = changed(tmp_path, before, after)
    script = check(repository, "--budget", "30")
    assert script.count("git apply --cached") > 1
    assert script.count("git update-index --index-info") > 1


def test_no_name_breaks_out(tmp_path):
    names = [*HOSTILE_NAMES, b"\xff\xe9"]
    before = dict.fromkeys(names[::2], lines(30))
    after = {name: lines(30) if number % 2 else "x\n" + lines(30) + "y\n" for number, name in enumerate(names)}
    repository = changed(tmp_path, before, after)
    check(repository, "--budget", "65")
    assert list(repository.path.rglob("pwned")) == []


def test_no_content_breaks_out(tmp_path):
    text = "END-OF-INPUT\ntouch pwned\n" + "$(touch pwned)`touch pwned`\n" + "-- \n+++ b/x\n@@ -1 +1 @@\n\\ No\n"
    repository = changed(tmp_path, {"a": lines(30)}, {"a": text + lines(30) + text.replace("\n", "\r\n") + "\x1b[2J\n"})
    script = check(repository, "--budget", "8")
    assert "\x1b" not in script
    assert "\r" not in script
    assert list(repository.path.rglob("pwned")) == []


def test_a_file_where_a_folder_was_and_a_folder_where_a_file_was(tmp_path):
    before = {"a": lines(50), "b/c": lines(50, "b"), "b/d": lines(50, "d")}
    after = {"a": None, "a/x": lines(50, "x"), "a/y": lines(50, "y"), "b/c": None, "b/d": None, "b": lines(50, "z")}
    check(changed(tmp_path, before, after), "--budget", "50")


def test_a_tree_that_is_not_clean(tmp_path):
    repository = changed(tmp_path, {"a": lines(30)}, {"a": "0\n" + lines(30) + "9\n", "new": lines(20)})
    repository.check_out()
    repository.write("a", "not committed\n")
    repository.write("new", "untracked\n")
    repository.write("staged", "staged\n")
    repository.git("add", "staged")
    check(repository, "--budget", "10")


def test_in_a_folder_of_the_repository_and_with_a_configuration_that_changes_content(tmp_path):
    repository = changed(
        tmp_path, {"a": lines(30), "s/b": "1\n"}, {"a": "0 \r\n" + lines(30) + "9\t\n", "s/c": "1\r\n"}
    )
    repository.check_out()
    repository.configure("[core]\n\tautocrlf = true\n[apply]\n\twhitespace = fix\n[commit]\n\tgpgSign = true\n")
    check(repository, "--budget", "2", folder="s")


def test_a_bare_repository(tmp_path):
    repository = changed(tmp_path, {"a": lines(30)}, {"a": "0\n" + lines(30) + "9\n", "b": lines(20)}, bare=True)
    check(repository, "--budget", "2")


def test_a_repository_of_sha256(tmp_path):
    after = {"a": "0\n" + lines(30) + "9\n", "b": lines(20), "c": None}
    check(changed(tmp_path, {"a": lines(30), "c": "1\n"}, after, object_format="sha256"), "--budget", "2")


def test_what_is_there_already_is_kept(tmp_path):
    repository = changed(tmp_path, {"a": lines(30)}, {"a": "0\n" + lines(30) + "9\n", "b": lines(20)})
    script = script_of(repository, "--budget", "2")
    assert run(repository, script) == (0, "")
    before = surroundings(repository)
    repository.git("update-ref", "-d", f"refs/heads/split/{trees(repository, 'split')[0][0]}")
    status, said = run(repository, script)
    assert status != 0
    assert "already exists" in said
    assert len(trees(repository, "split")) == before[0].count(b"refs/heads/split/") - 1


def test_the_names_and_bases_are_those_of_branches_that_are_made(tmp_path):
    repository = changed(tmp_path, {"a": lines(30)}, {"a": "0\n" + lines(30) + "9\n", "b": lines(20)})
    script = script_of(repository, "--budget", "2", "--apply", "o'clock", "--dry-run")
    assert run(repository, script) == (0, "")
    dry = trees(repository, "o'clock")
    delete(repository, "o'clock")
    split(repository, "--budget", "2", "--apply", "o'clock", status=None)
    assert trees(repository, "o'clock") == dry


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=TREES, after=TREES)
def test_any_change(tmp_path_factory, before, after):
    changes = {**{path: None for path in before if path not in after}, **after}
    if before != after:
        check(changed(tmp_path_factory.mktemp("any"), before, changes), "--budget", "5")


def test_a_message_is_what_the_plan_says(tmp_path):
    repository = changed(tmp_path, {"a": "1\n"}, {"it's $(touch pwned)": lines(5)})
    assert run(repository, script_of(repository)) == (0, "")
    message = repository.git("log", "-1", "--format=%B", "--branches=split/*").decode()
    head = repository.id("refs/heads/topic")
    assert message.strip() == f"Add it's $(touch pwned)\n\nin one file\n\nPart 1 of 1 of {head}"
    assert list(repository.path.rglob("pwned")) == []


@pytest.mark.parametrize("name", ["nothing-changed", "not-committed"])
def test_where_there_is_nothing_to_make_it_says_so(name):
    text = render(PLANS[name], Style())
    assert text.startswith("# ")
    assert text.count("\n") == 1


@pytest.mark.parametrize("text", ["a\r", "a\v", "a\x1c", "a\x85", "é", "\x1b[31m", "\0", "##[x]", "\u202e"])
def test_what_a_terminal_or_a_log_could_act_on_is_in_base64(text):
    plan = a_plan(a_part(1, a_share("a", patch=f"@@ -1,1 +1,1 @@\n-a\n+{text}\n")))
    assert "base64 -d" in render(plan, Style())
    assert text not in render(plan, Style())


def test_what_has_landed_is_not_for_plain_commands():
    assert render(PLANS["landed"], Style()).startswith("# some parts have landed: use reviewbot split --apply")
