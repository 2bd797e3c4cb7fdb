"""The change of a pull request, over real smart HTTP that asks for a token."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reviewbot.errors import LimitError, SourceError
from reviewbot.model.change import Needs
from reviewbot.sources.ends import Selection
from reviewbot.sources.local import open_change
from reviewbot.sources.pull_request import CacheLimits, Moved, PullRequests, Wanted
from reviewbot.sources.repository_cache import RepositoryCaches
from tests.github_peer.git_server import TokenServer
from tests.repositories import lines, submodule

TOKEN = "ghs_0123456789abcdefABCDEF0123456789abcd"


@pytest.fixture(scope="module")
def server():
    if missing := TokenServer.missing():
        pytest.skip(f"{', '.join(missing)} not installed; as root: tests/servers/install.sh")
    with TokenServer() as running:
        running.allow(TOKEN)
        yield running


class Project:
    """A repository at the server with a branch `main` and pull requests, kept as GitHub keeps them."""

    def __init__(self, server, number=7):
        self.url, self.repository = server.repository()
        self.number = number
        self.main = self.repository.commit({"a.py": lines(3)}, branch="main")

    def pull(self, changes, number=1, on=None):
        head = self.repository.commit(changes, on or self.main)
        self.repository.ref(f"refs/pull/{number}/head", head)
        return head

    def wanted(self, head, number=1, **fields):
        usual = {
            "repository_id": self.number,
            "clone_url": self.url,
            "token": lambda: TOKEN,
            "number": number,
            "head_sha": head,
            "base_ref": "main",
        }
        return Wanted(**usual | fields)


@pytest.fixture
def project(server):
    return Project(server)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "caches"


@pytest.fixture
def pulls(folder):
    return PullRequests(RepositoryCaches(str(folder)))


def paths(pulls, wanted):
    with pulls.open(wanted) as found:
        return [file.path for file in found.read(Needs()).files]


def test_the_change_is_what_git_says_of_a_clone(project, pulls, tmp_path):
    head = project.pull({"a.py": lines(5), "b/c.py": "x\n"})
    with pulls.open(project.wanted(head)) as found:
        change = found.read(Needs())
    with open_change(str(project.repository.path), Selection("main", head)) as local:
        assert change.files == local.read(Needs()).files
    assert (change.base, change.merge_base, change.head) == (project.main, project.main, head)


def test_base_is_its_tip_and_the_change_is_measured_from_the_merge_base(project, pulls):
    head = project.pull({"b.py": "x\n"})
    tip = project.repository.commit({"main.py": "y\n"}, project.main, branch="main")
    with pulls.open(project.wanted(head)) as found:
        assert (found.ends.base, found.ends.merge_base) == (tip, project.main)
        assert [file.path for file in found.read(Needs()).files] == [b"b.py"]


def test_a_push_is_seen_and_what_it_replaced_is_moved(project, pulls):
    first = project.pull({"b.py": "x\n"})
    assert paths(pulls, project.wanted(first)) == [b"b.py"]
    second = project.pull({"c.py": "x\n"})  # forced: it does not stand on the first one
    assert paths(pulls, project.wanted(second)) == [b"c.py"]
    with pytest.raises(Moved), pulls.open(project.wanted(first)):
        pass


@pytest.mark.parametrize("gone", ["refs/pull/1/head", "refs/heads/main"])
def test_what_is_no_longer_there_is_moved(project, pulls, gone):
    head = project.pull({"b.py": "x\n"})
    assert paths(pulls, project.wanted(head)) == [b"b.py"]
    (project.repository.git_dir / gone).unlink()
    with pytest.raises((Moved, SourceError)), pulls.open(project.wanted(head)):
        pass


def test_a_group_of_the_merge_queue_is_measured_from_where_it_was_put_upon(project, pulls):
    first = project.repository.commit({"b.py": "x\n"}, project.main)
    group = project.repository.commit({"c.py": "x\n"}, first)
    project.repository.ref(f"refs/heads/gh-readonly-queue/main/pr-2-{first}", group)
    wanted = project.wanted(group, number=None, head_ref=f"gh-readonly-queue/main/pr-2-{first}", base_sha=first)
    assert paths(pulls, wanted) == [b"c.py"]


@pytest.mark.parametrize("ref", ["--upload-pack=touch", "a b", "a\nb", "x..y", "", "a:b", "*"])
def test_a_branch_of_no_possible_name_is_refused(project, pulls, ref):
    head = project.pull({"b.py": "x\n"})
    with pytest.raises(SourceError), pulls.open(project.wanted(head, base_ref=ref)):
        pass


def test_a_branch_named_like_an_option_is_a_branch(project, pulls):
    project.repository.ref("refs/heads/--output=x", project.main)
    head = project.pull({"b.py": "x\n"})
    assert paths(pulls, project.wanted(head, base_ref="--output=x")) == [b"b.py"]


def test_without_its_token_nothing_is_read(project, pulls):
    head = project.pull({"b.py": "x\n"})
    with pytest.raises(SourceError) as refused, pulls.open(project.wanted(head, token=lambda: "ghs_wrong")):
        pass
    assert "ghs_wrong" not in str(refused.value)


def test_the_token_is_in_no_list_of_processes_and_in_no_file(project, pulls, folder, tmp_path, monkeypatch):
    """Every git that is started writes down what everybody on the machine could see of it."""
    seen = tmp_path / "seen"
    real = subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout.strip()
    fake = tmp_path / "bin" / "git"
    fake.parent.mkdir()
    fake.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> {seen}\nexec {real} "$@"\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:{os.environ['PATH']}")
    head = project.pull({"b.py": "x\n"})
    assert paths(pulls, project.wanted(head)) == [b"b.py"]
    from base64 import b64encode

    forms = [TOKEN.encode(), b64encode(f"x-access-token:{TOKEN}".encode())]
    files = [seen, *(path for path in folder.rglob("*") if path.is_file())]
    assert b"fetch" in seen.read_bytes()
    assert not [path for path in files for form in forms if form in path.read_bytes()]


def test_nothing_of_the_author_is_executed(project, pulls, tmp_path):
    canary = tmp_path / "canary"
    run = f"touch {canary}"
    files = {
        ".gitattributes": "* filter=run diff=run merge=run text=auto\n",
        ".gitmodules": f'[submodule "x"]\n\tpath = x\n\turl = "ext::sh -c \'{run}\'"\n\tupdate = !{run}\n',
        "x": submodule(),
        ".lfsconfig": f"[lfs]\n\turl = ext::{run}\n",
        "hooks/post-checkout": f"#!/bin/sh\n{run}\n",
        ".git-hooks/pre-commit": f"#!/bin/sh\n{run}\n",
        "config": f"[core]\n\tfsmonitor = {run}\n\tpager = {run}\n",
        "a.py": lines(9),
    }
    head = project.pull(files)
    assert len(paths(pulls, project.wanted(head))) == len(files)
    assert not canary.exists()


def test_what_a_cache_was_told_by_somebody_else_does_not_count(project, pulls, folder, tmp_path):
    """Its configuration is written anew, so that not even an older version of us has a say."""
    canary = tmp_path / "canary"
    head = project.pull({"b.py": "x\n"})
    paths(pulls, project.wanted(head))
    with (folder / "7.git/config").open("a") as file:
        file.write(f"[core]\n\tfsmonitor = touch {canary}\n\tsshCommand = touch {canary}\n\thooksPath = {tmp_path}\n")
    assert paths(pulls, project.wanted(head)) == [b"b.py"]
    assert not canary.exists()


def test_a_repository_that_is_too_large_is_refused_and_not_kept(project, folder):
    head = project.pull({"b.bin": os.urandom(1 << 20)})
    pulls = PullRequests(RepositoryCaches(str(folder), CacheLimits(one_bytes=1 << 18)))
    with pytest.raises(LimitError, match="larger than"), pulls.open(project.wanted(head)):
        pass
    assert not (folder / "7.git").exists()


def test_a_server_that_does_not_answer_is_given_up(folder):
    from socket import create_server

    with create_server(("127.0.0.1", 0)) as silent:
        pulls = PullRequests(RepositoryCaches(str(folder), CacheLimits(fetch_seconds=0.5)))
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/x.git"
        wanted = Wanted(7, address, lambda: TOKEN, 1, "0" * 40, "main")
        with pytest.raises(SourceError), pulls.open(wanted):
            pass


def test_beyond_their_room_those_go_that_were_not_used_for_longest(server, folder):
    pulls = PullRequests(RepositoryCaches(str(folder), CacheLimits(all_bytes=3 << 19)))
    projects = [Project(server, number) for number in (1, 2)]
    heads = [each.pull({"b.bin": os.urandom(1 << 20)}) for each in projects]
    assert paths(pulls, projects[0].wanted(heads[0])) == [b"b.bin"]
    os.utime(folder / "1.git.use", (1, 1))
    assert paths(pulls, projects[1].wanted(heads[1])) == [b"b.bin"]
    assert sorted(path.name for path in folder.glob("*.git")) == ["2.git"]
    assert paths(pulls, projects[0].wanted(heads[0])) == [b"b.bin"]  # fetched anew


def test_one_that_is_in_use_stays(server, folder):
    pulls = PullRequests(RepositoryCaches(str(folder), CacheLimits(all_bytes=1 << 19)))
    first, second = Project(server, 1), Project(server, 2)
    head, other = first.pull({"b.bin": os.urandom(1 << 20)}), second.pull({"c.py": "x\n"})
    with pulls.open(first.wanted(head)) as found:
        assert paths(pulls, second.wanted(other)) == [b"c.py"]
        assert [file.path for file in found.read(Needs()).files] == [b"b.bin"]


def test_many_at_once_in_one_cache(project, pulls):
    heads = {number: project.pull({f"f{number}.py": "x\n"}, number) for number in range(1, 9)}
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda pair: paths(pulls, project.wanted(pair[1], pair[0])), heads.items()))
    assert found == [[f"f{number}.py".encode()] for number in heads]


def test_many_fetches_do_not_leave_many_packs(project, pulls, folder, monkeypatch):
    monkeypatch.setattr("reviewbot.sources.repository_cache.MOST_PACKS", 5)
    on = project.main
    for number in range(12):
        on = project.pull({f"f{number}.py": f"{number}\n"}, on=on)
        assert len(paths(pulls, project.wanted(on))) == number + 1
    assert len(list((folder / "7.git/objects/pack").glob("*.pack"))) <= 7


def test_after_kill_9_during_a_fetch_the_next_one_succeeds(project, folder):
    head = project.pull({f"f{number}.bin": os.urandom(1 << 16) for number in range(64)})

    def fetch():
        paths(PullRequests(RepositoryCaches(str(folder))), project.wanted(head))

    context = multiprocessing.get_context("fork")
    for seconds in (0.01, 0.03, 0.06, 0.1):
        process = context.Process(target=fetch)
        process.start()
        time.sleep(seconds)
        os.kill(process.pid, signal.SIGKILL)
        process.join()
    assert len(paths(PullRequests(RepositoryCaches(str(folder))), project.wanted(head))) == 64
    assert not list(folder.rglob("tmp_*"))


def test_a_broken_cache_is_thrown_away_and_fetched_anew(project, pulls, folder):
    head = project.pull({"b.py": "x\n"})
    assert paths(pulls, project.wanted(head)) == [b"b.py"]
    for pack in (folder / "7.git/objects/pack").iterdir():
        pack.chmod(0o600)
        pack.write_bytes(b"garbage")
    (folder / "7.git/packed-refs").write_bytes(b"garbage\n")
    assert paths(pulls, project.wanted(head)) == [b"b.py"]


def test_readers_do_not_wait_for_each_other(project, pulls):
    head = project.pull({"b.py": "x\n"})
    with pulls.open(project.wanted(head)):
        done = threading.Event()
        thread = threading.Thread(target=lambda: (paths(pulls, project.wanted(head)), done.set()))
        thread.start()
        assert done.wait(10)
        thread.join()


def test_folders_are_for_nobody_else(project, pulls, folder):
    head = project.pull({"b.py": "x\n"})
    paths(pulls, project.wanted(head))
    assert {oct(path.stat().st_mode & 0o077) for path in (folder, folder / "7.git")} == {"0o0"}
    assert Path(folder, "7.git.lock").stat().st_mode & 0o077 == 0
