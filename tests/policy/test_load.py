from __future__ import annotations

import hashlib
import subprocess
import sys

import pytest

from reviewbot.errors import PolicyError
from reviewbot.model.report import PolicySource, Severity
from reviewbot.policy import PolicyText, load_policy
from reviewbot.rules.forbidden_path import Options as ForbiddenPath
from reviewbot.rules.max_diff_lines import Options as MaxDiffLines
from tests.policy.reading import DESIGN_EXAMPLE, VERSION, a_text, load, refusal, written


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param("", id="no rules"),
        pytest.param("[rules]\n", id="an empty table of rules"),
        pytest.param("[rules.max-diff-lines]\n", id="an empty table"),
        pytest.param("[[rules.max-diff-lines]]\n", id="an array of one empty table"),
        pytest.param("rules.max-diff-lines = {limit = 3}\n", id="an inline table"),
        pytest.param("rules.max-diff-lines = [{limit = 3}, {}]\n", id="an inline array"),
        pytest.param("rules.max-diff-lines.limit = 3\n", id="a dotted key"),
        pytest.param("[rules.max-diff-lines]\nlimit = 0x1", id="a hexadecimal number"),
        pytest.param("[rules.max-files]\nlimit = 0\n", id="the least number"),
        pytest.param("[rules.max-files]\nlimit = 9007199254740991\n", id="the largest number"),
        pytest.param('[rules.max-files]\nlimit = 1\nreason = ""\nignore = []\nwaivable-by = []\n', id="empty ones"),
        pytest.param(f'[rules.forbidden-path]\nmatch = ["{"a" * 512}"]\n', id="the longest pattern"),
        pytest.param("[rules.forbidden-path]\nmatch = ['/a', '!/a/b', 'ä', '*.[ch]']\n", id="several patterns"),
        pytest.param("[[rules.max-files]]\nlimit = 1\n" * 200, id="200 instances"),
        pytest.param("#" + "a" * (64 * 1024 - len(VERSION) - 1), id="64 KiB"),
        pytest.param("rules . max-files .\tlimit = 1", id="a dotted key with spaces"),
        pytest.param("# a.b.c.d.e.f.g.h.i.j.k\n", id="dots in a comment"),
        pytest.param("[rules.forbidden-path]\nmatch = ['a.b.c.d.e.f.g.h.i.j.k']\n", id="dots in a pattern"),
    ],
)
def test_takes(rules):
    load(rules)


def test_takes_the_example_of_the_design():
    policy = load_policy([PolicyText("base:.reviewbot.toml", DESIGN_EXAMPLE.encode())])
    lines, agents, config, migrations, deploy, content = written(policy)
    assert (lines.options, lines.ignore) == (MaxDiffLines(limit=300), ("*.lock", "**/__snapshots__/"))
    assert (agents.options, agents.authors, agents.number) == (MaxDiffLines(limit=150), ("*[bot]", "agent:*"), 2)
    assert (config.options, config.match, config.reason) == (ForbiddenPath(), ("config/",), "contains secrets")
    assert (config.waivable_by, migrations.waivable_by) == (("maintainers",), ("@acme/dba",))
    assert (deploy.severity, content.severity) == (Severity.REVIEW, Severity.BLOCK)
    assert content.options.patterns == (r"DROP\s+DATABASE", r"curl[^|]*\|\s*(ba)?sh")


def test_a_written_severity_holds_for_any_rule():
    (instance,) = written(load('[rules.protected-path]\nmatch = ["a"]\nreviewers = ["b"]\nseverity = "warn"\n'))
    assert instance.severity is Severity.WARN


def test_counts_the_instances_of_each_rule_over_all_texts_floor_first():
    floor = "[[rules.max-files]]\nlimit = 1\n[[rules.max-commits]]\nlimit = 2\n[[rules.max-files]]\nlimit = 3\n"
    policy = load(floor, "[[rules.max-commits]]\nlimit = 4\n")
    assert [(each.rule, each.number, each.options.limit, each.source) for each in written(policy)] == [
        ("max-files", 1, 1, "text 1"),
        ("max-files", 2, 3, "text 1"),
        ("max-commits", 1, 2, "text 1"),
        ("max-commits", 2, 4, "text 2"),
    ]


def test_names_its_sources_with_their_digests():
    texts = [a_text("", "floor:f.toml"), a_text("#", "base:.reviewbot.toml")]
    assert load_policy(texts).sources == tuple(
        PolicySource(text.source, hashlib.sha256(text.text).hexdigest()) for text in texts
    )


@pytest.mark.parametrize(
    ("text", "what", "line", "help"),
    [
        pytest.param("", "`version` is missing", 1, "write version = 1 in the first line", id="nothing"),
        pytest.param(
            "[rules.max-diff-lines]", "`version` is missing", 1, "write version = 1 in the first line", id="no version"
        ),
        *(
            pytest.param(
                f"# policy\nversion = {value}\n",
                f"`version` must be 1, not {shown}",
                2,
                "write version = 1, or use a newer reviewbot if the policy needs one",
                id=f"version {value}",
            )
            for value, shown in [("2", "2"), ("true", "true"), ("1.0", "1.0"), ('"1"', '"1"'), ("[1]", "a list")]
        ),
        pytest.param(
            "version = 1\n\nrule = 3",
            "there is no key `rule` at the top of a policy",
            3,
            "did you mean `rules`?",
            id="an unknown key at the top",
        ),
        pytest.param(
            "version = 1\n[Settings]",
            "there is no key `Settings` at the top of a policy",
            2,
            "at the top there are version, rules",
            id="an unknown table at the top",
        ),
        pytest.param(
            "version = 1\n[max-diff-lines]\nlimit = 3",
            "`max-diff-lines` must not stand at the top of a policy",
            2,
            "rules stand below `rules`: write [rules.max-diff-lines]",
            id="a rule at the top",
        ),
        pytest.param(
            "version = 1\nrules = 3",
            "`rules` must be a table, not 3",
            2,
            "write [rules.NAME]",
            id="rules that are none",
        ),
        pytest.param(
            "version = 1\n[[rules]]",
            "`rules` must be a table, not a list",
            2,
            "write [rules.NAME]",
            id="a list of rules",
        ),
        pytest.param(
            "version = 1\n[rules.forbiden-path]",
            "there is no rule `forbiden-path`",
            2,
            "did you mean `forbidden-path`?",
            id="a rule misspelt",
        ),
        pytest.param(
            "version = 1\n[rules.max_diff_lines]",
            "there is no rule `max_diff_lines`",
            2,
            "did you mean `max-diff-lines`?",
            id="a rule with underscores",
        ),
        *(
            pytest.param(
                f"version = 1\nrules.max-files = {value}",
                f"`max-files` must be a table or an array of tables, not {shown}",
                2,
                "write [rules.max-files], or [[rules.max-files]] for each of several",
                id=f"a rule that is {shown}",
            )
            for value, shown in [("3", "3"), ("[]", "an empty list"), ("[{limit = 1}, 3]", "3"), ("[[]]", "a list")]
        ),
        pytest.param(
            "version = 1\n" + "[[rules.max-files]]\nlimit = 1\n" * 201,
            "the policy has 201 instances of rules, 200 are allowed",
            2,
            "join those that differ in their patterns only",
            id="too many instances",
        ),
        pytest.param(
            "version = 1\n[rules.max-files]\nlimit = -1\nlimits = 3\n[rules.x]",
            "`limit` of max-files must be a whole number from 0 to 9007199254740991, not -1 (the first of 3 problems)",
            3,
            "to set no limit at all, leave the rule out",
            id="several problems",
        ),
    ],
)
def test_refuses(text, what, line, help):
    error = refusal(text)
    assert (error.what, error.where, error.help) == (what, f"p.toml:{line}", help)


def test_lists_the_rules_where_no_name_is_near():
    error = refusal("version = 1\n[rules.xyz]")
    assert error.help.startswith("the rules are: allowed-path, ")


def test_looks_for_twenty_problems_and_no_more():
    unknown = "".join(f"key{number} = 1\n" for number in range(5000))
    assert refusal(f"version = 1\n[rules.max-files]\nlimit = 1\n{unknown}").what.endswith(
        "(the first of 20 or more problems)"
    )
    assert refusal(f"version = 1\n{unknown}").what.endswith("(the first of 20 or more problems)")


def test_a_broken_text_is_named_among_several():
    with pytest.raises(PolicyError) as caught:
        load("", "[rules.x]")
    assert caught.value.where == "text 2:2"


def test_no_text_at_all_is_no_policy():
    with pytest.raises(PolicyError, match="there is no policy to judge by"):
        load_policy([])


def test_loads_only_what_the_policy_names():
    code = (
        "import sys; from reviewbot.policy import *;"
        "load_policy([PolicyText('x', b'version = 1\\n[rules.max-files]\\nlimit = 1')]); print(*sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {name for name in answer if name.startswith("reviewbot.rules.")} == {
        "reviewbot.rules.max_files",
        "reviewbot.rules.policy_change",
        "reviewbot.rules.unsafe_path",
    }
    unwanted = {"difflib", "hashlib", "importlib.metadata", "json", "logging", "pathlib", "reviewbot.policy.schema"}
    assert unwanted.isdisjoint(answer)
