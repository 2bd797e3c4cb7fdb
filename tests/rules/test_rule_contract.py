"""What every rule promises. A new rule is held to it by being there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewbot.diff.expressions import found_in
from reviewbot.diff.wanted_lines import wanted_in
from reviewbot.model.change import (
    MODE_ABSENT,
    MODE_EXECUTABLE,
    MODE_REGULAR,
    MODE_SUBMODULE,
    MODE_SYMLINK,
    AddedLine,
    Change,
    ChangedFile,
    FileStatus,
    LineCounts,
    Needs,
    RemovedLine,
    Unpaired,
)
from reviewbot.model.facts import Facts, Person
from reviewbot.model.options import REQUIRED, Kind, Option, declared_options
from reviewbot.model.report import Severity
from reviewbot.model.rule import Found, MatchUse, NotJudged, Scope, Spent
from reviewbot.rules import documentation, load_rule, rule_names
from tests.builders import a_change, a_file, an_instance

SECTIONS = ("What it does", "Why", "Example", "Instead", "Options")
EXAMPLES = {
    Kind.INTEGER: 1000,
    Kind.TEXT: "src/{dir}/{stem}.c",
    Kind.TEXTS: ("docs/a",),
    Kind.PATTERNS: ("config/",),
    Kind.REGEXES: ("x",),
}
MODES = (MODE_ABSENT, MODE_REGULAR, MODE_EXECUTABLE, MODE_SYMLINK, MODE_SUBMODULE)

each_rule = pytest.mark.parametrize("name", rule_names())


def declared(name) -> dict[str, Option]:
    """The keys of a rule with what may be written for them."""
    options = declared_options(load_rule(name).options)
    return {field.replace("_", "-"): option for field, (option, _default) in options.items()}


def options_for(name):
    """Options with nothing but what is required, and that generous."""
    options = load_rule(name).options
    required = [item for item in declared_options(options).items() if item[1][1] is REQUIRED]
    return options(**{field: EXAMPLES[option.kind] for field, (option, _default) in required})


def check(name, *files, change=None, facts=None):
    rule = load_rule(name)
    instance = an_instance(name, options_for(name), severity=rule.severity, match=("config/",))
    guards = (an_instance("forbidden-path", match=("config/", "!x")), an_instance("protected-path", match=("/a/b/",)))
    scope = Scope(files, instance, change or a_change(*files), facts or Facts(), guards)
    return list(rule.check(scope, instance.options))


def section(name, title) -> str:
    """The text of one section of a rule's documentation."""
    _, _, rest = documentation(name).partition(f"\n\n{title}\n")
    return rest.partition("\n\n")[0]


@each_rule
def test_has_its_own_tests(name):
    assert Path(__file__).with_name(f"test_{name.replace('-', '_')}.py").exists()


@each_rule
def test_is_named_as_its_file(name):
    rule = load_rule(name)
    assert rule.name == name
    assert rule.check.__module__ == f"reviewbot.rules.{name.replace('-', '_')}"
    assert rule.options.__module__ == rule.check.__module__


@each_rule
def test_documentation_begins_with_one_sentence_and_has_its_sections_in_order(name):
    text = documentation(name)
    first, second, *_ = text.splitlines()
    assert first.endswith(".")
    assert ". " not in first
    assert second == ""
    places = [text.find(f"\n\n{title}\n    ") for title in SECTIONS]
    assert -1 not in places
    assert places == sorted(places)


@each_rule
def test_documentation_names_every_key(name):
    text = section(name, "Options")
    keys = list(declared(name))
    if load_rule(name).match is not MatchUse.LIMITS:
        keys.append("match")
    assert all(f"``{key}``: " in text for key in keys)
    assert declared(name) or text.strip().startswith("None")


@each_rule
def test_a_reason_has_a_source_or_is_our_choice(name):
    assert "https://" in section(name, "Why") or "our choice" in section(name, "Why").lower()


@each_rule
def test_options_are_a_frozen_value_of_declared_keys(name):
    options = load_rule(name).options
    assert issubclass(options, tuple)
    assert not hasattr(options_for(name), "__dict__")
    for field, (option, _default) in declared_options(options).items():
        assert isinstance(option, Option)
        assert option.help.endswith(".")
        assert field == field.lower().strip("_")
        assert "__" not in field


@each_rule
def test_defaults_are_what_a_policy_may_write(name):
    for option, default in declared_options(load_rule(name).options).values():
        if default is REQUIRED:
            continue
        if option.kind is Kind.INTEGER:
            assert type(default) is int
            assert default >= option.minimum
        elif option.kind is Kind.FLAG:
            assert default is False
        elif option.kind is Kind.CHOICE:
            assert default in option.choices
        elif option.kind is Kind.CHOICES:
            assert set(default) <= set(option.choices)


@each_rule
def test_a_rule_that_is_always_on_needs_no_options(name):
    rule = load_rule(name)
    if rule.always_on:
        assert not declared_options(rule.options)
        assert rule.match is MatchUse.LIMITS


@each_rule
def test_finds_nothing_in_nothing(name):
    assert not [statement for statement in check(name) if isinstance(statement, Found)]


@each_rule
def test_finds_nothing_in_an_ordinary_change(name):
    file = a_file("src/app.py", old_size=10, new_size=20, lines=("value = 1",))
    change = a_change(file, commits=1, links=(), head_paths=frozenset((b"src/app.py",)))
    in_scope = (file,) if load_rule(name).match is MatchUse.LIMITS else ()
    statements = check(name, *in_scope, change=change, facts=Facts(scopes=()))
    assert all(isinstance(statement, Spent) for statement in statements)


lines = st.one_of(
    st.binary(max_size=12),
    st.sampled_from([b"\xe2\x80\xae", b"<<<<<<< x", b"x\x1b[0m", b"\xef\xbb\xbf"]),
)
paths = st.one_of(
    st.binary(max_size=12),
    st.lists(st.sampled_from([b"src", b"a", b"b", b"config", b"..", b".git", b"x.c", b"\x1b[31m\n", b"\xff"])).map(
        b"/".join
    ),
)
sizes = st.none() | st.integers(0, 2**40)
counts = st.builds(LineCounts, *[st.integers(0, 2**40)] * 6)
added = st.lists(st.builds(AddedLine, st.integers(1, 3), lines, lines, lines), max_size=3).map(tuple)
files = st.builds(
    ChangedFile,
    path=paths,
    old_path=st.none() | paths,
    status=st.sampled_from(FileStatus),
    old_mode=st.sampled_from(MODES),
    new_mode=st.sampled_from(MODES),
    counts=counts,
    added=added,
    unpaired=st.none() | st.builds(Unpaired, counts, added),
    old_size=sizes,
    new_size=sizes,
    link_target=st.none() | paths,
    binary=st.booleans(),
    generated=st.booleans(),
    removed=st.lists(st.builds(RemovedLine, st.integers(1, 3), lines), max_size=3).map(tuple),
)
changes = st.builds(
    Change,
    files=st.lists(files, max_size=4).map(tuple),
    commits=st.none() | st.integers(0, 2**40),
    head_paths=st.none() | st.frozensets(paths, max_size=4),
    links=st.none() | st.lists(st.tuples(paths, paths), max_size=4).map(tuple),
)
people = st.builds(Person, st.text(max_size=3), st.frozensets(st.just("docs/a")))
approvals = st.none() | st.lists(people, max_size=3).map(tuple)
scopes = st.none() | st.lists(paths.map(lambda path: path.decode("utf-8", "surrogateescape")), max_size=3).map(tuple)
hostile = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@each_rule
@hostile
@given(change=changes, approved=approvals, scopes=scopes)
def test_survives_whatever_an_author_may_choose(name, change, approved, scopes):
    facts = Facts(approvals=approved, scopes=scopes)
    statements = check(name, *change.files, change=change, facts=facts)
    assert statements == check(name, *change.files, change=change, facts=facts)
    known = {file.path for file in change.files} | {None}
    for statement in statements:
        assert isinstance(statement, Found | Spent | NotJudged)
        if isinstance(statement, Found):
            assert statement.path in known
            assert statement.message.isprintable()
            assert statement.help.isprintable()
            assert statement.severity is None or isinstance(statement.severity, Severity)


def asked_for(change: Change, needs: Needs) -> Change:
    """The change as a source hands it over that reads no more than these needs."""
    return change._replace(
        files=tuple(file_asked_for(file, needs) for file in change.files),
        commits=change.commits if needs.commit_count else None,
        head_paths=change.head_paths if needs.head_paths else None,
        links=change.links if needs.link_targets else None,
    )


def file_asked_for(file: ChangedFile, needs: Needs) -> ChangedFile:
    counts = file.counts if needs.byte_counts else file.counts._replace(added_bytes=0, removed_bytes=0)
    return file._replace(
        counts=counts,
        added=tuple(line for line in file.added if found_in(wanted_in(needs, file.path), line.text)),
        removed=tuple(line for line in file.removed if found_in(needs.removed_patterns, line.text)),
        unpaired=file.unpaired if needs.unpaired_renames else None,
        old_size=file.old_size if needs.blob_sizes else None,
        new_size=file.new_size if needs.blob_sizes else None,
        link_target=file.link_target if needs.link_targets else None,
        generated=file.generated and needs.generated,
    )


@each_rule
@hostile
@given(change=changes)
def test_reads_no_more_than_it_asks_for(name, change):
    needs = load_rule(name).needs(options_for(name))
    lean = asked_for(change, needs)
    assert check(name, *change.files, change=change) == check(name, *lean.files, change=lean)


@each_rule
def test_what_spends_is_a_budget(name):
    """So that `reviewbot budget` judges by all of them and by nothing else."""
    spends = any(isinstance(statement, Spent) for statement in check(name, a_file("config/a")))
    assert load_rule(name).budget is (spends or name == "max-commits")


@each_rule
def test_tells_an_agent_what_to_do(name):
    """As sentences, for the contract (`reviewbot.contract`)."""
    rule = load_rule(name)
    if name == "forbidden-command":
        return  # its lists are told one by one
    said = rule.told(an_instance(name, options_for(name), match=("config/",)), options_for(name))
    assert said[0].isupper() or said.startswith("`")
    assert said.endswith(".")
    assert said.count("`") % 2 == 0
