"""The same change gives the same plan under any hash seed, in any clone or locale; and a plan without a grammar too."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from reviewbot.split import languages
from reviewbot.split.planning import plan
from tests.repositories import Repository, isolated_environment, lines
from tests.split.changes import changed, check, split
from tests.split.texts import HISTORY, TALKING

GO = "package m\n\n" + "".join(f"func f{number}() int {{\n\treturn g{number}()\n}}\n\n" for number in range(20))
SCRIPT = "export function load_user(name) {\n  return name;\n}\n\n" * 9
BEFORE = {
    "src/app.py": "import old_name\n" + lines(40, "x = "),
    "src/moved.py": lines(30, "y = "),
    "web/app.js": "const old_name = 1;\n" + lines(9, "// line"),
    "tests/test_app.py": "import old_name\n",
    "yarn.lock": lines(20),
    "package.json": "{}\n",
}
AFTER = {
    "src/app.py": "import new_name\n" + lines(40, "x = ").replace("20\n", "0\n") + "def load_user():\n    pass\n",
    "src/moved.py": None,
    "lib/moved.py": lines(30, "y = "),
    "web/app.js": "const new_name = 1;\n" + lines(9, "// line") + SCRIPT,
    "tests/test_app.py": "import new_name\nfrom src.app import load_user\nload_user()\n",
    "yarn.lock": lines(20, "other"),
    "package.json": '{"a": 1}\n',
    "m.go": GO,
    "docs/\xe9.md": "load_user\n" * 5,
}


def history(tmp_path):
    """A change of many kinds, with commits before it that touched the same files together."""
    repository = Repository(tmp_path / "repository")
    base = repository.commit(BEFORE)
    for number in range(4):
        base = repository.commit({"src/app.py": f"# {number}\n", "web/app.js": f"// {number}\n"}, base)
    base = repository.commit(BEFORE, base, branch="main")
    repository.commit(AFTER, base, branch="topic")
    return repository


def printed(folder, **environment):
    command = [sys.executable, "-P", "-m", "reviewbot", "split", "main..topic", "--budget", "30", "--format", "git"]
    outcome = subprocess.run(
        command,
        cwd=folder,
        env=isolated_environment() | {"PYTHONPATH": os.getcwd()} | environment,
        capture_output=True,
        check=False,
    )
    assert outcome.returncode in (0, 1), outcome.stderr
    return outcome.stdout


def test_no_seed_locale_zone_or_folder_has_a_say(tmp_path):
    repository = history(tmp_path)
    first = printed(repository.path, PYTHONHASHSEED="0")
    assert first.count(b"\n") > 50
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--mirror", ".", str(clone))
    repository.git("-C", str(clone), "gc", "--quiet")
    assert printed(clone, PYTHONHASHSEED="1", LC_ALL="C.UTF-8", TZ="Asia/Tokyo") == first
    assert printed(repository.path, PYTHONHASHSEED="2", HOME=str(tmp_path), COLUMNS="40") == first


def test_a_plan_of_values_is_a_value():
    found = {plan(TALKING, HISTORY, budget) for budget in (10, 10, 10)}
    assert len(found) == 1


LANGUAGES = {"tree_sitter_javascript", "tree_sitter_go", "tree_sitter"}


@pytest.fixture
def forgotten():
    """What is known of parsers is forgotten, before and after."""
    languages.parser_of.cache_clear()
    yield
    languages.parser_of.cache_clear()


@pytest.mark.parametrize("package", sorted(LANGUAGES))
@pytest.mark.usefixtures("forgotten")
def test_without_a_grammar_there_is_a_plan_all_the_same(tmp_path, monkeypatch, capsys, package):
    repository = changed(tmp_path, BEFORE, AFTER)
    with_it = split(repository, "--budget", "30", status=None)
    languages.parser_of.cache_clear()
    monkeypatch.setitem(sys.modules, package, None)  # so that its import fails
    without = split(repository, "--budget", "30", "--apply", "p", status=None)
    check(repository, with_it)
    check(repository, without)
    assert "error" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("package", "path", "text"), [("tree_sitter_go", "m.go", GO), ("tree_sitter_javascript", "a.js", SCRIPT)]
)
@pytest.mark.usefixtures("forgotten")
def test_a_file_is_cut_between_its_functions_with_or_without_a_grammar(tmp_path, monkeypatch, package, path, text):
    repository = changed(tmp_path, {"a": "1\n"}, {path: text})
    for without in (False, True):
        if without:
            languages.parser_of.cache_clear()
            monkeypatch.setitem(sys.modules, package, None)
        parts = split(repository, "--budget", "20")["parts"]
        starts = [part["files"][0]["hunks"][0]["new_start"] for part in parts]
        assert len(starts) > 1
        written = text.split("\n")
        assert all(written[start - 1].startswith(("func", "export")) for start in sorted(starts)[1:])
