"""The contract as a section of Markdown: what an agent must know before it edits, in short sentences.

The policy's own words may be anybody's: each line goes through `prose`, so that none of them can end its line, the
section or a code span, and none mentions, links or instructs as markup.
"""

from __future__ import annotations

from collections.abc import Iterator

from reviewbot.contract.text.commands import RULE_NAME as COMMANDS
from reviewbot.contract.text.commands import entries
from reviewbot.contract.text.conditions import conditions_of
from reviewbot.contract.text.markers import BEGIN, END
from reviewbot.model.facts import MAINTAINERS
from reviewbot.model.policy import Instance, Policy
from reviewbot.model.report import Severity
from reviewbot.model.rule import MatchUse, Rule
from reviewbot.model.wording import listed, patterns, quoted
from reviewbot.render.text.escape import shown
from reviewbot.render.text.layout import shorten
from reviewbot.render.text.markup import prose
from reviewbot.rules import documentation, load_rule

LONGEST_SENTENCE = 600  # characters, of each sentence of a line
BEGINNING = """\
## What a change may hold here

`.reviewbot.toml` says how large a change may be, what it may touch and what it may contain. `reviewbot` judges by it
at commit, at push and on the pull request; keep to it from the first edit. `reviewbot explain PATH` says what holds
for a file, `reviewbot explain RULE` why a rule is there. Where the task cannot be done within these limits, stop and
say so; do not look for a way around them."""
COUNTING = """\
The whole change counts, committed or not, from where this branch left its base: committing does not refill a budget.
A line of more than 512 bytes counts as several, a renamed file only for what differs."""
SPLITTING = """\
Run `reviewbot budget` before you start and after each larger edit: it shows what is left. When it will not be enough:

1. Stop at a point where what is done works by itself, and commit that.
2. Say what is left to do, in parts that each fit: mechanical edits (renames, moves, formatting) first and alone, then
   one subject at a time, each with its tests.
3. Begin the next part on a branch of its own once this one is merged. Only if you are asked to stack, begin it on top
   of this one and measure with `reviewbot budget --base BRANCH`."""
END_OF_WORK = """\
`reviewbot lint-diff --worktree` judges what is not committed yet, `reviewbot lint-diff` the commits of the branch.
Status 0: nothing blocks. 1: a finding blocks, its `help` line says what to do. 2: it could not be decided; say so."""


def section_of(policy: Policy) -> str:
    """The whole section with its markers. Equal policies give equal text, wherever they were read from."""
    groups: dict[str, list[str]] = {"Size": [], "Paths": [], "Content": [], "Commands": []}
    for instance in policy.instances:
        lines = groups[_group(instance)]
        lines += [line for line in _lines(instance) if line not in lines]
    blocks = [BEGINNING]
    for title, lines in groups.items():
        if lines:
            blocks += [f"### {title}", "\n".join(lines)]
        if lines and title == "Size":
            blocks += [COUNTING, SPLITTING]
    blocks += ["### Before you finish", END_OF_WORK]
    return "\n".join([BEGIN, "\n\n".join(blocks), END]) + "\n"


def _group(instance: Instance) -> str:
    if instance.rule == COMMANDS:
        return "Commands"
    rule = load_rule(instance.rule)
    if rule.budget:
        return "Size"
    return "Content" if rule.match is MatchUse.LIMITS and not rule.always_on else "Paths"


def _lines(instance: Instance) -> Iterator[str]:
    """The items of the list that an instance is told by."""
    sentences = _commands(instance) if instance.rule == COMMANDS else [_told(instance, load_rule(instance.rule))]
    for sentence in sentences:
        said = [sentence, *_scope(instance), *_standing(instance)]
        yield f"- {prose(' '.join(shorten(shown(each), LONGEST_SENTENCE) for each in said))}"


def _told(instance: Instance, rule: Rule) -> str:
    if rule.told is not None:
        return rule.told(instance, instance.options)
    return f"{quoted(rule.name)} finds: {documentation(rule.name).splitlines()[0]}"


def _commands(instance: Instance) -> Iterator[str]:
    deny, ask, allow = (entries(instance, decision) for decision in ("deny", "ask", "allow"))
    if deny:
        yield f"Never run {listed(deny, 'or')}, in whatever form."
    if ask:
        yield f"Ask before you run {listed(ask, 'or')}."
    if allow:
        yield f"Run only {listed(allow, 'and')} without asking."


def _scope(instance: Instance) -> Iterator[str]:
    """Which files it is about, as far as the sentence before did not say it."""
    limits = instance.rule == COMMANDS or load_rule(instance.rule).match is MatchUse.LIMITS
    if instance.match and limits:
        yield f"This is about {patterns(instance.match, 'and')} only."
    if instance.ignore:
        yield f"Left out: {patterns(instance.ignore, 'and')}."


def _standing(instance: Instance) -> Iterator[str]:
    """When it holds, what it weighs, why, and who may lift it."""
    for what, globs in conditions_of(instance):
        yield f"Only where the {what} is {listed(globs, 'or')}."
    if instance.severity is Severity.WARN:
        yield "Only a warning."
    elif instance.severity is Severity.REVIEW and instance.rule != "protected-path":
        yield "Otherwise somebody must approve it."
    if instance.reason:
        yield f"Why: {_ended(instance.reason)}"
    if instance.severity is not Severity.WARN and instance.waivable_by != (MAINTAINERS,):
        yield (
            f"Only {listed(instance.waivable_by, 'or')} may waive it."
            if instance.waivable_by
            else "Nobody may waive it."
        )


def _ended(text: str) -> str:
    """The text with an end of a sentence."""
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
