"""The sandbox: it reaches the objects of a repository wherever that lies, and nothing of it stays behind."""

from __future__ import annotations

import os

import pytest

from reviewbot.errors import SourceError
from reviewbot.sources.git import GitError
from reviewbot.sources.sandbox import PREFIX, open_sandbox
from tests.repositories import Repository

ODD_NAMES = ["a b", "a\nb", 'a"b', "#a", "a:b", "a\\b", "a\tb", "-a", "é", "a\udcff", '"a"', "a\\nb", " "]


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The folder for temporary files, which must be empty again at the end."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def use(sandbox, repository):
    objects = os.fsdecode(os.fsencode(repository.git_dir)) + "/objects"
    sandbox.use_objects((objects,), sha256=repository.object_format == "sha256")
    return sandbox.git


@pytest.mark.parametrize("name", ODD_NAMES, ids=ascii)
def test_reaches_a_repository_whatever_its_folder_is_called(tmp_path, temporary, name):
    repository = Repository(tmp_path / name)
    commit = repository.commit({"a": "1\n"})
    with open_sandbox() as sandbox:
        assert use(sandbox, repository).run("cat-file", "-t", commit) == b"commit\n"


@pytest.mark.parametrize("name", ODD_NAMES, ids=ascii)
def test_works_whatever_the_folder_for_temporary_files_is_called(tmp_path, temporary, monkeypatch, name):
    (temporary / name).mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary / name))
    repository = Repository(tmp_path / "repository")
    with open_sandbox() as sandbox:
        git = use(sandbox, repository)
        blob = git.run("hash-object", "-w", "--stdin", input=b"x", extra=sandbox.writing_apart()).decode().strip()
        assert git.run("cat-file", "blob", blob) == b"x"
    assert list((temporary / name).iterdir()) == []
    (temporary / name).rmdir()


def test_a_folder_for_temporary_files_may_be_relative(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", ".")
    with open_sandbox() as sandbox:
        monkeypatch.chdir("/")
        assert sandbox.path.startswith(f"{tmp_path}/{PREFIX}")
        assert sandbox.git.run("rev-parse", "--git-dir").decode() == f"{sandbox.path}\n"
    assert list(tmp_path.iterdir()) == []


def test_only_its_owner_may_look_into_it(temporary):
    with open_sandbox() as sandbox:
        assert os.stat(sandbox.path).st_mode & 0o777 == 0o700


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_reaches_objects_with_ids_of_either_kind(tmp_path, temporary, object_format):
    repository = Repository(tmp_path / "repository", object_format=object_format)
    commit = repository.commit({"a": "1\n"})
    with open_sandbox() as sandbox:
        assert use(sandbox, repository).run("rev-list", "--objects", commit).count(b"\n") == 3


def test_reaches_several_stores_and_what_it_wrote_itself(tmp_path, temporary):
    first, second = Repository(tmp_path / "1"), Repository(tmp_path / "2")
    ids = [first.blob("1"), second.blob("2")]
    with open_sandbox() as sandbox:
        sandbox.use_objects([f"{each.git_dir}/objects" for each in (first, second)], sha256=False)
        apart = sandbox.writing_apart()
        ids.append(sandbox.git.run("hash-object", "-w", "--stdin", input=b"3", extra=apart).decode().strip())
        found = [sandbox.git.run("cat-file", "blob", each) for each in ids]
        assert found == [b"1", b"2", b"3"]
        with pytest.raises(GitError):
            sandbox.git.run("cat-file", "blob", ids[0], extra=apart)
    assert not second.object_file(ids[2]).exists()


def test_history_ends_where_a_shallow_clone_is_cut(tmp_path, temporary):
    repository = Repository(tmp_path / "repository")
    first = repository.commit({"a": "1\n"}, "0" * 39 + "1")
    second = repository.commit({"a": "2\n"}, first)
    with open_sandbox() as sandbox:
        sandbox.use_objects((f"{repository.git_dir}/objects",), sha256=False, shallow=first.encode() + b"\n")
        assert sandbox.git.run("rev-list", second).split() == [second.encode(), first.encode()]


def test_nothing_of_the_repository_but_its_objects_has_a_say(tmp_path, temporary):
    repository = Repository(tmp_path / "repository")
    repository.configure("[diff]\n\tnoprefix = true\n[core]\n\tquotePath = false\n")
    (repository.git_dir / "info/attributes").write_text("* -diff\n")
    old, new = repository.commit({"é": "1\n"}), repository.commit({"é": "2\0\n", ".gitattributes": "* binary\n"})
    with open_sandbox() as sandbox:
        git = use(sandbox, repository)
        assert b'\n+++ "b/\\303\\251"\n' in git.run("diff-tree", "-p", old, new)
        assert git.run("for-each-ref") == b""


class Interrupted(BaseException):
    """Stands for whatever ends a program."""


@pytest.mark.parametrize("end", [ValueError, KeyboardInterrupt, SystemExit, GeneratorExit, Interrupted])
def test_is_removed_whatever_ends_its_use(tmp_path, temporary, end):
    repository = Repository(tmp_path / "repository")
    with pytest.raises(end), open_sandbox() as sandbox:  # noqa: PT012 - what is raised last is what is expected
        git = use(sandbox, repository)
        git.run("hash-object", "-w", "--stdin", input=b"x")  # a file that is read only
        os.symlink(repository.path, f"{sandbox.path}/link")
        raise end
    assert repository.git_dir.exists()


def test_is_removed_when_it_cannot_be_made_whole(temporary, monkeypatch):
    make = os.mkdir
    monkeypatch.setattr(os, "mkdir", lambda path, mode=0o777: make(path, mode) if "objects/pack" not in path else 1 / 0)
    with pytest.raises(ZeroDivisionError), open_sandbox():
        pass


def test_what_is_gone_already_is_no_fault(temporary):
    with open_sandbox() as sandbox:
        os.unlink(f"{sandbox.path}/HEAD")
        os.rmdir(f"{sandbox.path}/refs")


@pytest.mark.parametrize("folder", ["nowhere", "file", "\x1b[31m"])
def test_without_a_folder_for_temporary_files_there_is_a_message(tmp_path, monkeypatch, folder):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TMPDIR", str(tmp_path / folder))
    with pytest.raises(SourceError, match="no folder for temporary files could be made") as caught, open_sandbox():
        pass
    assert "set TMPDIR" in caught.value.help
    assert caught.value.where.isprintable()


def test_two_sandboxes_do_not_meet(temporary):
    with open_sandbox() as one, open_sandbox() as other:
        assert one.path != other.path
