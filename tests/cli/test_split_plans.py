"""A plan that is saved, edited and given back with `--plan`: taken as it was edited, or refused with the reason."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewbot.cli import split as command
from reviewbot.render.text.escape import shown
from tests.cli.splitting import AFTER, BEFORE, HOSTILE, HUNKS, Topic, entry, state
from tests.repositories import lines
from tests.split.changes import check


@pytest.fixture
def topic(tmp_path, monkeypatch, capsys):
    return Topic(tmp_path, monkeypatch, capsys)


def test_a_plan_is_given_back_as_it_was(topic):
    document = topic.plan()
    assert topic.plan("--plan", topic.file(document)) == document


def test_a_name_that_a_part_defines_itself_needs_no_other_part(tmp_path, capsys, monkeypatch):
    before = "".join(f"a{number} = {number}\n" for number in range(30))
    after = before.replace("a10 =", "def use():\n    return give_thing()\n\n\na10 =").replace(
        "a12 =", "def give_thing():\n    return 1\n\n\na12 ="
    )
    other = "def give_thing():\n    return 2\n" + "# filler\n" * 12
    topic = Topic(
        tmp_path, monkeypatch, capsys, {"b.py": before}, {"a.py": other, "b.py": after.replace("a0 = 0", "a0 = 9")}
    )
    document = json.loads(topic.run("--budget", "9", "--format", "json").out)
    assert [len(file["hunks"]) for part in document["parts"] for file in part["files"] if file["path"] == "b.py"] == [
        1,
        2,
    ]
    again = json.loads(topic.run("--plan", topic.file(document), "--format", "json").out)
    assert again == document


def test_another_budget_can_be_given_with_it(topic):
    document = topic.plan()
    again = topic.plan("--plan", topic.file(document), "--budget", "3", status=1)
    assert again["budget"] == 3
    assert [part["over_budget"] for part in again["parts"]] == [part["counted_lines"] > 3 for part in document["parts"]]


def test_titles_and_reasons_stay_as_they_were_edited(topic):
    document = topic.plan()
    document["parts"][0] |= {"title": "Say it in my words", "why": "because"}
    again = topic.plan("--plan", topic.file(document))
    assert (again["parts"][0]["title"], again["parts"][0]["why"]) == ("Say it in my words", "because")


@pytest.mark.parametrize("nothing", ["", " ", "\n\t"])
def test_a_title_that_was_taken_out_is_made_anew(topic, nothing):
    document = topic.plan()
    edited = [{**part, "title": nothing, "why": nothing} for part in document["parts"]]
    assert topic.plan("--plan", topic.file({**document, "parts": edited})) == document


def test_hunks_move_to_parts_of_their_own(topic):
    document = topic.plan()
    part, file = entry(document, "a.txt")
    part["files"].remove(file)
    parts = [part for part in document["parts"] if part["files"]]
    parts += [
        {"part": 90 + number, "title": "", "why": "", "files": [{**file, "whole": False, "hunks": [hunk]}]}
        for number, hunk in enumerate(HUNKS)
    ]
    again = topic.plan("--plan", topic.file({**document, "parts": parts}), "--apply", "p")
    check(topic.repository, again)
    titles = [f"Change a.txt ({number} of 3)" for number in (1, 2, 3)]
    assert [part["title"] for part in again["parts"][-3:]] == titles
    assert [part["files"][0]["hunks"] for part in again["parts"][-3:]] == [[hunk] for hunk in HUNKS]


def test_parts_are_ordered_by_their_numbers(topic):
    document = topic.plan()
    titles = [part["title"] for part in document["parts"]]
    for part in document["parts"]:
        part["part"] = 100 - part["part"]
    again = topic.plan("--plan", topic.file(document), "--apply", "p")
    check(topic.repository, again)
    assert [part["title"] for part in again["parts"]] == titles[::-1]


@pytest.mark.parametrize(
    ("before", "after", "problems"),
    [
        pytest.param(
            {"a.txt": "1\n"},
            {
                "giver.py": "def give_something():\n    return 1\n" + "# filler\n" * 40,
                "user.py": "from giver import give_something\n\nprint(give_something())\n" + "# other\n" * 40,
            },
            [
                "part 1 comes before part 2, which it needs: give_something",
                "after part 1 user.py lacks give_something",
            ],
            id="a name",
        ),
        pytest.param(
            {"a": lines(50)},
            {"a": None, "a/b": lines(50, "x")},
            ["part 1 comes before part 2, which frees a path that it takes"],
            id="a path",
        ),
    ],
)
def test_an_order_against_what_is_needed_is_told_and_can_be_had(tmp_path, monkeypatch, capsys, before, after, problems):
    topic = Topic(tmp_path, monkeypatch, capsys, before, after)
    document = topic.plan("--budget", "60")
    document["parts"][0]["part"], document["parts"][1]["part"] = 2, 1
    again = topic.plan("--plan", topic.file(document), "--budget", "100", "--apply", "p")
    check(topic.repository, again)
    assert again["problems"] == problems


# Plans that are not of this change, or no plans.


def test_a_plan_of_what_was_staged_is_none_of_commits(topic):
    file = topic.file(json.loads(topic.run("--staged", "--format", "json", span="").out))
    head = topic.repository.id("refs/heads/topic")
    assert topic.refused("--plan", file, "--apply", "p").startswith(
        f"the plan is for another head: what is not committed, and this is {head[:12]!r}\n"
    )


def test_a_plan_for_another_head(topic):
    repository, file = topic.repository, topic.file(topic.plan())
    head = repository.id("refs/heads/topic")
    other = repository.commit({"a.txt": "other\n"}, head, branch="topic")
    assert topic.refused("--plan", file, "--apply", "p") == (
        f"the plan is for another head: {head[:12]!r}, and this is {other[:12]!r}\n"
        "  help: make a plan of this change, or name the ends of the one that it is for\n"
    )


def test_a_plan_for_another_base(topic):
    document = topic.plan()
    said = topic.refused("--plan", topic.file({**document, "base": HOSTILE}))
    assert said.startswith(f"the plan is for another base: {HOSTILE[:12]!a}, and this is {document['base'][:12]!r}\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "the plan is not JSON: Expecting value"),
        ("{", "the plan is not JSON: Expecting property name"),
        ("\ufeff{}", "the plan is not JSON: Unexpected UTF-8 BOM"),
        ("[" * 100_000, "the plan is not JSON: "),
        ('{"a":' * 100_000, "the plan is not JSON: "),
        ("1" * 5000, "the plan is not JSON: Exceeds the limit"),
        ("null", 'the plan does not say "schema": "reviewbot-split/1"\n'),
        ("[]", 'the plan does not say "schema": "reviewbot-split/1"\n'),
        ('{"schema": "reviewbot-report/1"}', 'the plan does not say "schema": "reviewbot-split/1"\n'),
        ('{"schema": ["reviewbot-split/1"]}', 'the plan does not say "schema": "reviewbot-split/1"\n'),
        ('{"schema": "reviewbot-split/1"}', '"parts" must be a list\n  --> the plan\n'),
        ('{"schema": "reviewbot-split/1", "parts": {}}', '"parts" must be a list\n  --> the plan\n'),
        ('{"schema": "reviewbot-split/1", "parts": [1]}', '"part" must be a number\n  --> part 1\n'),
        ('{"schema": "reviewbot-split/1", "parts": []}', '"budget" must be a number\n  --> the plan\n'),
        ('{"schema": "reviewbot-split/1", "parts": [], "budget": 0}', '"budget" must be a number from 1\n'),
        ('{"schema": "reviewbot-split/1", "parts": [], "budget": NaN}', '"budget" must be a number\n'),
        ('{"schema": "reviewbot-split/1", "parts": [], "budget": true}', '"budget" must be a number from 1\n'),
        ('{"schema": "reviewbot-split/1", "parts": [], "budget": 9, "head": 7}', '"head" must be a text\n'),
    ],
    ids=lambda text: ascii(text)[:60],
)
def test_what_is_no_plan(topic, content, said):
    assert topic.refused("--plan", topic.file(content)).startswith(said)


def test_a_plan_in_another_encoding(topic, tmp_path):
    file = tmp_path / "utf-16.json"
    file.write_bytes(json.dumps(topic.plan()).encode("utf-16"))
    assert topic.refused("--plan", file).startswith("the plan is not JSON: ")


def test_a_plan_that_is_too_large(topic, monkeypatch):
    monkeypatch.setattr(command, "MOST_PLAN_BYTES", 1 << 20)
    file = topic.file(" " * (1 << 20) + "{}")
    assert topic.refused("--plan", file) == f"the plan is larger than 1 MiB\n  --> {file}\n"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("part", 0, '"part" must be a number from 1\n  --> part 1\n'),
        ("part", True, '"part" must be a number from 1\n  --> part 1\n'),
        ("part", "1", '"part" must be a number\n  --> part 1\n'),
        ("part", 2, "2 parts have the number 2\n  --> the plan\n"),
        ("title", 7, '"title" must be a text\n  --> part 1\n'),
        ("why", None, '"why" must be a text\n  --> part 1\n'),
        ("files", None, '"files" must be a list\n  --> part 1\n'),
        ("files", [], "part 1 holds nothing\n  help: take it out, or move something into it\n"),
        ("files", [7], '"path" must be a text\n  --> part 1, file 1\n'),
    ],
)
def test_a_part_that_is_none(topic, field, value, said):
    document = topic.plan()
    document["parts"][0][field] = value
    assert topic.refused("--plan", topic.file(document), "--apply", "p").startswith(said)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("path", None, '"path" must be a text\n  --> part 1, file 1\n'),
        ("path", "none.txt", "the change does not touch none.txt\n  --> part 1\n  help: take it out of the plan\n"),
        ("path", HOSTILE, f"the change does not touch {shown(HOSTILE)}\n  --> part 1\n"),
        ("path", "caf\udce8", "the change does not touch caf\\xe8\n  --> part 1\n"),
        ("path", "\ud800", "\\ud800 is no path\n  --> part 1, file 1\n"),
        ("path", "a\0b", "the change does not touch a\\x00b\n  --> part 1\n"),
        ("old_path", 7, '"old_path" must be a text\n  --> part 1, file 1\n'),
        ("whole", 1, '"whole" must be true or false\n  --> part 1, file 1\n'),
        ("whole", False, "new.txt is not whole and lists no hunks\n  --> part 1, file 1\n"),
        ("hunks", None, '"hunks" must be a list\n  --> part 1, file 1\n'),
        ("hunks", [7], '"old_start" must be a number\n  --> part 1, file 1, hunk 1\n'),
    ],
    ids=ascii,
)
def test_a_file_that_is_none(topic, field, value, said):
    document = topic.plan()
    assert document["parts"][0]["files"][0]["path"] == "new.txt"
    document["parts"][0]["files"][0][field] = value
    assert topic.refused("--plan", topic.file(document), "--apply", "p").startswith(said)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (-1, '"old_start" must be a number from 0\n'),
        (1 << 70, '"old_start" must be a number from 0\n'),
        (1.5, '"old_start" must be a number\n'),
        (29, "the change has no hunk -29,1 +31,1 in a.txt\n"),
        (31, "the change has no hunk -31,1 +31,1 in a.txt\n"),
    ],
)
def test_a_hunk_that_is_none(topic, value, said):
    document = topic.plan()
    entry(document, "a.txt")[1].update(whole=False, hunks=[HUNKS[0], {**HUNKS[1], "old_start": value}, HUNKS[2]])
    assert topic.refused("--plan", topic.file(document), "--apply", "p").startswith(said)


# Every hunk is in exactly one part.

ALL_BELONG = (
    "  help: every hunk of the change belongs into exactly one part; the plan that reviewbot made has them all\n"
)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        pytest.param((0, 1), (), "no part holds hunk -60,0 +62,1 of a.txt\n", id="the last is lost"),
        pytest.param((1, 2), (), "no part holds hunk -0,0 +1,1 of a.txt\n", id="the first is lost"),
        pytest.param((0,), (2,), "no part holds hunk -30,1 +31,1 of a.txt\n", id="one between is lost"),
        pytest.param((), (), "no part holds a.txt\n", id="the file is lost"),
        pytest.param((0, 1), (1, 2), "parts 1 and 2 both hold hunk -30,1 +31,1 of a.txt\n", id="in two parts"),
        pytest.param((0, 1, 2), (0,), "parts 1 and 2 both hold hunk -0,0 +1,1 of a.txt\n", id="the first in two"),
        pytest.param((0, 1, 2), (2,), "parts 1 and 2 both hold hunk -60,0 +62,1 of a.txt\n", id="the last in two"),
        pytest.param((0, 1, 1, 2), (), "part 1 holds hunk -30,1 +31,1 of a.txt twice\n", id="twice in one part"),
    ],
)
def test_a_hunk_is_lost_or_twice(tmp_path, monkeypatch, capsys, first, second, said):
    after = {"a.txt": AFTER["a.txt"], "b.txt": "1\n"}
    topic = Topic(tmp_path, monkeypatch, capsys, {"a.txt": BEFORE["a.txt"]}, after)
    document = topic.plan()
    file = next(file for part in document["parts"] for file in part["files"] if file["path"] == "a.txt")
    parts = [
        {
            "part": number,
            "title": "",
            "why": "",
            "files": [{**file, "whole": False, "hunks": [HUNKS[at] for at in held]}],
        }
        for number, held in enumerate((first, second), 1)
        if held
    ]
    other = {"part": 3, "title": "", "why": "", "files": [{**file, "path": "b.txt", "whole": True, "hunks": []}]}
    document["parts"] = [*parts, other]
    assert topic.refused("--plan", topic.file(document), "--apply", "p") == said + ALL_BELONG


def test_a_file_that_changes_as_one_is_in_two_parts(topic):
    document = topic.plan()
    document["parts"][-1]["files"].append(entry(document, "new.txt")[1])
    said = topic.refused("--plan", topic.file(document))
    assert said == f"parts 1 and {len(document['parts'])} both hold new.txt\n{ALL_BELONG}"


def test_pieces_of_a_hunk_overlap(topic):
    document = topic.plan()
    part, file = entry(document, f"{HOSTILE}.txt")
    pieces = [{"old_start": 0, "old_lines": 0, "new_start": start, "new_lines": 7} for start in (1, 6)]
    file.update(whole=False, hunks=pieces)
    said = topic.refused("--plan", topic.file(document))
    assert said == f"part {part['part']} holds hunk -0,0 +6,7 of {shown(HOSTILE)}.txt twice\n{ALL_BELONG}"


def test_pieces_of_a_hunk_leave_a_gap(topic):
    document = topic.plan()
    piece = {"old_start": 0, "old_lines": 0, "new_start": 1, "new_lines": 7}
    entry(document, "caf\udce9.txt")[1].update(whole=False, hunks=[piece])
    said = topic.refused("--plan", topic.file(document))
    assert said == f"no part holds all of hunk -0,0 +1,12 of caf\\xe9.txt\n{ALL_BELONG}"


# Whatever a plan says.

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


def places_in(value, place=()):
    yield place
    if isinstance(value, (dict, list)):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places_in(value[key], (*place, key))


def replaced(value, place, by):
    if not place:
        return by
    copy = value.copy()
    copy[place[0]] = replaced(value[place[0]], place[1:], by)
    return copy


@pytest.fixture
def document(topic):
    return topic.plan()


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_plan_is_taken_or_refused(topic, document, data):
    place = data.draw(st.sampled_from(list(places_in(document))))
    file = topic.file(json.dumps(replaced(document, place, data.draw(anything))))
    before = state(topic.repository)
    told = topic.run("--plan", file, "--format", "json")
    assert state(topic.repository) == before
    if told.status == 2:
        assert told.out == ""
        assert told.err.startswith("error: ")
    else:
        check(topic.repository, json.loads(told.out))
