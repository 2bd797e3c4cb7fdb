"""The companions of real changes: whatever the selector, the names, and the state of the repository."""

from __future__ import annotations

import pytest

from tests.end_to_end.judging import INSTALLED, Untouched
from tests.repositories import Repository, link, submodule

POLICY = """\
version = 1
[[rules.missing-companion]]
when = "src/{dir}/{stem}.py"
needs = ["tests/{dir}/test_{stem}.py", "tests/{dir}/test_{stem}_*.py", "docs/**/{stem}/"]
"""
FILES = {
    ".reviewbot.toml": POLICY,
    "src/app.py": "1\n",
    "src/web/page.py": "1\n",
    "src/lonely.py": "1\n",
    "tests/test_app.py": "1\n",
    "tests/test_app_more.py": "1\n",
    "tests/test_application.py": "1\n",
    "tests/web/test_page.py": "1\n",
    "tests/test_page.py": "1\n",
    "docs/guide/deep/page/index.md": "1\n",
    "docs/page/a/b.md": "1\n",
    "docs/page.md": "1\n",
}
OF_APP = ["tests/test_app.py", "tests/test_app_more.py"]
OF_PAGE = ["docs/guide/deep/page/index.md", "docs/page/a/b.md", "tests/web/test_page.py"]


@pytest.fixture
def companions(tmp_path, answer_in_process):
    """What the command prints, as names; the repository stays as it is."""

    def printed(*arguments):
        with Untouched(tmp_path):
            answer = answer_in_process(["companions", "-0", *arguments, "--repo", str(tmp_path / "repository")])
        assert (answer.exit, answer.stderr) == (0, ""), answer
        paths = answer.stdout.split(b"\0")
        assert paths.pop() == b""
        assert paths == sorted(set(paths))
        return [path.decode("utf-8", "surrogateescape") for path in paths]

    return printed


def a_repository(folder, changes=(), files=FILES, **settings):
    """Branch `main` with these files, `topic` with the changes; a check-out of main unless it is bare."""
    repository = Repository(folder / "repository", **settings)
    base = repository.commit(files, branch="main")
    repository.commit(dict(changes), base, branch="topic")
    if repository.git_dir != repository.path:
        repository.check_out()
    return repository


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param({"README.md": "1\n"}, [], id="another file"),
        pytest.param({"src/lonely.py": "2\n"}, [], id="a source without a test"),
        pytest.param({"src/app.py": None}, [], id="a deleted source"),
        pytest.param({"tests/test_app.py": None}, [], id="a deleted test"),
        pytest.param({"tests/test_nothing.py": "1\n"}, [], id="a test of nothing"),
        pytest.param({"src/app.py": "2\n"}, OF_APP, id="a source"),
        pytest.param({"src/web/page.py": "2\n"}, OF_PAGE, id="a source below a folder"),
        pytest.param({"src/app.py": None, "src/web/page.py": "2\n"}, OF_PAGE, id="one changed, one deleted"),
        pytest.param({"src/app.py": "2\n", "tests/test_app.py": None}, OF_APP[1:], id="one of two tests deleted"),
        pytest.param({"tests/test_app.py": "2\n"}, OF_APP[:1], id="a test"),
        pytest.param({"docs/page/a/b.md": "2\n"}, ["docs/page/a/b.md"], id="something below a companion folder"),
        pytest.param({"src/new.py": "1\n", "tests/test_new.py": "1\n"}, ["tests/test_new.py"], id="both new"),
        pytest.param({"src/app.py": None, "src/web/app.py": "1\n"}, [], id="renamed: a test of the old name only"),
        pytest.param({"src/app.py": None, "src/web/page.py": "1\n\n"}, OF_PAGE, id="renamed onto another"),
        pytest.param({"src/app.py": None, "src/test.py": "1\n", "tests/test_test.py": "7\n"}, ["tests/test_test.py"],
                     id="renamed with its test"),
        pytest.param({"src/app.py": link("web/page.py")}, OF_APP, id="a link in place of a source"),
        pytest.param({"src/app.py": submodule()}, OF_APP, id="a submodule in place of a source"),
    ],
)  # fmt: skip
def test_of_a_branch(changes, expected, tmp_path, companions):
    a_repository(tmp_path, changes)
    assert companions("main..topic") == expected


@pytest.mark.parametrize("selector", ["--staged", "--worktree"])
def test_of_what_is_not_committed(selector, tmp_path, companions):
    repository = a_repository(tmp_path)
    assert companions(selector) == []
    repository.write("src/web/page.py", "2\n")
    assert companions(selector) == ([] if selector == "--staged" else OF_PAGE)
    repository.git("add", "--all")
    repository.write("src/app.py", "2\n")
    assert companions(selector) == (OF_PAGE if selector == "--staged" else sorted(OF_APP + OF_PAGE))


def test_of_the_index_are_those_that_the_index_holds(tmp_path, companions):
    repository = a_repository(tmp_path)
    repository.write("src/app.py", "2\n")
    repository.write("tests/test_app_new.py", "1\n")
    repository.git("add", "src/app.py")
    repository.git("rm", "-q", "--cached", "tests/test_app.py")
    assert companions("--staged") == OF_APP[1:]


def test_of_what_is_renamed_are_those_of_the_new_name(tmp_path, companions):
    repository = a_repository(tmp_path, files={**FILES, "src/old.py": "one\ntwo\n", "tests/test_old.py": "1\n"})
    repository.git("mv", "src/old.py", "src/lonely.py", "-f")
    assert companions("--staged") == []
    repository.git("mv", "src/lonely.py", "src/web/page.py", "-f")
    assert companions("--staged") == OF_PAGE


def test_in_a_bare_repository(tmp_path, companions):
    a_repository(tmp_path, {"src/app.py": "2\n"}, bare=True)
    assert companions("--base", "main", "--head", "topic") == OF_APP


def test_with_sha256(tmp_path, companions):
    a_repository(tmp_path, {"src/app.py": "2\n"}, object_format="sha256")
    assert companions("main..topic") == OF_APP


@pytest.mark.parametrize("selector", ["--staged", "--worktree"])
def test_before_the_first_commit_everything_is_the_change(selector, tmp_path, companions):
    repository = Repository(tmp_path / "repository")
    for path, content in FILES.items():
        repository.write(path, content)
    repository.git("add", "--all")
    assert companions(selector) == sorted(OF_APP + OF_PAGE)


def test_of_what_a_branch_changed_and_not_of_what_base_did_since(tmp_path, companions):
    repository = a_repository(tmp_path, {"src/app.py": "2\n"})
    repository.commit({"src/web/page.py": "2\n"}, repository.id("refs/heads/main"), branch="main")
    assert companions("main..topic") == OF_APP


def test_the_change_does_not_say_what_its_companions_are(tmp_path, companions):
    a_repository(tmp_path, {"src/app.py": "2\n", ".reviewbot.toml": "version = 1\n"})
    assert companions("main..topic") == OF_APP


@pytest.mark.parametrize(
    ("limit", "arguments", "applies"),
    [
        ('authors = ["ann"]', ("--author", "ann"), True),
        ('authors = ["ann"]', ("--author", "bob"), False),
        ('authors = ["ann"]', (), True),
        ('branches = ["main"]', (), True),
        ('branches = ["release-*"]', (), False),
        ('match = ["src/web/"]', (), False),
        ('ignore = ["src/*.py"]', (), False),
    ],
)
def test_instances_apply_as_they_do_to_a_judgement(limit, arguments, applies, tmp_path, companions):
    a_repository(tmp_path, {"src/app.py": "2\n"}, FILES | {".reviewbot.toml": POLICY + limit})
    assert companions("main..topic", *arguments) == (OF_APP if applies else [])


NAMES = [
    " a b ", "a'b\"c", "*", "[ab]", "?", "a\\b", "$(touch canary)", "a\nb", "\x1b[31m", "-x", "{stem}", "%", "ä",
    "test_", "\udcff\udcfe", "n" * 200,
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_names_are_taken_letter_by_letter(name, tmp_path, companions):
    letters, decoy = name.encode("utf-8", "surrogateescape"), b"a"
    files = {b".reviewbot.toml": POLICY.encode()}
    for each in (letters, decoy):
        files |= {b"src/" + each + b"/" + each + b".py": "1\n", b"tests/" + each + b"/test_" + each + b".py": "1\n"}
    a_repository(tmp_path, {b"src/" + letters + b"/" + letters + b".py": "2\n"}, files)
    expected = [f"tests/{name}/test_{name}.py"]
    assert companions("main..topic") == expected
    assert companions("topic..main") == []  # main has nothing that topic has not


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_changed_test_is_known_whatever_its_name(name, tmp_path, companions):
    letters = name.encode("utf-8", "surrogateescape")
    test = b"tests/" + letters + b"/test_" + letters + b"_more.py"
    files = {b".reviewbot.toml": POLICY.encode(), b"src/" + letters + b"/" + letters + b".py": "1\n", test: "1\n"}
    a_repository(tmp_path, {test: "2\n"}, files)
    assert companions("main..topic") == [f"tests/{name}/test_{name}_more.py"]


@pytest.mark.parametrize("how", [("-a",), ("src/app.py",)], ids=["commit -a", "commit PATH"])
def test_in_a_hook_are_those_of_what_the_commit_would_hold(how, tmp_path):
    """git makes such a commit of another index than the usual one, and names it to the hook."""
    repository = a_repository(tmp_path)
    hook = repository.git_dir / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\n{INSTALLED[0]} companions --staged > printed\n")
    hook.chmod(0o755)
    repository.write("src/app.py", "2\n")
    repository.git("commit", "-q", "-m", "x", *how)
    assert (repository.path / "printed").read_text().split() == OF_APP
