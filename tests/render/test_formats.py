"""What all formats promise."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from reviewbot.render import Style, format_names, load_renderer
from tests.render.reports import REPORTS
from tests.render.strategies import for_any_report

each_format = pytest.mark.parametrize("name", format_names())
JSON_FORMATS = ("gitlab", "json", "rdjson", "sarif")


def test_the_files_are_the_formats():
    assert format_names() == ("github", "gitlab", "json", "junit", "markdown", "rdjson", "sarif", "terminal")


@pytest.mark.parametrize("name", ["yaml", "text", "_private", "__init__", "../render/json", ""])
def test_no_other_name_is_a_format(name):
    with pytest.raises(KeyError):
        load_renderer(name)


@each_format
def test_format_has_its_own_tests(name):
    assert Path(__file__).with_name(f"test_{name}.py").exists()


@each_format
@for_any_report
def test_any_report_becomes_text_that_can_be_written_and_seen(name, report):
    text = load_renderer(name)(report, Style())
    assert text.encode("utf-8").endswith(b"\n")
    assert text == load_renderer(name)(report, Style()), "equal inputs give equal bytes"
    assert [character for character in text if not character.isprintable() and character != "\n"] == []


@each_format
@for_any_report
def test_a_build_log_finds_no_command_that_is_not_meant(name, report):
    for line in load_renderer(name)(report, Style(width=40)).splitlines():
        meant = name == "github" and re.match(r"::(error|warning|notice) (file|title)=[^:]*::", line)
        assert meant or not line.lstrip().startswith("::")
        assert not re.search(r"##\w*\[", line)


@pytest.mark.parametrize("name", JSON_FORMATS)
@for_any_report
def test_json_is_ascii_and_valid(name, report):
    text = load_renderer(name)(report, Style())
    assert text.isascii()
    json.loads(text, parse_constant=pytest.fail)


@pytest.mark.parametrize("name", sorted(set(JSON_FORMATS) - {"json"}))
@for_any_report
def test_json_of_others_holds_no_lone_surrogate(name, report):
    """Their readers are strict: Go's and Rust's take one for an error."""
    json.dumps(json.loads(load_renderer(name)(report, Style())), ensure_ascii=False).encode("utf-8")


@each_format
@pytest.mark.parametrize("style", [Style(width=1), Style(width=10**6), Style(colour=True, unicode=False)], ids=str)
def test_every_style_will_do(name, style):
    assert load_renderer(name)(REPORTS["hostile"], style)


def test_a_format_loads_only_what_it_needs():
    """`lint-diff` starts for a terminal most of the time."""
    seen = "import sys; from reviewbot.render import load_renderer; load_renderer('terminal'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", seen], check=True, capture_output=True, text=True).stdout.split()
    assert {"json", "xml", "urllib", "textwrap", "unicodedata", "dataclasses"}.isdisjoint(loaded)
