"""Titles and reasons that a person believes."""

from __future__ import annotations

import pytest

from reviewbot.model.split_plan import Part
from reviewbot.split.wording import OVER, recounted
from tests.repositories import lines
from tests.split.changes import changed, split


def functions(names, body="    return 1\n"):
    return "".join(f"def {name}():\n{body * 4}\n\n" for name in names)


def test_parts_that_nothing_else_tells_apart_are_numbered(tmp_path):
    repository = changed(tmp_path, {"a": "1\n"}, {"notes.txt": "".join(f"{lines(20, str(n))}\n" for n in range(9))})
    titles = [part["title"] for part in split(repository, "--budget", "70")["parts"]]
    assert len(titles) > 1
    assert titles == [f"Add notes.txt ({number} of {len(titles)})" for number in range(1, len(titles) + 1)]


def test_words_that_are_everywhere_are_no_reason(tmp_path):
    text = "that this None Optional return assert\n"
    repository = changed(
        tmp_path, {"docs/one.txt": "\n", "docs/two.txt": "\n"}, dict.fromkeys(("docs/one.txt", "docs/two.txt"), text)
    )
    whys = [part["why"] for part in split(repository)["parts"]]
    assert not [why for why in whys if "share the word" in why]


def test_a_name_is_a_better_reason_than_a_word(tmp_path):
    text = "customize every parse_invoice\n"
    repository = changed(
        tmp_path, {"docs/one.txt": "\n", "docs/two.txt": "\n"}, dict.fromkeys(("docs/one.txt", "docs/two.txt"), text)
    )
    (part,) = split(repository)["parts"]
    assert part["why"] == "they share the words parse_invoice and customize"


def test_tests_are_named_in_the_title(tmp_path):
    tests = functions(["test_zero", "test_one", "test_two"])
    repository = changed(tmp_path, {"tests/test_it.py": "import it\n"}, {"tests/test_it.py": "import it\n\n\n" + tests})
    (part,) = split(repository)["parts"]
    assert part["title"] == "Add test_one and 2 more in tests/test_it.py"


@pytest.mark.parametrize(
    ("counted", "why"),
    [
        (351, f"in one file; {OVER}351 lines in a.go are one block, and no function is cut"),
        (300, "in one file"),
    ],
)
def test_a_reason_says_what_git_counts(counted, why):
    part = Part(1, "Add a.go", f"in one file; {OVER}361 lines in a.go are one block, and no function is cut", 361, True)
    assert recounted(part, counted, 300) == part._replace(counted_lines=counted, over_budget=counted > 300, why=why)


def test_a_part_that_only_git_finds_over_budget_says_why():
    assert f"in one file; {OVER}git finds" in recounted(Part(1, "Add a.go", "in one file", 299), 301, 300).why


def test_a_reason_of_somebody_else_stays():
    part = Part(1, "Add a.go", f"{OVER}because I say so", 361, True)
    assert recounted(part, 351, 300).why == part.why
