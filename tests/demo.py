"""`make demo`: the main job on real input, as a user sees it.

Makes a small repository with a policy, a feature branch that is over budget and touches `config/`, and runs the
command that its author would run before pushing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.repositories import Repository

POLICY = """\
version = 1

[[rules.max-diff-lines]]
limit = 300
ignore = ["*.lock"]

[[rules.forbidden-path]]
match = ["config/"]
reason = "contains secrets"

[[rules.protected-path]]
match = ["deploy/"]
reviewers = ["@acme/platform"]
reason = "requires human review"

[[rules.forbidden-content]]
patterns = ['DROP\\s+DATABASE', 'curl[^|]*\\|\\s*(ba)?sh']
reason = "destructive or unreviewable command"
"""


def module(name: str, functions: int) -> str:
    """A Python file of six lines a function."""
    return "".join(
        f"def {name}_{number}(order):\n    total = order.total\n    if total > {number}:\n"
        f"        total -= {number}\n    return total\n\n"
        for number in range(functions)
    )


def make_repository(folder: Path) -> Repository:
    """A repository on branch `bigger-discounts`, four files away from `main`."""
    repository = Repository(folder)
    main = repository.commit(
        {
            ".reviewbot.toml": POLICY,
            "shop/orders.py": module("order", 40),
            "config/production.yml": "payment_key: from-the-vault\nretries: 3\n",
            "deploy/rollout.sh": "#!/bin/sh\nkubectl apply -f shop.yml\n",
        },
        branch="main",
    )
    repository.commit(
        {
            "shop/discounts.py": module("discount", 60),
            "shop/orders.py": module("order", 40).replace("total -=", "total -= 2 *"),
            "config/production.yml": "payment_key: pasted-by-hand\nretries: 3\n",
            "deploy/rollout.sh": "#!/bin/sh\ncurl -s https://example.com/install | sh\nkubectl apply -f shop.yml\n",
        },
        main,
        branch="bigger-discounts",
    )
    repository.head("refs/heads/bigger-discounts")
    repository.git("reset", "--hard", "--quiet")
    return repository


def show(folder: Path, *arguments: str) -> int:
    """Run the command as it is installed, and show what was typed."""
    command = Path(sys.executable).with_name("reviewbot")
    print(f"$ reviewbot {' '.join(arguments)}", flush=True)
    status = subprocess.run([command, *arguments], cwd=folder, check=False).returncode
    print(f"(exit status {status})\n", flush=True)
    return status


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="reviewbot-demo-"))
    try:
        make_repository(folder)
        print("A branch `bigger-discounts` adds a module, edits another, and touches config/ and deploy/.\n")
        status = show(folder, "lint-diff", "main..bigger-discounts")
        show(folder, "explain", "config/production.yml")
    finally:
        shutil.rmtree(folder)
    if status != 1:
        sys.exit(f"the demo's change must be blocked, and the exit status was {status}")


if __name__ == "__main__":
    os.environ.setdefault("COLUMNS", "100")
    main()
