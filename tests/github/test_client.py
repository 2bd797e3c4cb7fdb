from __future__ import annotations

import base64

import pytest
from github import Auth

from reviewbot.github.api import Api
from reviewbot.github.errors import Gone, Refused, Unavailable
from reviewbot.github.reader import Reader
from reviewbot.github.values import Action, Annotation, InlineComment, Output, Push
from tests.github_peer.overlay import Move
from tests.github_peer.peer import INSTALLATION, ORGANISATION_POLICY, REPOSITORY
from tests.github_peer.wire import answering

OUTPUT = Output("reading", "reads the change")


@pytest.fixture
def client(peer):
    return peer.app().installation(INSTALLATION)


@pytest.fixture
def shop(client):
    return next(each for each in client.repositories() if each.full_name == REPOSITORY)


def test_a_repository_is_found_by_its_id(client, shop):
    assert shop.default_branch == "main"
    assert client.repository(shop.id) == shop


def test_a_pull_request(peer, client, shop):
    head = peer.write("feature", "src/a.py", "1\n")
    number = peer.open_pull_request("feature", title="a change", body="of a file", draft=True)
    pull = client.pull_request(shop.id, number)
    assert (pull.repository, pull.number, pull.state, pull.author) == (shop, number, "open", "alice")
    assert (pull.head_sha, pull.head_ref, pull.base_ref, pull.final_base_ref) == (head, "feature", "main", "main")
    assert client.open_pull_requests(shop.id) == (pull,)


def test_a_check_run(peer, client, shop):
    head = peer.write("feature", "src/a.py", "1\n")
    made = client.create_check_run(shop.id, head, "reviewbot", "e" * 64, OUTPUT)
    assert (made.status, made.conclusion, made.external_id) == ("in_progress", None, "e" * 64)
    done = client.update_check_run(shop.id, made.id, OUTPUT, conclusion="success")
    assert (done.id, done.status, done.conclusion) == (made.id, "completed", "success")
    assert client.check_runs(shop.id, head, "reviewbot") == (done,)
    assert client.check_runs(shop.id, head, "another") == ()


def test_a_check_run_gets_more_annotations_and_buttons(peer, client, shop):
    head = peer.write("feature", "src/a.py", "1\n")
    made = client.create_check_run(shop.id, head, "reviewbot", "e" * 64, OUTPUT)
    notes = [Annotation("src/a.py", 1, "failure", "max-files", "too many") for _number in range(50)]
    client.update_check_run(shop.id, made.id, OUTPUT, annotations=notes)
    button = Action("Recheck", "Read everything again", "recheck")
    client.update_check_run(
        shop.id,
        made.id,
        OUTPUT,
        annotations=notes[:3],
        conclusion="failure",
        actions=[button],
        details_url="http://x/1",
    )
    (run,) = client.check_runs(shop.id, head, "reviewbot")
    assert (run.annotations, run.conclusion) == (53, "failure")
    assert peer.overlay.actions[str(made.id)] == [button._asdict()]


def test_a_review_and_its_comments(peer, client, shop):
    head = peer.write("feature", "src/a.py", "1\n2\n")
    number = peer.open_pull_request("feature")
    made = client.create_review(shop.id, number, head, "two things", [InlineComment("src/a.py", 2, "this one")])
    (review,) = client.reviews(shop.id, number)
    assert (review.id, review.state, review.commit_sha, review.body) == (made, "COMMENTED", head, "two things")
    (comment,) = client.review_comments(shop.id, number)
    assert (comment.path, comment.line, comment.body, comment.author) == (b"src/a.py", 2, "this one", review.author)

    client.update_review(shop.id, number, made, "one thing")
    client.update_review_comment(shop.id, comment.id, "not any more")
    assert client.reviews(shop.id, number)[0].body == "one thing"
    assert client.review_comments(shop.id, number)[0].body == "not any more"
    client.delete_review_comment(shop.id, comment.id)
    assert client.review_comments(shop.id, number) == ()


def test_a_comment_at_a_line_that_the_change_does_not_show_is_refused(peer, client, shop):
    head = peer.write("feature", "src/a.py", "1\n2\n")
    number = peer.open_pull_request("feature")
    with pytest.raises(Refused, match="422"):
        client.create_review(shop.id, number, head, "x", [InlineComment("src/a.py", 3, "beyond the end")])
    assert client.reviews(shop.id, number) == ()


def test_a_conversation(peer, client, shop):
    peer.write("feature", "src/a.py", "1\n")
    number = peer.open_pull_request("feature")
    said = peer.as_alice("POST", f"/repos/{REPOSITORY}/issues/{number}/comments", body="/reviewbot help")
    mine = client.create_comment(shop.id, number, "help yourself")
    first, second = client.comments(shop.id, number)
    assert (first.id, first.author, first.body, first.is_edited) == (said["id"], "alice", "/reviewbot help", False)
    assert (second.id, second.body) == (mine, "help yourself")
    client.update_comment(shop.id, mine, "see above")
    assert client.comments(shop.id, number)[1].body == "see above"
    client.delete_comment(shop.id, mine)
    assert len(client.comments(shop.id, number)) == 1


def test_who_made_the_commits(peer, client, shop):
    head = peer.write("feature", "src/a.py", "1\n")
    found = client.commits(shop.id, peer.open_pull_request("feature"))
    assert head in [commit.sha for commit in found]


def test_of_too_many_commits_nobody_knows_who_made_them(peer, client, shop):
    peer.write("feature", "src/a.py", "1\n")
    number = peer.open_pull_request("feature")
    one = {"sha": "a" * 40, "author": None, "committer": {"login": "alice"}}
    peer.spoil = answering("/commits", 200, [one] * 250)
    with pytest.raises(Refused, match="there may be more"):
        client.commits(shop.id, number)


def test_who_moved_a_branch(peer, client, shop):
    first, second = peer.write("feature", "src/a.py", "1\n"), peer.write("feature", "src/b.py", "1\n")
    peer.write("another", "src/a.py", "1\n")
    pull = client.pull_request(shop.id, peer.open_pull_request("feature"))
    assert pull.head_repository == REPOSITORY
    assert client.pushes(pull.head_repository, pull.head_ref) == (
        Push("alice", first, second, "push", "2020-01-01T00:00:00Z"),
        Push("alice", "0" * 40, first, "branch_creation", "2020-01-01T00:00:00Z"),
    )


def test_somebody_who_moved_a_branch_and_is_gone(peer, client, shop):
    peer.overlay.moves = [Move(None, "feature", "0" * 40, "a" * 40)]
    assert [push.actor for push in client.pushes(REPOSITORY, "feature")] == [None]


@pytest.mark.parametrize("status", [403, 404, 422])
def test_of_a_fork_that_is_not_for_us_nobody_tells_who_moved_it(peer, client, status):
    peer.spoil = answering("/activity", status, {"message": "Not Found"})
    assert client.pushes("mallory/shop", "feature") == ()


def test_what_somebody_may_do(client, shop):
    assert client.permission(shop.id, "alice") == "admin"
    assert client.permission(shop.id, "bob") == "none"
    assert client.permission(shop.id, "../alice") == "none"


def test_who_is_in_a_team(client):
    assert client.is_team_member("acme", "members", "alice")
    assert not client.is_team_member("acme", "members", "bob")
    assert not client.is_team_member("acme", "no-such-team", "alice")


def test_an_invitation_is_no_membership(peer, client):
    peer.spoil = answering("/memberships/bob", 200, {"state": "pending", "role": "member", "url": "x"})
    assert not client.is_team_member("acme", "members", "bob")


def test_a_file_of_another_repository(peer, client):
    content = base64.b64encode(b"version = 1\n").decode()
    sent = {"message": "policy", "content": content}
    peer.as_alice("PUT", f"/repos/{ORGANISATION_POLICY}/contents/.reviewbot.toml", **sent)
    assert client.file_text(ORGANISATION_POLICY, ".reviewbot.toml") == b"version = 1\n"
    assert client.file_text(ORGANISATION_POLICY, "no/such file.toml") is None
    assert client.file_text("acme/no-such-repository", ".reviewbot.toml") is None


@pytest.mark.parametrize("kind", ["symlink", "submodule"])
def test_what_is_no_plain_file_is_not_taken_for_none(peer, client, kind):
    peer.spoil = answering("/.reviewbot.toml", 200, {"type": kind, "target": "/etc/passwd"})
    with pytest.raises(Unavailable, match="no plain file"):
        client.file_text(ORGANISATION_POLICY, ".reviewbot.toml")


@pytest.mark.parametrize("status", [403, 451])
def test_a_file_that_is_not_for_us_is_not_taken_for_none(peer, client, status):
    peer.spoil = answering("/.reviewbot.toml", status, {"message": "no"})
    with pytest.raises(Gone):
        client.file_text(ORGANISATION_POLICY, ".reviewbot.toml")


def test_a_repository_of_another_host_gets_no_token(peer):
    """The address of a repository comes out of an answer; the token goes to no other host than GitHub's."""
    api = Api(lambda: Auth.Token("x"), peer.url, 10)
    told = {"id": 1, "full_name": "acme/shop", "clone_url": "https://github.example/acme/shop.git"}
    peer.spoil = answering("/installation/repositories", 200, {"repositories": [{**told, "default_branch": "main"}]})
    assert Reader(api, 1, git_host="github.example").repositories()[0].clone_url == told["clone_url"]
    for host in ("github.com", "github.example:8443", "example"):
        with pytest.raises(Unavailable, match="another host"):
            Reader(api, 1, git_host=host).repositories()


def test_nor_does_one_that_a_pull_request_names(peer, client, shop):
    peer.write("feature", "src/a.py", "1\n")
    number = peer.open_pull_request("feature")
    pull = client.pull_request(shop.id, number)
    peer.spoil = answering(
        f"/commits/{pull.head_sha}/pulls", 200, [peer.as_alice("GET", f"/repos/{REPOSITORY}/pulls/1")]
    )
    assert client.others_of(pull) == ()
    client._git_host = "github.example"
    for asked in (
        lambda: client.pull_request(shop.id, number),
        lambda: client.open_pull_requests(shop.id),
        lambda: client.others_of(pull),
    ):
        with pytest.raises(Unavailable, match="another host"):
            asked()


def test_a_merge_group(peer, client, shop):
    base = peer.as_alice("GET", f"/repos/{REPOSITORY}/git/ref/heads/main")["object"]["sha"]
    head = peer.write(f"gh-readonly-queue/main/pr-3-{base}", "src/a.py", "1\n")
    group = client.merge_group(shop.id, head)
    assert (group.head_sha, group.base_ref, group.base_sha) == (head, "main", base)
    assert group.head_ref == f"gh-readonly-queue/main/pr-3-{base}"
    assert client.merge_group(shop.id, "a" * 40) is None


def test_a_status(peer, client, shop):
    head = peer.write("feature", "src/a.py", "1\n")
    client.create_status(shop.id, head, "reviewbot", "failure", "x" * 200)
    assert peer.overlay.statuses == [
        {"sha": head, "context": "reviewbot", "state": "failure", "description": "x" * 140}
    ]


def test_a_token_for_git(client):
    assert client.token().startswith("ghs_")


def test_a_repository_that_the_app_is_not_installed_for_is_gone(client):
    with pytest.raises(Gone, match="4711"):
        client.pull_request(4711, 1)


def test_another_repository_under_the_old_name_is_noticed(peer, client, shop):
    peer.write("feature", "src/a.py", "1\n")
    number = peer.open_pull_request("feature")
    before = client.pull_request(shop.id, number)
    stranger = peer.as_alice("GET", f"/repos/{REPOSITORY}/pulls/{number}")
    stranger["base"]["repo"]["id"] = 4711
    peer.spoil = answering(f"/pulls/{number}", 200, stranger, times=1)
    with pytest.raises(Unavailable, match="another repository"):
        client.pull_request(shop.id, number)
    assert client.pull_request(shop.id, number) == before
