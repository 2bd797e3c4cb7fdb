"""What deploy/git-hooks and the manifest say is valid to those who read it."""

from __future__ import annotations

import shlex
import subprocess

import pytest
import yaml  # comes with pre-commit
from markdown_it import MarkdownIt

from reviewbot.cli.main import overview_parser
from reviewbot.policy import PolicyText, load_policy
from tests.deploy.clones import PROGRAMS, PROJECT, README, RECIPES

MANIFEST = PROJECT / ".pre-commit-hooks.yaml"
FRAMEWORK = RECIPES / "pre-commit-config.yaml"
LEFTHOOK = RECIPES / "lefthook.yml"
FENCES = [token for token in MarkdownIt("commonmark").parse(README) if token.type == "fence"]
HUSKY = [RECIPES / "husky" / name for name in ("pre-commit", "pre-push")]
COMPANIONS = "reviewbot companions -0 --staged | env -u GIT_DIR -u GIT_INDEX_FILE xargs -0 -r pytest"


def read(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def hooks():
    return read(MANIFEST) + read(FRAMEWORK)["repos"][1]["hooks"]


def jobs():
    return [job for hook in read(LEFTHOOK).values() for job in hook["jobs"]]


def command_lines():
    """Every `reviewbot ...` of the recipes, as a shell would see it."""
    lines = [hook["entry"] for hook in hooks()] + [job["run"] for job in jobs()]
    lines += [line for path in HUSKY for line in path.read_text().splitlines()]
    lines += [line for fence in FENCES if fence.info == "sh" for line in fence.content.splitlines()]
    return [line for line in lines if line.startswith("reviewbot ")]


@pytest.mark.parametrize(("command", "path"), [("validate-manifest", MANIFEST), ("validate-config", FRAMEWORK)])
def test_the_pre_commit_framework_takes_it(command, path, tmp_path):
    outcome = subprocess.run(
        [PROGRAMS / "pre-commit", command, path],
        env={"PATH": str(PROGRAMS), "PRE_COMMIT_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (0, "", "")


def test_lefthook_takes_it(tmp_path):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / "lefthook.yml").write_text(LEFTHOOK.read_text())
    outcome = subprocess.run([PROGRAMS / "lefthook", "validate"], cwd=tmp_path, capture_output=True, check=False)
    assert outcome.returncode == 0, outcome


def test_the_framework_s_configuration_uses_what_the_manifest_has():
    used = {hook["id"] for hook in read(FRAMEWORK)["repos"][0]["hooks"]}
    assert used | {"reviewbot-contract"} == {hook["id"] for hook in read(MANIFEST)}  # which wants a contract first
    assert "\n      # - id: reviewbot-contract\n" in FRAMEWORK.read_text()


def test_every_hook_of_the_framework_runs_once_whatever_changed():
    assert [hook["id"] for hook in hooks() if hook["pass_filenames"] or not hook["always_run"]] == []


@pytest.mark.parametrize("line", command_lines())
def test_every_command_parses(line):
    words = shlex.split(line.partition("|")[0].replace("{1}", "origin").replace('"$@"', "origin url"))
    assert overview_parser().parse_args(words[1:])


def test_companions_are_asked_for_alike_everywhere():
    files = [FRAMEWORK, LEFTHOOK, HUSKY[0], RECIPES / "plain" / "pre-commit", RECIPES / "README.md"]
    assert [path.name for path in files if COMPANIONS not in path.read_text()] == []
    assert [path.name for path in files[:-1] if "pipefail" not in path.read_text()] == []


@pytest.mark.parametrize("policy", [fence.content for fence in FENCES if fence.info == "toml"])
def test_every_policy_is_valid(policy):
    assert load_policy([PolicyText("README.md", policy.encode())]).instances


def test_every_recipe_is_named():
    files = [path.relative_to(RECIPES) for path in RECIPES.rglob("*") if path.is_file() and path.name != "README.md"]
    assert [str(path) for path in files if f"$HOOKS/{path}" not in README] == []
