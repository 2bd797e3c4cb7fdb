from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from reviewbot.errors import PolicyError
from reviewbot.model.options import LARGEST_INTEGER, Kind
from reviewbot.policy import PolicyText, default_policy_text, load_policy, policy_schema
from reviewbot.policy.keys import Key, keys_of
from reviewbot.policy.written import toml_value
from reviewbot.rules import load_rule, rule_names
from tests.policy.reading import DESIGN_EXAMPLE, VERSION

SCHEMA = policy_schema()
VALIDATOR = Draft7Validator(SCHEMA)


def test_is_a_schema_of_draft_07_that_json_can_hold():
    Draft7Validator.check_schema(json.loads(json.dumps(SCHEMA)))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(VERSION, id="no rules"),
        pytest.param(DESIGN_EXAMPLE, id="the example of the design"),
        pytest.param(default_policy_text().text.decode(), id="the built-in default"),
        pytest.param(VERSION + "[rules.policy-change]\nwaivable-by = []\n", id="nobody may waive"),
    ],
)
def test_takes(text):
    VALIDATOR.validate(tomllib.loads(text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="no version"),
        pytest.param("version = 2", id="another version"),
        pytest.param("version = true", id="version true"),
        pytest.param(VERSION + "x = 1", id="an unknown key at the top"),
        pytest.param(VERSION + "rules = []", id="rules that are no table"),
        pytest.param(VERSION + "[rules.forbiden-path]\nmatch = ['a']", id="an unknown rule"),
        pytest.param(VERSION + "rules.max-diff-lines = []", id="no instance"),
        pytest.param(VERSION + 201 * "[[rules.max-files]]\nlimit = 1\n", id="too many instances"),
        pytest.param(VERSION + "[rules.max-diff-lines]\nlimits = 3", id="an unknown key"),
        pytest.param(VERSION + "[rules.max-diff-lines]\nlimit = -1", id="a negative number"),
        pytest.param(VERSION + "[rules.max-diff-lines]\nlimit = true", id="a boolean for a number"),
        pytest.param(VERSION + "[rules.max-diff-lines]\nlimit = 1.5", id="a fraction"),
        pytest.param(VERSION + "[rules.max-diff-lines]\nlimit = 9007199254740992", id="too large a number"),
        pytest.param(VERSION + "[rules.max-diff-lines]\ncount = 'add'", id="no choice"),
        pytest.param(VERSION + "[rules.max-files]", id="a required option missing"),
        pytest.param(VERSION + "[rules.forbidden-path]", id="match missing"),
        pytest.param(VERSION + "[rules.forbidden-path]\nmatch = 'a'", id="a text for a list"),
        pytest.param(VERSION + "[rules.forbidden-path]\nmatch = []", id="an empty list"),
        pytest.param(VERSION + "[rules.forbidden-path]\nmatch = ['']", id="an empty pattern"),
        pytest.param(VERSION + f"[rules.forbidden-path]\nmatch = ['{'a' * 513}']", id="a long pattern"),
        pytest.param(VERSION + "[rules.forbidden-path]\nmatch = ['a']\nchange = ['added', 'added']", id="twice"),
        pytest.param(VERSION + "[rules.policy-change]\nseverity = 'warn'", id="an always-on rule relaxed"),
    ],
)
def test_refuses_what_the_loader_refuses(text):
    with pytest.raises(PolicyError):
        load_policy([PolicyText("p.toml", text.encode())])
    assert not VALIDATOR.is_valid(tomllib.loads(text))


def test_says_what_each_key_means_and_what_holds_without_it():
    limit = SCHEMA["definitions"]["max-diff-lines"]["properties"]["limit"]
    assert limit == {
        "description": "Counted lines that a change may hold.",
        "type": "integer",
        "minimum": 0,
        "maximum": LARGEST_INTEGER,
        "default": 300,
    }
    change = SCHEMA["definitions"]["forbidden-path"]["properties"]["change"]
    assert (change["default"], change["maxItems"]) == (["added", "modified", "deleted"], 3)
    assert SCHEMA["definitions"]["protected-path"]["properties"]["severity"]["default"] == "review"
    assert SCHEMA["definitions"]["protected-path"]["required"] == ["reviewers", "match"]
    assert (
        SCHEMA["definitions"]["max-files"]["description"] == "A change touches more files than one review should hold."
    )


def test_a_new_rule_is_in_it(a_new_rule):
    a_new_rule("brand_new", options='how_many: Annotated[int, Option(Kind.INTEGER, "How many.")] = 3')
    definitions = policy_schema()["definitions"]
    assert definitions["brand-new"]["properties"]["how-many"]["default"] == 3


GOOD = ["a", "src/", "{stem}", "{dir}/{stem}.py", "*.lock", "ä" * 512]
TEXT = st.sampled_from([*GOOD, *GOOD, *GOOD, *GOOD, "!a", "[a", "(a", "a" * 513, "", "\n"])
ODD = st.sampled_from([True, 0, -1, 1.5, "", "x", [], ["a"], [1], {}, 2**53])


def values(key: Key) -> st.SearchStrategy[object]:
    """Values that mostly fit the key."""
    option = key.option
    match option.kind:
        case Kind.INTEGER:
            fitting = st.integers(option.minimum, LARGEST_INTEGER)
        case Kind.FLAG:
            fitting = st.booleans()
        case Kind.CHOICE:
            fitting = st.sampled_from(option.choices)
        case Kind.CHOICES:
            fitting = st.lists(st.sampled_from(option.choices), max_size=3).map(tuple)
        case Kind.TEXT:
            fitting = TEXT
        case _:
            fitting = st.lists(TEXT, max_size=3).map(tuple)
    return st.one_of(*[fitting] * 9, ODD)


@st.composite
def tables(draw: st.DrawFn, name: str) -> str:
    keys = keys_of(load_rule(name))
    written = draw(st.sets(st.sampled_from(sorted(keys)), max_size=4)) | {key for key in keys if keys[key].required}
    lines = [f"{key} = {toml(draw(values(keys[key])))}" for key in sorted(written)]
    return "\n".join([draw(st.sampled_from([f"[[rules.{name}]]", f"[rules.{name}]"])), *lines, ""])


def toml(value: object) -> str:
    return json.dumps(value) if isinstance(value, list | dict) else toml_value(value)


@settings(deadline=None)
@given(st.lists(st.sampled_from(rule_names()).flatmap(tables), max_size=3).map("".join))
def test_takes_every_policy_that_the_loader_takes(rules):
    text = VERSION + rules
    try:
        load_policy([PolicyText("p.toml", text.encode())])
    except PolicyError:
        return
    VALIDATOR.validate(tomllib.loads(text))
