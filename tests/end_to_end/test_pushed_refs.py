"""What a push may do to refs, for real: new, rewritten and deleted branches, tags, other namespaces, many at once."""

from __future__ import annotations

import resource

import pytest

from tests.end_to_end.cases import POLICY, STANDING
from tests.end_to_end.pushing import TOPIC
from tests.repositories import lines

MAIN = "refs/heads/main"
SMALL, OTHER, LARGE = {"small.py": lines(3)}, {"other.py": lines(3)}, {"large.py": lines(30)}
EVIL = {"config/evil.yml": "x\n"}


@pytest.fixture
def commit(client):
    """A commit on main, or on these; with a branch of that name."""
    return lambda files, branch="topic", *parents: client.commit(files, *(parents or (client.id(MAIN),)), branch=branch)


def test_a_new_branch_arrives(server, client, commit):
    head = commit(SMALL)
    pushed = server.push(client, "topic")
    assert (pushed.refused_by, pushed.refs[TOPIC], server.has(head)) == ("", head, True)


def test_a_refused_branch_leaves_nothing(server, client, commit):
    head = commit(EVIL)
    pushed = server.push(client, "topic")
    assert (pushed.refused_by, pushed.rules(), list(pushed.refs)) == ("rule", {"forbidden-path"}, [MAIN])
    assert not server.has(head)


def test_a_feature_branch_may_be_rewritten_within_the_rules(server, client, commit):
    commit(SMALL)
    server.push(client, "topic")
    head = commit(OTHER)
    assert server.push(client, "--force", "topic").refs[TOPIC] == head
    commit(EVIL)
    pushed = server.push(client, "--force", "topic")
    assert (pushed.refused_by, pushed.refs[TOPIC]) == ("rule", head)


def test_a_feature_branch_may_be_deleted(server, client, commit):
    commit(SMALL)
    server.push(client, "topic")
    assert list(server.push(client, ":topic").refs) == [MAIN]


def test_the_default_branch_moves_forward_only(server, client, commit):
    before = client.id(MAIN)
    after = commit(SMALL, "main")
    assert server.push(client, "main").refs == {MAIN: after}
    for refspec in (f"{before}:main", ":main"):
        pushed = server.push(client, "--force", refspec)
        assert (pushed.refused_by, pushed.refs) == ("rule", {MAIN: after})
        assert pushed.of(MAIN)["refusal"].startswith("a protected branch must not ")


@pytest.mark.parametrize("annotated", [False, True], ids=["lightweight", "annotated"])
@pytest.mark.parametrize(("files", "taken"), [(None, True), (SMALL, True), (LARGE, False)], ids=["old", "ok", "large"])
def test_a_tag_is_judged_by_its_commit(files, taken, annotated, server, client, commit):
    target = commit(files) if files else client.id(MAIN)
    if annotated:
        client.tag("v1", target)
    else:
        client.ref("refs/tags/v1", target)
    pushed = server.push(client, "v1")
    assert (pushed.refused_by, "refs/tags/v1" in pushed.refs) == (("", True) if taken else ("rule", False))


@pytest.mark.parametrize("beside", [[], ["topic"]], ids=["alone", "beside a branch"])
@pytest.mark.parametrize("annotated", [False, True], ids=["lightweight", "annotated"])
@pytest.mark.parametrize("kind", ["blob", "tree"])
def test_a_tag_of_no_commit_is_refused(kind, annotated, beside, server, client, commit):
    commit(SMALL)
    target = client.object(kind, b"")
    if annotated:
        client.tag("v1", target, kind)
    else:
        client.ref("refs/tags/v1", target)
    pushed = server.push(client, "v1", *beside)
    assert (pushed.refused_by, "no commit" in pushed.error, list(pushed.refs)) == ("error", True, [MAIN])


@pytest.mark.parametrize("ref", ["refs/replace/{main}", "refs/pull/1/head"])
def test_what_servers_keep_for_themselves_is_refused(ref, server, client, commit):
    commit(SMALL)
    ref = ref.format(main=client.id(MAIN))
    pushed = server.push(client, f"topic:{ref}")
    assert (pushed.refused_by, list(pushed.refs)) == ("rule", [MAIN])
    assert pushed.of(ref)["refusal"] == "this namespace is not for pushing"


def test_another_namespace_is_judged_like_a_branch(server, client, commit):
    commit(SMALL)
    assert server.push(client, "topic:refs/notes/x").refused_by == ""
    commit(EVIL)
    assert server.push(client, "--force", "topic:refs/notes/x").rules("refs/notes/x") == {"forbidden-path"}


def test_a_hidden_ref_is_refused_by_git(server, client, commit):
    server.repository.configure("[transfer]\n\thideRefs = refs/hidden\n")
    commit(SMALL)
    pushed = server.push(client, "topic:refs/hidden/x")
    assert (pushed.exit, list(pushed.refs), pushed.left) == (1, [MAIN], set())
    assert "deny updating a hidden ref" in pushed.stderr


def symbolic(server, name, target):
    (server.repository.path / name).write_text(f"ref: {target}\n")


@pytest.mark.parametrize("steps", [1, 2])
def test_another_name_for_the_default_branch_is_no_way_around_it(steps, server, client, commit):
    """git follows a symbolic ref, so a push to it is one to what it names."""
    target = MAIN
    for step in range(steps):
        symbolic(server, f"refs/heads/alias{step}", target)
        target = f"refs/heads/alias{step}"
    before = client.id(MAIN)
    after = commit(SMALL, "main")
    assert server.push(client, f"main:{target}").refs[MAIN] == after
    for refspec in (f"{before}:{target}", f":{target}", f"{commit(EVIL)}:{target}"):
        pushed = server.push(client, "--force", refspec)
        assert (pushed.refused_by, pushed.refs[MAIN]) == ("rule", after)


def test_rules_of_a_branch_hold_under_its_other_names(server, client, commit):
    only_main = POLICY.replace("limit = 10", 'limit = 10\nbranches = ["main"]')
    server.repository.commit({**STANDING, ".reviewbot.toml": only_main}, branch="main")
    client.commit({**STANDING, ".reviewbot.toml": only_main}, branch="main")
    symbolic(server, "refs/heads/alias", MAIN)
    head = commit(LARGE)
    assert server.push(client, f"{head}:refs/heads/alias").rules("refs/heads/alias") == {"max-diff-lines"}


def test_what_head_names_by_another_name_is_the_default_branch(server, client):
    symbolic(server, "refs/heads/alias", MAIN)
    server.repository.head("refs/heads/alias")
    pushed = server.push(client, ":main")
    assert (pushed.refused_by, MAIN in pushed.refs) == ("rule", True)


def test_one_refused_ref_refuses_all(server, client, commit):
    good, bad = commit(SMALL, "good"), commit(EVIL, "bad")
    pushed = server.push(client, "good", "bad")
    assert (pushed.refused_by, list(pushed.refs)) == ("rule", [MAIN])
    assert [pushed.of(f"refs/heads/{name}")["accepted"] for name in ("good", "bad")] == [True, False]
    assert not server.has(good)
    assert not server.has(bad)


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_200_tags_of_old_commits_cost_little_more_than_one(server, client):
    for number in range(200):
        client.ref(f"refs/tags/v{number}", client.id(MAIN))
    began = processor_seconds()
    assert server.push(client, "v0").refused_by == ""
    one = processor_seconds() - began
    assert server.push(client, "--tags").refused_by == ""
    assert processor_seconds() - began - one < 4 * one


def test_a_first_push_is_judged_whole_by_the_built_in_default(empty_server, client, commit):
    commit({"large.py": lines(301)}, "main")
    pushed = empty_server.push(client, "main")
    assert (pushed.refused_by, pushed.refs) == ("rule", {})
    assert pushed.rules(MAIN) >= {"max-diff-lines", "forbidden-path"}  # what stands has config/
    head = client.commit(SMALL, branch="main")
    assert empty_server.push(client, "main").refs == {MAIN: head}


def head_names_what_is_not_there(server):
    server.repository.head("refs/heads/master")


def head_names_a_commit(server):
    server.repository.head(server.repository.id(MAIN))


def refs_are_packed(server):
    server.repository.git("pack-refs", "--all")


@pytest.mark.parametrize("arrange", [head_names_what_is_not_there, head_names_a_commit, refs_are_packed])
def test_main_is_protected_and_the_base_where(arrange, server, client, commit):
    arrange(server)
    assert server.push(client, ":main").of(MAIN)["refusal"] == "a protected branch must not be deleted"
    commit(SMALL)
    assert server.push(client, "topic").of(TOPIC)["report"]["base"] == client.id(MAIN)


@pytest.mark.parametrize(
    "name", ["--output=x", "a'$(touch>x)`x`", "\u202e", "\udcff\udcfe", "@", "a,b;c|d&e"], ids=ascii
)
def test_a_branch_may_have_any_name(name, server, client, commit):
    ref = f"refs/heads/{name}"
    pushed = server.push(client, f"{commit(EVIL)}:{ref}")
    assert (pushed.refused_by, pushed.rules(ref)) == ("rule", {"forbidden-path"})
    assert server.push(client, f"{commit(SMALL)}:{ref}").refused_by == ""
    assert {path.name for path in server.repository.path.iterdir()}.isdisjoint({"x"})


def test_a_branch_that_would_be_a_tag_is_refused_by_git(server, client, commit):
    """Whatever the hook says of it."""
    tag = client.tag("v1", commit(SMALL))
    pushed = server.push(client, f"{tag}:refs/heads/topic")
    assert (pushed.exit, list(pushed.refs)) == (1, [MAIN])


def test_a_configured_branch_is_protected_and_a_base(server, client, commit):
    server.configure('protected = ["release/*"]\n')
    release = commit({"release.py": lines(9)}, "release/1")
    assert server.push(client, "release/1").refused_by == ""
    commit(SMALL, "fix", release)
    pushed = server.push(client, "fix")
    assert pushed.of("refs/heads/fix")["report"]["base"] == release
    for refspec in (":release/1", f"{client.id(MAIN)}:release/1"):
        pushed = server.push(client, "--force", refspec)
        assert (pushed.refused_by, pushed.refs["refs/heads/release/1"]) == ("rule", release)
