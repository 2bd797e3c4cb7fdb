"""The token is shown to the server and to nobody else, and nothing that an author wrote is executed."""

from __future__ import annotations

import os
import subprocess
import time
from base64 import b64encode
from pathlib import Path

import pytest

from reviewbot.errors import SourceError
from reviewbot.model.change import Needs
from reviewbot.sources.git import environment
from reviewbot.sources.network import PASSED_ON, Address
from reviewbot.sources.pull_request import Denied, Moved, RepositoryCaches, Unreachable
from tests.repositories import executable, isolated_environment, link, submodule
from tests.servers.http import APP_TOKEN, APP_USER, MOVED
from tests.servers.processes import LOOPBACK
from tests.sources.hosting import Hosted, read
from tests.sources.opening import answer, command_lines, start

SECRETS = (APP_TOKEN, b64encode(f"{APP_USER}:{APP_TOKEN}".encode()).decode())


@pytest.fixture
def opened(hosted):
    main = hosted.commit({"a": "1\n"}, branch="main")
    hosted.open(1, hosted.commit({"a": "2\n"}, main))
    return hosted


@pytest.mark.parametrize("token", ["ghs_wrong", APP_TOKEN[:-1], "%s", "*"])
def test_without_the_right_token_nothing_is_fetched(caches, opened, token):
    with pytest.raises(Denied, match="the server does not let us read") as caught:
        read(caches, opened.wanted(token=token))
    assert token not in str(caught.value).replace(opened.url, "")


@pytest.mark.parametrize("token", ["", "a b", "a\nX-Evil: 1", "a\r", "é", "a\0"])
def test_what_is_no_token_is_not_sent(caches, opened, token):
    with pytest.raises(SourceError, match="holds what no token does") as caught:
        read(caches, opened.wanted(token=token))
    assert not token or token not in str(caught.value)


def test_a_token_that_ran_out_is_renewed_once(caches, opened):
    given = iter(["ghs_old", APP_TOKEN])
    wanted = opened.wanted()._replace(token=lambda: next(given))
    assert read(caches, wanted).head == opened.heads[1]
    asked = []
    with pytest.raises(Denied):
        read(caches, wanted._replace(token=lambda: asked.append(1) or f"ghs_{len(asked)}"))
    assert len(asked) == 2


@pytest.mark.parametrize(
    "url",
    [
        "", "x", "/srv/git/x.git", "file:///srv/git/x.git", "git://host/x.git", "ssh://host/x.git", "ext::sh -c id",
        "https://user@host/x.git", "https://user:pass@host/x.git", "https://host", "https://host/", "https://host/x y",
        "https://host/x?y=1", "https://host/x#y", "https://host/../x.git", "https://host/x/./y", "https://host//x",
        "https://ho\nst/x", "https://host/x\n", "https://host:port/x", "HTTPS://host/x", "https://host/a%2fb",
        "-u https://host/x", "https://host\\@evil/x", "https://höst/x", "https://host/x'", "http://host/x.git",
    ],
)  # fmt: skip
def test_only_a_plain_address_of_https_is_fetched_from(tmp_path, hosted, url):
    with pytest.raises(SourceError, match="https"):
        read(RepositoryCaches(str(tmp_path / "caches")), hosted.wanted(clone_url=url, head_sha="1" * 40))


def test_no_redirect_is_followed_so_the_token_goes_nowhere_else(caches, opened):
    """Not even to the same server: whoever asks again is told the new address by the platform."""
    with pytest.raises(Moved, match="the repository has another address by now"):
        read(caches, opened.wanted(clone_url=opened.url.replace("/cached", f"/{MOVED}/cached")))


def test_a_server_that_is_not_there_may_be_asked_again(caches, opened):
    with pytest.raises(Unreachable, match="the git server could not be reached"):
        read(caches, opened.wanted(clone_url=f"http://{LOOPBACK}:1/x.git"))


def test_a_server_is_believed_only_by_its_certificate(caches, tls_server, monkeypatch):
    """As a GitHub Enterprise Server may have it, of an authority of one's own."""
    for name in PASSED_ON:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_SSL_NO_VERIFY", "1")
    hosted = Hosted(tls_server)
    main = hosted.commit({"a": "1\n"}, branch="main")
    hosted.open(1, hosted.commit({"a": "2\n"}, main))
    assert hosted.url.startswith("https://")
    with pytest.raises(Unreachable, match="certificate"):
        read(caches, hosted.wanted())
    monkeypatch.setenv("GIT_SSL_CAINFO", str(tls_server.certificate))
    assert read(RepositoryCaches(caches.folder), hosted.wanted()).head == hosted.heads[1]


@pytest.mark.parametrize("name", ["http_proxy", "ALL_PROXY"])
def test_the_proxy_of_the_service_is_used(caches, opened, monkeypatch, name):
    monkeypatch.setenv(name, f"http://{LOOPBACK}:1")
    with pytest.raises(Unreachable, match=f"{LOOPBACK} port 1"):
        read(caches, opened.wanted())
    monkeypatch.setenv("no_proxy", LOOPBACK)
    assert read(caches, opened.wanted()).head == opened.heads[1]


def content(path):
    """Of a file that may just go away."""
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        return b""


def files_with_a_secret(folder):
    paths = [os.path.join(where, name) for where, _, names in os.walk(folder) for name in names]
    return [path for path in paths if any(secret.encode() in content(path) for secret in SECRETS)]


def test_the_token_is_in_no_argument_and_in_no_file(caches, git_server):
    """Looked at all the time while a slow fetch runs, in another process."""
    hosted = Hosted(git_server, slow=True)
    main = hosted.commit({"a": os.urandom(40_000)}, branch="main")
    hosted.open(1, hosted.commit({"b": "1\n"}, main))
    process = start(caches.folder, hosted.wanted())
    seen: set[tuple[str, ...]] = set()
    while process.poll() is None:
        seen |= {tuple(words) for words in command_lines().values() if any(hosted.name in word for word in words)}
        assert files_with_a_secret(caches.folder) == []
        time.sleep(0.005)
    assert answer(process)["paths"] == ["b"]
    assert {"fetch", "remote-http"} <= {word for words in seen for word in words}
    assert [words for words in seen if any(secret in word for secret in SECRETS for word in words)] == []
    assert files_with_a_secret(caches.folder) == []


# A canary: whatever is executed makes a file.

ATTRIBUTES = "* filter=canary diff=canary merge=canary\n*.txt -text eol=crlf working-tree-encoding=UTF-16\n"
MODULES = """\
[submodule "canary"]
\tpath = canary
\turl = ext::sh -c touch% {sung}
\tupdate = !touch {sung}
\tfetchRecurseSubmodules = true
"""
CONFIG = """\
[core]
\thooksPath = {hooks}
\tfsmonitor = touch {sung}
\tsshCommand = touch {sung}
\tgitProxy = touch {sung}
\taskPass = {hooks}/any
\talternateRefsCommand = touch {sung}; true
\tpager = touch {sung}
[protocol]
\tallow = always
[credential]
\thelper = !touch {sung}
[fetch]
\trecurseSubmodules = true
[submodule]
\trecurse = true
[uploadpack]
\tpackObjectsHook = touch {sung}; exec
[filter "canary"]
\tclean = touch {sung}; cat
\tsmudge = touch {sung}; cat
\trequired = true
[filter "lfs"]
\tprocess = touch {sung}
[diff]
\texternal = touch {sung}
[diff "canary"]
\tcommand = touch {sung}
\ttextconv = touch {sung}; cat
[merge "canary"]
\tdriver = touch {sung}; true
[gpg]
\tprogram = {hooks}/any
[log]
\tshowSignature = true
"""
HOOKS = (
    "any",
    "post-checkout",
    "post-merge",
    "post-rewrite",
    "pre-auto-gc",
    "reference-transaction",
    "post-index-change",
)


@pytest.fixture
def canary(tmp_path, hosted, monkeypatch):
    """(the pull request, the file): its repository has every kind of thing that git may execute."""
    sung, hooks, home = tmp_path / "sung", tmp_path / "hooks", tmp_path / "home"
    script = f"#!/bin/sh\ntouch {sung}\n"
    hooks.mkdir()
    home.mkdir()
    for name in HOOKS:
        (hooks / name).write_text(script)
        (hooks / name).chmod(0o755)
    values = {"sung": sung, "hooks": hooks}
    (home / ".gitconfig").write_text(CONFIG.format(**values))
    surfaces = {
        ".gitattributes": ATTRIBUTES,
        ".gitmodules": MODULES.format(**values),
        ".gitconfig": CONFIG.format(**values),
        ".lfsconfig": f"[lfs]\n\turl = ext::sh -c touch% {sung}\n",
        ".git/config": CONFIG.format(**values),
        ".git/hooks/post-checkout": executable(script),
        "hooks/reference-transaction": executable(script),
        "config": CONFIG.format(**values),
        "canary": submodule(),
        "link": link(str(sung)),
        "lfs.bin": f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 1\n",
        "a.txt": "1\n",
    }
    main = hosted.commit({".gitattributes": ATTRIBUTES, "a.txt": "0\n", "moved.txt": "moved\n" * 9}, branch="main")
    hosted.open(1, hosted.commit({**surfaces, "moved.txt": None, "here.txt": "moved\n" * 9}, main))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(home / ".gitconfig"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", f"touch {sung}")
    monkeypatch.setenv("GIT_ASKPASS", str(hooks / "any"))
    monkeypatch.setenv("GIT_SSH_COMMAND", f"touch {sung}")
    monkeypatch.chdir(hosted.path)
    return hosted, sung


def test_nothing_of_an_author_s_is_executed(caches, canary):
    hosted, sung = canary
    with caches.open_pull_request(hosted.wanted()) as found:
        paths = {
            file.path
            for file in found.read(Needs(commit_count=True, head_paths=True, link_targets=True, generated=True)).files
        }
        found.commit_texts()
    assert {b"here.txt", b"lfs.bin", b"canary", b"link", b"a.txt"} <= paths
    assert not sung.exists()
    assert not list(Path(caches.folder).rglob("hooks"))


@pytest.mark.parametrize(
    "command", [("checkout", "-q"), ("log", "-p", "-1"), ("diff", "main")], ids=lambda command: command[0]
)
def test_the_canary_sings_where_git_is_used_as_people_use_it(tmp_path, canary, command):
    hosted, sung = canary
    where = tmp_path / "clone"
    home = {name: os.environ[name] for name in ("HOME", "GIT_CONFIG_GLOBAL")}
    quiet = isolated_environment()
    subprocess.run(["git", "clone", "-qn", hosted.path, where], env=quiet, check=True)
    subprocess.run(["git", "fetch", "-q", "origin", "refs/pull/1/head"], cwd=where, env=quiet, check=True)
    assert not sung.exists()
    subprocess.run(["git", *command, "FETCH_HEAD"], cwd=where, env=quiet | home, capture_output=True, check=False)
    assert sung.exists()


def test_a_fetch_gets_no_more_of_the_environment_than_it_needs(canary, monkeypatch):
    for name in PASSED_ON:
        monkeypatch.delenv(name, raising=False)
    added = Address("https://host/x.git").environment("ghs_x")
    assert added.keys() == {"GIT_ALLOW_PROTOCOL", "GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_0", "GIT_CONFIG_VALUE_0"}
    assert added["GIT_ALLOW_PROTOCOL"] == "https"
    assert environment(added)["HOME"] == "/nonexistent"
