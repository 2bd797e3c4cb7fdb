from __future__ import annotations

import os

import pytest

from reviewbot.cli.main import main
from tests.end_to_end.cases import first_commit
from tests.end_to_end.judging import Answer, Untouched, arguments_of, check, clean_environment, run_command
from tests.end_to_end.pushing import Server, installed_hook
from tests.repositories import Repository


@pytest.fixture
def answer_in_process(tmp_path, monkeypatch, capfdbinary):
    """Call the command in this process, in an empty folder and a clean environment; far faster than a new process."""
    environment = clean_environment(tmp_path)
    for name in os.environ.keys() - environment.keys():
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    def answer(arguments):
        capfdbinary.readouterr()
        try:
            status = main(arguments)
        except SystemExit as stop:
            status = stop.code
        stdout, stderr = capfdbinary.readouterr()
        return Answer(status or 0, stdout, stderr.decode("utf-8", "backslashreplace"))

    return answer


@pytest.fixture
def judge(tmp_path, answer_in_process):
    """Make the case's repository, run the command in this process, and check all that must hold. Returns the answer."""

    def judged(case, *more):
        assert not case.environment, "a hostile environment needs a process of its own"
        case.make(tmp_path)
        with Untouched(tmp_path):
            answer = answer_in_process(arguments_of(case, tmp_path, *more))
        check(answer, case.expect)
        return answer

    return judged


@pytest.fixture
def judge_apart(tmp_path):
    """The same with the command as a process of its own, started in the repository, in the case's environment."""

    def judged(case, *more, **how):
        environment = clean_environment(tmp_path)
        repository = case.make(tmp_path)
        hostile = {name: value.replace("{folder}", str(tmp_path)) for name, value in case.environment.items()}
        environment |= hostile
        with Untouched(tmp_path):
            answer = run_command(arguments_of(case, tmp_path, *more), environment, repository.path, **how)
        check(answer, case.expect)
        return answer

    return judged


@pytest.fixture(scope="session")
def hook(tmp_path_factory):
    """The hook as the real command installs it."""
    return installed_hook(tmp_path_factory.mktemp("hook"))


@pytest.fixture
def client(tmp_path):
    """Who pushes: a repository with main."""
    made = Repository(tmp_path / "repository")
    first_commit(made)
    return made


@pytest.fixture
def empty_server(tmp_path, hook):
    """A guarded server without a commit; see `Server`."""
    return Server(tmp_path, hook).guard()


@pytest.fixture
def server(empty_server):
    """The same with the main that the client has."""
    first_commit(empty_server.repository)
    return empty_server
