"""A file of base, with its kind, from one answer of git."""

from __future__ import annotations

import pytest

from reviewbot.errors import PolicyError, SourceError
from reviewbot.sources.base_file import read_base_file, start_reading
from reviewbot.sources.sandbox import open_sandbox
from tests.repositories import Repository, link

NAME = b".reviewbot.toml"


def read(repository, commit, limit=100):
    with open_sandbox() as sandbox:
        sandbox.use_objects((str(repository.git_dir / "objects"),), sha256=len(commit) == 64)
        return read_base_file(start_reading(sandbox, commit, NAME), commit, NAME, limit)


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path)


def names(*more):
    return dict.fromkeys((".a", ".reviewbot", ".reviewbot.tom", ".reviewbot.tomlx", "z", *more), "x\n")


@pytest.mark.parametrize("content", ["", "version = 1\n", "a" * 100, "tree 1\n\0" * 9])
def test_the_file_is_read_whole(repository, content):
    assert read(repository, repository.commit({**names(), NAME.decode(): content})) == content.encode()


def test_a_longer_one_is_cut_one_byte_past_the_limit(repository):
    commit = repository.commit({NAME.decode(): "a" * 1_000_000})
    assert read(repository, commit, limit=5) == b"a" * 6


def test_none_where_there_is_none(repository):
    assert read(repository, repository.commit(names(f"folder/{NAME.decode()}"))) is None


def test_none_in_an_empty_tree(repository):
    assert read(repository, repository.commit({})) is None


def test_a_large_root_is_no_obstacle(repository):
    many = {f"file-{number}-{'n' * 60}": "x\n" for number in range(5_000)}
    assert read(repository, repository.commit({**many, NAME.decode(): "here\n"})) == b"here\n"


@pytest.mark.parametrize("kind", [{NAME.decode(): link("a")}, {f"{NAME.decode()}/a": "x\n"}], ids=["link", "folder"])
def test_what_is_no_file_is_refused(repository, kind):
    commit = repository.commit(kind)
    with pytest.raises(PolicyError, match="not a regular file"):
        read(repository, commit)


@pytest.mark.parametrize("gone", ["tree", "blob"])
def test_what_the_repository_lacks_is_an_error_and_not_nothing(repository, gone):
    commit = repository.commit({NAME.decode(): "version = 1\n"})
    revision = f"{commit}^{{tree}}" if gone == "tree" else f"{commit}:{NAME.decode()}"
    id_ = repository.git("rev-parse", revision).decode().strip()
    repository.object_file(id_).unlink()
    with pytest.raises(SourceError):
        read(repository, commit)
