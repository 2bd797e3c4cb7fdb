from __future__ import annotations

import os

import pytest

from reviewbot.errors import LimitError
from reviewbot.sources.repository import find_repository
from reviewbot.sources.scope_file import MOST_BYTES, read_scope_file
from tests.repositories import Repository

NAME = ".reviewbot-scope"


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path / "repository")


def read(repository):
    return read_scope_file(find_repository(str(repository.path)))


def test_there_is_none(repository):
    assert read(repository) is None


def test_a_bare_repository_has_none(tmp_path):
    assert read(Repository(tmp_path / "bare.git", bare=True)) is None


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_what_is_no_file_is_none(repository, make):
    make(repository.path / NAME)
    assert read(repository) is None


def test_its_content(repository):
    repository.write(NAME, b"src/\r\n\xff")
    assert read(repository) == b"src/\r\n\xff"


def test_one_that_is_too_large_is_an_error(repository):
    repository.write(NAME, b"x" * MOST_BYTES)
    assert len(read(repository)) == MOST_BYTES
    repository.write(NAME, b"x" * (MOST_BYTES + 1))
    with pytest.raises(LimitError, match="larger than 64 KiB"):
        read(repository)
