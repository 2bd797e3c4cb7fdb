"""Group policy: whose policy judges, and that no change loosens it for itself."""

from __future__ import annotations

import pytest

from tests.end_to_end.cases import POLICY, Case, blocks, each, errors, passes
from tests.repositories import Entry, Repository, executable, lines, link, submodule

LAX = "version = 1\n"
TOO_LONG = "max-diff-lines"
CHANGED = "policy-change"
LONG = {"src/x": lines(11)}
TEN, HUNDRED = "version = 1\n[rules.max-diff-lines]\nlimit = 10\n", "version = 1\n[rules.max-diff-lines]\nlimit = 100\n"


def at_head(name: str, change, *rules: str) -> Case:
    """What topic does to the policy; beside it, topic is over main's budget."""
    return Case(name, blocks(CHANGED, TOO_LONG, *rules), {**LONG, **change})


CHANGES = [
    at_head("made lax", {".reviewbot.toml": LAX}),
    at_head("emptied", {".reviewbot.toml": ""}),
    at_head("made invalid", {".reviewbot.toml": "no TOML"}),
    at_head("deleted", {".reviewbot.toml": None}),
    at_head("made executable", {".reviewbot.toml": executable(POLICY)}),
    at_head("renamed", {".reviewbot.toml": None, "policy.toml": POLICY}),
    at_head("made a link", {".reviewbot.toml": link("src/app.py")}),
    at_head("made a link out", {".reviewbot.toml": link("/dev/null")}, "symlink-target"),
    at_head("made a submodule", {".reviewbot.toml": submodule()}, "submodule-change"),
    at_head("made a folder", {".reviewbot.toml": None, ".reviewbot.toml/x": "1\n"}),
    at_head("another in another case", {".ReviewBot.TOML": LAX}),
    at_head("another with a trailing dot", {".reviewbot.toml.": LAX}),
    at_head("another with a stream", {".reviewbot.toml::$DATA": LAX}),
    at_head("another by its short name", {"REVIEW~1.TOM": LAX}),
    at_head("another with a zero width character", {".review\u200dbot.toml": LAX}),
    at_head("something renamed to an alias", {"src/app.py": None, ".REVIEWBOT.toml": lines(20, "code")}),
    Case("tightened", blocks(CHANGED), {".reviewbot.toml": POLICY.replace("limit = 10", "limit = 9")}),
    Case("first one", blocks(CHANGED), {".reviewbot.toml": LAX}, policy=None),
    Case("in a folder below", passes(), {"src/.reviewbot.toml": "x\n"}),
    Case("unchanged", blocks(TOO_LONG), LONG),
]


def lax_in_the_working_tree(repository: Repository) -> None:
    repository.write(".reviewbot.toml", LAX)


def lax_beside(repository: Repository) -> None:
    """`--policy` takes its file from the caller's machine."""
    (repository.path.parent / "floor.toml").write_text(LAX)


def floor(text: str):
    return lambda repository: (repository.path.parent / "floor.toml").write_text(text)


def only(text: str, **keys: str) -> str:
    """A policy of one budget of 10 lines with these further keys."""
    return "version = 1\n[[rules.max-diff-lines]]\nlimit = 10\n" + text


WITH_FLOOR = ("main..topic", "--policy", "{folder}/floor.toml")
IN_WORKING_TREE, DEFAULT = "working tree", "built-in default"
WHICH = [
    Case("lax in the working tree", blocks(TOO_LONG), LONG, arrange=lax_in_the_working_tree),
    Case("lax in the index", blocks(TOO_LONG, CHANGED), {**LONG, ".reviewbot.toml": LAX}, checked_out=True),
    Case(
        "none at base, one in the working tree",
        passes(words=(IN_WORKING_TREE,)),
        LONG,
        policy=None,
        arrange=lax_in_the_working_tree,
    ),
    Case("none anywhere", blocks("forbidden-path", words=(DEFAULT,)), {"config/x": "x\n"}, policy=None),
    Case("none anywhere, and too long", blocks(TOO_LONG, words=(DEFAULT,)), {"src/x": lines(301)}, policy=None),
    Case("none anywhere, and short", passes(words=(DEFAULT,)), {"src/x": lines(300)}, policy=None),
    Case(
        "none in a bare repository", blocks(TOO_LONG, words=(DEFAULT,)), {"src/x": lines(301)}, policy=None, bare=True
    ),
    Case("a lax floor", blocks(TOO_LONG), LONG, arrange=lax_beside, arguments=WITH_FLOOR),
    Case("a tight floor", blocks(TOO_LONG), LONG, policy=HUNDRED, arrange=floor(TEN), arguments=WITH_FLOOR),
    Case("a floor and none at base", blocks(TOO_LONG), LONG, policy=None, arrange=floor(TEN), arguments=WITH_FLOOR),
    Case(
        "a floor that ignores",
        blocks(TOO_LONG),
        LONG,
        policy=TEN,
        arrange=floor(only('ignore = ["src/"]')),
        arguments=WITH_FLOOR,
    ),
    Case(
        "ignored by both",
        passes(),
        LONG,
        policy=only('ignore = ["src/"]'),
        arrange=floor(only('ignore = ["/src/x"]')),
        arguments=WITH_FLOOR,
    ),
    Case("an invalid floor", errors("floor.toml"), LONG, arrange=floor("no TOML"), arguments=WITH_FLOOR),
    Case("no floor where one is named", errors("floor.toml"), LONG, arguments=WITH_FLOOR),
    Case(
        "a floor that is a folder",
        errors("floor.toml"),
        LONG,
        arrange=lambda repository: (repository.path.parent / "floor.toml").mkdir(),
        arguments=WITH_FLOOR,
    ),
    Case(
        "ignored at head only",
        blocks(TOO_LONG, CHANGED),
        {**LONG, ".reviewbot.toml": only('ignore = ["src/"]')},
        policy=TEN,
    ),
]


def bots(*arguments: str, expect, authors: str = '["*[bot]", "agent:*"]', name: str) -> Case:
    return Case(name, expect, LONG, policy=only(f"authors = {authors}"), arguments=("main..topic", *arguments))


WHO = [
    bots(name="an unknown author", expect=blocks(TOO_LONG)),
    bots("--author", "dependabot[bot]", name="the author meant", expect=blocks(TOO_LONG)),
    bots("--author", "Dependabot[BOT]", name="the author meant in another case", expect=blocks(TOO_LONG)),
    bots("--author", "agent:codex", name="an agent", expect=blocks(TOO_LONG)),
    bots("--author", "alice", name="another author", expect=passes()),
    bots("--author", "b", authors='["[bot]"]', name="brackets are no class", expect=passes()),
    bots("--author", "alice\nx[bot]", name="a name of two lines", expect=blocks(TOO_LONG)),
    Case("the branch meant", blocks(TOO_LONG), LONG, policy=only('branches = ["main"]')),
    Case(
        "the branch meant, by id",
        blocks(TOO_LONG),
        LONG,
        policy=only('branches = ["main"]'),
        arguments=("--base", "main~0", "--head", "topic"),
    ),
    Case(
        "the branch meant, in full",
        blocks(TOO_LONG),
        LONG,
        policy=only('branches = ["ma*"]'),
        arguments=("refs/heads/main..topic",),
    ),
    Case("another branch", passes(), LONG, policy=only('branches = ["release/*"]')),
    Case("an unknown repository", blocks(TOO_LONG), LONG, policy=only('repositories = ["acme/*"]')),
]


@each(CHANGES)
def test_a_change_to_the_policy_is_judged_by_the_old_one(case, judge):
    judge(case)


@each(WHICH)
def test_which_policy_judges(case, judge):
    judge(case)


@each(WHO)
def test_to_whom_an_instance_applies(case, judge):
    judge(case)


@pytest.mark.parametrize("name", ["A~1", "main"])
def test_a_policy_at_base_only_counts_at_the_root(name, judge):
    judge(Case("", passes(), {"a": "1\n"}, {f"{name}/.reviewbot.toml": "no TOML"}))


def test_the_policy_of_the_base_tip_counts_and_not_that_of_the_merge_base(judge):
    """Tightened on main after topic left it."""

    def build(repository):
        root = repository.commit({"README.md": "x\n", ".reviewbot.toml": HUNDRED})
        repository.commit({".reviewbot.toml": TEN}, root, branch="main")
        repository.commit(LONG, root, branch="topic")

    judge(Case("", blocks(TOO_LONG, added=11, removed=0, files=1), build=build))


def test_a_submodule_s_id_that_is_the_policy_s_is_no_policy(judge):
    entry = Entry(mode=0o160000, id="2" * 40)
    judge(Case("", errors(".reviewbot.toml"), LONG, policy=entry))
