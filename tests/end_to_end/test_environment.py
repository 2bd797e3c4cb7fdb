"""Group environment: no variable of the caller's changes a verdict or makes git do anything else."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from tests.end_to_end.cases import Case, blocks, each, errors, first_commit, never_passes
from tests.end_to_end.judging import Untouched, check, clean_environment, run_command
from tests.repositories import Repository, lines

EVIL = {"config/evil.yml": "x\n", "src/app.py": lines(20, "edited")}
EXPECTED = blocks("forbidden-path", "max-diff-lines", added=21, removed=20, files=2)
COMMAND = "{folder}/command"


def surroundings(repository: Repository) -> None:
    """Another repository with the same branches and nothing to find, and files that variables point at."""
    folder = repository.path.parent
    script = f"#!/bin/sh\necho >> {folder}/canary\n"
    for path in ("command", "exec/git-diff-tree", "exec/git", "template/hooks/post-checkout"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(script)
        (folder / path).chmod(0o755)
    repository.write("git", script)
    (repository.path / "git").chmod(0o755)
    (folder / "settings").write_text(
        f"[diff]\n\texternal = {folder}/command\n\tnoprefix = true\n[core]\n\tbare = true\n"
    )
    (folder / "attributes").write_text("* -diff\n")
    (folder / "grafts").write_text("\n")
    other = Repository(folder / "other")
    other.commit({"a": "1\n"}, first_commit(other, policy="version = 1\n"), branch="topic")
    other.check_out()


ENVIRONMENTS: dict[str, dict[str, str]] = {
    "git folder": {"GIT_DIR": "{folder}/other/.git"},
    "git folder and work tree": {"GIT_DIR": "{folder}/other/.git", "GIT_WORK_TREE": "{folder}/other"},
    "git folder that is none": {"GIT_DIR": "/nonexistent"},
    "common folder": {"GIT_COMMON_DIR": "{folder}/other/.git"},
    "work tree": {"GIT_WORK_TREE": "{folder}/other"},
    "index": {"GIT_INDEX_FILE": "{folder}/other/.git/index"},
    "object store": {"GIT_OBJECT_DIRECTORY": "{folder}/other/.git/objects"},
    "alternates": {"GIT_ALTERNATE_OBJECT_DIRECTORIES": "{folder}/other/.git/objects:/nonexistent"},
    "quarantine": {"GIT_QUARANTINE_PATH": "{folder}/other/.git/objects"},
    "external diff": {"GIT_EXTERNAL_DIFF": COMMAND},
    "options of diff": {"GIT_DIFF_OPTS": "--unified=0"},
    "settings by number": {
        "GIT_CONFIG_COUNT": "2",
        "GIT_CONFIG_KEY_0": "diff.external",
        "GIT_CONFIG_VALUE_0": COMMAND,
        "GIT_CONFIG_KEY_1": "core.attributesFile",
        "GIT_CONFIG_VALUE_1": "{folder}/attributes",
    },
    "settings by number, garbled": {"GIT_CONFIG_COUNT": "many"},
    "settings as parameters": {
        "GIT_CONFIG_PARAMETERS": "'core.attributesfile'='{folder}/attributes' 'diff.renames'='false'"
    },
    "settings as parameters, garbled": {"GIT_CONFIG_PARAMETERS": "'"},
    "settings of the user": {"GIT_CONFIG_GLOBAL": "{folder}/settings"},
    "settings of the system": {"GIT_CONFIG_SYSTEM": "{folder}/settings"},
    "settings by the old name": {"GIT_CONFIG": "{folder}/settings"},
    "home": {"HOME": "/nonexistent", "XDG_CONFIG_HOME": "{folder}"},
    "attributes of a tree": {"GIT_ATTR_SOURCE": "topic"},
    "attributes of the system": {"GIT_ATTR_SYSTEM": "{folder}/attributes", "GIT_ATTR_NOSYSTEM": "0"},
    "pagers": {"GIT_PAGER": COMMAND, "PAGER": COMMAND, "GIT_PAGER_IN_USE": "1"},
    "editors": {"GIT_EDITOR": COMMAND, "EDITOR": COMMAND, "GIT_SEQUENCE_EDITOR": COMMAND, "GIT_ASKPASS": COMMAND},
    "transports": {"GIT_SSH": COMMAND, "GIT_SSH_COMMAND": COMMAND, "GIT_PROXY_COMMAND": COMMAND},
    "trace": dict.fromkeys(("GIT_TRACE", "GIT_TRACE_SETUP", "GIT_TRACE_PERFORMANCE"), "{folder}/trace"),
    "trace to standard output": {"GIT_TRACE": "1", "GIT_TRACE2": "1", "GIT_TRACE_SETUP": "1"},
    "trace of events": dict.fromkeys(("GIT_TRACE2", "GIT_TRACE2_EVENT", "GIT_TRACE2_PERF"), "{folder}/trace"),
    "replacements": {"GIT_REPLACE_REF_BASE": "refs/heads/", "GIT_NO_REPLACE_OBJECTS": "0"},
    "grafts": {"GIT_GRAFT_FILE": "{folder}/grafts"},
    "shallow file": {"GIT_SHALLOW_FILE": "{folder}/grafts"},
    "namespace": {"GIT_NAMESPACE": "elsewhere"},
    "ceiling": {"GIT_CEILING_DIRECTORIES": "{folder}"},
    "path magic": {"GIT_GLOB_PATHSPECS": "1", "GIT_ICASE_PATHSPECS": "1"},
    "path magic that contradicts": {
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_GLOB_PATHSPECS": "1",
        "GIT_NOGLOB_PATHSPECS": "1",
    },
    "prefix": {"GIT_PREFIX": "src/", "GIT_INTERNAL_SUPER_PREFIX": "src/"},
    "programs": {"GIT_EXEC_PATH": "{folder}/exec"},
    "template": {"GIT_TEMPLATE_DIR": "{folder}/template"},
    "hash": {"GIT_DEFAULT_HASH": "sha256", "GIT_DEFAULT_REF_FORMAT": "reftable", "GIT_TEST_DEFAULT_HASH": "sha256"},
    "switches of git's own tests": {
        "GIT_TEST_INDEX_VERSION": "4",
        "GIT_TEST_SPLIT_INDEX": "1",
        "GIT_TEST_FSMONITOR": COMMAND,
    },
    "locks": {"GIT_OPTIONAL_LOCKS": "1", "GIT_FLUSH": "0"},
    "protocols": {"GIT_ALLOW_PROTOCOL": "ext:file", "GIT_PROTOCOL_FROM_USER": "1"},
    "Turkish": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr"},
    "ASCII": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"},
    "Latin-1": {"LC_ALL": "", "LANG": "en_US.ISO-8859-1", "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
    "terminal": {"TERM": "nonsense", "COLUMNS": "many", "LINES": "0", "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"},
    "narrow": {"COLUMNS": "0"},
    "hashes of Python": {"PYTHONHASHSEED": "12345"},
    "time": {"TZ": "nonsense", "SOURCE_DATE_EPOCH": "x"},
    "a folder for programs that is here": {"PATH": f".::{os.environ['PATH']}"},
    "owner": {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1", "SUDO_UID": "12345"},
}


def the_case(environment):
    return Case("", EXPECTED, EVIL, arrange=surroundings, environment=environment)


@pytest.mark.parametrize("environment", ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_changes_nothing(environment, judge_apart):
    judge_apart(the_case(environment))


@pytest.mark.parametrize("selector", [("main..topic",), ("--staged",), ("--worktree",)], ids=" ".join)
def test_does_not_lead_to_another_repository_when_none_is_named(selector, tmp_path):
    """The folder that the command is called in decides."""
    environment = clean_environment(tmp_path)
    repository = the_case({}).make(tmp_path)
    repository.head("refs/heads/main")
    repository.check_out()
    for path, content in EVIL.items():
        repository.write(path, content)
    repository.git("add", "--all")
    names = ("git folder and work tree", "index", "object store", "settings by number", "trace", "ceiling", "prefix")
    for name in names:
        environment |= {key: value.replace("{folder}", str(tmp_path)) for key, value in ENVIRONMENTS[name].items()}
    with Untouched(tmp_path):
        answer = run_command(["lint-diff", *selector, "--format", "json"], environment, repository.path)
    added = 21 if selector[0] == "main..topic" else 23  # the script named git is there too
    check(answer, blocks("forbidden-path", "max-diff-lines", added=added, removed=20))


@each(
    [
        Case("no git", errors("git"), EVIL, environment={"PATH": "/nonexistent"}),
        Case("no folder for temporary files", never_passes(), EVIL, environment={"TMPDIR": "/nonexistent"}),
        Case("no home", EXPECTED, EVIL, environment={"HOME": "", "XDG_CONFIG_HOME": ""}),
    ]
)
def test_says_what_is_missing(case, judge_apart):
    judge_apart(case)


def give_away(repository):
    """Let the repository be another user's, where this user may do that; what topic changes is staged."""
    repository.head("refs/heads/main")
    if os.geteuid() == 0:
        for where, folders, files in os.walk(repository.path):
            for name in [".", *folders, *files]:
                os.chown(os.path.join(where, name), 65534, 65534, follow_symlinks=False)


@pytest.mark.parametrize(
    ("selector", "expect"),
    [("main..topic", EXPECTED), ("--staged", never_passes()), ("--worktree", never_passes())],
    ids=["range", "index", "working tree"],
)
def test_a_repository_of_another_user(selector, expect, judge_apart):
    case = Case("", expect, EVIL, arrange=give_away, checked_out=True, arguments=(selector,))
    judge_apart(replace(case, environment=ENVIRONMENTS["owner"]))
