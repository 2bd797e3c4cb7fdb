from __future__ import annotations

import pytest

from reviewbot.diff.patch_file import parse_patch
from reviewbot.diff.wanted_lines import EVERY_LINE, wanted_in
from reviewbot.model.change import AddedLine, Needs, PathScope

SCRIPTS = PathScope(("*.sh",), ("/vendor/",))


@pytest.mark.parametrize(
    ("path", "wanted"),
    [(b"a.sh", EVERY_LINE), (b"x/A.SH", EVERY_LINE), (b"a.py", ("x",)), (b"vendor/a.sh", ("x",))],
)
def test_every_line_of_files_in_the_scope_and_what_is_found_elsewhere(path, wanted):
    assert wanted_in(Needs(patterns=("x",), lines_of=(SCRIPTS,)), path) == wanted


def test_nothing_is_wanted_of_other_files_without_patterns():
    assert wanted_in(Needs(lines_of=(SCRIPTS,)), b"a.py") == ()


def test_needs_add_up():
    one, other = Needs(lines_of=(SCRIPTS,)), Needs(lines_of=(SCRIPTS, PathScope()))
    assert (one | other).lines_of == (SCRIPTS, PathScope())


def test_a_patch_keeps_every_added_line_of_them():
    patch = b"--- a/{0}\n+++ b/{0}\n@@ -1,1 +1,3 @@\n-old\n+one\n+\n+three\n"
    patch = b"".join(patch.replace(b"{0}", name) for name in (b"a.sh", b"a.py"))
    other, script = parse_patch(patch, Needs(lines_of=(SCRIPTS,)))
    assert (other.path, other.added) == (b"a.py", ())
    assert script.added == (AddedLine(1, b"one", b"", b""), AddedLine(2, b"", b"one", b"three"), AddedLine(3, b"three"))
