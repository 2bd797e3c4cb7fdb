"""What a rule is about, and what a policy says of a path, as a page for people. Pure: every surface prints the same."""

from __future__ import annotations

from reviewbot.diff.path_patterns import covers, guarding_pattern, guards
from reviewbot.engine import evaluate
from reviewbot.model.change import MODE_ABSENT, Change, ChangedFile, FileStatus, LineCounts
from reviewbot.model.facts import Facts
from reviewbot.model.options import Kind, Option
from reviewbot.model.policy import Instance, Policy
from reviewbot.model.report import Report
from reviewbot.model.rule import MatchUse, Rule
from reviewbot.policy.keys import COMMON_KEYS, Key, keys_of
from reviewbot.policy.written import toml_value
from reviewbot.render.text.escape import shown, shown_path
from reviewbot.render.text.layout import wrap
from reviewbot.render.text.page import BOLD, Page
from reviewbot.rules import documentation, load_rule

_INDENT = 4
_LONGEST_LABEL = 20


def add_rule(page: Page, rule: Rule) -> None:
    """The documentation of a rule, and its keys."""
    summary, *sections = documentation(rule.name).split("\n\n")
    page.line(page.paint(rule.name, BOLD))
    page.text(_plain(summary))
    for section in sections:
        heading, _, body = section.partition("\n")
        heading = heading.removesuffix(":")
        if heading == "Options":
            continue  # the declared keys below say more, and are always right
        page.gap()
        if section.startswith(" ") or not body.startswith(" "):
            body = section  # one more paragraph
        else:
            page.line(page.paint(heading, BOLD))
        for line in wrap(_plain(" ".join(body.split())), page.width - _INDENT):
            page.line(" " * _INDENT, page.plain(line))
    keys = keys_of(rule)
    _add_keys(page, "Options", {name: key for name, key in keys.items() if name not in COMMON_KEYS})
    title = "Always on: a policy may only write" if rule.always_on else "Keys that every rule has"
    _add_keys(page, title, {name: key for name, key in keys.items() if name in COMMON_KEYS})


def _plain(text: str) -> str:
    return text.replace("``", "`")


def _add_keys(page: Page, title: str, keys: dict[str, Key]) -> None:
    if not keys:
        return
    page.gap()
    page.line(page.paint(title, BOLD))
    room = page.width - _INDENT - _LONGEST_LABEL
    for name, key in keys.items():
        lines = wrap(_type(key.option) + _default(key), room) + wrap(key.option.help, room)
        page.beside(f"{'':{_INDENT}}{name:<{_LONGEST_LABEL}}", (), [page.plain(line) for line in lines])


def _default(key: Key) -> str:
    if key.required:
        return ", required"
    return "" if key.default in ((), "") else f", {toml_value(key.default)} unless given"


def _type(option: Option) -> str:
    choices = ", ".join(f'"{choice}"' for choice in option.choices)
    return {
        Kind.INTEGER: f"a whole number from {option.minimum}",
        Kind.FLAG: "true or false",
        Kind.CHOICE: f"one of {choices}",
        Kind.CHOICES: f"a list of any of {choices}",
        Kind.TEXT: "a text",
        Kind.TEXTS: "a list of texts",
        Kind.PATTERNS: "a list of gitignore patterns",
        Kind.REGEXES: "a list of RE2 expressions",
    }[option.kind]


def add_path(page: Page, path: bytes, policy: Policy) -> None:
    """Which instances see the path, and what they say of three plain changes to it."""
    page.line(page.paint(page.plain(shown_path(path)), BOLD))
    reports = {
        word: evaluate(Change(files=(file,), commits=1), policy, Facts()) for word, file in _trials(path).items()
    }
    several = {each.rule for each in policy.instances if each.number > 1}
    silent, unseen = [], []
    for instance in policy.instances:
        label = f"{instance.rule} {instance.number}" if instance.rule in several else instance.rule
        sees, why = standing(instance, path)
        said = _said(instance, reports)
        if not sees:
            unseen.append(f"{label} ({why})")
        elif not said:
            silent.append(label)
        else:
            page.gap()
            page.line(page.paint(label, BOLD), f"  {instance.severity.value}, from {shown(instance.source)}")
            for line in (why, *_conditions(instance), *said, *_reason(instance)):
                for piece in wrap(page.plain(shown(line)), page.width - _INDENT):
                    page.line(" " * _INDENT, piece)
    for heading, labels in (("Nothing to say of a plain file here", silent), ("Not about this path", unseen)):
        if labels:
            page.gap()
            page.text(f"{heading}: {', '.join(labels)}")


def _trials(path: bytes) -> dict[str, ChangedFile]:
    """A plain file at the path that is changed by one line, added with one, and deleted with one."""
    one_added = LineCounts(added_lines=1, counted_added=1, added_bytes=1)
    one_removed = LineCounts(removed_lines=1, counted_removed=1, removed_bytes=1)
    changed = ChangedFile(path=path, counts=one_added + one_removed, old_size=1, new_size=1)
    return {
        "changed": changed,
        "added": changed._replace(status=FileStatus.ADDED, old_mode=MODE_ABSENT, old_size=None, counts=one_added),
        "deleted": changed._replace(status=FileStatus.DELETED, new_mode=MODE_ABSENT, new_size=None, counts=one_removed),
    }


def standing(instance: Instance, path: bytes) -> tuple[bool, str]:
    """(whether the instance judges this path, why)."""
    if instance.ignore and covers(instance.ignore, path):
        return False, "ignored"
    if load_rule(instance.rule).match is MatchUse.ALLOWS:
        return (False, "allowed") if covers(instance.match, path) else (True, "outside of what it allows")
    if not instance.match:
        return True, "sees every path"
    if not guards(instance.match, path):
        return False, "no match"
    return True, f"matches {guarding_pattern(instance.match, path) or 'several patterns together'}"


def _conditions(instance: Instance) -> list[str]:
    """When the instance applies at all, where not always."""
    conditions = {"branch": instance.branches, "repository": instance.repositories, "author": instance.authors}
    return [f"only where the {what} is {' or '.join(globs)}" for what, globs in conditions.items() if globs]


def _said(instance: Instance, reports: dict[str, Report]) -> list[str]:
    """What the instance says of each trial; equal words once."""
    said: dict[str, list[str]] = {}
    for word, report in reports.items():
        for finding in report.findings:
            if (finding.rule, finding.instance) == (instance.rule, instance.number):
                other = "" if finding.severity is instance.severity else f" ({finding.severity.value})"
                said.setdefault(finding.message + other, []).append(word)
    lines = [f"{' or '.join(words)}: {message}" for message, words in said.items()]
    budgets = {
        f"counts against a budget of {budget.limit} {budget.unit}": None
        for report in reports.values()
        for budget in report.budgets
        if (budget.rule, budget.instance) == (instance.rule, instance.number) and budget.used
    }
    return [*lines, *budgets]


def _reason(instance: Instance) -> list[str]:
    return [f"reason: {instance.reason}"] if instance.reason else []
