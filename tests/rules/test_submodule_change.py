from __future__ import annotations

import pytest

from reviewbot.model.change import MODE_SUBMODULE, MODE_SYMLINK, FileStatus
from reviewbot.model.report import Severity
from reviewbot.rules.submodule_change import Options, check
from tests.builders import a_file, a_scope, an_instance

GUARDS = (an_instance(match=("config/",)), an_instance("protected-path", match=("/deploy/prod/",)))
ADDED = {"status": FileStatus.ADDED, "new_mode": MODE_SUBMODULE}
MOVED = {"old_mode": MODE_SUBMODULE, "new_mode": MODE_SUBMODULE}
REMOVED = {"status": FileStatus.DELETED, "old_mode": MODE_SUBMODULE}
REPLACING = {"status": FileStatus.TYPE_CHANGED, "new_mode": MODE_SUBMODULE}
REPLACED = {"status": FileStatus.TYPE_CHANGED, "old_mode": MODE_SUBMODULE}


@pytest.mark.parametrize("file", [a_file(), a_file("config/a"), a_file(new_mode=MODE_SYMLINK)])
def test_says_nothing_of_other_files(file):
    assert list(check(a_scope(file, guards=GUARDS), Options())) == []


@pytest.mark.parametrize(
    ("path", "fields", "message"),
    [
        pytest.param("lib/x", ADDED, "puts a submodule here", id="added"),
        pytest.param("lib/x", REPLACING, "puts a submodule here", id="in the place of a file"),
        pytest.param("lib/x", {**MOVED, "old_path": "lib/y"}, "puts a submodule here", id="renamed"),
        pytest.param("lib/x", MOVED, "points the submodule at another commit", id="another commit"),
        pytest.param("config/x", MOVED, "points the submodule at another commit", id="another commit where guarded"),
        pytest.param("lib/x", REMOVED, "removes a submodule", id="removed"),
        pytest.param("config/x", REPLACED, "removes a submodule", id="replaced by a file"),
    ],
)
def test_warns(path, fields, message):
    (found,) = check(a_scope(a_file(path, **fields), guards=GUARDS), Options())
    assert (found.path, found.message, found.severity) == (path.encode(), message, Severity.WARN)


@pytest.mark.parametrize(
    ("path", "fields", "guard"),
    [
        pytest.param("config", ADDED, "forbidden-path", id="at a guarded path"),
        pytest.param("config/x", ADDED, "forbidden-path", id="below one"),
        pytest.param("lib/Config.", ADDED, "forbidden-path", id="at an alias of one"),
        pytest.param("config", REPLACING, "forbidden-path", id="in the place of a file"),
        pytest.param("config/x", {**MOVED, "old_path": "lib/x"}, "forbidden-path", id="moved there"),
        pytest.param("deploy", ADDED, "protected-path", id="above a guarded path"),
    ],
)
def test_a_submodule_at_a_guarded_path_has_the_severity_of_the_instance(path, fields, guard):
    (found,) = check(a_scope(a_file(path, **fields), guards=GUARDS), Options())
    assert (found.message, found.severity) == (f"puts a submodule where {guard} guards", None)
