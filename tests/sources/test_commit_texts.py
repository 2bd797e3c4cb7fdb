"""What commits say of themselves, out of real repositories."""

from __future__ import annotations

import pytest

from reviewbot.errors import LimitError
from reviewbot.model.facts import CommitText
from reviewbot.sources import commit_texts
from reviewbot.sources.commit_texts import read_commit_texts
from reviewbot.sources.repository import find_repository
from reviewbot.sources.sandbox import open_sandbox
from tests.repositories import PERSON, Repository


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path / "repository")


def read(repository, base, head):
    with open_sandbox() as sandbox:
        sandbox.use_objects((find_repository(str(repository.path)).objects,), sha256=len(head) == 64)
        return read_commit_texts(sandbox, base, head)


def test_no_commit_says_nothing(repository):
    head = repository.commit({"a": "1\n"})
    assert read(repository, head, head) == ()


def test_author_committer_and_message_of_each_commit_but_those_of_base(repository):
    base = repository.commit({"a": "1\n"}, message="base")
    first = repository.commit(
        {"a": "2\n"}, base, message="one\n\nScope: a\n", author="Ann <a@x>", committer="Bob <b@x>"
    )
    head = repository.commit({"a": "3\n"}, first, message="two\n")
    assert read(repository, base, head) == (
        CommitText((PERSON, PERSON), b"two\n"),
        CommitText((b"Ann <a@x>", b"Bob <b@x>"), b"one\n\nScope: a\n"),
    )


def test_without_a_base_it_is_the_whole_history(repository):
    first = repository.commit({"a": "1\n"})
    assert len(read(repository, None, repository.commit({"a": "2\n"}, first))) == 2


def test_a_merge_says_something_and_what_it_merges_too(repository):
    base = repository.commit({"a": "1\n"})
    side = repository.commit({"b": "1\n"}, base, message="side\n")
    merge = repository.commit({"b": "1\n"}, repository.commit({"a": "2\n"}, base), side, message="merge\n")
    assert {each.message for each in read(repository, base, merge)} == {b"side\n", b"a commit\n", b"merge\n"}


def test_an_empty_message(repository):
    base = repository.commit({"a": "1\n"})
    head = repository.commit({"a": "3\n"}, repository.commit({"a": "2\n"}, base, message=""), message="\n\nx")
    assert [each.message.strip() for each in read(repository, base, head)] == [b"x", b""]


def test_no_mailmap_changes_a_name(repository):
    mailmap = "A U Thor <author@example.com> <noreply@anthropic.com>\n"
    base = repository.commit({"a": "1\n"}, branch="main")
    head = repository.commit({".mailmap": mailmap}, base, author="Claude <noreply@anthropic.com>", branch="main")
    repository.configure("[mailmap]\n\tblob = HEAD:.mailmap\n[log]\n\tmailmap = true\n")
    repository.check_out()
    assert read(repository, base, head)[0].people[0] == b"Claude <noreply@anthropic.com>"


def test_another_encoding_is_read_as_git_shows_it(repository):
    base = repository.commit({"a": "1\n"})
    stored = "Jürgen <noreply@anthropic.com>".encode("latin-1")
    for encoding, name in (("ISO-8859-1", b"J\xc3\xbcrgen"), ("nonsense", b"J\xfcrgen"), ("", b"J\xfcrgen")):
        head = repository.commit({"a": "2\n"}, base, author=stored, encoding=encoding)
        assert read(repository, base, head)[0].people[0] == name + b" <noreply@anthropic.com>"


def test_a_commit_without_a_usable_author(repository):
    base = repository.commit({"a": "1\n"})
    head = repository.commit({"a": "2\n"}, base, author="nobody", message="x\n")
    (text,) = read(repository, base, head)
    assert text.message == b"x\n"


def test_ids_of_sha256_work_too(tmp_path):
    repository = Repository(tmp_path / "long", object_format="sha256")
    base = repository.commit({"a": "1\n"})
    assert len(read(repository, base, repository.commit({"a": "2\n"}, base))) == 1


def test_too_many_commits_are_an_error(repository, monkeypatch):
    monkeypatch.setattr(commit_texts, "MOST_COMMITS", 2)
    base = head = repository.commit({"a": "1\n"})
    for number in range(2):
        head = repository.commit({"a": f"{number}\n"}, head)
    assert len(read(repository, base, head)) == 2
    with pytest.raises(LimitError, match="more than 2 commits"):
        read(repository, base, repository.commit({"a": "x\n"}, head))


def test_too_long_a_message_is_an_error(repository, monkeypatch):
    monkeypatch.setattr(commit_texts, "MOST_BYTES", 1000)
    base = repository.commit({"a": "1\n"})
    with pytest.raises(LimitError):
        read(repository, base, repository.commit({"a": "2\n"}, base, message="x" * 2000))
