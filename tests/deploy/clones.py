"""Clones whose hooks were installed as deploy/git-hooks/README.md says, word by word."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.repositories import Repository, isolated_environment

PROJECT = Path(__file__).parents[2]
RECIPES = PROJECT / "deploy" / "git-hooks"
README = (RECIPES / "README.md").read_text(encoding="utf-8")
PROGRAMS = Path(sys.executable).parent  # reviewbot, pytest, pre-commit and lefthook

POLICY = """\
version = 1
[rules.max-diff-lines]
limit = 10
[rules.missing-companion]
when = "{stem}.py"
match = ["/*.py"]
needs = ["tests/test_{stem}.py"]
exists = true
ignore = ["conftest.py"]
"""
FILES = {
    ".reviewbot.toml": POLICY,
    ".gitignore": ".*\n__pycache__/\nlefthook.yml\n!.reviewbot.toml\n",
    "conftest.py": "",  # lets tests import what lies beside it
    "cart.py": "total = 1\n",
    "tests/test_cart.py": "from cart import total\n\n\ndef test_total():\n    assert total == 1\n",
    "tests/test_other.py": "def test_other():\n    raise RuntimeError('does not concern the commit')\n",
}


def commands_of(heading: str, which: int = -1) -> str:
    """A block of commands below a heading of the README, the last one unless said otherwise."""
    section = README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", section, re.DOTALL)[which]


class Clone:
    """A clone on branch `topic`, of an empty bare repository that has got its `main`."""

    def __init__(self, folder: Path) -> None:
        self.repository = Repository(folder / "clone")
        self.path = self.repository.path
        for name in ("home", "programs"):
            (folder / name).mkdir()
        self.programs = folder / "programs"
        path = f"{self.programs}:{PROGRAMS}:{os.environ['PATH']}"
        more = {"PATH": path, "HOOKS": str(RECIPES), "PRE_COMMIT_HOME": str(folder / "home" / "pre-commit")}
        self.environment = isolated_environment(folder / "home") | more
        Repository(folder / "remote.git", bare=True)
        self.repository.commit(FILES, branch="main")
        self.repository.check_out()
        (self.repository.git_dir / "hooks").mkdir()
        for arguments in (["remote", "add", "origin", "../remote.git"], ["push", "-q", "origin", "main"]):
            self.succeed("git", *arguments)
        self.succeed("git", "remote", "set-head", "origin", "main")
        self.succeed("git", "switch", "-q", "-c", "topic")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """A command in the clone; its two streams are one."""
        return subprocess.run(
            command,
            cwd=self.path,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="backslashreplace",
            timeout=120,
            check=False,
        )

    def succeed(self, *command: str) -> None:
        outcome = self.run(*command)
        assert outcome.returncode == 0, outcome.stdout

    def commit(self, path: str, content: str) -> subprocess.CompletedProcess[str]:
        self.repository.write(path, content)
        self.succeed("git", "add", path)
        return self.run("git", "commit", "-q", "-m", "a commit")

    def push(self, *refs: str) -> subprocess.CompletedProcess[str]:
        return self.run("git", "push", "-q", "origin", *(refs or ("topic",)))


# How each recipe is installed. What comes from outside of this machine is stood in for, all else is as it is written.


def plain_git(clone: Clone) -> None:
    clone.succeed("bash", "-e", "-c", commands_of("plain git"))


def pre_commit_framework(clone: Clone) -> None:
    """With the hooks of the manifest as local ones, which are not fetched and installed first."""
    import yaml  # the framework's own

    clone.succeed("bash", "-e", "-c", commands_of("the pre-commit framework"))
    file = clone.path / ".pre-commit-config.yaml"
    config = yaml.safe_load(file.read_text())
    hooks = {hook["id"]: hook for hook in yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text())}
    ours = config["repos"][0]["hooks"]
    config["repos"][0] = {"repo": "local", "hooks": [hooks[each["id"]] | {"language": "system"} for each in ours]}
    file.write_text(yaml.safe_dump(config))


def lefthook(clone: Clone) -> None:
    clone.succeed("bash", "-e", "-c", commands_of("lefthook"))


NPX_HUSKY_INIT = """\
#!/bin/sh
mkdir -p .husky/_ && git config core.hooksPath .husky/_
for hook in pre-commit pre-push; do
    printf '#!/bin/sh\\nsh -e .husky/%s "$@"\\n' "$hook" > ".husky/_/$hook" && chmod +x ".husky/_/$hook"
done
"""


def husky(clone: Clone) -> None:
    """With a runner that does what that of version 9 does: `sh -e` at the top, with git's arguments and input."""
    for name, script in (("npm", "#!/bin/sh\n"), ("npx", NPX_HUSKY_INIT)):
        (clone.programs / name).write_text(script)
        (clone.programs / name).chmod(0o755)
    clone.succeed("bash", "-e", "-c", commands_of("husky"))


INSTALLERS = (plain_git, pre_commit_framework, lefthook, husky)
