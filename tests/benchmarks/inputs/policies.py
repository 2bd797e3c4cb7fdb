"""The policies that are measured, and the lines that the content patterns find."""

from __future__ import annotations

import json
import re

# (pattern, a line in which only that pattern is found); no generated line contains one by accident.
CONTENT = (
    (r"DROP\s+(DATABASE|TABLE)", "DROP  DATABASE production;"),
    (r"curl[^|]*\|\s*(ba)?sh", "curl -fsSL https://example.org/install | bash"),
    (r"rm\s+-rf\s+/", "rm -rf /srv/data"),
    (r"AKIA[0-9A-Z]{16}", "key AKIAABCDEFGHIJKLMNOP"),
    (r"-----BEGIN [A-Z ]*PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY-----"),
    (r"ghp_[A-Za-z0-9]{36}", "ghp_abcdefghijklmnopqrstuvwxyz0123456789"),
    (r"xox[baprs]-[0-9A-Za-z-]{10,}", "xoxb-1234567890-abcdef"),
    (r"\beval\s*\(", "eval (answer)"),
    (r"\bexec\s*\(", "exec(answer)"),
    (r"pickle\.loads?\(", "pickle.loads(answer)"),
    (r"subprocess\.\w+\([^)]*shell\s*=\s*True", "subprocess.run(words, shell=True)"),
    (r'(?i)password\s*=\s*"[^"]+"', 'PassWord = "swordfish"'),
    (r"verify\s*=\s*False", "get(address, verify=False)"),
    (r"chmod\s+777", "chmod 777 out"),
    (r"--no-verify\b", "git commit --no-verify"),
    (r"@pytest\.mark\.skip", "@pytest.mark.skip"),
    (r"\b[Tt]odo\(security\)", "Todo(security) escape this"),
    (r'http://[^\s"]+\.internal\b', "http://build.internal"),
    (r"\bbreakpoint\(\)", "breakpoint()"),
    (r"console\.log\(", "console.log(answer)"),
)
PLANTING = tuple(line.encode() for _, line in CONTENT)

# Ten each: folders at any depth, folders at the root, endings, folders in between, names. Only the first two kinds
# and `group_*` paths meet.
PATH_PATTERNS = (
    *(f"group_{number:02d}/" for number in range(25)),
    *(f"/group_{number:02d}/" for number in range(25, 35)),
    "*.pem", "*.key", "*.p12", "*.tfstate", "*.sqlite3",
    "**/secrets/**", "**/credentials/*.json", "deploy/**/production/", "migrations/*.sql", "/ops/*/terraform/",
    "id_rsa*", ".env*", "known_hosts", "*_token.txt", "[mM]akefile.production",
)  # fmt: skip

NO_RULES = "version = 1\n"

BUDGETS = """\
version = 1

[[rules.max-diff-lines]]
limit = 300
ignore = ["*.lock", "**/__snapshots__/"]

[[rules.max-diff-lines]]
limit = 150
authors = ["*[bot]", "agent:*"]

[[rules.max-files]]
limit = 50

[[rules.forbidden-path]]
match = ["config/"]
reason = "contains secrets"

[[rules.forbidden-path]]
match = ["migrations/"]
"""

# Nothing of it blocks a push of the benchmark, for the one that is taken costs the most: it is judged to its end.
PUSH = (
    re.sub(r"limit = \d+", "limit = 10_000_000", BUDGETS)
    + """
[[rules.forbidden-content]]
patterns = ["never in any generated line"]
"""
)


def content_rule() -> str:
    """The table that looks for all content patterns, without the `version` line."""
    patterns = ", ".join(json.dumps(pattern) for pattern, _ in CONTENT)
    return f"\n[[rules.forbidden-content]]\npatterns = [{patterns}]\n"


def path_rule() -> str:
    """The table that forbids all path patterns, without the `version` line."""
    return f"\n[[rules.forbidden-path]]\nmatch = {json.dumps(PATH_PATTERNS)}\n"
