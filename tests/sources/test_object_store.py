"""Objects that were written apart, as git reads them."""

from __future__ import annotations

import pytest

from reviewbot.sources import object_store
from reviewbot.sources.object_store import LooseObjects, PackedObjects, object_data, object_id
from reviewbot.sources.repository import find_repository
from reviewbot.sources.sandbox import open_sandbox
from tests.repositories import Repository

BODIES = [b"", b"1\n", b"x" * 15, b"x" * 16, b"\0" * 2047, b"y" * 2048, bytes(range(256)) * 10_000]


@pytest.fixture(params=["sha1", "sha256"])
def repository(request, tmp_path):
    return Repository(tmp_path / "repository", object_format=request.param)


@pytest.fixture
def sandbox(repository):
    with open_sandbox() as sandbox:
        objects = find_repository(str(repository.path)).objects
        sandbox.use_objects((objects,), sha256=repository.object_format == "sha256")
        sandbox.writing_apart()
        yield sandbox


def stored(sandbox, repository, kind):
    return kind(sandbox) if kind is LooseObjects else kind(sandbox, repository.tree({}))


def put(objects, repository, kind, body):
    data = object_data(kind, body)
    id_ = object_id(data, repository.tree({}))
    objects.write(id_, data)
    return id_


@pytest.mark.parametrize("kind", [LooseObjects, PackedObjects])
def test_git_reads_what_was_written(sandbox, repository, kind):
    objects = stored(sandbox, repository, kind)
    ids = [put(objects, repository, b"blob", body) for body in [*BODIES, *BODIES]]
    objects.finish()
    for id_, body in zip(ids, BODIES, strict=False):
        assert sandbox.git.run("cat-file", "blob", id_) == body
        assert sandbox.git.run("hash-object", "--stdin", input=body).decode().strip() == id_


@pytest.mark.parametrize("kind", [LooseObjects, PackedObjects])
def test_what_was_written_is_read_back_before_and_after_git_sees_it(sandbox, repository, kind, monkeypatch):
    monkeypatch.setattr(object_store, "_HELD_BYTES", 100)
    objects = stored(sandbox, repository, kind)
    trees = [b"100644 %d\0" % number + b"\1" * (len(repository.tree({})) // 2) for number in range(20)]
    ids = [put(objects, repository, b"tree", tree) for tree in trees]
    assert [objects.read(id_) for id_ in ids] == trees
    objects.finish()
    more = put(objects, repository, b"tree", b"")
    assert [objects.read(id_) for id_ in [*ids, more]] == [*trees, b""]


def test_a_pack_may_be_finished_again(sandbox, repository):
    objects = PackedObjects(sandbox, repository.tree({}))
    for body in (b"one", b"two"):
        id_ = put(objects, repository, b"blob", body)
        objects.finish()
        assert sandbox.git.run("cat-file", "blob", id_) == body
    objects.finish()
    assert sandbox.git.run("fsck", "--full", "--no-dangling") == b""
