"""`reviewbot split --interactive` as a process of its own: what is typed, and what is answered."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from contextlib import suppress

import pytest

from reviewbot.model.split_plan import SCHEMA
from tests.repositories import isolated_environment, lines
from tests.split.changes import changed, check

PROMPT = "split> "
GIVER = "def give_something():\n    return 1\n" + "# filler\n" * 10
USER = "from giver import give_something\n\nprint(give_something())\n" + "# other\n" * 10
BEFORE = {"a.txt": lines(60), "old.txt": lines(30, "moved")}
AFTER = {
    "a.txt": "first\n" + lines(60).replace("line 30\n", "half\n") + lines(20, "\x1b[31mlast"),
    "old.txt": None,
    "new.txt": lines(30, "moved"),
    "giver.py": GIVER,
    "user.py": USER,
    b"caf\xe9 x.txt": "1\n",
}


NOT_WRITTEN = "  the report cannot be written: No such file or directory\n  --> /nonexistent/plan\n"
PARTS = [["new.txt"], ["giver.py"], ["user.py"], ["a.txt"], ["caf\udce9 x.txt"]]


@pytest.fixture
def repository(tmp_path):
    return changed(tmp_path, BEFORE, AFTER)


def given_plan(repository):
    """The name of a file with a plan of PARTS."""
    parts = [
        {
            "part": number,
            "title": f"Number {number}",
            "why": "by hand",
            "files": [{"path": path, "whole": True, "hunks": []} for path in paths],
        }
        for number, paths in enumerate(PARTS, 1)
    ]
    base, head = (repository.id(f"refs/heads/{name}") for name in ("main", "topic"))
    document = {"schema": SCHEMA, "base": base, "head": head, "budget": 25, "parts": parts}
    file = repository.path.parent / "given.json"
    file.write_text(json.dumps(document))
    return str(file)


def start(repository, *arguments, environment=None, **streams):
    """The command in a conversation about a plan of PARTS, unless another or a budget is given."""
    plan = () if {"--plan", "--budget"} & {*arguments} else ("--plan", given_plan(repository))
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "reviewbot", "split", "main..topic", "--interactive", *plan, *arguments],
        cwd=repository.path,
        env=isolated_environment()
        | {"PYTHONPATH": os.getcwd(), "LC_ALL": "C.UTF-8", "TERM": "xterm", **(environment or {})},
        **streams,
    )


class Talk:
    """What was answered to each line, and how it ended. plan: the one that was saved at the end, if one was."""

    def __init__(self, repository, *typed, arguments=(), status=0, **environment):
        file = repository.path.parent / "talk.json"
        file.unlink(missing_ok=True)
        given = b"".join(os.fsencode(line) + b"\n" for line in (*typed, *([f"save {file}", "done"] * (status == 0))))
        streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        process = start(repository, *arguments, environment=environment, **streams)
        out, err = process.communicate(given)
        assert process.returncode == status, err
        self.drawn, *self.answers = out.decode().split(PROMPT)
        self.err = err.decode()
        self.plan = json.loads(file.read_text()) if file.exists() else None
        assert all(character.isprintable() or character == "\n" for character in out.decode())


def holding(plan):
    """The paths of each part."""
    return [[file["path"] for file in part["files"]] for part in plan["parts"]]


def test_what_was_drawn_is_what_is_made(repository):
    talk = Talk(repository, arguments=("--apply", "p"))
    assert holding(talk.plan) == PARTS
    assert talk.drawn.endswith("\n  `help` lists what can be changed, `done` goes on with this plan\n")
    assert talk.answers[-1].startswith("split: ")  # after `done`
    assert "made 5 branches p/..." in talk.err
    assert len(repository.git("for-each-ref", "refs/heads/p").splitlines()) == 5


def test_help_lists_every_step(repository):
    (answer, *_) = Talk(repository, "help").answers
    named = [line.split()[0] for line in answer.splitlines()]
    assert named == ["show", "move", "join", "place", "title", "undo", "save", "done", "quit"]


def test_show_tells_hunks_with_numbers_and_lines(repository):
    (answer, *_) = Talk(repository, "show 4").answers
    assert answer.splitlines()[:9] == [
        "  a.txt",
        "    hunk 1: line 1, -0 +1",
        "      +first",
        "    hunk 2: line 31, -1 +1",
        "      -line 30",
        "      +half",
        "    hunk 3: line 62, -0 +20",
        r"      +\x1b[31mlast 1",
        r"      +\x1b[31mlast 2",
    ]
    assert answer.splitlines()[-1] == "      … and 8 more lines"


def test_show_writes_what_standard_output_can(repository):
    (answer, *_) = Talk(repository, "show 4", PYTHONIOENCODING="ascii").answers
    assert answer.splitlines()[-1] == r"      \u2026 and 8 more lines"


def test_show_tells_what_changes_as_one(repository):
    (answer, *_) = Talk(repository, "show 1").answers
    assert answer == "  old.txt => new.txt  (changes as one)\n"


def test_a_file_moves_to_another_part(repository):
    talk = Talk(repository, "move new.txt to 4")
    assert holding(talk.plan) == [["giver.py"], ["user.py"], ["a.txt", "new.txt"], ["caf\udce9 x.txt"]]
    assert "  ●  1 " in talk.answers[0]


def test_a_hunk_moves_to_a_part_of_its_own_and_back(repository):
    talk = Talk(repository, "move a.txt 2 from 4 to new", "show 6", "move a.txt 1 from 6 to 5")
    assert "hunk 1: line 31, -1 +1" in talk.answers[1]
    hunks = [file["hunks"] for part in talk.plan["parts"] for file in part["files"] if file["path"] == "a.txt"]
    assert [[hunk["new_start"] for hunk in held] for held in hunks] == [[1, 62], [31]]


def test_parts_are_joined(repository):
    talk = Talk(repository, "join 2 3")
    assert holding(talk.plan) == [["new.txt"], ["giver.py", "user.py"], ["a.txt"], ["caf\udce9 x.txt"]]


@pytest.mark.parametrize(
    ("step", "order"),
    [
        ("place 5 before 1", ["caf\udce9 x.txt", "new.txt", "giver.py", "user.py", "a.txt"]),
        ("place 1 before 3", ["giver.py", "new.txt", "user.py", "a.txt", "caf\udce9 x.txt"]),
        ("place 1 before 2", ["new.txt", "giver.py", "user.py", "a.txt", "caf\udce9 x.txt"]),
    ],
)
def test_parts_are_placed(repository, step, order):
    assert [paths[0] for paths in holding(Talk(repository, step).plan)] == order


def test_a_part_is_named(repository):
    talk = Talk(repository, 'title 4 Say it "in my words"  \x1b[31m')
    assert talk.plan["parts"][3]["title"] == "Say it in my words \x1b[31m"
    assert r"4 Say it in my words \x1b[31m" in talk.answers[0]


def test_words_follow_what_a_part_holds_unless_a_person_said_them(tmp_path):
    after = {f"{name}.py": USER.replace("# other", f"# {name}") for name in ("user", "buyer")} | {"giver.py": GIVER}
    repository = changed(tmp_path, {"a.cfg": lines(60)}, after | {"a.cfg": lines(60) + lines(2, "more")})
    plan = Talk(repository, arguments=("--budget", "15")).plan
    assert holding(plan)[:2] == [["a.cfg"], ["giver.py"]]
    assert plan["parts"][1]["why"].startswith("definitions used by part 3: give_something")
    file = repository.path.parent / "saved.json"
    file.write_text(json.dumps(plan))
    for arguments in (("--budget", "15"), ("--plan", str(file))):
        parts = Talk(repository, "title 2 Mine", "move a.cfg to new", "join 3 4", arguments=arguments).plan["parts"]
        assert (parts[0]["title"], len(parts)) == ("Mine", 3)
        assert parts[0]["why"].startswith("definitions used by part 2: give_something")
        assert parts[2]["title"].endswith(" and 1 more")
        assert "in one file" not in parts[2]["why"]


def test_what_is_wrong_is_told_as_it_goes_and_can_be_taken_back(repository):
    talk = Talk(repository, "place 3 before 2", "undo")
    assert talk.answers[0].splitlines()[-3:-1] == [
        "problem part 2 comes before part 3, which it needs: give_something",
        "problem after part 2 user.py lacks give_something",
    ]
    assert talk.answers[1] == talk.drawn
    assert talk.plan["problems"] == []


def test_a_saved_plan_can_be_given_back(repository, tmp_path):
    first = Talk(repository, "join 2 3", f"save {tmp_path}/mine.json").plan
    again = Talk(repository, arguments=("--plan", str(tmp_path / "mine.json"))).plan
    assert holding(again) == holding(first)


@pytest.mark.parametrize("typed", [rb"'caf\xe9 x.txt'", b"'caf\xe9 x.txt'", rb'"caf\\xe9 x.txt"'])
def test_a_name_is_typed_as_it_is_shown_or_as_it_is(repository, typed):
    talk = Talk(repository, os.fsdecode(b"move " + typed + b" to 1"))
    assert holding(talk.plan)[0] == ["caf\udce9 x.txt", "new.txt"]


def test_the_end_of_the_input_is_done(repository):
    process = start(repository, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = process.communicate()
    assert process.returncode == 0
    _drawn, rest = out.decode().split(PROMPT)
    assert rest.startswith("\nsplit: ")
    assert err == b"next: --apply PREFIX makes branches of the parts; with --dry-run it shows which\n"


@pytest.mark.parametrize("arguments", [(), ("--apply", "p")])
def test_quit_leaves_and_changes_nothing(repository, arguments):
    before = repository.git("for-each-ref")
    talk = Talk(repository, "join 2 3", "quit", "done", arguments=arguments, status=130)
    assert len(talk.answers) == 2
    assert talk.err == "interrupted: nothing was decided and nothing is left behind\n"
    assert repository.git("for-each-ref") == before


def test_wrong_input_is_answered_and_changes_nothing(repository):
    answers = {
        "dance": "  there is no step 'dance'\n  help: `help` lists them\n",
        "\x1b[31m": "  there is no step '\\x1b[31m'\n  help: `help` lists them\n",
        "'": "  No closing quotation\n",
        "": "",
        "   ": "",
        "show": "  which part?\n  help: show PART\n",
        "show x": "  'x' is no number\n  help: show PART\n",
        "show 0": "  there is no part 0\n  help: they are numbered from 1 to 5\n",
        "show 6": "  there is no part 6\n  help: they are numbered from 1 to 5\n",
        "show 1 2": "  which part?\n  help: show PART\n",
        "move": "  move what where?\n  help: move PATH [HUNK] [from PART] to PART|new\n",
        "move a.txt": "  move what where?\n  help: move PATH [HUNK] [from PART] to PART|new\n",
        "move a.txt to": "  move what where?\n  help: move PATH [HUNK] [from PART] to PART|new\n",
        "move a.txt 1 2 to 1": "  move what where?\n  help: move PATH [HUNK] [from PART] to PART|new\n",
        "move a.txt from to 1": "  'from' is no number\n  help: move PATH [HUNK] [from PART] to PART|new\n",
        "move a.txt x to 1": "  'x' is no number\n  help: move PATH [HUNK] [from PART] to PART|new\n",
        "move a.txt new to 1": "  'new' is no number\n  help: move PATH [HUNK] [from PART] to PART|new\n",
        "move a.txt 4 to 1": "  a.txt has no hunk 4 there\n  help: they are numbered from 1 to 3\n",
        "move a.txt 0 to 1": "  a.txt has no hunk 0 there\n  help: they are numbered from 1 to 3\n",
        "move new.txt 1 to 2": "  new.txt has no hunk 1 there\n  help: it changes as one\n",
        "move a.txt from 1 to 2": "  part 1 does not hold a.txt\n",
        "move a.txt from 9 to 2": "  there is no part 9\n  help: they are numbered from 1 to 5\n",
        "move a.txt to 9": "  there is no part 9\n  help: they are numbered from 1 to 5\n",
        "move none\x1b to 1": "  the change does not touch none\\x1b\n",
        "join 1": "  join which parts?\n  help: join PART PART\n",
        "join 1 1": "  a part cannot be joined with itself\n",
        "join 1 2 3": "  join which parts?\n  help: join PART PART\n",
        "place 1": "  place which part before which?\n  help: place PART before PART\n",
        "place 1 after 2": "  place which part before which?\n  help: place PART before PART\n",
        "place 2 before 2": "  a part cannot come before itself\n",
        "title": "  which part?\n  help: title PART WORDS...\n",
        "title 1": "  a title needs a word\n",
        "title 1 ' '": "  a title needs a word\n",
        "undo": "  there is nothing to take back\n",
        "save": "  save to which file?\n  help: save FILE\n",
        "save /nonexistent/plan": NOT_WRITTEN,
    }
    talk = Talk(repository, *answers)
    assert dict(zip(answers, talk.answers, strict=False)) == answers
    assert holding(talk.plan) == PARTS


def test_a_file_of_which_several_parts_hold_some_must_say_which(repository):
    talk = Talk(repository, "move a.txt 1 to new", "move a.txt to 1", "move a.txt from 6 to 1")
    assert talk.answers[1] == ("  parts 4 and 6 hold some of a.txt\n  help: say which: move PATH from PART to PART\n")
    assert holding(talk.plan)[0] == ["a.txt", "new.txt"]


def test_a_format_for_others_needs_a_file_of_its_own(repository, tmp_path):
    talk = Talk(repository, arguments=("--format", "json"), status=2)
    assert talk.drawn == ""
    assert talk.err == "error: --interactive and --format json both want standard output\n  help: give --output FILE\n"
    Talk(repository, "join 2 3", arguments=("--format", "json", "--output", str(tmp_path / "out.json")))
    check(repository, json.loads((tmp_path / "out.json").read_text()))


def test_in_a_terminal(repository):
    """With colours; Ctrl-D is the end of the input, and the terminal is as it was."""
    ours, theirs = pty.openpty()
    process = start(repository, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = read_until(ours, PROMPT.encode())
    assert b"\x1b[1mNumber 1" in shown
    os.write(ours, b"join 2 4\n")
    assert b"4 parts of at most 25" in read_until(ours, PROMPT.encode())
    os.write(ours, b"\x04")
    rest = read_until(ours, None)
    assert process.wait() == 1  # part 2 is over the budget now
    assert b"next: --apply PREFIX" in rest
    os.close(ours)


def test_ctrl_c_in_a_terminal(repository):
    ours, theirs = pty.openpty()
    process = start(repository, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    read_until(ours, PROMPT.encode())
    process.send_signal(signal.SIGINT)
    with suppress(OSError):
        os.write(ours, b"\n")  # wakes a read that began after the signal came
    assert b"interrupted: nothing was decided" in read_until(ours, None)
    assert process.wait() == 130
    os.close(ours)


def read_until(descriptor, what):
    """All that is shown up to this, or to the end."""
    shown = b""
    with suppress(OSError):  # Linux: nobody holds the other side any more
        while (what is None or what not in shown) and (block := os.read(descriptor, 1 << 16)):
            shown += block
    return shown
