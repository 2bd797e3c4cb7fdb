"""What differs between git servers: each by the variables and arguments that its documentation names."""

from __future__ import annotations

import pytest

from reviewbot.errors import SourceError, UsageError
from reviewbot.hooks.hosts import Refusal, Who, find_host, host_names, load_host
from reviewbot.sources.pushed import RefUpdate

A, B, ZERO = "a" * 40, "b" * 40, "0" * 40
GITLAB = {"GL_ID": "user-7", "GL_USERNAME": "ann", "GL_PROJECT_PATH": "acme/shop", "GL_PROTOCOL": "ssh"}
GITOLITE = {"GL_USER": "ann", "GL_REPO": "shop"}
GITHUB = {"GITHUB_USER_LOGIN": "ann", "GITHUB_REPO_NAME": "acme/shop", "GITHUB_VIA": "git push"}
GITEA = {"GITEA_REPO_NAME": "shop", "GITEA_REPO_USER_NAME": "acme", "GITEA_PUSHER_NAME": "ann", "GITEA_PR_ID": "0"}
ANN = Who("ann", "ann", "acme/shop")
VREF = ("refs/heads/x", A, B, A, B, "W", "VREF/REVIEWBOT", "10")
GERRIT = (
    "--project", "acme/shop", "--refname", "refs/heads/x", "--uploader", "Ann (ann@example.com)",
    "--uploader-username", "ann", "--oldrev", A, "--newrev", B,
)  # fmt: skip


def who(environ, name=None, arguments=()):
    return find_host(environ, name).who(environ, arguments)


def test_plain_git_knows_nobody():
    assert find_host({}, None) is load_host("plain")
    assert who({"LOGNAME": "git", "USER": "git"}) == Who()


@pytest.mark.parametrize(
    ("environ", "name"),
    [(GITLAB, "gitlab"), (GITOLITE, "gitolite"), (GITHUB, "github"), (GITEA, "gitea")],
)
def test_a_host_is_known_by_its_environment(environ, name):
    assert find_host(environ, None) is load_host(name)


def test_half_an_environment_is_no_host():
    assert find_host({"GL_ID": "key-1"}, None) is load_host("plain")


def test_a_named_host_is_taken_whatever_the_environment():
    assert find_host(GITLAB, "gitea") is load_host("gitea")


def test_an_unknown_host_is_an_error_that_names_all():
    with pytest.raises(UsageError) as error:
        load_host("bitbucket")
    assert all(name in error.value.help for name in host_names())


@pytest.mark.parametrize("environ", [GITLAB, GITHUB, GITEA])
def test_the_host_says_who_pushes_to_what(environ):
    assert who(environ) == ANN


def test_gitolite_has_names_of_one_word():
    assert who(GITOLITE) == Who("ann", "ann", "shop")


def test_the_web_server_says_who_pushes():
    assert who({"REMOTE_USER": "ann", "REMOTE_ADDR": "127.0.0.1"}).pusher == "ann"


def test_over_ssh_the_environment_may_be_the_pushers():
    assert who({"REMOTE_USER": "ann", "SSH_CONNECTION": "127.0.0.1 1 127.0.0.1 22"}) == Who()


def test_who_merges_a_pull_request_is_not_its_author():
    assert who({**GITHUB, "GITHUB_PULL_REQUEST_AUTHOR_LOGIN": "bob"}) == Who("ann", "bob", "acme/shop")
    assert who({**GITEA, "GITEA_PR_ID": "7"}) == Who("ann", None, "acme/shop")


def test_a_deploy_key_is_nobody():
    assert who({**GITEA, "GITEA_DEPLOY_KEY_ID": "3"}) == Who(None, None, "acme/shop")


@pytest.mark.parametrize("host", host_names())
def test_an_empty_variable_is_nobody(host):
    arguments = GERRIT[:4] if host == "gerrit" else ()
    environ = dict.fromkeys((*GITLAB, *GITOLITE, *GITHUB, *GITEA, "REMOTE_USER"), "")
    assert load_host(host).who(environ, arguments)[:2] == (None, None)


def test_gitlab_shows_only_marked_lines():
    assert {name for name in host_names() if load_host(name).prefix} == {"gitlab"}
    assert load_host("gitlab").prefix == "GL-HOOK-ERR: "


# How the update hook is called


def test_git_names_the_ref_first():
    assert load_host("plain").update(("refs/heads/x", A, ZERO)) == RefUpdate("refs/heads/x", A, None)


@pytest.mark.parametrize("arguments", [(), ("refs/heads/x", A), ("refs/heads/x", A, B, "more")])
def test_git_gives_three_arguments(arguments):
    with pytest.raises(UsageError, match="REF OLD NEW"):
        load_host("plain").update(arguments)


def test_garbled_arguments_are_refused():
    with pytest.raises(SourceError):
        load_host("plain").update(("main", A, B))


def test_a_vref_has_more_arguments_and_denies_in_a_line():
    host = load_host("gitolite-vref")
    assert host.update(VREF) == RefUpdate("refs/heads/x", A, B)
    assert host.refusal(VREF) == Refusal("VREF/REVIEWBOT refused by reviewbot", 0)


@pytest.mark.parametrize("arguments", [(), VREF[:6], (*VREF[:6], "REVIEWBOT")])
def test_a_vref_that_gitolite_did_not_call_is_an_error(arguments):
    with pytest.raises(UsageError, match="a VREF is called with"):
        load_host("gitolite-vref").update(arguments)


def test_gerrit_calls_with_options():
    host = load_host("gerrit")
    assert host.update(GERRIT) == RefUpdate("refs/heads/x", A, B)
    assert host.who({}, GERRIT) == ANN


@pytest.mark.parametrize("missing", ["--refname", "--oldrev", "--newrev"])
def test_gerrit_must_name_the_update(missing):
    at = GERRIT.index(missing)
    with pytest.raises(UsageError, match=missing):
        load_host("gerrit").update(GERRIT[:at] + GERRIT[at + 2 :])
