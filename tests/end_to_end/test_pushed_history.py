"""Merges, and pushes one after another, for real: the whole of what is not in main is judged each time."""

from __future__ import annotations

import pytest

from tests.end_to_end.pushing import TOPIC
from tests.repositories import IDENTITY, Entry, Repository, lines

MAIN = "refs/heads/main"
SMALL = {"small.py": lines(8)}
SECRET = {"secret.py": "password=1\n"}


def test_many_small_pushes_do_not_refill_the_budget(server, client):
    tip = client.commit({"a.py": lines(8)}, client.id(MAIN), branch="topic")
    assert server.push(client, "topic").refused_by == ""
    client.commit({"b.py": lines(8)}, tip, branch="topic")
    pushed = server.push(client, "topic")
    assert (pushed.rules(), pushed.refs[TOPIC]) == ({"max-diff-lines"}, tip)


def test_a_merge_of_main_costs_nothing(server, client):
    root = client.id(MAIN)
    ours = client.commit(SMALL, root, branch="topic")
    assert server.push(client, "topic").refused_by == ""
    theirs = {"theirs.py": lines(9)}
    main = client.commit(theirs, root, branch="main")
    assert server.push(client, "main").refused_by == ""
    merge = client.commit(theirs, ours, main, branch="topic")
    pushed = server.push(client, "topic")
    assert (pushed.refs[TOPIC], pushed.of(TOPIC)["report"]["totals"]["files"]) == (merge, 1)


def test_what_only_the_merge_brings_is_found(server, client):
    root = client.id(MAIN)
    ours = client.commit(SMALL, root, branch="topic")
    main = client.commit({"theirs.py": "1\n"}, root, branch="main")
    server.push(client, "main")
    client.commit({"theirs.py": "1\n", "config/evil.yml": "x\n"}, ours, main, branch="topic")
    assert server.push(client, "topic").rules() == {"forbidden-path"}


def test_a_history_of_its_own_is_judged_whole(server, client):
    """`lint-diff` has nothing to compare it with and says so; a server must decide."""
    small = client.commit(SMALL, branch="topic")
    pushed = server.push(client, "topic")
    assert (pushed.refused_by, pushed.refs[TOPIC]) == ("", small)
    note = "no commit is shared with refs/heads/main: judged is everything that the branch holds"
    assert note in pushed.of(TOPIC)["report"]["notes"]
    client.commit({"a.py": lines(11)}, branch="topic")
    assert server.push(client, "--force", "topic").rules() == {"max-diff-lines"}


def taken_back_in_the_next_commit(client):
    secret = client.commit(SECRET, client.id(MAIN))
    return secret, client.commit({"secret.py": None, "a.py": "1\n"}, secret)


def brought_by_a_merge(client):
    root = client.id(MAIN)
    arms = [client.commit({name: "1\n"}, root) for name in ("a.py", "b.py")]
    merge = client.commit({"b.py": "1\n", **SECRET}, *arms)
    return merge, client.commit({"secret.py": None}, merge)


@pytest.mark.parametrize("history", [taken_back_in_the_next_commit, brought_by_a_merge])
def test_a_secret_that_is_taken_back_stays_in_the_history(history, server, client):
    secret, head = history(client)
    client.ref(TOPIC, head)
    server.configure("each-commit = 100\n")
    pushed = server.push(client, "topic")
    assert pushed.rules() == {"forbidden-content"}
    assert secret[:7] in pushed.stderr
    server.configure("")
    assert server.push(client, "topic").refs[TOPIC] == head  # the net change has no secret


def test_a_criss_cross_is_no_way_to_lose_commits(server, client):
    """Two merge-bases: a trial merge would lose nothing, but it is not what would stand there."""
    root = client.id(MAIN)
    arms = [client.commit({name: "1\n"}, root) for name in ("a.py", "b.py")]
    before = client.commit({"b.py": "1\n"}, *arms, branch="main")
    assert server.push(client, "main").refs[MAIN] == before
    client.commit({"a.py": "1\n", "c.py": "1\n"}, *reversed(arms), branch="topic")
    pushed = server.push(client, "--force", "topic:main")
    assert (pushed.refused_by, pushed.refs[MAIN]) == ("rule", before)
    assert pushed.of(MAIN)["refusal"].startswith("a protected branch must not lose commits")
    assert server.push(client, "topic").refused_by == ""


def test_a_shallow_clone_pushes_like_a_whole_one(server, client, tmp_path):
    tip = client.commit({"a.py": "1\n"}, client.id(MAIN), branch="main")
    server.push(client, "main")
    clone = Repository(tmp_path / "shallow")
    clone.head(TOPIC)
    clone.git("fetch", "--quiet", "--depth=1", server.url, "main")
    clone.ref(TOPIC, tip)
    clone.check_out()
    clone.write("config/evil.yml", "x\n")
    clone.git("add", "--all")
    clone.git("commit", "--quiet", "-m", "evil")
    assert server.push(clone, "topic").rules() == {"forbidden-path"}
    clone.git("mv", "config/evil.yml", "good.yml")
    clone.git("commit", "--quiet", "--amend", "-m", "good")
    assert server.push(clone, "topic").refused_by == ""


def test_a_history_that_is_cut_off_is_judged_whole(server, client):
    """A server may be told to take such; what lies behind the cut nobody knows."""
    server.repository.configure("[receive]\n\tshallowUpdate = true\n")
    unknown = client.commit({"old.py": "1\n"})
    cut = client.commit(SMALL, unknown, branch="topic")
    client.object_file(unknown).unlink()
    (client.git_dir / "shallow").write_text(cut + "\n")
    report = server.push(client, "topic").of(TOPIC)["report"]
    assert (report["merge_base"], report["totals"]["files"]) == (None, 2)


EVIL_COMMITS = {
    "two trees": ("tree {evil}", "tree {good}", "parent {main}", "{who}"),  # the first is the commit's
    "a parent where none is looked for": ("tree {evil}", "{who}", "parent {main}"),
    "a parent twice": ("tree {evil}", "parent {main}", "parent {main}", "{who}"),
    "nobody's": ("tree {evil}", "parent {main}"),
    "nothing": (),
}


@pytest.mark.parametrize("each_commit", ["", "each-commit = 100\n"], ids=["net", "each"])
@pytest.mark.parametrize("header", EVIL_COMMITS.values(), ids=EVIL_COMMITS)
def test_a_malformed_commit_hides_nothing(header, each_commit, server, client):
    server.configure(each_commit)
    main = client.id(MAIN)
    good, evil = (client.tree({path: Entry(content=b"1\n")}) for path in (b"good.py", b"config/evil.yml"))
    who = "\n".join(f"{role} {IDENTITY.decode()}" for role in ("author", "committer"))
    written = [line.format(good=good, evil=evil, main=main, who=who) for line in header]
    client.ref(TOPIC, client.object("commit", "\n".join([*written, "", "a commit\n"]).encode() if header else b""))
    pushed = server.push(client, "topic")
    assert (pushed.refused_by, list(pushed.refs)) == ("rule" if header else "unsent", [MAIN])
