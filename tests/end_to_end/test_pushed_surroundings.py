"""Settings of the server and of the pusher, variables, and what lies in the server's folder change no verdict."""

from __future__ import annotations

import shlex
import shutil

import pytest

from tests.end_to_end.cases import first_commit
from tests.end_to_end.pushing import TOPIC, Server
from tests.end_to_end.test_attributes import ATTRIBUTES
from tests.end_to_end.test_configuration import CONFIGURATIONS, surround
from tests.end_to_end.test_environment import ENVIRONMENTS, EVIL, EXPECTED, surroundings
from tests.repositories import lines

MAIN = "refs/heads/main"
# With these git runs other hooks than ours, or none, since it does not start.
NO_HOOK = {"hooks", "another work tree"}
SETTINGS = {name: text for name, text in CONFIGURATIONS.items() if name not in NO_HOOK}


@pytest.fixture
def evil(client):
    """What every push here asks: a change that two rules refuse."""
    return client.commit(EVIL, client.id(MAIN), branch="topic")


def check_refused(pushed, tmp_path):
    assert (pushed.refused_by, pushed.rules(), TOPIC in pushed.refs) == ("rule", EXPECTED.rules, False)
    totals = pushed.of(TOPIC)["report"]["totals"]
    assert {key: totals[key] for key in EXPECTED.counts} == EXPECTED.counts
    assert not (tmp_path / "canary").exists()


@pytest.mark.parametrize("text", SETTINGS.values(), ids=SETTINGS)
def test_the_server_s_configuration_changes_nothing(text, server, client, evil, tmp_path):
    server.repository.configure(surround(server.repository, text))
    (server.repository.path / "config.worktree").write_text("[diff]\n\trenames = false\n")
    check_refused(server.push(client, "topic"), tmp_path)


def test_the_server_s_attributes_change_nothing(server, client, evil, tmp_path):
    (server.repository.path / "info/attributes").write_text("".join(ATTRIBUTES.values()))
    check_refused(server.push(client, "topic"), tmp_path)


def test_replacements_and_grafts_of_the_server_change_nothing(server, client, evil, tmp_path):
    main = client.id(MAIN)
    stored = server.repository
    stored.ref(f"refs/replace/{main}", stored.commit({"config/evil.yml": "x\n"}))
    (stored.git_dir / "info/grafts").write_text(f"{main} {stored.commit({})}\n")
    check_refused(server.push(client, "topic"), tmp_path)


def test_the_pusher_s_configuration_changes_nothing(server, client, evil, tmp_path):
    """Over file:// the server's git reads it too."""
    settings = tmp_path / "home/.gitconfig"
    settings.write_text(surround(client, "".join(SETTINGS.values())))
    check_refused(server.push(client, "topic", GIT_CONFIG_GLOBAL=str(settings)), tmp_path)


def of_the_server(environment, tmp_path):
    """The option of git's with which the server starts in this environment; git clears some of it on the way there."""
    values = {name: value.replace("{folder}", str(tmp_path)) for name, value in environment.items()}
    assigned = " ".join(shlex.quote(f"{name}={value}") for name, value in values.items())
    return f"--receive-pack=env {assigned} git-receive-pack"


# With these git runs another git, or looks for the hook in another repository.
NOT_OURS = {"programs", "common folder"}
# In these git itself does not start, the older git the more.
NO_GIT = {"settings by number, garbled", "settings as parameters, garbled", "shallow file", "prefix", "owner"}
# Here git puts the objects into another repository, from where nothing is taken.
OTHER_STORE = "object store"


@pytest.mark.parametrize("name", sorted(ENVIRONMENTS.keys() - NOT_OURS))
def test_the_server_s_environment_changes_nothing(name, server, client, evil, tmp_path):
    surroundings(client)
    pushed = server.push(client, of_the_server(ENVIRONMENTS[name], tmp_path), "topic")
    if name in NO_GIT and pushed.exit == 128:
        assert (list(pushed.refs), pushed.said) == ([MAIN], [])
    elif name == OTHER_STORE:
        assert (pushed.refused_by, list(pushed.refs)) == ("error", [MAIN])
    else:
        check_refused(pushed, tmp_path)


MODULES = ("reviewbot/__init__.py", "reviewbot/__main__.py", "re2.py", "json.py", "sitecustomize.py", "tomllib.py")
PYTHON = {
    "PYTHONPATH": "{folder}/server.git",
    "PYTHONSTARTUP": "{folder}/server.git/re2.py",
    "PYTHONHOME": "/nonexistent",
    "PYTHONUSERBASE": "{folder}/server.git",
    "PYTHONINSPECT": "1",
    "PYTHONOPTIMIZE": "2",
    "PYTHONSAFEPATH": "",
    "PYTHONWARNINGS": "error",
    "PYTHONPROFILEIMPORTTIME": "1",
}


@pytest.fixture
def with_modules(server, tmp_path):
    """The folder in which the hook runs holds modules that would take everything."""
    for name in MODULES:
        file = server.repository.path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"import os\nopen({str(tmp_path / 'canary')!r}, 'w').close()\nos._exit(0)\n")
    return server


@pytest.mark.parametrize("environment", [{}, PYTHON], ids=["in the folder", "and named by variables"])
def test_no_module_of_others_is_loaded(environment, with_modules, client, evil, tmp_path):
    variables = of_the_server(environment, tmp_path)
    check_refused(with_modules.push(client, variables, "topic"), tmp_path)
    client.commit({"small.py": lines(3)}, client.id(MAIN), branch="topic")
    assert with_modules.push(client, variables, "topic").refused_by == ""
    assert not (tmp_path / "canary").exists()


def test_without_a_folder_for_temporary_files_nothing_is_decided(server, client, evil, tmp_path):
    pushed = server.push(client, of_the_server({"TMPDIR": "/nonexistent"}, tmp_path), "topic")
    assert (pushed.refused_by, "temporary" in pushed.error) == ("error", True)


@pytest.mark.parametrize("name", ["a:b", "a \"b\" 'c'", "#a\\b", "a\nb", "\u00e9\udcff"], ids=ascii)
def test_where_the_repository_lies_changes_nothing(name, hook, client, evil, tmp_path):
    (tmp_path / name).mkdir()
    server = Server(tmp_path / name, hook)
    first_commit(server.repository)
    server.guard()
    check_refused(server.push(client, "topic"), tmp_path)
    client.commit({"small.py": lines(3)}, client.id(MAIN), branch="topic")
    assert server.push(client, "topic").refused_by == ""


@pytest.mark.parametrize("relative", [False, True], ids=["absolute", "relative"])
def test_objects_that_the_server_borrows_are_reached(relative, server, client, evil, tmp_path):
    """As forks are kept on many servers."""
    objects = server.repository.path / "objects"
    shutil.move(objects, tmp_path / "pool")
    (objects / "info").mkdir(parents=True)
    (objects / "info/alternates").write_text("../../pool\n" if relative else f"{tmp_path / 'pool'}\n")
    check_refused(server.push(client, "topic"), tmp_path)
    client.commit({"small.py": lines(3)}, client.id(MAIN), branch="topic")
    assert server.push(client, "topic").refused_by == ""


def test_the_policy_of_a_server_s_working_tree_is_none(hook, client, tmp_path):
    """Somebody pushes into a clone; nothing is judged by what lies around there."""
    server = Server(tmp_path, hook, bare=False)
    server.repository.commit({"a": "1\n"}, branch="main")
    server.repository.write(".reviewbot.toml", "version = 1\n")
    server.guard()
    client.commit({"large.py": lines(301)}, client.commit({"a": "1\n"}), branch="topic")
    pushed = server.push(client, "topic")
    assert (pushed.refused_by, pushed.rules()) == ("rule", {"max-diff-lines"})
