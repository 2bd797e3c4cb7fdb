"""The commands of the service: light until they run, and clear where the extra is not installed."""

from __future__ import annotations

import subprocess
import sys
import types

import pytest

from reviewbot.cli.main import main
from tests.repositories import isolated_environment

SERVICE = ("fastapi", "pydantic", "sqlalchemy", "dbos", "uvicorn", "github", "structlog", "reviewbot.server")
COMMANDS = pytest.mark.parametrize("command", ["serve", "worker", "doctor"])


@COMMANDS
def test_help_loads_nothing_of_the_service(command, tmp_path):
    code = f"import sys; from reviewbot.cli.main import main; main(['{command}', '--help']); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=isolated_environment(tmp_path), capture_output=True, text=True, check=True
    )
    assert f"usage: reviewbot {command}" in done.stdout
    assert set(SERVICE) & set(done.stdout.splitlines()[-1].split()) == set()


@COMMANDS
def test_without_the_extra_it_says_what_to_install(command, tmp_path):
    without = "import sys; sys.modules['pydantic_settings'] = None"
    code = f"{without}; from reviewbot.cli.main import main; main(['{command}'])"
    done = subprocess.run(
        [sys.executable, "-c", code], env=isolated_environment(tmp_path), capture_output=True, text=True, check=True
    )
    assert done.stderr == (
        "error: the service needs packages that are not installed (pydantic_settings)\n"
        "  help: pip install 'reviewbot[server]'\n"
    )


@pytest.mark.parametrize(("command", "function"), [("serve", "serve"), ("worker", "work")])
def test_the_settings_are_read_and_handed_on(command, function, monkeypatch):
    given = []
    settings = types.SimpleNamespace(load_settings=lambda name: f"settings of {name}")
    serving = types.SimpleNamespace(**{function: lambda settings: given.append(settings) or 3})
    monkeypatch.setitem(sys.modules, "reviewbot.server.settings", settings)
    monkeypatch.setitem(sys.modules, "reviewbot.server.serving", serving)
    assert main([command, "--config", "server.toml"]) == 3
    assert given == ["settings of server.toml"]


@COMMANDS
def test_settings_that_are_wrong_are_said(command, tmp_path, capsys):
    """doctor says so too, and says it as something that it found."""
    (tmp_path / "server.toml").write_text("app_id = 1\n")
    status = main([command, "--config", str(tmp_path / "server.toml")])
    said = capsys.readouterr()
    assert status == (1 if command == "doctor" else 2)
    assert "private_key_file (or private_key) is missing" in (said.out if command == "doctor" else said.err)


def test_a_number_of_repositories(capsys):
    assert main(["doctor", "--repositories", "-1"]) == 2
    assert "--repositories takes a number from 0" in capsys.readouterr().err
