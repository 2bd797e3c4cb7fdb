from __future__ import annotations

import json

import pytest

from reviewbot.policy import PolicyText, default_policy_text, load_policy
from reviewbot.policy.written import policy_data, policy_toml
from tests.policy.reading import DESIGN_EXAMPLE, VERSION, load

ALL_KEYS = r"""version = 1
[[rules.forbidden-path]]
change = ["deleted", "added"]
severity = "warn"
match = ['a\*', "it's", 'quote"', "!b", "'\"\\\\x"]
ignore = ["*.lock"]
branches = ["main"]
repositories = ["acme/*"]
authors = ["*[bot]"]
reason = "two\nlines"
waivable-by = []
[rules.policy-change]
reason = "ask first"
"""


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(VERSION, id="no rules"),
        pytest.param(DESIGN_EXAMPLE, id="the example of the design"),
        pytest.param(default_policy_text().text.decode(), id="the built-in default"),
        pytest.param(ALL_KEYS, id="every key"),
    ],
)
def test_is_read_back_to_the_same_instances(text):
    policy = load_policy([PolicyText("a", text.encode())])
    again = load_policy([PolicyText("b", policy_toml(policy).encode())])
    assert [each._replace(source="") for each in again.instances] == [
        each._replace(source="") for each in policy.instances
    ]


def test_says_where_each_instance_came_from():
    text = policy_toml(load("[rules.max-files]\nlimit = 1\n", '[rules.max-files]\nlimit = 2\nbranches = ["main"]\n'))
    assert text.endswith("""
version = 1

# max-files, instance 1, from text 1
[[rules.max-files]]
limit = 1
severity = "block"

# policy-change, instance 1, from built-in
[[rules.policy-change]]

# unsafe-path, instance 1, from built-in
[[rules.unsafe-path]]

# max-files, instance 2, from text 2
[[rules.max-files]]
limit = 2
severity = "block"
branches = ["main"]
""")
    assert text.startswith("# text 1, sha256 ")


def test_a_source_cannot_break_out_of_its_comment():
    policy = load_policy([PolicyText("a\nversion = 2 #", b"version = 1")])
    assert "\nversion = 2" not in policy_toml(policy)


def test_as_data_every_key_is_there():
    data = json.loads(json.dumps(policy_data(load("[rules.max-files]\nlimit = 1\n"))))
    assert data["instances"][0] == {
        "rule": "max-files",
        "instance": 1,
        "source": "text 1",
        "values": {
            "limit": 1,
            "severity": "block",
            "match": [],
            "ignore": [],
            "branches": [],
            "repositories": [],
            "authors": [],
            "reason": "",
            "waivable-by": ["maintainers"],
        },
    }
