"""What starting costs is what is loaded: `lint-diff` and the hooks load what a change and its policy need, no more.

Counted in processes of their own, against an interpreter that does nothing. Never a matter of time, so never flaky.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from reviewbot.hooks import TYPES
from reviewbot.proposal import MOST_FILES, MOST_LINES
from reviewbot.render import format_names
from reviewbot.rules import load_rule, rule_names
from tests.repositories import Repository, isolated_environment

# Modules beyond a bare interpreter's. Of Python's own 57 were counted with 3.11 and 3.12, 55 with 3.13.
MOST_OF_OURS = 72
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
def repository(tmp_path):
    """A repository with a policy, on a branch with a commit that keeps to it."""
    repository = Repository(tmp_path / "repository")
    main = repository.commit({".reviewbot.toml": POLICY, "a.py": "1\n", **DOCUMENTED}, branch="main")
    repository.commit({"a.py": "2\n", "b.py": "3\n"}, main, branch="feature")
    repository.head("refs/heads/feature")
    repository.check_out()
    repository.write("c.py", "4\n")
    return repository


@pytest.fixture
def loaded(tmp_path, repository):
    """Run the command in the repository; returns the names of all modules that it loaded."""
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


COMMANDS = pytest.mark.parametrize("command", ["lint-diff", "companions", "budget"])


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


SPLIT = {"reviewbot.proposal", "reviewbot.split", "unidiff"}


@pytest.fixture
def judged(loaded, repository):
    """Judge a change that adds these files, by that policy; returns the modules as `loaded`."""

    def run(files, policy, status=1):
        main = repository.commit({".reviewbot.toml": f"version = 1\n{policy}"}, branch="main")
        repository.commit(files, main, branch="feature")
        return loaded("lint-diff", "main..feature", status=status)

    return run


def test_a_change_within_its_budget_loads_nothing_that_splits(judged):
    modules = judged({"a": "1\n" * 9}, "[rules.max-diff-lines]\nlimit = 9", status=0)
    assert modules & SPLIT == set()


def test_a_change_over_its_budget_loads_what_splits(judged):
    modules = judged({"a": "1\n", "b": "2\n"}, "[rules.max-diff-lines]\nlimit = 1")
    assert modules & {"reviewbot.proposal", "reviewbot.split"} == {"reviewbot.proposal", "reviewbot.split"}


@pytest.mark.parametrize(
    ("files", "budget"),
    [
        ({"a": "1\n" * (MOST_LINES + 1)}, "[rules.max-diff-lines]\nlimit = 1"),
        ({f"{number}": "1\n" for number in range(MOST_FILES + 1)}, "[rules.max-diff-lines]\nlimit = 1"),
        ({"a": "1\n", "b": "2\n"}, "[rules.max-files]\nlimit = 1"),
    ],
    ids=["lines", "files", "another budget"],
)
def test_a_change_that_gets_no_plan_loads_nothing_that_makes_one(judged, files, budget):
    modules = judged(files, budget)
    assert {module for module in modules if module.startswith("reviewbot.split")} == set()


@pytest.mark.parametrize("format", format_names())
def test_only_the_format_that_is_asked_for(loaded, format):
    modules = loaded("lint-diff", "main..feature", "--format", format)
    assert of_package("render", modules) - {"text"} == {format}
    assert packages(modules) & SERVICE == set()


@COMMANDS
def test_only_the_subcommand_that_runs(loaded, command):
    subcommands = {"budget", "companions", "completion", "explain", "lint-diff", "policy"}
    assert of_package("cli", loaded(command, "main..feature")) & subcommands == {command}


def test_no_report_is_made_of_companions(loaded):
    assert of_package("render", loaded("companions", "main..feature")) <= {"text"}


NOTHING = "0" * 40
MOST_OF_OURS_IN_A_HOOK = 76


@pytest.fixture
def hook(loaded, repository):
    """Run a hook on a push of `feature`, with main as the server's default branch; returns the modules as `loaded`."""

    def run(type, *options, **others):
        head = repository.id("refs/heads/feature")
        repository.ref("refs/remotes/origin/main", repository.id("refs/heads/main"))
        repository.head("refs/heads/feature" if type.startswith("pre-c") else "refs/heads/main")
        stdin = {
            "pre-push": f"refs/heads/feature {head} refs/heads/feature {NOTHING}\n",
            "pre-receive": f"{NOTHING} {head} refs/heads/feature\n",
        }.get(type, "")
        given = {"pre-push": ("origin", "url"), "update": ("refs/heads/feature", NOTHING, head)}.get(type, ())
        return loaded("hook", "run", type, *options, "--", *given, stdin=stdin.encode(), **others)

    return run


@pytest.mark.parametrize("type", TYPES)
def test_a_hook_loads_few_modules_and_nothing_heavy(hook, type):
    modules = sorted(hook(type))
    assert packages(modules) & (HEAVY | SERVICE) == set()
    ours = [module for module in modules if module.startswith("reviewbot")]
    assert len(ours) <= MOST_OF_OURS_IN_A_HOOK, ours
    assert len(modules) - len(ours) <= MOST_OF_OTHERS, modules


@pytest.mark.parametrize("type", TYPES)
def test_a_hook_loads_only_its_own_file(hook, type):
    stems = set(TYPES)
    assert of_package("hooks", hook(type)) & stems == {type}


@pytest.mark.parametrize("type", TYPES)
def test_json_is_loaded_where_it_is_asked_for(hook, type):
    assert "json" in hook(type, "--format", "json")


@pytest.mark.parametrize("type", ["pre-receive", "update"])
def test_whoever_takes_a_push_in_silence_loads_nothing_that_speaks(hook, type):
    assert {"reviewbot.hooks.messages", "reviewbot.render.text.findings"} & hook(type) == set()


def test_a_clone_loads_nothing_of_the_server(hook):
    servers = {"configuration", "hosts", "judging", "receiving", "waivers"}
    assert of_package("hooks", hook("pre-commit")) & servers == set()


def test_each_commit_is_loaded_where_it_is_asked_for(hook, tmp_path):
    configuration = tmp_path / "hooks.toml"
    configuration.write_text("version = 1\neach-commit = 10\n")
    assert "reviewbot.sources.each_commit" not in hook("pre-receive")
    assert "reviewbot.sources.each_commit" in hook("pre-receive", "--config", str(configuration))


def test_git_is_started_before_what_judges_is_loaded(tmp_path, repository):
    """What reads a measurement and what judges it are loaded while git looks up the branches."""
    code = "import sys, reviewbot.cli.main, reviewbot.cli.hook, reviewbot.hooks.pre_receive; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=isolated_environment(tmp_path), capture_output=True, text=True, check=True
    )
    late = {"re2", "tomllib", "reviewbot.engine", "reviewbot.judgement", "reviewbot.policy", "reviewbot.rules"}
    assert late & set(done.stdout.split()) == set()


# The guard, which an agent waits for at each of its steps.

MOST_OF_OURS_TO_READ = 32
MOST_OF_OURS_TO_MEASURE = 98
MOST_OF_OTHERS_WITH_JSON = MOST_OF_OTHERS + 4


@pytest.fixture
def guard(loaded):
    """Ask the guard about a tool; returns the modules as `loaded`."""

    def run(tool, repository, status=0, **input):
        question = {"cwd": str(repository.path), "tool_name": tool, "tool_input": input}
        return loaded("guard", "--agent", "claude", stdin=json.dumps(question).encode(), status=status)

    return run


def test_the_guard_of_a_tool_that_only_reads_loads_nothing_that_judges(guard, repository):
    modules = guard("Read", repository, file_path="config/a")
    assert packages(modules) & (HEAVY - {"json"} | SERVICE) == set()
    late = {
        "re2",
        "tomllib",
        "reviewbot.engine",
        "reviewbot.judgement",
        "reviewbot.policy",
        "reviewbot.sources.working",
    }
    assert late & modules == set()
    assert len([module for module in modules if module.startswith("reviewbot")]) <= MOST_OF_OURS_TO_READ, modules


def test_the_guard_loads_few_modules_for_an_edit_and_nothing_heavy(guard, repository):
    modules = guard("Write", repository, file_path="a.py", content="1")
    assert packages(modules) & (HEAVY - {"json"} | SERVICE) == set()
    ours = [module for module in modules if module.startswith("reviewbot")]
    assert len(ours) <= MOST_OF_OURS_TO_MEASURE, sorted(ours)
    assert len(modules) - len(ours) <= MOST_OF_OTHERS_WITH_JSON, sorted(modules)


def test_a_patch_is_read_without_the_service(loaded):
    patch = b"diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-1\n+2\n"
    assert packages(loaded("lint-diff", "--patch", "-", stdin=patch)) & SERVICE == set()


@pytest.mark.parametrize("arguments", [("--version",), ("explain", "max-files"), ("policy", "check")])
def test_other_commands_leave_the_service_alone_too(loaded, arguments):
    assert packages(loaded(*arguments)) & SERVICE == set()
