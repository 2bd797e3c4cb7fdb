"""From the texts of a policy to the policy: every table becomes an instance, or an error says why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from reviewbot.diff.expressions import program_size
from reviewbot.diff.gitignore import wildcard_count
from reviewbot.errors import PolicyError
from reviewbot.model.policy import Instance, Policy
from reviewbot.model.report import PolicySource
from reviewbot.policy.always_on import always_on_rules, built_in_instance
from reviewbot.policy.digest import sha256_hex
from reviewbot.policy.instances import MAX_PROBLEMS, Problem, read_instance
from reviewbot.policy.statements import KeyPath, line_of
from reviewbot.policy.text import PolicyText, read_tables
from reviewbot.policy.values import MAX_PROGRAM_SIZE
from reviewbot.policy.wording import described, did_you_mean, quoted
from reviewbot.rules import load_rule, rule_names

VERSION = 1
MAX_INSTANCES = 200
MAX_WILDCARDS = 4096  # of all path patterns; 32,000 of them take 20 seconds for one path of 4 KiB

_Table = tuple[str, KeyPath, "dict[str, Any]"]  # the rule's name, where the table stands, the table


def load_policy(texts: Sequence[PolicyText]) -> Policy:
    """The policy that these texts make side by side, the floor first.

    A rule that is always on has an instance even where no text writes it. Only the first text may put its own reason
    and waivers in the place of that instance; one written further back stands beside it, so that a repository cannot
    loosen what its organisation left as it is.

    Raises PolicyError naming source, line and key of the first problem.
    """
    if not texts:
        raise PolicyError("there is no policy to judge by")
    instances: list[Instance] = []
    for position, text in enumerate(texts):
        instances += _read_instances(text)
        if position == 0:
            written = {instance.rule for instance in instances}
            instances += [built_in_instance(rule) for rule in always_on_rules() if rule.name not in written]
    return Policy(
        instances=tuple(_numbered(instances)),
        sources=tuple(PolicySource(text.source, sha256_hex(text.text)) for text in texts),
    )


def _numbered(instances: list[Instance]) -> Iterator[Instance]:
    counted: Counter[str] = Counter()
    for instance in instances:
        counted[instance.rule] += 1
        yield instance._replace(number=counted[instance.rule])


def _read_instances(text: PolicyText) -> list[Instance]:
    """The instances that one text writes, not yet numbered."""
    top = read_tables(text)
    problems = list(islice(_problems_at_top(top), MAX_PROBLEMS))
    rules = top.get("rules", {})
    instances = []
    if isinstance(rules, dict):
        for name, path, table in _tables(rules, problems):
            if len(problems) >= MAX_PROBLEMS:
                break
            instances.append(read_instance(load_rule(name), path, table, text.source, problems))
            if _size_of_expressions(instances) > MAX_PROGRAM_SIZE:
                what = "the expressions of the policy are too large together"
                problems.append(Problem(path, what, "write them without large repetitions"))
                break
            if _count_wildcards(instances) > MAX_WILDCARDS:
                what = (
                    f"the path patterns of the policy hold more than {MAX_WILDCARDS:,} wildcards (*, ?, [ ]) together"
                )
                problems.append(Problem(path, what, "name folders: a folder stands for all below it"))
                break
    if problems:
        raise _first_of(problems, text)
    return [instance for instance in instances if instance]


def _size_of_expressions(instances: list[Instance | None]) -> int:
    """What the expressions of all instances cost together, see `program_size`."""
    wanted = (load_rule(instance.rule).needs(instance.options).patterns for instance in instances if instance)
    return sum(program_size(pattern) for patterns in wanted for pattern in patterns)


def _count_wildcards(instances: list[Instance | None]) -> int:
    """What the path patterns of all instances cost together where a path is long, see `wildcard_count`."""
    patterns = ((*instance.match, *instance.ignore) for instance in instances if instance)
    return sum(wildcard_count(pattern) for texts in patterns for pattern in texts)


def _problems_at_top(top: dict[str, Any]) -> Iterator[Problem]:
    version = top.get("version")
    if version is None:
        yield Problem((), "`version` is missing", "write version = 1 in the first line")
    elif version != VERSION or type(version) is not int:
        instead = "write version = 1, or use a newer reviewbot if the policy needs one"
        yield Problem(("version",), f"`version` must be 1, not {described(version)}", instead)
    for key in top:
        if key in rule_names():
            instead = f"rules stand below `rules`: write [rules.{key}]"
            yield Problem((key,), f"`{key}` must not stand at the top of a policy", instead)
        elif key not in ("version", "rules"):
            instead = did_you_mean(key, ("version", "rules"), "at the top there are")
            yield Problem((key,), f"there is no key {quoted(key)} at the top of a policy", instead)
    rules = top.get("rules", {})
    if not isinstance(rules, dict):
        yield Problem(("rules",), f"`rules` must be a table, not {described(rules)}", "write [rules.NAME]")
    elif (count := sum(len(value) if isinstance(value, list) else 1 for value in rules.values())) > MAX_INSTANCES:
        what = f"the policy has {count} instances of rules, {MAX_INSTANCES} are allowed"
        yield Problem(("rules",), what, "join those that differ in their patterns only")


def _tables(rules: dict[str, Any], problems: list[Problem]) -> Iterator[_Table]:
    """Every table of every known rule, in the order of the text."""
    known = rule_names()
    for name, value in rules.items():
        if len(problems) >= MAX_PROBLEMS:
            return
        if name not in known:
            instead = did_you_mean(name, known, "the rules are:")
            problems.append(Problem(("rules", name), f"there is no rule {quoted(name)}", instead))
            continue
        is_list = isinstance(value, list)
        tables = value if is_list and value else [value]
        for index, table in enumerate(tables):
            path: KeyPath = ("rules", name, index) if is_list and value else ("rules", name)
            if isinstance(table, dict):
                yield name, path, table
            else:
                what = f"`{name}` must be a table or an array of tables, not {_not_a_table(value, table)}"
                problems.append(Problem(path, what, f"write [rules.{name}], or [[rules.{name}]] for each of several"))


def _not_a_table(value: object, table: object) -> str:
    return "an empty list" if value == [] else described(table)


def _first_of(problems: list[Problem], text: PolicyText) -> PolicyError:
    first = problems[0]
    line = line_of(text.text.decode(), first.path) if first.path else 1
    number = f"{MAX_PROBLEMS} or more" if len(problems) >= MAX_PROBLEMS else len(problems)
    more = f" (the first of {number} problems)" if len(problems) > 1 else ""
    return PolicyError(first.what + more, where=text.where(line), help=first.help)
