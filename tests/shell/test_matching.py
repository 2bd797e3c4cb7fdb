from __future__ import annotations

import pytest

from reviewbot.shell.command import ANY, HOLE, Command
from reviewbot.shell.matching import Match, entry
from reviewbot.shell.unfolding import parse


def match(written, text):
    return max(entry(written).match(each) for each in parse(text).commands)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("rm -rf", "rm -f -r x"),
        ("rm -rf", "rm -Rf x"),
        ("rm --recursive", "rm -r x"),
        ("rm -r", "rm --rec x"),
        ("rm", "rm x"),
        ("git push", "git -C a --no-pager push"),
        ("git push --delete", "git push o :b"),
        ("git push -f", "git push o +b"),
        ("git branch -D", "git branch -d -f b"),
        ("git commit -a", "git commit -am x"),
        ("git checkout -- .", "git checkout -- ."),
        ("docker rm -f", "docker container rm --force a"),
        ("docker rm", "docker rm a"),
        ("kubectl delete namespace", "kubectl delete ns/a"),
        ("terraform destroy", "terraform apply -destroy"),
        ("terraform destroy -auto-approve", "terraform destroy --auto-approve"),
        ("npm install -g", "npm i --global x"),
        ("pip install", "pip3.12 -q install x"),
        ("curl -X DELETE", "curl -XDELETE x"),
        ("dd of=/dev/sda", "dd if=a of=/dev/sda"),
        ("kill -9", "kill -s KILL 1"),
        ("find -delete", "find . -name x -delete"),
        ("mkfs", "mkfs.ext4 x"),
        ("unknown -x", "unknown -ax"),
        ("unknown -long", "unknown -long"),
        ("unknown a b", "unknown -v a b"),
        ("gem install", "gem install x"),
        ("DROP TABLE", "x 'drop\n table y'"),
        ("DROP TABLE", "A='drop table' x"),
        ("DROP TABLE", "x <<E\ndrop table\nE"),
    ],
)
def test_certainly(written, text):
    assert match(written, text) is Match.YES


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("rm -rf", "rm -r $x"),
        ("rm -rf", 'rm -r "$x"'),
        ("rm -rf", "rm -r -- -f"),
        ("git push -f", "git push $x"),
        ("git push", "git $x"),
        ("git push", 'git "p$x"'),
        ("unknown a", "unknown -x b a"),
        ("curl -X DELETE", 'curl -X "$x" y'),
        ("DROP TABLE", 'x "drop $y"'),
        ("DROP TABLE", 'psql -c "$x"'),
        ("DROP TABLE", "psql < x"),
    ],
)
def test_perhaps(written, text):
    assert match(written, text) is Match.PERHAPS


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("rm -rf", "rm -r x"),
        ("rm -rf", 'rm -r "$x/y"'),
        ("rm -rf", "rmdir -rf x"),
        ("git push --force", "git push --force-with-lease"),
        ("git push", "git commit -m push"),
        ("git push", "git log push"),
        ("git push", 'git commit -m "$x"'),
        ("git clean -f", "git clean -n"),
        ("docker rm -f", "docker run x rm"),
        ("curl -X DELETE", "curl -X POST DELETE"),
        ("git push", 'git -C "$x" pull'),
        ("DROP TABLE", "x drop"),
        ("DROP TABLE", 'x "$y"'),
        ("kubectl delete namespace", "kubectl delete pod namespace"),
    ],
)
def test_not(written, text):
    assert match(written, text) is Match.NO


def test_another_program_may_start_it():
    assert entry("rm -rf").may_start_in(Command(("x", "-y", "/bin/rm", "-fr", "z")))
    assert not entry("rm -rf").may_start_in(Command(("rm", "-rf")))
    assert not entry("rm -rf").may_start_in(Command(("x", "rm", "-r")))


def test_is_shown_as_a_person_would_write_it():
    assert str(Command(("x", ANY, f"a{HOLE}"))) == "x … a…"
