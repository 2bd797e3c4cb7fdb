"""An attribute is set before it is read, and as long as something reads it."""

from __future__ import annotations

import pytest

from reviewbot.split.attributes import attribute_needs
from tests.split.texts import a_text, pieces


def needs(*files):
    """(path, path that must not come after it)."""
    atoms, lines = pieces(*files)
    path = {number: lines[atom.file].path.decode() for number, atom in enumerate(atoms)}
    return [(path[one], path[other]) for one, other in attribute_needs(atoms, lines)]


def test_other_words_need_nothing():
    assert needs(a_text("a.py", "x\n", "capture = 1\n"), a_text("b.py", "x\n", "capture.it()\n")) == []
    assert needs(a_text("a.md", "x\n", "self.capture = 1\n"), a_text("b.py", "x\n", "it.capture\n")) == []
    assert needs(a_text("a.py", "x\n", "self.capture == 1\n"), a_text("b.py", "x\n", "it.capture\n")) == []


@pytest.mark.parametrize(
    ("path", "setting", "reading"),
    [
        ("a.py", "        self.capture = capture\n", "if runner.capture:\n"),
        ("a.py", "        self.capture: str = capture\n", "if runner.capture:\n"),
        ("a.py", "    capture: str = 'sys'\n", "if runner.capture:\n"),
        ("a.ts", "    this.capture = capture;\n", "if (runner.capture) {}\n"),
        ("a.ts", "  private readonly capture?: string;\n", "if (runner?.capture) {}\n"),
    ],
)
def test_what_is_set_and_what_reads_it(path, setting, reading):
    other = path.replace("a.", "b.")
    assert needs(a_text(path, "x\n", setting), a_text(other, "x\n", reading)) == [(other, path)]
    assert needs(a_text(path, setting, "x\n"), a_text(other, reading, "x\n")) == [(path, other)]


def test_what_is_set_counts_more_than_what_is_declared():
    declared = a_text("a.py", "x\n", "    capture: str = 'sys'\n")
    assert needs(declared, a_text("b.py", "x\n", "self.capture = 1\n"), a_text("c.py", "x\n", "it.capture\n")) == [
        ("c.py", "b.py")
    ]


def test_what_was_read_before_is_something_else():
    setting = a_text("a.py", "x\n", "self.capture = 1\n")
    assert needs(setting, a_text("b.py", "it.capture\n", "it.capture, it.capture\n")) == []
    assert needs(a_text("a.py", "it.capture\n", "self.capture = 1\n"), a_text("b.py", "x\n", "it.capture\n")) == []
