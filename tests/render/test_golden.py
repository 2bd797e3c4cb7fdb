"""Every report of `reports.py` in every format, compared with a file that a person has read.

`REVIEWBOT_UPDATE_GOLDEN=1 pytest tests/render/test_golden.py` writes the files anew; read the difference before you
commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reviewbot.render import Style, format_names, load_renderer
from tests.render.reports import REPORTS

GOLDEN = Path(__file__).parent / "golden"
SUFFIX = {"markdown": ".md", "junit": ".xml", "terminal": ".txt", "github": ".txt"}
STYLES = {
    "terminal": {
        "terminal": Style(),
        "terminal-narrow": Style(width=40),
        "terminal-wide-ascii": Style(width=120, unicode=False),
        "terminal-colour": Style(colour=True),
    }
}


def cases():
    for report in REPORTS:
        for name in format_names():
            for title, style in STYLES.get(name, {name: Style()}).items():
                file = f"{report}/{title}{SUFFIX.get(name, '.json')}"
                yield pytest.param(report, name, style, GOLDEN / file, id=file)


CASES = tuple(cases())


@pytest.mark.parametrize(("report", "name", "style", "file"), CASES)
def test_renders_what_the_golden_file_holds(report, name, style, file):
    text = load_renderer(name)(REPORTS[report], style)
    if os.environ.get("REVIEWBOT_UPDATE_GOLDEN"):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text.encode())
    assert text == file.read_bytes().decode()


def test_no_golden_file_is_left_over():
    assert {path for path in GOLDEN.rglob("*.*") if path.is_file()} == {case.values[3] for case in CASES}
