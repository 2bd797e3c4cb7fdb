"""Changes of each kind that a benchmark of histories does not score, in real repositories."""

from __future__ import annotations

import pytest

from reviewbot.sources import part_trees
from reviewbot.split.python_names import undefined_names
from tests.repositories import executable, lines, link, submodule
from tests.split.changes import applied, changed, check, split, tree


def parts_by_path(plan):
    found = {}
    for part in plan["parts"]:
        for file in part["files"]:
            found.setdefault(file["path"], []).append(part["part"])
    return found


def functions(count, body=12, word="work"):
    """A Python module of functions that do not call each other."""
    return (
        "\n\n".join(
            f"def {word}_{number}(value):\n"
            + "".join(f"    value += {step}\n" for step in range(body))
            + "    return value"
            for number in range(count)
        )
        + "\n"
    )


def test_nothing_changed(tmp_path):
    repository = changed(tmp_path, {"a": "1\n"}, {})
    assert split(repository)["parts"] == []


def test_a_small_change_is_one_part(tmp_path):
    repository = changed(tmp_path, {"a": "1\n"}, {"a": "2\n"})
    plan = split(repository)
    check(repository, plan)
    assert [part["counted_lines"] for part in plan["parts"]] == [2]


def test_a_new_file_is_cut_between_its_functions(tmp_path):
    repository = changed(tmp_path, {"a": "1\n"}, {"work.py": functions(40)})
    plan = split(repository)
    check(repository, plan)
    assert len(plan["parts"]) > 1
    assert not any(part["over_budget"] for part in plan["parts"])
    text = functions(40).split("\n")
    for part in plan["parts"][1:]:
        (hunk,) = part["files"][0]["hunks"]
        assert text[hunk["new_start"] - 1].startswith("def ")


def test_parts_of_files_too_large_to_be_measured_count_their_hunks(tmp_path, monkeypatch):
    repository = changed(tmp_path, {"a": "1\n"}, {"work.py": functions(40)})
    measured = split(repository)
    monkeypatch.setattr(part_trees, "MOST_STATE_BYTES", 100)
    assert split(repository) == measured


def test_no_prefix_of_a_new_module_that_is_cut_lacks_a_name(tmp_path):
    """The first of its pieces included, and what is bound by an assignment."""
    text = functions(30).replace("    value += 0\n", "    value += start\n") + "\n\nstart = 1\n"
    repository = changed(tmp_path, {"a": "1\n"}, {"work.py": text})
    plan = split(repository)
    check(repository, plan)
    base, head = tree(repository, "main"), tree(repository, "topic")
    for count in range(1, len(plan["parts"]) + 1):
        _, content = applied(base, head, plan["parts"][:count])[b"work.py"]
        assert undefined_names(b"work.py", content) == frozenset()
    assert len(plan["parts"]) > 1


def test_one_function_over_budget_stays_whole_and_says_why(tmp_path):
    repository = changed(tmp_path, {"a": "1\n"}, {"work.py": functions(1, body=400)})
    plan = split(repository, status=1)
    check(repository, plan)
    (part,) = plan["parts"]
    assert part["over_budget"]
    assert "no function is cut" in part["why"]
    assert plan["no_split"].startswith("no good split within 300 lines: 402 lines in work.py are one block")


def edited(count, body, every=4):
    """Functions of which some lines of each are edited, near each other."""
    before = functions(count, body=body)
    lines = before.splitlines()
    return before, "\n".join(
        f"{line}  # now" if number % every == 1 else line for number, line in enumerate(lines)
    ) + "\n"


def test_near_edits_are_cut_between_functions(tmp_path):
    before, after = edited(10, body=100)
    repository = changed(tmp_path, {"work.py": before}, {"work.py": after})
    plan = split(repository)
    check(repository, plan)
    assert len(plan["parts"]) > 1
    assert not any(part["over_budget"] for part in plan["parts"])


def test_near_edits_of_one_function_stay_together_and_it_says_why(tmp_path):
    before, after = edited(1, body=800)
    repository = changed(tmp_path, {"work.py": before}, {"work.py": after})
    plan = split(repository, status=1)
    (part,) = plan["parts"]
    assert "no function is cut" in part["why"]


def test_pure_moves_come_first_and_apart(tmp_path):
    before = {f"old/{name}.txt": lines(30, name) for name in "abc"} | {"z.py": "x = 1\n"}
    after = {f"old/{name}.txt": None for name in "abc"} | {f"new/{name}.txt": lines(30, name) for name in "abc"}
    repository = changed(tmp_path, before, {**after, "z.py": "x = 2\n"})
    plan = split(repository)
    check(repository, plan)
    assert plan["parts"][0]["title"] == "Move 3 files"
    assert {file["path"] for file in plan["parts"][0]["files"]} == {"new/a.txt", "new/b.txt", "new/c.txt"}
    assert plan["parts"][0]["counted_lines"] == 0


def test_formatting_alone_is_a_part(tmp_path):
    before = "".join(f"def f{number}( a,b ):\n    return a+b\n\n\n" for number in range(20))
    after = before.replace("( a,b )", "(a, b)")
    repository = changed(tmp_path, {"f.py": before, "g.py": "x = 1\n"}, {"f.py": after, "g.py": "y = 2\n"})
    plan = split(repository)
    check(repository, plan)
    assert plan["parts"][0]["title"] == "Format 1 file"
    assert [file["path"] for file in plan["parts"][0]["files"]] == ["f.py"]


def test_indentation_of_python_is_no_formatting(tmp_path):
    before = "def f(a):\n    if a:\n        a = 1\n    return a\n" * 6
    repository = changed(tmp_path, {"f.py": before}, {"f.py": before.replace("    return a", "        return a")})
    assert not split(repository)["parts"][0]["title"].startswith("Format")


def test_a_word_replaced_everywhere_is_a_part(tmp_path):
    before = {f"m{number}.py": f"from lib import old_name\nold_name({number})\n" for number in range(5)}
    after = {path: text.replace("old_name", "new_name") for path, text in before.items()}
    repository = changed(tmp_path, {**before, "other.py": "x = 1\n"}, {**after, "other.py": "z = 3\n"})
    plan = split(repository)
    check(repository, plan)
    assert plan["parts"][0]["title"] == "Rename old_name to new_name"
    assert plan["parts"][0]["why"] == "rename of old_name to new_name in 5 files, and nothing else"


def test_a_lock_file_stays_whole_with_its_manifest(tmp_path):
    before = {"package.json": '{"a": 1}\n', "package-lock.json": lines(400), "z.js": "var x = 1;\n"}
    after = {"package.json": '{"a": 2}\n', "package-lock.json": lines(400, "new"), "z.js": "var y = 2;\n"}
    repository = changed(tmp_path, before, after)
    plan = split(repository, status=1)
    check(repository, plan)
    assert parts_by_path(plan) == {"package.json": [1], "package-lock.json": [1], "z.js": [2]}
    assert "neither is right without it" in plan["parts"][0]["why"]


def test_the_lock_files_of_two_package_managers_are_two_parts(tmp_path):
    before = {"package.json": '{"a": 1}\n', "yarn.lock": lines(40), "go.mod": "a v1\n", "go.sum": lines(50)}
    after = {"package.json": '{"a": 2}\n', "yarn.lock": lines(40, "y"), "go.mod": "a v2\n", "go.sum": lines(50, "s")}
    repository = changed(tmp_path, before, after)
    plan = split(repository)
    check(repository, plan)
    assert parts_by_path(plan) == {"go.mod": [1], "go.sum": [1], "package.json": [2], "yarn.lock": [2]}


def test_what_the_policy_ignores_does_not_count(tmp_path):
    policy = 'version = 1\n[rules.max-diff-lines]\nlimit = 50\nignore = ["*.lock"]\n'
    before = {".reviewbot.toml": policy, "a.lock": lines(100), "a.py": "x = 1\n"}
    repository = changed(tmp_path, before, {"a.lock": lines(100, "new"), "a.py": "x = 2\n"})
    plan = split(repository)
    check(repository, plan)
    assert plan["budget"] == 50
    assert sum(part["counted_lines"] for part in plan["parts"]) == 2


def test_generated_and_vendored_files_are_apart(tmp_path):
    after = {"api_pb2.py": lines(50, "x"), "vendor/lib/a.js": lines(50, "y"), "own.py": "x = 1\n"}
    repository = changed(tmp_path, {"a": "1\n"}, after)
    plan = split(repository)
    check(repository, plan)
    titles = [part["title"] for part in plan["parts"]]
    assert titles[:2] == ["Update 1 generated file", "Update 1 vendored file"]


def test_a_vendored_drop_goes_by_files(tmp_path):
    repository = changed(tmp_path, {"a": "1\n"}, {f"vendor/lib/{number}.c": lines(100) for number in range(9)})
    plan = split(repository)
    check(repository, plan)
    assert [part["counted_lines"] for part in plan["parts"]] == [300, 300, 300]
    assert plan["parts"][1]["title"] == "Update 9 vendored files (2 of 3)"


def test_a_definition_comes_before_its_use(tmp_path):
    after = {
        "a_user.py": "from z_giver import give_thing\n\n\n"
        + functions(12, word="user").replace("value += 0", "give_thing()"),
        "z_giver.py": functions(12, word="other") + "\n\ndef give_thing():\n    return 1\n",
    }
    repository = changed(tmp_path, {"a": "1\n"}, after)
    plan = split(repository)
    check(repository, plan)
    placed = parts_by_path(plan)
    giving = next(part for part in plan["parts"] if "give_thing" in part["title"] or "give_thing" in part["why"])
    assert min(placed["a_user.py"]) >= giving["part"]


def test_migrations_keep_their_order(tmp_path):
    after = {f"migrations/000{number}_step.py": functions(14, word=f"step{number}") for number in range(1, 4)}
    repository = changed(tmp_path, {"a": "1\n"}, after)
    plan = split(repository)
    check(repository, plan)
    placed = parts_by_path(plan)
    firsts = [min(placed[f"migrations/000{number}_step.py"]) for number in range(1, 4)]
    assert firsts == sorted(firsts)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param({"a": b"\0\1" * 50}, {"a": b"\0\2" * 50}, id="binary"),
        pytest.param({"a": "1\n"}, {"a": executable("1\n")}, id="mode"),
        pytest.param({"a": lines(40)}, {"a": executable("0\n" + lines(40) + "9\n")}, id="mode and lines"),
        pytest.param({"a": "1\n"}, {"l": link("a")}, id="symlink"),
        pytest.param({"a": link("b")}, {"a": "b\n"}, id="link to file"),
        pytest.param({"a": "1\n"}, {"sub": submodule("2")}, id="submodule"),
        pytest.param({"a": "1\r\n2\r\n" * 20}, {"a": "1\r\n3\r\n" * 20}, id="CRLF"),
        pytest.param({"a": "1\n2\n3"}, {"a": "0\n1\n2\n4"}, id="no newline at end"),
        pytest.param({"a": "1\n2"}, {"a": "1\n2\n3\n"}, id="newline at end added"),
        pytest.param({"a": b"\xff\xfe1\n" * 30}, {"a": b"\xff\xfe2\n" * 30}, id="content that is not UTF-8"),
        pytest.param({b"\xff\xe9": "1\n"}, {b"\xff\xe9": "2\n"}, id="name that is not UTF-8"),
        pytest.param({"a": "1\n"}, {"a\nb\t\"'": "2\n", "-x": "3\n", ":(top)": "4\n"}, id="hostile names"),
        pytest.param({"a": "1\n"}, {"e": ""}, id="empty file"),
        pytest.param({"e": "", "a": "1\n"}, {"e": None}, id="empty file removed"),
        pytest.param({"a": lines(50)}, {"a": None, "a/b": lines(50)}, id="file to folder"),
        pytest.param({"a/b": lines(50), "a/c": "1\n"}, {"a/b": None, "a/c": None, "a": "x\n"}, id="folder to file"),
        pytest.param(
            {"a": lines(30, "a"), "b": lines(30, "b")},
            {"a": lines(30, "b"), "b": lines(30, "a")},
            id="two files swapped",
        ),
        pytest.param({"a": lines(700)}, {"a": None}, id="large file removed"),
        pytest.param({"a": "x" * 100_000 + "\n"}, {"a": "y" * 100_000 + "\n"}, id="one long line"),
        pytest.param({"a": "a\vb\fc\x85d\n" * 9}, {"a": "a\vb\fc\x85e\n" * 9}, id="other line separators"),
        pytest.param({"a": "1\n"}, {"broken.py": "def (:\n" * 200}, id="what does not parse"),
    ],
)
def test_every_kind_of_change_is_whole_in_its_parts_and_its_branches(tmp_path, before, after):
    repository = changed(tmp_path, {**before, "z.py": "x = 1\n"}, {**after, "z.py": "y = 2\n"})
    plan = split(repository, "--budget", "100", "--apply", "parts", status=None)
    check(repository, plan)
    for branch in plan["branches"]:
        repository.git("fsck", "--strict", branch["commit"])


def test_a_repository_of_sha256(tmp_path):
    repository = changed(tmp_path, {"a": "1\n"}, {"work.py": functions(40)}, object_format="sha256")
    plan = split(repository, "--apply", "parts")
    check(repository, plan)
    assert len(plan["branches"][0]["commit"]) == 64


def test_a_merge_inside_of_the_change(tmp_path):
    repository = changed(tmp_path, {"a": lines(20)}, {"b": "1\n"})
    base, topic = repository.id("refs/heads/main"), repository.id("refs/heads/topic")
    main = repository.commit({"a": "0\n" + lines(20)}, base, branch="main")
    repository.commit({"a": "0\n" + lines(20), "c": "2\n"}, topic, main, branch="topic")
    plan = split(repository, "--apply", "parts")
    check(repository, plan)
    assert {file["path"] for part in plan["parts"] for file in part["files"]} == {"b", "c"}


# What parts are called.


def test_parts_that_would_be_called_alike_are_numbered(tmp_path):
    repository = changed(tmp_path, {"work.py": functions(60)}, {"work.py": None})
    titles = [part["title"] for part in split(repository)["parts"]]
    assert len(titles) == len(set(titles)) > 2


def test_a_file_that_goes_in_parts_is_not_removed_by_each(tmp_path):
    repository = changed(tmp_path, {"work.py": functions(60, word="spread")}, {"work.py": None})
    assert all("Remove spread_" in part["title"] for part in split(repository)["parts"])
    repository = changed(tmp_path / "whole", {"work.py": functions(2)}, {"work.py": None})
    assert [part["title"] for part in split(repository)["parts"]] == ["Remove work.py"]


def test_words_of_the_language_hold_nothing_together(tmp_path):
    repository = changed(
        tmp_path,
        {"a.py": "x = None\n", "b.py": "x = None\n"},
        {"a.py": "return_value = True\n", "b.py": "return_value = True\n"},
    )
    (part,) = split(repository)["parts"]
    assert part["why"] == "they share the word return_value"
