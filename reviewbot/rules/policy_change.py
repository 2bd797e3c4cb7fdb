"""The policy itself is changed.

What it does
    Finds every change to ``.reviewbot.toml`` at the root: added, edited, renamed from or to, deleted, replaced by a
    link or a folder, also under a name that some file system takes for it (``.Reviewbot.toml``). The rule is always
    on, and ``match`` and ``ignore`` cannot relax it. The change itself is judged by the policy of base.

Why
    Our choice: whoever can change the rules without anybody's decision is not held by them.

Example
    A change that raises a limit in ``.reviewbot.toml`` is found.

Instead
    Propose the new policy as a change of its own, and have a maintainer waive this rule for it.

Options
    None.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from reviewbot.diff.path_patterns import guards
from reviewbot.model.policy import POLICY_PATH, Instance
from reviewbot.model.rule import Found, Rule, Scope, Statement
from reviewbot.model.wording import quoted

PATTERNS = ("/" + POLICY_PATH.decode(),)
# A fast look that every name of the policy fails, for this rule sees each path of every change.
SUSPECT = re.compile(rb"(?i)review|[~\x80-\xff]")


class Options(NamedTuple):
    """None."""


def check(scope: Scope, _options: Options) -> Iterator[Statement]:
    for file in scope.change.files:
        names = (file.path,) if file.old_path is None else (file.path, file.old_path)
        if any(SUSPECT.search(name) and guards(PATTERNS, name) for name in names):
            yield Found(
                path=file.path,
                message="changes the policy that judges changes",
                help="propose the policy as a change of its own, and ask those who may waive the rule",
            )


def told(_instance: Instance, _options: Options) -> str:
    return f"Do not change {quoted(POLICY_PATH.decode())}, the policy that judges changes."


RULE = Rule(name="policy-change", options=Options, check=check, always_on=True, told=told)
