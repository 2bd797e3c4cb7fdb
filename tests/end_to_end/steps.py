"""What can happen to an index and a working tree between a check-out and a look at them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from typing import Any

from tests.end_to_end.cases import Case, Expected
from tests.repositories import Entry, Repository

Step = Callable[[Repository], object]


def write(path: str | bytes, content: str | bytes | Entry) -> Step:
    return lambda repository: repository.write(path, content)


def remove(path: str) -> Step:
    """A file, or a folder with all in it."""

    def step(repository: Repository) -> None:
        full = repository.path / path
        if full.is_dir() and not full.is_symlink():
            shutil.rmtree(full)
        else:
            full.unlink()

    return step


def git(*arguments: str) -> Step:
    return lambda repository: repository.git(*arguments)


def configure(text: str) -> Step:
    return lambda repository: repository.configure(text)


def fifo(path: str) -> Step:
    return lambda repository: os.mkfifo(repository.path / path)


def embed(path: str, *, commit: bool = True) -> Step:
    """Another repository inside this one's working tree, with or without a commit."""

    def step(repository: Repository) -> None:
        (repository.path / path).mkdir(parents=True)
        inner = Repository(repository.path / path)
        if commit:
            inner.commit({"inside": "1\n"}, branch="main")
            inner.check_out()

    return step


def entry(mode: str, id: str, path: str) -> Step:
    """Put this into the index, whatever the working tree holds."""
    return git("update-index", "--add", "--cacheinfo", f"{mode},{id},{path}")


ADD = git("add", "--all")


def after(name: str, expect: Expected, selector: str, *steps: Step, **others: Any) -> Case:
    """A case that starts from a clean check-out of `STANDING` and the policy, then goes these steps."""

    def arrange(repository: Repository) -> None:
        for step in steps:
            step(repository)

    return Case(name, expect, arrange=arrange, arguments=(selector,), checked_out=True, **others)
