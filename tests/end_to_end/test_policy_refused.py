"""Group policy: policies that cannot be judged by are refused, quickly and in few words, and never pass."""

from __future__ import annotations

from tests.end_to_end.cases import Case, blocks, each, errors, passes, warns
from tests.repositories import Entry, executable, lines, link

LONG = {"src/x": lines(11)}


def refused(name: str, policy: str | bytes | Entry, *words: str) -> Case:
    return Case(name, errors(*words), LONG, policy=policy)


def rule(text: str, name: str = "max-diff-lines") -> str:
    return f"version = 1\n[[rules.{name}]]\n{text}\n"


def pattern(text: str) -> str:
    return rule(f"patterns = ['{text}']", "forbidden-content")


NUMBERS = {
    "infinity": "inf",
    "minus infinity": "-inf",
    "not a number": "nan",
    "negative": "-1",
    "boolean": "true",
    "fraction": "10.0",
    "exponent": "1e1",
    "text": '"10"',
    "list": "[10]",
    "table": "{ lines = 10 }",
    "date": "2024-01-01",
    "too large": "99999999999999999999",
    "of 5,000 digits": "9" * 5000,
}

REFUSED = [
    *(refused(f"limit is {name}", rule(f"limit = {value}"), ".reviewbot.toml:3") for name, value in NUMBERS.items()),
    refused("a link", link("policy.toml"), "regular file"),
    refused("a link to itself", link(".reviewbot.toml"), "regular file"),
    refused("a link to a device", link("/dev/zero"), "regular file"),
    refused("empty", "", "version"),
    refused("not TOML", "rules:\n  - x\n", ".reviewbot.toml"),
    refused("not UTF-8", b"version = 1\n# \xff\n", "UTF-8"),
    refused("UTF-16", "version = 1\n".encode("utf-16"), "UTF-8"),
    refused("NUL", "version = 1\n\0", ".reviewbot.toml"),
    refused("over 64 KiB", "version = 1\n" + "# comment\n" * 6554, "64 KiB"),
    refused("over 8 MB", "version = 1\n" + "#" * 8_000_000, "64 KiB"),
    refused("another version", "version = 2\n", "version"),
    refused("a version that is true", "version = true\n", "version"),
    refused("an unknown rule", rule("limit = 10", "max-dif-lines"), "max-diff-lines"),
    refused("an unknown key", rule("limits = 10"), "`limit`"),
    refused("an unknown key at the top", "version = 1\nrule = 1\n", "rules"),
    refused("a rule at the top", "version = 1\n[max-diff-lines]\n", "rules.max-diff-lines"),
    refused("an unknown severity", rule('severity = "blocks"'), "block"),
    refused("a key twice", rule("limit = 10\nlimit = 1000"), ".reviewbot.toml:4"),
    refused("a rule as a number", "version = 1\n[rules]\nmax-diff-lines = 10\n", "max-diff-lines"),
    refused("an empty list of tables", "version = 1\n[rules]\nmax-diff-lines = []\n", "max-diff-lines"),
    refused("match left out", "version = 1\n[rules.forbidden-path]\n", "match"),
    refused("match as a text", rule('match = "config/"', "forbidden-path"), "match"),
    refused("match of nothing", rule("match = []", "forbidden-path"), "match"),
    refused("match of an empty text", rule('match = [""]', "forbidden-path"), "match"),
    refused("match of a slash", rule('match = ["/"]', "forbidden-path"), "match"),
    refused("match of a negation alone", rule('match = ["!x"]', "forbidden-path"), "match"),
    refused("an unclosed class", rule('match = ["[a"]', "forbidden-path"), "match"),
    refused("a pattern of 513 characters", pattern("a" * 513), "512"),
    refused("201 instances", "version = 1\n" + "[[rules.max-diff-lines]]\n" * 201, "200"),
    refused("lists 10,000 deep", "version = 1\nx = " + "[" * 10_000 + "]" * 10_000),
    refused("tables 10,000 deep", "version = 1\nx = " + "{a=" * 10_000 + "1" + "}" * 10_000),
    refused("a key 20,000 deep", "version = 1\n" + ".".join("a" * 20_000) + " = 1\n"),
    refused("a header 20,000 deep", "version = 1\n[" + ".".join("a" * 20_000) + "]\n"),
    refused("a backreference", pattern(r"(a)\1"), "patterns"),
    refused("a look ahead", pattern("a(?!b)"), "patterns"),
    refused("a look behind", pattern("(?<=a)b"), "patterns"),
    refused("a possessive group", pattern("(?>a)b"), "patterns"),
    refused("an unclosed group", pattern("(a"), "patterns"),
    refused("a repetition of 1,001", pattern("a{1001}"), "patterns"),
    refused("repetitions of repetitions", pattern("((a{100}){100}){100}"), "patterns"),
    refused("always-on rules off", rule('severity = "warn"', "policy-change"), "policy-change"),
    refused("always-on rules for others", rule('authors = ["nobody"]', "policy-change"), "policy-change"),
    refused("unsafe paths allowed", rule('ignore = ["*"]', "unsafe-path"), "unsafe-path"),
    refused("an escape sequence as a rule", 'version = 1\n[rules."\\u001b[31m"]\n', ".reviewbot.toml"),
    refused("a newline as a key", rule('"a\\nb" = 1'), ".reviewbot.toml"),
]

EXPENSIVE = 28 * "a" + "!"
TAKEN = [
    Case("nested repetition", passes(), {"x": EXPENSIVE}, policy=pattern("^(a+)+$")),
    Case("alternatives of the same", passes(), {"x": EXPENSIVE * 900}, policy=pattern("(a|aa)+$")),
    Case("found by nested repetition", blocks("forbidden-content"), {"x": 28 * "a"}, policy=pattern("^(a+)+$")),
    Case("any number of anything", passes(), {"x": "ab" * 50_000}, policy=pattern(".*.*.*.*.*.*c")),
    Case("exactly 64 KiB", blocks("max-diff-lines"), LONG, policy=rule("limit = 10").ljust(65_536, "#")),
    Case(
        "200 instances",
        blocks("max-diff-lines"),
        LONG,
        policy="version = 1\n" + "[[rules.max-diff-lines]]\nlimit = 9\n" * 200,
    ),
    Case("line ends of Windows", blocks("max-diff-lines"), LONG, policy=rule("limit = 10").replace("\n", "\r\n")),
    Case("executable", blocks("max-diff-lines"), LONG, policy=executable(rule("limit = 10"))),
    Case("no rules", passes(added=11, removed=0), LONG, policy="version = 1\n"),
    Case("only a warning", warns("max-diff-lines"), LONG, policy=rule('limit = 10\nseverity = "warn"')),
    Case("a limit of nothing", blocks("max-diff-lines"), {"x": "1\n"}, policy=rule("limit = 0")),
]


@each(REFUSED)
def test_is_refused(case, judge):
    judge(case)


@each(TAKEN)
def test_is_taken_and_is_fast(case, judge):
    judge(case)
