"""`make contracts` holds the contracts of pyproject.toml; these tests hold that each contract catches what it is for.

A copy of the package gets one breakage each, and import-linter must name just the contracts that forbid it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source_files import PACKAGE, PROJECT

LAYERS = "Front-ends above adapters above engine above model"
RULES = "Rules do not know each other"
RENDERERS = "Renderers do not know each other's formats, and see only the model"
SOURCES = "Sources do not judge"
PURE = "From the engine down there is no clock, no process, no network and no framework"
LIGHT = "Nothing on the measuring path reaches GitPython"
COMMAND = Path(sys.executable).with_name("lint-imports")
VERDICT = re.compile(r"^(.+) (KEPT|BROKEN)(?: \(.*\))?$", re.MULTILINE)


@pytest.fixture
def broken_contracts(tmp_path):
    """Add the text to the file, in a copy of the package; returns the names of the contracts that this breaks."""

    def run(file=None, text=""):
        shutil.copytree(PACKAGE, tmp_path / "reviewbot", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(PROJECT / "pyproject.toml", tmp_path)
        if file:
            path = tmp_path / "reviewbot" / file
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"{path.read_text() if path.exists() else ''}\n{text}\n")
        outcome = subprocess.run(
            [COMMAND, "--no-cache"],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "COLUMNS": "200", "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
        verdicts = dict(VERDICT.findall(outcome.stdout))
        assert verdicts, outcome.stdout + outcome.stderr
        broken = {name for name, verdict in verdicts.items() if verdict == "BROKEN"}
        assert outcome.returncode == bool(broken)
        return broken

    return run


def test_the_package_keeps_them_all(broken_contracts):
    assert broken_contracts() == set()


@pytest.mark.parametrize(
    ("file", "text", "contract"),
    [
        pytest.param("model/change.py", "import reviewbot.diff.raw", LAYERS, id="the model knows who fills it"),
        pytest.param("diff/raw.py", "import reviewbot.policy", LAYERS, id="parsing knows the policy"),
        pytest.param("shell/words.py", "import reviewbot.diff.raw", LAYERS, id="reading shell text knows patches"),
        pytest.param("shell/words.py", "import subprocess", PURE, id="reading shell text runs it"),
        pytest.param("rules/max_files.py", "import reviewbot.engine", LAYERS, id="a rule knows the engine"),
        pytest.param("engine.py", "import reviewbot.render.json", LAYERS, id="the engine knows a format"),
        pytest.param("sources/git.py", "import reviewbot.cli.output", LAYERS, id="a source knows the command line"),
        pytest.param("brandnew/__init__.py", "", LAYERS, id="a package without a place"),
        pytest.param("brandnew.py", "", LAYERS, id="a module without a place"),
        pytest.param("rules/max_files.py", "import reviewbot.rules.max_commits", RULES, id="a rule uses another"),
        pytest.param("render/json.py", "import reviewbot.diff.raw", RENDERERS, id="a renderer parses"),
        pytest.param("render/sarif.py", "import reviewbot.rules", RENDERERS, id="a renderer asks the rules"),
        pytest.param("sources/patch.py", "import reviewbot.policy", SOURCES, id="a source reads the policy"),
        pytest.param("sources/local.py", "import reviewbot.engine", SOURCES, id="a source judges"),
        pytest.param("engine.py", "import subprocess", PURE, id="the engine starts a process"),
        pytest.param("rules/max_files.py", "from time import time", PURE, id="a rule looks at the clock"),
        pytest.param("render/html.py", "import pydantic", PURE, id="a renderer loads a framework"),
        pytest.param("policy/load.py", "def f():\n    import socket", PURE, id="the policy opens a socket, but later"),
        pytest.param("cli/main.py", "import fastapi", LIGHT, id="the command line loads the service"),
        pytest.param("sources/local.py", "import git", LIGHT, id="a source loads GitPython"),
        pytest.param("hooks/pre_receive.py", "import git", LIGHT, id="a hook that runs loads GitPython"),
        pytest.param("hooks/update.py", "import reviewbot.cli.output", LAYERS, id="a hook knows the command line"),
        pytest.param("sources/pushed.py", "import reviewbot.judgement", LAYERS, id="a source knows what judges it"),
    ],
)
def test_a_breakage_is_caught(broken_contracts, file, text, contract):
    assert broken_contracts(file, text) >= {contract}
