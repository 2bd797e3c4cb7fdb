from __future__ import annotations

import pytest

from reviewbot.model.change import MODE_SYMLINK, Needs
from reviewbot.model.rule import NotJudged
from reviewbot.rules.symlink_target import Options, check, needs
from tests.builders import a_change, a_file, a_scope, an_instance

CONFIG = an_instance(match=("config/",), ignore=("config/public/",))
PROD = an_instance("protected-path", match=("/deploy/prod/",))


def a_link(target, path="src/link", **others):
    return a_file(path, new_mode=MODE_SYMLINK, link_target=target, **others)


def statements(*files, links=()):
    scope = a_scope(*files, change=a_change(*files, links=links), guards=(CONFIG, PROD))
    return list(check(scope, Options()))


@pytest.mark.parametrize(
    ("file", "links"),
    [
        pytest.param(a_file(), (), id="no link"),
        pytest.param(a_link(b"app.py"), (), id="beside it"),
        pytest.param(a_link(b"../docs/a"), (), id="elsewhere"),
        pytest.param(a_link(b"../config/public/a"), (), id="at what the guard ignores"),
        pytest.param(a_link(b"../config/../docs"), (), id="past a guarded folder"),
        pytest.param(a_link(b"../deploy/test"), (), id="beside what is guarded from the root"),
        pytest.param(a_link(b"../lib"), (), id="at a folder that may hold a guarded one"),
        pytest.param(a_link(b"link"), (), id="at itself"),
        pytest.param(a_link(b""), (), id="at nothing"),
        pytest.param(a_link(b"../b/x"), ((b"b", b"docs"),), id="through a harmless link"),
        pytest.param(a_file(old_mode=MODE_SYMLINK), (), id="is a link no more"),
    ],
)
def test_says_nothing(file, links):
    assert statements(file, links=links) == []


OUT = "leads out of the repository"
FORBIDDEN = "leads to a path that forbidden-path guards"
PROTECTED = "leads to a path that protected-path guards"
ABOVE = "leads to a folder above what protected-path guards"


@pytest.mark.parametrize(
    ("target", "message"),
    [
        pytest.param(b"/etc/passwd", OUT, id="absolute"),
        pytest.param(b"../../x", OUT, id="above the root"),
        pytest.param(b"..\\..\\x", OUT, id="above the root with backslashes"),
        pytest.param(b"C:\\x", OUT, id="a drive"),
        pytest.param(b"\\\\server\\x", OUT, id="a server"),
        pytest.param(b"../config/a", FORBIDDEN, id="into a guarded folder"),
        pytest.param(b"../config", FORBIDDEN, id="at a guarded folder"),
        pytest.param(b"../CONFIG./a", FORBIDDEN, id="by an alias"),
        pytest.param(b"..\\config\\a", FORBIDDEN, id="with backslashes"),
        pytest.param(b"../deploy/prod", PROTECTED, id="at another guard"),
        pytest.param(b"../deploy", ABOVE, id="above what is guarded"),
        pytest.param(b"..", "leads to a folder above what forbidden-path guards", id="the root"),
        pytest.param(b"../.GIT/hooks", "leads into git's own folder", id="git's folder"),
        pytest.param(None, "where this link points is not known", id="not known"),
    ],
)
def test_says_where_the_link_leads(target, message):
    (found,) = statements(a_link(target))
    assert (found.path, found.message) == (b"src/link", message)


def test_says_nothing_of_guards_where_there_are_none():
    files = (a_link(b".."),)
    assert list(check(a_scope(*files, change=a_change(*files, links=())), Options())) == []


def test_follows_other_links_of_head():
    (found,) = statements(a_link(b"../a/x"), links=((b"a", b"b"), (b"b", b"config")))
    assert found.message == FORBIDDEN


def test_follows_other_links_of_the_change_before_those_of_base():
    first, second = statements(a_link(b"b", "a"), a_link(b"config", "b"), links=((b"b", b"docs"),))
    assert (first.path, second.path) == (b"a", b"b")


def test_what_lies_behind_a_guarded_link_does_not_excuse_it():
    (found,) = statements(a_link(b"../config/link"), links=((b"config/link", b"../src/app.py"),))
    assert found.message == FORBIDDEN


def test_finds_more_links_than_a_system_follows():
    chain = tuple((b"%d" % number, b"%d" % (number + 1)) for number in range(50))
    (found,) = statements(a_link(b"../0"), links=chain)
    assert found.message == "leads through more than 40 links, or too many folders"


def test_is_not_judged_where_other_links_are_not_known():
    (statement,) = statements(a_link(b"app.py"), links=None)
    assert isinstance(statement, NotJudged)
    (found,) = statements(a_link(b"/etc"), links=None)
    assert found.message == OUT


def test_asks_for_targets():
    assert needs(Options()) == Needs(link_targets=True)
