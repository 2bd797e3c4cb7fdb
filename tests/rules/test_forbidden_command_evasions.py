"""A denied command in every disguise that a shell takes off again: never allowed, no exception, never for long."""

from __future__ import annotations

import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewbot.rules.forbidden_command import Options, decide
from reviewbot.shell.unfolding import parse

POLICY = Options(deny=("rm -rf", "git push --force", "DROP DATABASE"))
BASE = {
    ("rm", "-rf", "x"): [
        ("rm", "-fr", "x"),
        ("rm", "-r", "-f", "x"),
        ("rm", "x", "--force", "-R"),
        ("rm", "-rvf", "--", "x"),
    ],
    ("git", "push", "--force"): [
        ("git", "-C", ".", "push", "-f"),
        ("git", "push", "origin", "+main"),
        ("git", "push", "-uf", "o"),
    ],
    ("psql", "-c", "DROP DATABASE x"): [("psql", "-c", "drop  database x"), ("psql", "--command=drop/**/database x")],
}
COMMANDS = st.sampled_from([form for first, others in BASE.items() for form in (first, *others)])
fuzzed = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


def single(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def double(text: str) -> str:
    return '"' + "".join(f"\\{each}" if each in '$`"\\' else each for each in text) + '"'


def escaped(text: str) -> str:
    """Every character behind a backslash; a line end cannot stand so."""
    return single(text) if "\n" in text or not text else "".join(f"\\{each}" for each in text)


def ansi(text: str) -> str:
    return "$'" + "".join(f"\\x{byte:02x}" for byte in text.encode()) + "'"


def halves(text: str) -> str:
    middle = len(text) // 2
    return single(text[:middle]) + double(text[middle:])


def substituted(text: str) -> str:
    return f"$(printf %s {single(text)})"


QUOTES = st.sampled_from([single, double, escaped, ansi, halves, single, substituted])
WORDS_BEFORE = [
    "",
    "",
    "env ",
    "env A=1 ",
    "A=1 ",
    "nohup ",
    "timeout 5 ",
    "nice -n 3 ",
    "command ",
    "exec ",
    "time ",
    "sudo -n ",
    "xargs ",
    "! ",
    ">/dev/null ",
    "2>&1 ",
    "stdbuf -oL ",
    "setsid ",
    "busybox ",
    "env -i -- ",
    "builtin command ",
    "doas ",
    "\\\n",
    "<<<x ",
]
AROUND = [
    "{}",
    "({})",
    "{{ {}; }}",
    "if true; then {}; fi",
    "for i in 1; do {}; done",
    "while true; do {}; done",
    "true && {}",
    "false || {}",
    "{} &",
    "ls | {}",
    "{} | cat",
    "echo $({})",
    "echo `true`; {}",
    'echo "$({})"',
    "f() {{ {}; }}; f",
    "cat <({})",
    "case a in\n a) {} ;;\nesac",
    "x=$({})",
    "{} >out 2>&1",
    "ls\n{}\nls",
    "ls # x\n{}",
    "cat <<E\n$({})\nE",
    "[[ -n $({}) ]]",
    "until {}; do :; done",
    "export A=$({})",
    "cat <<'E'\n'\nE\n{}",
    "echo ${{x:-$({})}}",
    "(( $({}) ))",
    "coproc {}",
    "ls;{};ls",
]
CARRIED = [
    "sh -c {}",
    "bash -ec {}",
    "bash -lc {} x",
    "eval {}",
    "sudo sh -c {}",
    "env sh -c {}",
    "sh <<< {}",
    "ssh host {}",
    "su -c {}",
    "trap {} EXIT",
    "find . -exec sh -c {} \\;",
    "xargs sh -c {}",
    "script -c {} f",
    "watch {}",
    "docker run x sh -c {}",
    "zsh -fc {}",
]


@st.composite
def disguised(draw) -> str:
    words = list(draw(COMMANDS))
    if words[0] in ("rm", "git") and draw(st.booleans()):
        words[0] = draw(st.sampled_from(["/bin/", "./", "/usr/bin/"])) + words[0]
    text = draw(st.sampled_from([" ", "  ", "\t", " \\\n"])).join(
        draw(QUOTES)(word) if draw(st.booleans()) or not word.replace("-", "").isalnum() else word for word in words
    )
    text = draw(st.sampled_from(WORDS_BEFORE)) + text
    for _ in range(draw(st.integers(0, 3))):
        if draw(st.booleans()):
            text = draw(st.sampled_from(AROUND)).format(text)
        else:
            text = draw(st.sampled_from(CARRIED)).format(draw(st.sampled_from([single, double]))(text))
    return text


@fuzzed
@given(disguised())
def test_a_denied_command_in_disguise_is_never_allowed(text):
    assert decide(POLICY, text).kind != "allow", text


@fuzzed
@given(disguised(), st.integers(0, 400), st.text(max_size=3))
def test_nor_when_the_text_is_damaged_does_anything_fail(text, place, inserted):
    for each in (text[:place] + inserted + text[place:], text[:place]):
        assert not [piece for piece in parse(each).unclear if piece.why.startswith("cannot be read")]
        decide(POLICY, each)


@fuzzed
@given(st.text(alphabet="rm -f'\"\\$`(){}[]<>|&;#\n=!*?~,.E\t\0\r\xa0é", max_size=60))
def test_any_text_gets_an_answer(text):
    assert decide(POLICY, text).kind in ("deny", "ask", "allow")
    assert not [piece for piece in parse(text).unclear if piece.why.startswith("cannot be read")]


HOSTILE = [
    "(",
    "a=(",
    "|",
    "=|",
    "`",
    "$(",
    '"$(',
    "{",
    "<<E\n",
    "[[ ",
    "${",
    "if a; then ",
    "case x in ",
    "f(){ ",
    "'",
    "a;",
    "\\\n",
]


def test_the_time_is_bounded_whatever_the_text():
    for piece in HOSTILE:
        for size in (8 << 10, 64 << 10, 1 << 20):
            start = time.process_time()
            decide(POLICY, (piece * size)[:size])
            assert time.process_time() - start < 10, (piece, size)  # some 2 seconds on a slow machine


def test_deep_nesting_is_not_understood():
    text = "rm -rf x"
    for _ in range(12):
        text = f"sh -c {single(text)}" if len(text) < 30_000 else text
    assert decide(POLICY, text).kind == "ask"
    assert parse("$(" * 300 + "ls" + ")" * 300).unclear
