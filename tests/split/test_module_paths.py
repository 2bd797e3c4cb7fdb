"""An import comes after the module that it names, and goes before it."""

from __future__ import annotations

import pytest

from reviewbot.split.module_paths import module_needs
from tests.split.texts import a_text, pieces


def needs(*files):
    """(path, path that must not come after it)."""
    atoms, lines = pieces(*files)
    path = {number: lines[atom.file].path.decode() for number, atom in enumerate(atoms)}
    return [(path[one], path[other]) for one, other in module_needs(atoms, lines)]


def test_nothing_is_needed_where_no_file_comes_or_goes():
    assert needs(a_text("a.js", "1\n", "import x from './thing'\n"), a_text("thing.js", "1\n", "2\n")) == []


@pytest.mark.parametrize(
    ("path", "line", "module"),
    [
        ("a.js", "import Thing from './thing'", "thing.js"),
        ("a.js", "} from './thing'", "thing.js"),
        ("a.js", "const it = require('./thing')", "thing.js"),
        ("a.ts", "export * from './thing'", "thing/index.ts"),
        ("a.py", "from .thing import it", "thing.py"),
        ("a.go", '\t"example.com/thing"', "thing/it.go"),
        ("a.rs", "pub(crate) mod thing;", "thing.rs"),
        ("a.rs", "use crate::thing::It;", "thing/mod.rs"),
        ("a.c", '#include "thing.h"', "thing.h"),
        ("a.rb", "require_relative 'thing'", "thing.rb"),
    ],
)
def test_an_import_and_its_module(path, line, module):
    assert needs(a_text(path, "1\n", f"{line}\n"), a_text(module, None, "1\n")) == [(path, module)]
    assert needs(a_text(path, f"{line}\n", "1\n"), a_text(module, "1\n", None)) == [(module, path)]


def test_a_word_that_is_no_import_needs_nothing():
    assert needs(a_text("a.js", "1\n", "call('thing')\n"), a_text("thing.js", None, "1\n")) == []
    assert needs(a_text("a.md", "1\n", "import thing\n"), a_text("thing.js", None, "1\n")) == []
    assert needs(a_text("a.js", "1\n", "import './thing'\n"), a_text("thing.md", None, "1\n")) == []


def test_a_name_that_was_there_before_needs_nothing():
    files = a_text("a.js", "1\n", "import './thing'\n"), a_text("b/thing.js", None, "1\n")
    assert needs(*files, a_text("c/thing.js", "1\n", "2\n")) == []
    assert needs(a_text("a.js", "import './thing'\n", "import '../thing'\n"), files[1]) == []


def test_what_a_move_brings_into_a_path_comes_before_it_is_imported():
    moved = a_text("v65/it.go", "1\n", "1\n", old_path="v63/it.go")
    assert needs(a_text("a.go", '"x/v63/it"\n', '"x/v65/it"\n'), moved) == [("a.go", "v65/it.go")]
