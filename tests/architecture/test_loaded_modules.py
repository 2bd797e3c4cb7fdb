"""What starting costs is what is loaded: `lint-diff` loads what the change and its policy need, and nothing else.

Counted in processes of their own, against an interpreter that does nothing. Never a matter of time, so never flaky.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from reviewbot.render import format_names
from reviewbot.rules import load_rule, rule_names
from tests.repositories import Repository, isolated_environment

# Modules beyond a bare interpreter's. Of Python's own 57 were counted with 3.11 and 3.12, 55 with 3.13.
MOST_OF_OURS = 68
MOST_OF_OTHERS = 60
SERVICE = {"git", "github", "fastapi", "pydantic", "starlette", "uvicorn", "requests", "urllib3"}
HEAVY = {
    "ast", "asyncio", "concurrent", "ctypes", "dataclasses", "difflib", "email", "hashlib", "http", "inspect", "json",
    "logging", "multiprocessing", "pathlib", "pathspec", "random", "shtab", "shutil", "socket", "ssl", "tempfile",
    "tree_sitter", "tree_sitter_bash", "unidiff", "unittest", "urllib", "xml",
}  # fmt: skip
POLICY = """\
version = 1
[rules.max-files]
limit = 9
[rules.forbidden-path]
match = ["config/"]
[rules.forbidden-content]
patterns = ["secret"]
[rules.missing-companion]
when = "{stem}.py"
needs = ["docs/{stem}*"]
exists = true
"""
DOCUMENTED = {f"docs/{name}.md": "1\n" for name in "abc"}
NAMED = {"max-files", "forbidden-path", "forbidden-content", "missing-companion"}
RECORD = """\
import sys
before = set(sys.modules)
from reviewbot.cli.main import main
status = main(sys.argv[2:])
with open(sys.argv[1], "w") as file:
    file.write(" ".join(sorted(set(sys.modules) - before)))
sys.exit(status)
"""


@pytest.fixture
def loaded(tmp_path):
    """Run the command in a repository with a policy; returns the names of all modules that it loaded."""
    repository = Repository(tmp_path / "repository")
    main = repository.commit({".reviewbot.toml": POLICY, "a.py": "1\n", **DOCUMENTED}, branch="main")
    repository.commit({"a.py": "2\n", "b.py": "3\n"}, main, branch="feature")
    repository.head("refs/heads/feature")
    repository.check_out()
    repository.write("c.py", "4\n")
    record = tmp_path / "modules"

    def run(*arguments, status=0, stdin=b""):
        outcome = subprocess.run(
            [sys.executable, "-c", RECORD, record, *arguments],
            cwd=repository.path,
            env=isolated_environment(tmp_path),
            input=stdin,
            capture_output=True,
            check=False,
        )
        assert (outcome.returncode, outcome.stderr) == (status, b""), outcome
        return set(record.read_text().split())

    return run


def packages(modules):
    return {name.partition(".")[0] for name in modules}


def of_package(name, modules):
    """The files of one of our packages that were loaded, as rules and formats are called."""
    found = {module.removeprefix(f"reviewbot.{name}.") for module in modules if module.startswith(f"reviewbot.{name}.")}
    return {stem.replace("_", "-") for stem in found if "." not in stem}


COMMANDS = pytest.mark.parametrize("command", ["lint-diff", "companions"])


@COMMANDS
@pytest.mark.parametrize("selector", ["main..feature", "--staged", "--worktree"])
def test_nothing_heavy(loaded, command, selector):
    modules = loaded(command, selector)
    assert packages(modules) & (HEAVY | SERVICE) == set()


@COMMANDS
def test_few_modules(loaded, command):
    modules = sorted(loaded(command, "main..feature"))
    ours = [module for module in modules if module.startswith("reviewbot")]
    assert len(ours) <= MOST_OF_OURS, ours
    assert len(modules) - len(ours) <= MOST_OF_OTHERS, modules


@COMMANDS
def test_only_the_rules_that_the_policy_names_and_those_always_on(loaded, command):
    always_on = {name for name in rule_names() if load_rule(name).always_on}
    assert of_package("rules", loaded(command, "main..feature")) == NAMED | always_on


@pytest.mark.parametrize("format", format_names())
def test_only_the_format_that_is_asked_for(loaded, format):
    modules = loaded("lint-diff", "main..feature", "--format", format)
    assert of_package("render", modules) - {"text"} == {format}
    assert packages(modules) & SERVICE == set()


@COMMANDS
def test_only_the_subcommand_that_runs(loaded, command):
    subcommands = {"companions", "completion", "explain", "lint-diff", "policy"}
    assert of_package("cli", loaded(command, "main..feature")) & subcommands == {command}


def test_no_report_is_made_of_companions(loaded):
    assert of_package("render", loaded("companions", "main..feature")) <= {"text"}


def test_a_patch_is_read_without_the_service(loaded):
    patch = b"diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-1\n+2\n"
    assert packages(loaded("lint-diff", "--patch", "-", stdin=patch)) & SERVICE == set()


@pytest.mark.parametrize("arguments", [("--version",), ("explain", "max-files"), ("policy", "check")])
def test_other_commands_leave_the_service_alone_too(loaded, arguments):
    assert packages(loaded(*arguments)) & SERVICE == set()
