from __future__ import annotations

import pytest

from tests.policy.reading import VERSION, load, refusal, written

PATH = "[[rules.forbidden-path]]\n"


@pytest.mark.parametrize(
    ("rules", "what", "line", "help"),
    [
        pytest.param(
            "[rules.max-diff-lines]\nlimits = 3",
            "max-diff-lines has no key `limits`",
            3,
            "did you mean `limit`?",
            id="a key misspelt",
        ),
        pytest.param(
            "[rules.max-diff-lines]\nwaivable_by = []",
            "max-diff-lines has no key `waivable_by`",
            3,
            "did you mean `waivable-by`?",
            id="a key with an underscore",
        ),
        pytest.param(
            "[rules.max-files]\nlimit = 1\nxyz = 1",
            "max-files has no key `xyz`",
            4,
            "its keys are limit, severity, match, ignore, branches, repositories, authors, reason, waivable-by",
            id="a key like no other",
        ),
        pytest.param(
            "[rules.max-files]\nlimit = 1\n[rules.max-files.deep]",
            "max-files has no key `deep`",
            4,
            "its keys are limit, severity, match, ignore, branches, repositories, authors, reason, waivable-by",
            id="a table within",
        ),
        pytest.param(
            "\n[rules.max-files]\n# nothing\n",
            "`limit` of max-files is missing",
            3,
            "add limit = ...: files that a change may touch",
            id="a required option",
        ),
        pytest.param(
            PATH + 'match = ["a"]\n' + PATH + 'reason = "b"\n',
            "`match` of forbidden-path is missing",
            4,
            "add match = ...: which files the rule is about",
            id="match where it is required",
        ),
        pytest.param(
            "[rules.allowed-path]",
            "`match` of allowed-path is missing",
            2,
            "add match = ...: which files a change may touch",
            id="match where it allows",
        ),
        pytest.param(
            '[rules.missing-companion]\nwhen = "src/{stem}"\nneeds = ["{dir}/a"]\n',
            "missing-companion: `needs` holds {dir}, and `when` does not say what that is",
            2,
            "see `reviewbot explain missing-companion`",
            id="options that do not go together",
        ),
        *(
            pytest.param(
                f"[rules.{rule}]\n{key} = {value}",
                f"`{key}` cannot be set for {rule}, which is always on",
                3,
                "it takes only `reason` and `waivable-by`",
                id=f"{key} of {rule}",
            )
            for rule in ("policy-change", "unsafe-path")
            for key, value in {
                "severity": '"block"',
                "match": '["a"]',
                "ignore": '["*"]',
                "branches": '["x"]',
                "repositories": '["x"]',
                "authors": '["x"]',
            }.items()
        ),
        pytest.param(
            "[rules.policy-change]\nreasons = 3",
            "policy-change has no key `reasons`",
            3,
            "did you mean `reason`?",
            id="a key misspelt where it is always on",
        ),
        pytest.param(
            '[rules.max-files]\nlimit = 1\n"a\\u001b[31m\\u202e" = 1',
            "max-files has no key `a\\x1b[31m\\u202e`",
            4,
            "its keys are limit, severity, match, ignore, branches, repositories, authors, reason, waivable-by",
            id="a key that a terminal would act on",
        ),
        pytest.param(
            f"[rules.max-files]\nlimit = 1\n{'k' * 60_000} = 1",
            f"max-files has no key `{'k' * 60}...`",
            4,
            "its keys are limit, severity, match, ignore, branches, repositories, authors, reason, waivable-by",
            id="a key without end",
        ),
    ],
)
def test_refuses(rules, what, line, help):
    error = refusal(VERSION + rules)
    assert (error.what, error.where, error.help) == (what, f"p.toml:{line}", help)


def test_every_key_reaches_its_field():
    (instance,) = written(
        load("""[rules.forbidden-path]
        change = ["added"]
        severity = "review"
        match = ["a"]
        ignore = ["b"]
        branches = ["c"]
        repositories = ["d"]
        authors = ["e"]
        reason = "f"
        waivable-by = ["g", "h"]
        """)
    )
    assert instance.options.change == ("added",)
    assert (instance.severity, instance.match, instance.ignore) == ("review", ("a",), ("b",))
    assert (instance.branches, instance.repositories, instance.authors) == (("c",), ("d",), ("e",))
    assert (instance.reason, instance.waivable_by) == ("f", ("g", "h"))
