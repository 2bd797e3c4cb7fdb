"""What is plain is told by looking; for anything else there is no answer, and the tree is git's own either way."""

from __future__ import annotations

import pytest

from reviewbot.errors import LimitError
from reviewbot.sources import worktree_scan
from reviewbot.sources.git import Limits
from reviewbot.sources.repository import find_repository
from reviewbot.sources.sandbox import open_sandbox
from reviewbot.sources.snapshot import _copy_index, tree_of_working_tree
from reviewbot.sources.worktree_scan import WorktreeScan
from tests.end_to_end.steps import embed
from tests.repositories import Repository, executable, lines, link, submodule

FILES = {"a": "1\n", "b/c": "2\n", "b/d": "3\n", "run": executable("4\n"), "to": link("a"), "cr": "5\r\n"}


@pytest.fixture
def repository(tmp_path):
    repository = Repository(tmp_path / "repository")
    repository.commit(FILES, branch="main")
    repository.check_out()
    return repository


def scanned(repository):
    """The paths that the scan tells, "-" before those that are gone; None when it has no answer."""
    found = find_repository(str(repository.path))
    with open_sandbox() as sandbox:
        sandbox.use_objects((found.objects,), sha256=False)
        index = sandbox.writing_apart() | _copy_index(found, sandbox)
        top, head = str(repository.path), repository.id("refs/heads/main")
        entries = WorktreeScan(sandbox, top, (f"--work-tree={top}",), index, head).entries()
    if entries is None:
        return None
    return sorted(
        f"{'' if entry else '-'}{path.decode('utf-8', 'backslashreplace')}" for path, entry in entries.items()
    )


def both_trees(repository):
    """(by the scan, as git adds everything)."""
    found = find_repository(str(repository.path))
    trees = []
    for head in (repository.id("refs/heads/main"), None):
        with open_sandbox() as sandbox:
            sandbox.use_objects((found.objects,), sha256=False)
            trees.append(tree_of_working_tree(found, sandbox, head))
    return trees


def steps(*functions):
    def run(repository):
        for function in functions:
            function(repository)

    return run


def write(path, content):
    return lambda repository: repository.write(path, content)


def remove(path):
    return lambda repository: (repository.path / path).unlink()


def git(*arguments):
    return lambda repository: repository.git(*arguments)


ADD = git("add", "--all")


@pytest.mark.parametrize(
    ("step", "paths"),
    [
        pytest.param(steps(), [], id="nothing"),
        pytest.param(write("a", "9\n"), ["a"], id="an edit"),
        pytest.param(write("new/x", "9\n"), ["new/x"], id="a new file"),
        pytest.param(remove("b/c"), ["-b/c"], id="a deletion"),
        pytest.param(steps(remove("b/c"), remove("b/d")), ["-b/c", "-b/d"], id="a whole folder"),
        pytest.param(write("a", executable("1\n")), ["a"], id="a mode"),
        pytest.param(write("a", link("b")), ["a"], id="a file that becomes a link"),
        pytest.param(steps(remove("a"), write("a/x", "9\n")), ["-a", "a/x"], id="a file that becomes a folder"),
        pytest.param(
            steps(remove("b/c"), remove("b/d"), lambda repository: (repository.path / "b").rmdir(), write("b", "9\n")),
            ["-b/c", "-b/d", "b"],
            id="a folder that becomes a file",
        ),
        pytest.param(steps(write("a", "9\n"), ADD), ["a"], id="a staged edit"),
        pytest.param(steps(write("a", "9\n"), ADD, write("a", "8\n")), ["a"], id="staged, then edited"),
        pytest.param(steps(write("a", "9\n"), ADD, write("a", "1\n")), ["a"], id="staged, then taken back"),
        pytest.param(steps(write("x", "9\n"), ADD, remove("x")), ["-x"], id="staged, then removed"),
        pytest.param(git("rm", "-q", "a"), ["-a"], id="a staged deletion"),
        pytest.param(git("rm", "-q", "--cached", "a"), ["a"], id="taken out of the index only"),
        pytest.param(git("mv", "a", "z"), ["-a", "z"], id="a rename"),
        pytest.param(write(b"n\nl \xff", "9\n"), ["n\nl \\xff"], id="a name that needs care"),
        pytest.param(steps(write(".gitignore", "*.o\n"), write("x.o", "9\n")), [".gitignore"], id="an ignored file"),
        pytest.param(
            steps(write(".gitattributes", "* text=auto\n"), write("cr", "6\r\n"), write("a", "6\r\n")),
            [".gitattributes", "a", "cr"],
            id="line ends that depend on what the index holds",
        ),
        pytest.param(git("update-index", "--split-index"), [], id="a split index"),
    ],
)
def test_what_is_plain_is_told(repository, step, paths):
    step(repository)
    assert scanned(repository) == paths
    by_scan, by_git = both_trees(repository)
    assert by_scan == by_git


def test_what_is_written_with_the_same_content_changes_nothing(repository):
    before = both_trees(repository)
    repository.write("a", "1\n")
    assert both_trees(repository) == before


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(steps(git("update-index", "--assume-unchanged", "a"), write("a", "9\n")), id="assume-unchanged"),
        pytest.param(steps(git("update-index", "--skip-worktree", "a"), write("a", "9\n")), id="skip-worktree"),
        pytest.param(steps(write("x", "9\n"), git("add", "-N", "x")), id="the intent to add"),
        pytest.param(embed("lib"), id="a repository inside"),
        pytest.param(steps(embed("lib"), git("add", "-f", "lib"), embed("lib2")), id="a submodule"),
        pytest.param(
            steps(write(".gitattributes", "* text=auto\n"), ADD, remove(".gitattributes")),
            id="attributes that only the index has",
        ),
    ],
)
def test_what_is_not_plain_is_left_to_git(repository, step):
    step(repository)
    assert scanned(repository) is None
    by_scan, by_git = both_trees(repository)
    assert by_scan == by_git


def test_unmerged_paths_are_left_to_git(repository):
    blob = repository.blob("2\n")
    stages = "".join(f"100644 {blob} {stage}\ta\n" for stage in (1, 2, 3))
    repository.git("update-index", "--index-info", stdin=f"0 {'0' * 40}\ta\n{stages}".encode())
    assert scanned(repository) is None


def test_a_limit_is_no_reason_to_try_the_longer_way(repository):
    found = find_repository(str(repository.path))
    with open_sandbox(Limits(output_bytes=1)) as sandbox:
        sandbox.use_objects((found.objects,), sha256=False)
        with pytest.raises(LimitError):
            tree_of_working_tree(found, sandbox, repository.id("refs/heads/main"))


def test_a_great_many_are_left_to_git(repository, monkeypatch):
    monkeypatch.setattr(worktree_scan, "MOST_PATHS", 2)
    for name in "xyz":
        repository.write(name, lines(1))
    assert scanned(repository) is None


def test_a_submodule_that_did_not_move_is_plain(repository):
    repository.commit({"lib": submodule()}, repository.id("refs/heads/main"), branch="main")
    repository.check_out()
    repository.write("a", "9\n")
    assert scanned(repository) == ["a"]
    by_scan, by_git = both_trees(repository)
    assert by_scan == by_git


@pytest.mark.parametrize(
    "said",
    [
        "[core]\n\tfilemode = false\n",
        "[core] FileMode=off\n",
        "[core]\n\tfilemode = true\n\tfilemode = \\\n no\n",
        "[core]\n\tfilemode = true # not\n\tfilemode = 0\n",
    ],
)
def test_modes_are_those_of_the_index_where_the_file_system_keeps_none(repository, said):
    repository.configure(said)
    before = both_trees(repository)
    (repository.path / "a").chmod(0o755)
    (repository.path / "run").chmod(0o644)
    assert both_trees(repository) == before
    repository.write("run", "9\n")
    repository.write("new", executable("9\n"))
    by_scan, by_git = both_trees(repository)
    assert by_scan == by_git != before[0]
