"""Which files are the companions of a change: what an instance sees, and whether it applies."""

from __future__ import annotations

import pytest

from reviewbot.companions import companions_of
from reviewbot.model.change import FileStatus
from reviewbot.rules.missing_companion import Options
from tests.builders import a_change, a_file, an_instance

TESTED = Options(when="src/{dir}/{stem}.py", needs=("tests/{dir}/test_{stem}.py",))
DOCUMENTED = Options(when="src/{dir}/{stem}.py", needs=("docs/{stem}*.md",))
UNCHANGED = ("tests/test_a.py", "tests/x/test_b.py", "docs/a.md", "docs/a-more.md", "src/a.py", "src/x/b.py")


def companions(*files, instances=(), head=UNCHANGED, **instance):
    change = a_change(*files, head_paths=frozenset(path.encode() for path in head))
    found = companions_of(change, instances or [an_instance("missing-companion", TESTED, **instance)])
    return {path.decode() for path in found}


@pytest.mark.parametrize(
    "files",
    [
        pytest.param([], id="nothing changed"),
        pytest.param([a_file("lib/a.py")], id="another file"),
        pytest.param([a_file("src/c.py")], id="one without companions"),
        pytest.param([a_file("src/a.py", status=FileStatus.DELETED)], id="a deleted source"),
        pytest.param([a_file("tests/test_gone.py", status=FileStatus.DELETED)], id="a deleted test"),
        pytest.param([a_file("tests/test_other.py")], id="a test of nothing"),
        pytest.param([a_file("lib/a.py", old_path="src/a.py")], id="a source moved away"),
    ],
)
def test_has_none(files):
    assert companions(*files) == set()


@pytest.mark.parametrize(
    ("files", "found"),
    [
        pytest.param([a_file("src/a.py")], {"tests/test_a.py"}, id="a source"),
        pytest.param([a_file("tests/test_a.py")], {"tests/test_a.py"}, id="a test"),
        pytest.param([a_file("src/a.py"), a_file("tests/test_a.py")], {"tests/test_a.py"}, id="both"),
        pytest.param([a_file("src/x/b.py", old_path="src/c.py")], {"tests/x/test_b.py"}, id="a source moved here"),
        pytest.param([a_file("tests/test_a.py", old_path="y")], {"tests/test_a.py"}, id="a test moved here"),
    ],
)
def test_are_what_belongs_to_a_file_and_what_belongs_to_one(files, found):
    assert companions(*files) == found


def test_of_several_instances_are_those_of_each():
    instances = [an_instance("missing-companion", options) for options in (TESTED, DOCUMENTED)]
    assert companions(a_file("src/a.py"), instances=instances) == {"tests/test_a.py", "docs/a.md", "docs/a-more.md"}
    assert companions(a_file("docs/a-more.md"), instances=instances) == {"docs/a-more.md"}


@pytest.mark.parametrize("changed", ["src/a.py", "tests/test_a.py"])
@pytest.mark.parametrize(
    ("scope", "found"),
    [
        ({"match": ("src/",)}, True),
        ({"match": ("src/x/",)}, False),
        ({"ignore": ("src/x/",)}, True),
        ({"ignore": ("src/a.py",)}, False),
        ({"ignore": ("tests/",)}, True),
    ],
    ids=str,
)
def test_are_those_of_files_that_the_instance_sees(changed, scope, found):
    assert companions(a_file(changed), **scope) == ({"tests/test_a.py"} if found else set())


def test_of_a_file_that_moves_out_of_what_the_instance_sees_there_are_none():
    assert companions(a_file("src/x/b.py", old_path="src/a.py"), match=("/src/*.py",)) == set()
