"""What deploy/git-servers says is valid to those who read it: shells, the parser, git's own files, and our hooks."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from reviewbot.cli.main import overview_parser
from reviewbot.hooks.configuration import read_configuration
from tests.deploy.clones import PROGRAMS, PROJECT
from tests.repositories import Repository, isolated_environment, lines

FOLDER = PROJECT / "deploy" / "git-servers"
TEXT = (FOLDER / "README.md").read_text(encoding="utf-8")
TOKENS = MarkdownIt("commonmark").parse(TEXT)
SHELL = [token.content for token in TOKENS if token.type == "fence" and token.info == "sh"]
SCRIPTS = [FOLDER / name for name in ("gitolite/REVIEWBOT", "gerrit/ref-update", "github-enterprise/pre-receive")]
DOCKERFILE = (FOLDER / "github-enterprise" / "Dockerfile").read_text(encoding="utf-8")
NOTHING = "0" * 40


def command_lines():
    """The arguments of every `reviewbot ...` of the recipes, without what the shell keeps for itself."""
    spans = [child.content for token in TOKENS for child in token.children or () if child.type == "code_inline"]
    texts = [*SHELL, *spans, *(script.read_text() for script in SCRIPTS)]
    found = [line for text in texts for line in re.findall(r"reviewbot (?:hook|policy) [^|>&\n]*", text)]
    return sorted({line for line in found if "TYPE" not in line})


def test_there_are_commands():
    assert len(command_lines()) >= 7


@pytest.mark.parametrize("line", command_lines())
def test_every_command_parses(line):
    assert overview_parser().parse_args(shlex.split(line, comments=True)[1:])


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_is_one(script):
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
    assert script.stat().st_mode & 0o111 == 0o111


@pytest.mark.parametrize("text", SHELL)
def test_every_block_is_read_by_a_shell(text):
    assert subprocess.run(["sh", "-n"], input=text.encode(), check=False).returncode == 0


def test_every_configuration_is_valid(tmp_path):
    blocks = [token.content for token in TOKENS if token.type == "fence" and token.info == "toml"]
    blocks.append((FOLDER / "github-enterprise" / "hooks.toml").read_text(encoding="utf-8"))
    for block in blocks:
        (tmp_path / "hooks.toml").write_text(block)
        assert read_configuration(str(tmp_path / "hooks.toml")).deadline_seconds <= 4.5


def test_every_link_leads_somewhere():
    links = [child.attrGet("href") for token in TOKENS for child in token.children or () if child.type == "link_open"]
    assert [link for link in links if "://" not in link and not (FOLDER / link).exists()] == []


def test_the_image_holds_what_the_package_is_built_from():
    copied = {word for line in DOCKERFILE.splitlines() if line.startswith("COPY ") for word in line.split()[1:-1]}
    assert [name for name in copied if not (PROJECT / name).exists()] == []
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    needed = {project["project"]["readme"], *project["project"]["license-files"], "pyproject.toml", "reviewbot"}
    assert needed <= copied
    assert "/opt/reviewbot/bin/python" in SCRIPTS[2].read_text()
    assert "python3 -m venv /opt/reviewbot" in DOCKERFILE


@pytest.fixture
def server(tmp_path):
    """A repository, its main, and the ids of a small and of a large change."""
    repository = Repository(tmp_path / "server.git", bare=True)
    main = repository.commit({"a.py": "1\n"}, branch="main")
    return repository, main, repository.commit({"b.py": "2\n"}, main), repository.commit({"c.py": lines(400)}, main)


def run(script: Path, server: Repository, folder: Path, *arguments: str) -> tuple[int, list[str]]:
    """A script as a server runs it, with our command on its PATH."""
    environment = isolated_environment(folder) | {"GIT_DIR": str(server.git_dir), "GL_USER": "ann", "GL_REPO": "shop"}
    environment["PATH"] = f"{PROGRAMS}:{environment['PATH']}"
    done = subprocess.run(
        [script, *arguments], cwd=server.git_dir, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_gerrit_is_told_by_exit_status(server, tmp_path):
    repository, _, small, large = server
    options = ("--project", "shop", "--uploader", "Ann <a@example.org>", "--uploader-username", "ann")
    asked = (*options, "--refname", "refs/heads/feature", "--oldrev", NOTHING, "--newrev")
    assert run(SCRIPTS[1], repository, tmp_path, *asked, small) == (0, [])
    status, said = run(SCRIPTS[1], repository, tmp_path, *asked, large)
    assert (status, said[0]) == (1, "reviewbot: refs/heads/feature refused: 400 of 300 lines")


def test_gitolite_is_told_by_a_line(server, tmp_path):
    repository, _, small, large = server
    rest = ("tree", "tree", "C", "VREF/REVIEWBOT", "VREF/REVIEWBOT")
    assert run(SCRIPTS[0], repository, tmp_path, "refs/heads/feature", NOTHING, small, *rest) == (0, [])
    status, said = run(SCRIPTS[0], repository, tmp_path, "refs/heads/feature", NOTHING, large, *rest)
    assert (status, said[-1]) == (0, "VREF/REVIEWBOT refused by reviewbot")
