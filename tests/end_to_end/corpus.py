"""Every adversarial case of the other tests here, so that it can go another way than through `lint-diff`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from tests.end_to_end.cases import Case


class Found(NamedTuple):
    """test: "module.function" of the test that has the case."""

    test: str
    case: Case

    @property
    def id(self) -> str:
        return f"{self.test}: {self.case.name}"


class _StopError(Exception):
    """The test said what it judges; nothing is judged."""


def find_corpus() -> list[Found]:
    """What each test of this folder hands to the fixture `judge`, in a fixed order."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("test_*.py"))
    others = [name for name in names if not name.startswith(("test_pushed", "test_parity"))]
    return [found for name in others for found in _of_module(name)]


def _of_module(name: str) -> Iterator[Found]:
    module = import_module(f"tests.end_to_end.{name}")
    for test, function in vars(module).items():
        if test.startswith("test_") and inspect.isfunction(function):
            for case in _of_test(function):
                yield Found(f"{name.removeprefix('test_')}.{test.removeprefix('test_')}", case)


def _of_test(function: Callable[..., Any]) -> Iterator[Case]:
    """A test is called with a `judge` that only takes note; one that asks for more than parameters is passed over."""
    marks = [mark for mark in getattr(function, "pytestmark", []) if mark.name == "parametrize"]
    names = [name.strip() for mark in marks for name in _names(mark.args[0])]
    if set(inspect.signature(function).parameters) != {"judge", *names}:
        return
    for chosen in product(*(list(mark.args[1]) for mark in marks)):
        values = [v for mark, value in zip(marks, chosen, strict=True) for v in _values(mark.args[0], value)]
        heard: list[Case] = []

        def judge(case: Case, *more: str, heard: list[Case] = heard) -> None:
            if not more:
                heard.append(case)
            raise _StopError

        try:
            function(judge=judge, **dict(zip(names, values, strict=True)))
        except _StopError:
            yield from heard


def _names(names: str | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(names.split(",")) if isinstance(names, str) else names


def _values(names: str | tuple[str, ...], value: Any) -> tuple[Any, ...]:
    return (value,) if len(_names(names)) == 1 else tuple(value)
