"""Group path: names that break parsers, quoting, command lines and terminals."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from tests.end_to_end.cases import Case, blocks, each, passes
from tests.end_to_end.judging import arguments_of
from tests.repositories import lines

NAMES: dict[str, str | bytes] = {
    "space": "a b c",
    "leading and trailing space": " a ",
    "b slash in the middle": "a b/x b/x",
    "looks like a diff header": "diff --git a/x b/x",
    "looks like a file header": "--- a/x\n+++ b/x",
    "looks like a hunk header": "@@ -1 +1 @@",
    "dev null": "dev/null",
    "arrow of a rename": "a => b/{c => d}",
    "tab": "a\tb",
    "newline": "a\nb",
    "carriage return": "a\r\nb",
    "double quotes": 'a"b"',
    "quoted look": '"a\\303\\251"',
    "single quote and dollar": "a'$(touch canary)`touch canary`",
    "control characters": bytes(range(1, 32)),
    "delete": "a\x7fb",
    "terminal escape": "\x1b[31mred\x1b]0;title\x07",
    "C1 escape": "\u009b31m",
    "bidi override": "a\u202etxt.exe",
    "line separator": "a\u2028b",
    "not UTF-8": b"\xff\xfe\x80",
    "surrogate bytes": b"\xed\xb3\xbf",
    "overlong slash": b"config\xc0\xafx",
    "255 bytes": "n" * 255,
    "4000 bytes": "/".join(["n" * 99] * 40),
    "one name of 5000 bytes": "n" * 5000,
    "leading hyphen": "-x",
    "only hyphens": "--",
    "an option of git": "--output=canary",
    "an option of ours": "--policy=canary",
    "pathspec magic": ":(exclude)*",
    "colon": ":x",
    "exclamation mark": "!x",
    "reflog look": "@{u}",
    "revision look": "main..topic",
    "glob": "*[?]",
    "hash": "#x",
    "workflow command": "::error::a%0Ab",
    "markup": "<script>alert(1)</script>&amp;",
    "mention": "@everyone #1 !2 `x` [a](b) |",
    "JSON look": '{"verdict": "pass"}',
    "markup of a closed section": "]]>",
    "percent": "%0A%25s",
    "braces": "{folder} {0}",
    "emoji": "\U0001f4a5",
}


def reported_paths(answer):
    return {file["path"].encode("utf-8", "surrogateescape") for file in answer.report["files"]}


def as_bytes(path):
    return path if isinstance(path, bytes) else path.encode()


@each(
    [
        Case(name, passes(added=1, removed=2, files=1), {path: "1\n3\n"}, {path: "1\n2\n4\n"})
        for name, path in NAMES.items()
    ]
)
def test_reads_every_name_as_it_is(case, judge):
    assert reported_paths(judge(case)) == {as_bytes(path) for path in case.change}


@each(
    [
        Case(
            name,
            blocks("forbidden-path", "max-diff-lines", added=11, removed=0),
            {b"config/" + as_bytes(path): lines(11)},
        )
        for name, path in NAMES.items()
    ]
)
def test_guards_and_counts_below_a_folder_whatever_the_name(case, judge):
    answer = judge(case)
    assert reported_paths(answer) == set(case.change)
    assert {finding["path"] for finding in answer.report["findings"]} == {None, answer.report["files"][0]["path"]}


ALL_AT_ONCE = Case(
    "all names",
    blocks("forbidden-path", "max-diff-lines"),
    {folder + as_bytes(path): "x\n" for path in NAMES.values() for folder in (b"src/", b"config/")},
)


def read_junit(text):
    # the text is our own renderer's
    return ElementTree.fromstring(text)


READERS = {"json": json.loads, "sarif": json.loads, "gitlab": json.loads, "rdjson": json.loads, "junit": read_junit}


@pytest.mark.parametrize("format", ["terminal", "json", "sarif", "markdown", "github", "gitlab", "rdjson", "junit"])
def test_no_format_lets_a_name_through_unescaped(format, tmp_path, answer_in_process):
    ALL_AT_ONCE.make(tmp_path)
    answer = answer_in_process([*arguments_of(ALL_AT_ONCE, tmp_path), "--format", format])
    assert answer.exit == 1, answer.stderr
    text = answer.stdout.decode()
    assert {character for character in text if not character.isprintable()} <= {"\n"}
    READERS.get(format, str)(text)
