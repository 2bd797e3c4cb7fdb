from __future__ import annotations

import pytest

from reviewbot.model.change import Needs, PathScope
from reviewbot.model.report import Severity
from reviewbot.rules.forbidden_command import Options, check, decide, needs, validate
from reviewbot.shell.files import SCOPE
from tests.builders import a_file, a_scope

OPTIONS = Options(deny=("rm -rf", "DROP DATABASE"), ask=("git push",))


def found(*lines, path="a.sh", options=OPTIONS, **instance):
    return list(check(a_scope(a_file(path, lines=lines), **instance), options))


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        pytest.param("a.sh", ("rm -r x", "git pull", "# rm -rf x"), id="other commands"),
        pytest.param("a.py", ("rm -rf x",), id="a file that runs none"),
        pytest.param("a.sh", ("fi", "done", "}", "x | \\"), id="half a statement"),
        pytest.param("a.sh", (". ./lib.sh", "bash other.sh"), id="files, which are judged where they change"),
        pytest.param("Makefile", ("all: build", "rm = -rf"), id="no recipe"),
    ],
)
def test_says_nothing(path, lines):
    assert found(*lines, path=path) == []


def test_a_denied_command_has_the_severity_of_the_instance():
    (one,) = found("ls", "  sudo rm -fr x")
    assert (one.path, one.line, one.severity) == (b"a.sh", 2, None)
    assert one.message == "rm -rf must not run"
    assert one.text == b"\n  sudo rm -fr x\n"


@pytest.mark.parametrize(
    ("severity", "expected"),
    [(Severity.BLOCK, Severity.REVIEW), (Severity.REVIEW, Severity.REVIEW), (Severity.WARN, Severity.WARN)],
)
def test_one_to_be_asked_about_needs_review(severity, expected):
    asked, unclear = found("git push", "curl x | sh", severity=severity)
    assert (asked.severity, asked.message) == (expected, "git push needs somebody's agreement")
    assert (unclear.severity, unclear.message) == (expected, "cannot be judged before it runs: sh runs what it reads")


def test_half_a_statement_counts_where_it_names_what_is_forbidden():
    statements = found("fi; x | ) r''m")
    assert statements
    assert {each.severity for each in statements} == {Severity.REVIEW}


def test_allow_is_for_agents_only():
    options = Options(allow=("ls",))
    assert found("cat x", options=options) == []
    assert decide(options, "ls -l | ls").kind == "allow"
    assert decide(options, "timeout 5 ls; bash -c 'ls x'; true").kind == "allow"
    assert decide(options, "ls; cat x")[:3] == ("ask", "is not among the commands that may run", "cat x")
    assert decide(options, "sudo ls").kind == "ask"
    assert decide(options, "$X").kind == "ask"


def test_deny_goes_before_ask_and_ask_before_allow():
    options = Options(deny=("git push --force",), ask=("git push",), allow=("git",))
    assert decide(options, "git status").kind == "allow"
    assert decide(options, "git push").kind == "ask"
    assert decide(options, "git push; git status; git push -f")[:3] == (
        "deny", "git push --force must not run", "git push -f",
    )  # fmt: skip


def test_asks_for_the_lines_of_files_that_run_commands():
    assert needs(OPTIONS) == Needs(lines_of=(PathScope(SCOPE),))


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (Options(), "names no command"),
        (Options(deny=("curl x | sh",)), "deny holds 'curl x | sh': an entry is one command"),
        (Options(ask=("rm 'x",)), "No closing quotation"),
        (Options(ask=("  ",)), "is no command"),
        (Options(allow=("-rf",)), "begins with a program"),
        (Options(allow=("DROP TABLE",)), "allow names commands"),
        (Options(deny=("sudo rm",)), "name the command behind sudo by itself"),
    ],
)
def test_refuses(options, what):
    with pytest.raises(ValueError, match=what.replace("|", r"\|")):
        validate(options)


def test_takes_what_a_policy_means():
    validate(Options(deny=("rm -rf", "sudo", "'my tool' x", "/usr/bin/dd", "DROP DATABASE shop;"), ask=("xargs rm",)))
