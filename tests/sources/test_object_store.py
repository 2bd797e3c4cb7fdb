"""Objects that were written apart, as git reads them."""

from __future__ import annotations

import pytest

from reviewbot.sources.object_store import LooseObjects, PackedObjects
from reviewbot.sources.repository import find_repository
from reviewbot.sources.sandbox import open_sandbox
from tests.repositories import Repository

BODIES = [b"", b"1\n", b"x" * 15, b"x" * 16, b"\0" * 2047, b"y" * 2048, bytes(range(256)) * 10_000]


@pytest.fixture(params=["sha1", "sha256"])
def sandbox(request, tmp_path):
    repository = Repository(tmp_path / "repository", object_format=request.param)
    repository.commit({"there": "1\n"})
    with open_sandbox() as sandbox:
        objects = find_repository(str(repository.path)).objects
        sandbox.use_objects((objects,), sha256=request.param == "sha256")
        sandbox.writing_apart()
        sandbox.like = "0" * (64 if request.param == "sha256" else 40)
        yield sandbox


@pytest.mark.parametrize("kind", [LooseObjects, PackedObjects])
def test_git_reads_what_was_written(sandbox, kind):
    objects = kind(sandbox, sandbox.like)
    ids = [objects.write(b"blob", body) for body in [*BODIES, *BODIES]]
    if kind is PackedObjects:
        objects.finish()
    for id_, body in zip(ids, BODIES, strict=False):
        assert sandbox.git.run("cat-file", "blob", id_) == body
        assert sandbox.git.run("hash-object", "--stdin", input=body).decode().strip() == id_


def test_a_pack_may_be_finished_again(sandbox):
    objects = PackedObjects(sandbox, sandbox.like)
    for body in (b"one", b"two"):
        id_ = objects.write(b"blob", body)
        objects.finish()
        assert sandbox.git.run("cat-file", "blob", id_) == body
    objects.finish()
    assert sandbox.git.run("fsck", "--full", "--no-dangling") == b""
