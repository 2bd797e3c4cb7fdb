"""What a command starts: wrappers, shells in shells, and what is said of all that only the run decides."""

from __future__ import annotations

import pytest

from reviewbot.shell.command import ANY, HOLE
from reviewbot.shell.syntax import MAX_BYTES
from reviewbot.shell.unfolding import parse, parse_words


def last(text):
    """The words of the command that is started in the end, when all of the text is understood."""
    parsed = parse(text)
    assert parsed.unclear == ()
    return parsed.commands[-1].words


@pytest.mark.parametrize(
    "text",
    [
        "env -i A=1 B=2 x y",
        "env -u A -C /tmp -- x y",
        "env -S 'x y'",
        "timeout -k 5 -s KILL 10 x y",
        "timeout --signal=9 1m x y",
        "nice -n 5 x y",
        "nice -10 x y",
        "nice --adj=3 x y",
        "nohup x y",
        "stdbuf -oL -e 0 x y",
        "setsid -f x y",
        "ionice -c2 -n 0 x y",
        "command -p x y",
        "exec -a n x y",
        "time -p x y",
        "sudo -u a -E A=1 x y",
        "sudo --user=a -- x y",
        "doas -u a x y",
        "chroot --userspec=a /r x y",
        "busybox x y",
        "builtin x y",
        "flock -n /lock x y",
        "taskset -c 0 x y",
        "unshare -rm x y",
        "sh -c 'x y'",
        "bash -o pipefail -ec 'x y' a b",
        "bash --norc -c 'x y'",
        "sh <<< 'x y'",
        "sh <<'E'\nx y\nE",
        "sh -s <<E\nx y\nE",
        "eval x y",
        "eval 'x y'",
        "trap 'x y' EXIT",
        "ssh -p 22 -i k host x y",
        "ssh host 'x y'",
        "su -c 'x y' a",
        "su a --command='x y'",
        "watch -n1 x y",
        "script -q -c 'x y' f",
        "docker run -it --rm -v a:b -eA=1 image x y",
        "docker exec -u a web x y",
        "podman run --name a image x y",
        "docker compose -f f exec web x y",
        "kubectl exec -n a pod -c c -- x y",
        "git bisect run x y",
        "git rebase -x 'x y' main",
        "git submodule foreach 'x y'",
        "python3 -m x y",
        "npx -y x y",
        "npm exec -- x y",
        "poetry run x y",
        "find . -type f -exec x y \\;",
        "at now <<< 'x y'",
        "/usr/bin/x y",
        "X.EXE y",
        "\"x\" 'y'",
        "$'x' y",
        "x\\\n y",
        "zsh -c 'x y'",
        "rsync -e 'x y' a b",
        "GIT_SSH_COMMAND='x y' true",
    ],
)
def test_unfolds(text):
    parsed = parse(text)
    assert parsed.unclear == ()
    assert ("x", "y") in {each.words for each in parsed.commands}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("xargs -0 -n 1 x y", ("x", "y", ANY)),
        ("xargs -I{} x a{}b", ("x", f"a{HOLE}b")),
        ("xargs", ("echo", ANY)),
        ("find . -exec x {} +", ("x", HOLE)),
        ('x $a "$b" "$@" \'$c\'', ("x", ANY, HOLE, ANY, "$c")),
        ("x *.py a? {1..3}", ("x", f"{HOLE}.py", f"a{HOLE}", ANY)),
        ("/usr/lib/git-core/git-push x", ("git", "push", "x")),
    ],
)
def test_leaves_open_what_the_run_decides(text, words):
    assert last(text) == words


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("$x", "only known at run time"),
        ("a$(b) c", "only known at run time"),
        ("eval $x", "only known at run time"),
        ("a | sh", "runs what it reads"),
        ("bash < f", "runs what it reads"),
        ("bash x.sh", "runs a file"),
        (". ./x", "runs a file"),
        ("python -c x", "code that it is given"),
        ("python <<E\nx\nE", "runs what it reads"),
        ("perl -ne x", "code that it is given"),
        ("alias a=b", "another name"),
        ("hash -p a b", "another name"),
        ("LD_PRELOAD=a b", "sets LD_PRELOAD"),
        ("export PS4=a", "sets PS4"),
        ("sudo -Z x", "option that is not known"),
        ("env --foo x", "option that is not known"),
        ("env -S 'a $b'", "not understood"),
        ("awk 'BEGIN{system(\"x\")}'", "may run commands"),
        ("sed 's/a/b/e'", "may run commands"),
        ("tar --to-command=x", "may run commands"),
        ("git -c alias.a=b a", "by a setting"),
        ("parallel x", "not read here"),
        ("kubectl exec pod x", "not set off"),
        ("echo ${a@P}", "evaluates a variable"),
        ("let 'a[$(x)]'", "may evaluate"),
        ("a\rb", "control characters"),
        ("a\1b", "control characters"),
        ("a\ue000", "control characters"),
        ("if", "not understood"),
        ("a <<E", "not understood"),
        ("cat <<E \\\nE\nE", "line that goes on"),
        ("x" * (MAX_BYTES + 1), "longer than 64 KiB"),
        ("x " + "{a,b}{c,d}" * 9, "too many words"),
        ("coproc x", "not understood"),
        ("'if' x", "not understood"),
    ],
)
def test_says_what_is_unclear(text, why):
    assert any(why in each.why for each in parse(text).unclear), parse(text)


def test_what_stands_beside_something_unclear_is_found():
    assert ("x", "y") in {each.words for each in parse("$a; x y; if").commands}


def test_each_has_its_line():
    parsed = parse("a\nsh -c 'b\nc'\ncat <<E\nx\nE\n$d\n{ e\nf; }")
    lines = {each.words[0]: each.line for each in parsed.commands}
    assert lines == {"a": 0, "sh": 1, "b": 1, "c": 1, "cat": 3, "e": 7, "f": 8}
    assert [each.line for each in parsed.unclear] == [6]


def test_here_documents_are_input():
    quoted, expanded = (
        parse("a <<'E'\n$x\nE\nb <<-E\n\tc $(d) \\$e\n\tE").commands[0],
        parse("b <<E\nc $d \\$e\nE").commands[0],
    )
    assert [each.input for each in parse("a <<E\n1\nE\nb <<E\n2\nE\n").commands] == ["1\n", "2\n"]
    assert quoted.input == "$x\n"
    assert expanded.input == f"c {HOLE} $e\n"


def test_here_documents_of_any_size_and_number():
    for text in ("cat <<'E'\na\nE\n", "cat > f <<E\nit's `x`\nE\nls\n", f"cat <<'E'\n{'(' * 9000}\nE\n"):
        for number in (1, 2, 3, 1000 if len(text) < 100 else 4):
            assert parse(text * number).unclear == ()


def test_words_without_a_shell():
    assert [each.words for each in parse_words(("sh", "-c", "a; b")).commands] == [("sh", "-c", "a; b"), ("a",), ("b",)]
    assert [each.words for each in parse_words(("a", "$b;c")).commands] == [("a", "$b;c")]
