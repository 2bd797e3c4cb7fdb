"""Which commands are found in added lines of each kind of file, and in which line."""

from __future__ import annotations

import textwrap

import pytest

from reviewbot.diff.path_patterns import guards
from reviewbot.model.change import AddedLine
from reviewbot.shell.files import KINDS, SCOPE, scripts_in


def commands(path: str, text: str, first: int = 1) -> list[tuple[int, str]]:
    """The line and the words of each command in a file of which all these lines were added."""
    extractor = next(extractor for patterns, extractor in KINDS if guards(patterns, path.encode()))
    lines = textwrap.dedent(text).strip("\n").split("\n")
    added = tuple(AddedLine(number, line.encode()) for number, line in enumerate(lines, first))
    scripts = scripts_in(added, extractor)
    return sorted((each.line_at(run.line).number, str(run)) for each in scripts for run in each.parsed.commands)


@pytest.mark.parametrize(
    "path",
    [
        "a.sh",
        "x/y.bash",
        ".husky/pre-commit",
        "Makefile",
        "sub/GNUmakefile",
        "rules.mk",
        "Dockerfile",
        "Dockerfile.dev",
        "api.Dockerfile",
        ".github/workflows/ci.yml",
        ".gitlab-ci.yml",
        ".circleci/config.yml",
        "azure-pipelines.yml",
        "Jenkinsfile",
    ],
)
def test_files_that_run_commands_are_in_scope(path):
    assert guards(SCOPE, path.encode())


@pytest.mark.parametrize("path", ["a.py", "README.md", "config.yml", "docs/sh"])
def test_others_are_not(path):
    assert not guards(SCOPE, path.encode())


def test_a_script_is_read_as_a_whole():
    text = """
    #!/bin/bash
    if true; then
        rm -rf \\
            x
    fi
    cat <<'EOF' > f
    rm -rf no
    EOF
    last
    """
    assert commands("a.sh", text) == [(2, "true"), (3, "rm -rf x"), (6, "cat"), (9, "last")]


def test_half_of_a_statement_is_read_line_by_line():
    assert (8, "rm -rf x") in commands("a.sh", "else\n  rm -rf x\nfi", first=7)


def test_a_long_script_is_read_in_parts():
    text = "".join(f"if a{number}; then\n  b 'x y'\nfi\n" for number in range(900)) + "rm -rf x"
    found = commands("a.sh", text)
    assert len(text) > 16 << 10
    assert found[-1] == (2701, "rm -rf x")
    assert len(found) == 1801


def test_recipes_of_a_makefile():
    text = """
    clean: build
    \t@-rm -rf $(BUILD) \\
    \t  dist
    \t$(RM) x$$y
    X := $(shell git push -f)
    all: ; ls -l
    \tfor i in $(LIST); do echo $$i; done
    """
    assert commands("Makefile", text) == [
        (2, "rm -rf … dist"), (4, "rm -f x… …"), (5, "git push -f"), (6, "ls -l"), (7, "echo …"),
    ]  # fmt: skip


def test_instructions_of_a_dockerfile():
    text = """
    FROM debian
    RUN apt-get update && \\
        # a comment
        rm -rf /var/lib/apt
    RUN --mount=type=cache,target=/x pip install y
    RUN <<EOF
    a
    b c
    EOF
    COPY a b
    CMD ["sh", "-c", "d e"]
    ENTRYPOINT exec app
    HEALTHCHECK --interval=5s CMD curl x
    """
    assert commands("Dockerfile", text) == [
        (2, "apt-get update"), (4, "rm -rf /var/lib/apt"), (5, "pip install y"), (7, "a"), (8, "b c"), (11, "d e"),
        (11, "sh -c d e"), (12, "app"), (12, "exec app"), (13, "curl x"),
    ]  # fmt: skip


def test_a_line_within_an_instruction():
    assert commands("Dockerfile", "    && rm -rf x \\") == [(1, "rm -rf x")]


def test_steps_of_a_workflow():
    text = """
    jobs:
      a:
        runs-on: ubuntu-latest
        steps:
          - uses: actions/checkout@v4
          - run: rm -rf "${{ github.workspace }}"
          - name: b
            run: |
              cd x
              if y; then
                git push -f
              fi
            shell: bash
          - run: >-
              one
              two
          - run: 'a ''b c'''
    """
    assert commands(".github/workflows/ci.yml", text) == [
        (6, "rm -rf …"), (9, "cd x"), (10, "y"), (11, "git push -f"), (15, "one two"), (17, "a b c"),
    ]  # fmt: skip


def test_script_lists():
    text = """
    test:
      image: node
      before_script:
        - npm ci
      script:
      - rm -rf x
      - |
        a
        b
      - "c d"
    """
    assert commands(".gitlab-ci.yml", text) == [(4, "npm ci"), (6, "rm -rf x"), (8, "a"), (9, "b"), (10, "c d")]


def test_a_line_of_a_block_whose_key_was_not_added():
    assert commands(".github/workflows/ci.yml", "          rm -rf x", first=30) == [(30, "rm -rf x")]
    assert commands(".gitlab-ci.yml", "    - rm -rf x") == [(1, "rm -rf x")]
    assert commands(".gitlab-ci.yml", "    image: rm") == []


def test_steps_of_a_jenkinsfile():
    text = """
    stage('x') {
      sh 'rm -rf x'
      sh(script: "git push ${args}", returnStdout: true)
      sh \'\'\'
        a
        b
      \'\'\'
    }
    """
    assert commands("Jenkinsfile", text) == [(2, "rm -rf x"), (3, "git push …"), (5, "a"), (6, "b")]
