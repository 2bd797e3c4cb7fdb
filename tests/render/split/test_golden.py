"""Every plan of `plans.py` in every format, compared with a file that a person has read.

`REVIEWBOT_UPDATE_GOLDEN=1 pytest tests/render/split/test_golden.py` writes the files anew; read the difference before
you commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reviewbot.render import Style
from reviewbot.render.split import load_split_renderer, split_format_names
from tests.render.split.plans import PLANS
from tests.render.test_golden import STYLES

GOLDEN = Path(__file__).parent / "golden"
SUFFIX = {"terminal": ".txt", "markdown": ".md", "json": ".json", "git": ".sh", "gh-stack": ".sh"}


def cases():
    for plan in PLANS:
        for name in split_format_names():
            for title, style in STYLES.get(name, {name: Style()}).items():
                file = f"{plan}/{title}{SUFFIX[name]}"
                yield pytest.param(plan, name, style, GOLDEN / file, id=file)


CASES = tuple(cases())


@pytest.mark.parametrize(("plan", "name", "style", "file"), CASES)
def test_renders_what_the_golden_file_holds(plan, name, style, file):
    text = load_split_renderer(name)(PLANS[plan], style)
    if os.environ.get("REVIEWBOT_UPDATE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    assert text == file.read_bytes().decode()


def test_no_golden_file_is_left_over():
    assert {path for path in GOLDEN.rglob("*.*") if path.is_file()} == {case.values[3] for case in CASES}
