"""The cache of a repository: what a fetch costs, who may use it at once, what becomes of it."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from reviewbot.errors import LimitError, SourceError
from reviewbot.model.change import Needs
from reviewbot.sources import cache_upkeep, repository_cache
from reviewbot.sources.pull_request import CacheLimits, DiskFull, Moved, RepositoryCaches
from tests.sources.hosting import Hosted, read
from tests.sources.opening import answer, kill_orphans, start


@pytest.fixture
def opened(hosted):
    hosted.root = hosted.commit({"a": "1\n", "b": "1\n"}, branch="main")
    hosted.open(1, hosted.commit({"a": "2\n"}, hosted.root))
    return hosted


def cache_of(caches, hosted):
    return Path(caches.folder, f"{hosted.id}.git")


def packs(caches, hosted):
    return sorted(cache_of(caches, hosted).glob("objects/pack/*.pack"))


def leftovers(caches, hosted):
    """What a fetch that is over leaves in the cache beside what belongs there."""
    names = {path.name for path in cache_of(caches, hosted).iterdir()} - {"HEAD", "config", "objects", "refs"}
    return names | {path.name for path in cache_of(caches, hosted).rglob("*.lock")}


def age(path):
    """Let a file be two hours old."""
    before = time.time() - 7200
    os.utime(path, (before, before))


# What a fetch costs.


def test_only_what_is_new_is_fetched(caches, opened):
    opened.commit({"large": os.urandom(200_000)}, opened.root, branch="main")
    read(caches, opened.wanted())
    (first,) = packs(caches, opened)
    read(caches, opened.wanted())
    assert packs(caches, opened) == [first]
    opened.open(2, opened.commit({"a": "3\n"}, opened.root))
    read(caches, opened.wanted(2))
    (second,) = set(packs(caches, opened)) - {first}
    assert second.stat().st_size < 1000 < 200_000 < first.stat().st_size
    assert leftovers(caches, opened) == set()


def test_tags_and_other_branches_are_not_fetched(caches, opened):
    other = opened.commit({"c": "1\n"}, opened.root, branch="other")
    opened.repository.tag("v1", opened.root)
    read(caches, opened.wanted())
    cache = cache_of(caches, opened)
    listed = opened.repository.git(f"--git-dir={cache}", "for-each-ref", "--format=%(objectname)").decode().split()
    assert sorted(listed) == sorted([opened.root, opened.heads[1]])
    found = opened.repository.git(f"--git-dir={cache}", "cat-file", "--batch-check", stdin=f"{other}\n".encode())
    assert found.endswith(b" missing\n")


def test_thousands_of_fetches_leave_few_packs_and_refs(caches, opened, monkeypatch):
    monkeypatch.setattr(cache_upkeep, "MOST_PACKS", 4)
    monkeypatch.setattr(cache_upkeep, "MOST_REFS", 5)
    first = opened.wanted()
    with caches.open_pull_request(first) as reading:
        for number in range(2, 14):
            opened.open(number, opened.commit({"a": f"{number}\n"}, opened.root))
            assert read(caches, opened.wanted(number)).head == opened.heads[number]
        assert len(packs(caches, opened)) < 4
        assert len(list(cache_of(caches, opened).glob("refs/reviewbot/*"))) <= 5 + 4
        assert [file.path for file in reading.read(Needs()).files] == [b"a"]
    assert read(caches, first).head == opened.heads[1]


def test_a_repack_that_fails_is_no_failure_of_the_fetch(caches, opened, monkeypatch):
    monkeypatch.setattr(cache_upkeep, "MOST_PACKS", 1)
    monkeypatch.setattr(cache_upkeep, "_REPACK", ("repack", "--nonsense"))
    assert read(caches, opened.wanted()).head == opened.heads[1]


# Several at once.


def test_two_processes_and_some_threads_fill_one_cache_at_once(caches, opened):
    for number in range(2, 7):
        opened.open(number, opened.commit({f"file-{number}": "1\n"}, opened.root))
    processes = {number: start(caches.folder, opened.wanted(number)) for number in (2, 3)}
    heads: dict[int, str | None] = {}

    def in_a_thread(number):
        heads[number] = read(caches, opened.wanted(number)).head

    threads = [threading.Thread(target=in_a_thread, args=(number,)) for number in (4, 5, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heads == {number: opened.heads[number] for number in (4, 5, 6)}
    for number, process in processes.items():
        assert answer(process) == {"base": opened.root, "paths": [f"file-{number}"]}


def test_who_reads_does_not_wait_for_a_fetch_nor_a_fetch_for_who_reads(caches, opened):
    with caches.open_pull_request(opened.wanted()) as first:
        opened.open(1, opened.commit({"c": "1\n"}, opened.root))
        with caches.open_pull_request(opened.wanted()) as second:
            assert [file.path for file in first.read(Needs()).files] == [b"a"]
            assert [file.path for file in second.read(Needs()).files] == [b"c"]


def test_a_fetch_that_does_not_end_is_not_waited_for_without_end(caches, opened, tmp_path):
    read(caches, opened.wanted())
    impatient = RepositoryCaches(caches.folder, CacheLimits(fetch_seconds=0.05), allow_http=True)
    with repository_cache.file_lock(f"{caches.folder}/{opened.id}.fetching") as got:
        assert got
        with pytest.raises(LimitError, match="another fetch of this repository does not end"):
            read(impatient, opened.wanted())


# Ends of all kinds.


def slow_copy(git_server, opened):
    """Another address of the same repository, from which it comes slowly."""
    slow = Hosted(git_server, slow=True)
    for child in sorted(slow.path.rglob("*"), reverse=True):
        child.rmdir() if child.is_dir() else child.unlink()
    slow.path.rmdir()
    slow.path.symlink_to(opened.path)
    return slow.url


def wait_until_it_comes(caches, opened):
    deadline = time.monotonic() + 20
    while not list(cache_of(caches, opened).glob("incoming-*/objects/pack/tmp_pack_*")):
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("is_filled", [False, True], ids=["the first fetch", "a later one"])
def test_after_a_kill_in_the_middle_of_a_fetch_the_next_one_goes_on(caches, opened, git_server, is_filled):
    if is_filled:
        read(caches, opened.wanted())
    opened.open(1, opened.commit({"large": os.urandom(300_000)}, opened.root))
    url = slow_copy(git_server, opened)
    with start(caches.folder, opened.wanted(clone_url=url)) as process:
        wait_until_it_comes(caches, opened)
        process.kill()
    try:
        assert [file.path for file in read(caches, opened.wanted()).files] == [b"large"]
        assert leftovers(caches, opened) == set()
        assert len(packs(caches, opened)) == 1 + is_filled
    finally:
        kill_orphans(url)


def test_a_fetch_that_takes_too_long_is_ended(caches, opened, git_server):
    opened.open(1, opened.commit({"large": os.urandom(300_000)}, opened.root))
    impatient = RepositoryCaches(caches.folder, CacheLimits(fetch_seconds=0.7), allow_http=True)
    with pytest.raises(LimitError, match="git fetch took longer than"):
        read(impatient, opened.wanted(clone_url=slow_copy(git_server, opened)))
    assert leftovers(caches, opened) == set()
    assert packs(caches, opened) == []


def test_a_later_fetch_that_takes_too_long_costs_no_cache(caches, opened, git_server):
    read(caches, opened.wanted())
    before = packs(caches, opened)
    age(cache_of(caches, opened) / "HEAD")
    opened.open(1, opened.commit({"large": os.urandom(300_000)}, opened.root))
    impatient = RepositoryCaches(caches.folder, CacheLimits(fetch_seconds=0.7), allow_http=True)
    with pytest.raises(LimitError, match="git fetch took longer than"):
        read(impatient, opened.wanted(clone_url=slow_copy(git_server, opened)))
    assert packs(caches, opened) == before


def test_a_repository_that_is_too_large_is_said_to_be(caches, opened):
    opened.open(1, opened.commit({"large": os.urandom(300_000)}, opened.root))
    small = RepositoryCaches(caches.folder, CacheLimits(one_bytes=100_000), allow_http=True)
    with pytest.raises(LimitError, match="the repository is too large"):
        read(small, opened.wanted())
    assert leftovers(caches, opened) == set()
    assert packs(caches, opened) == []


def test_a_cache_full_of_what_nobody_wants_any_more_is_begun_anew(caches, opened):
    small = RepositoryCaches(caches.folder, CacheLimits(one_bytes=100_000), allow_http=True)
    for number in (1, 2):
        opened.open(1, opened.commit({"large": os.urandom(60_000)}, opened.root))
        assert read(small, opened.wanted()).head == opened.heads[1], number
        age(cache_of(caches, opened) / "HEAD")
    assert len(packs(caches, opened)) == 1


def test_a_cache_that_is_full_takes_not_even_little(caches, opened):
    read(caches, opened.wanted())
    opened.open(1, opened.commit({"c": "1\n"}, opened.root))
    with pytest.raises(LimitError, match="the repository is too large"):
        read(RepositoryCaches(caches.folder, CacheLimits(one_bytes=1000), allow_http=True), opened.wanted())


def test_a_full_disk_makes_room_where_it_can(caches, opened, git_server, fill_disk):
    other = Hosted(git_server)
    main = other.commit({"a": "1\n"}, branch="main")
    other.open(1, other.commit({"a": "2\n"}, main))
    read(caches, other.wanted())
    fill_disk(while_there=cache_of(caches, other))
    assert read(caches, opened.wanted()).head == opened.heads[1]
    assert not cache_of(caches, other).exists()


def test_a_full_disk_is_an_error_and_nothing_is_left(caches, opened, fill_disk, tmp_path):
    full = tmp_path / "full"
    full.touch()
    fill_disk(while_there=full)
    with pytest.raises(DiskFull, match="the disk is full"):
        read(caches, opened.wanted())
    assert leftovers(caches, opened) == set()
    full.unlink()
    assert read(caches, opened.wanted()).head == opened.heads[1]


# Caches that are broken, old or too many.


def spoil(path):
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[len(content) // 3 :] = bytes(len(content) - len(content) // 3)
    path.write_bytes(content)


def empty(path):
    path.chmod(0o644)
    path.write_bytes(b"")


def spoil_middle(path):
    """What a large file is made of, and nothing that a fetch looks at."""
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


@pytest.fixture
def large(caches, opened):
    """A cache that is old, and in the middle of a large file broken; pull request 2 is not fetched yet."""
    content = "".join(f"{os.urandom(20).hex()}\n" for _ in range(3000))
    opened.large = opened.commit({"large": content}, opened.root, branch="main")
    opened.content = content
    read(caches, opened.wanted())
    spoil_middle(max(packs(caches, opened), key=lambda pack: pack.stat().st_size))
    age(cache_of(caches, opened) / "HEAD")
    return opened


def test_what_git_cannot_complete_is_fetched_anew_at_once(caches, large):
    large.open(2, large.commit({"large": large.content + "one more line\n"}, large.large))
    assert [file.path for file in read(caches, large.wanted(2)).files] == [b"large"]


def test_what_cannot_be_measured_is_fetched_anew_by_the_next_fetch(caches, large):
    large.open(2, large.commit({"large": None}, large.large))
    with pytest.raises(SourceError) as caught:
        read(caches, large.wanted(2))
    assert caches.folder not in str(caught.value)
    assert [file.path for file in read(caches, large.wanted(2)).files] == [b"large"]


@pytest.mark.parametrize("damage", [spoil, empty, Path.unlink])
@pytest.mark.parametrize("kind", ["pack", "idx"])
def test_whatever_is_broken_the_next_fetch_is_whole(caches, opened, damage, kind):
    read(caches, opened.wanted())
    for pack in packs(caches, opened):
        damage(pack.with_suffix(f".{kind}"))
    age(cache_of(caches, opened) / "HEAD")
    opened.open(1, opened.commit({"c": "3\n"}, opened.heads[1]))
    assert [file.path for file in read(caches, opened.wanted()).files] == [b"a", b"c"]


@pytest.mark.parametrize("name", ["HEAD", "config", "objects"])
def test_half_a_cache_is_none(caches, opened, name):
    read(caches, opened.wanted())
    cache = cache_of(caches, opened)
    (cache / name).rename(cache.parent / "elsewhere")
    assert read(caches, opened.wanted()).head == opened.heads[1]


def test_a_cache_of_another_version_of_reviewbot_is_fetched_anew(caches, opened):
    read(caches, opened.wanted())
    with (cache_of(caches, opened) / "config").open("a") as file:
        file.write("[core]\n\tfsmonitor = evil\n")
    assert read(caches, opened.wanted()).head == opened.heads[1]
    assert "evil" not in (cache_of(caches, opened) / "config").read_text()


def test_a_cache_that_was_made_just_now_is_not_thrown_away_again_and_again(caches, opened):
    read(caches, opened.wanted())
    made = (cache_of(caches, opened) / "HEAD").stat().st_ino
    (cache_of(caches, opened) / "doubtful").touch()
    read(caches, opened.wanted())
    assert (cache_of(caches, opened) / "HEAD").stat().st_ino == made
    age(cache_of(caches, opened) / "HEAD")
    read(caches, opened.wanted())
    assert leftovers(caches, opened) == set()


@pytest.mark.parametrize(
    "what_failed",
    [Moved("gone"), SourceError("no common ancestor"), SourceError("a tree of this change holds b'package' twice")],
)
def test_an_error_that_is_the_change_s_own_costs_no_cache(caches, opened, what_failed):
    with pytest.raises(type(what_failed)), caches.open_pull_request(opened.wanted()):
        raise what_failed
    assert leftovers(caches, opened) == set()


def test_what_a_killed_fetch_left_is_swept(caches, opened):
    read(caches, opened.wanted())
    cache = cache_of(caches, opened)
    young, old = cache / "objects/pack/.tmp-1-pack-1.pack", cache / "objects/pack/tmp_pack_1"
    ref_lock = cache / f"refs/reviewbot/pull-{1}.lock"
    for file in (young, old, ref_lock, cache / "packed-refs.lock", cache / "incoming-1/x"):
        file.parent.mkdir(exist_ok=True)
        file.touch()
    age(old)
    Path(caches.folder, "removed-1").mkdir()
    opened.open(1, opened.commit({"c": "1\n"}, opened.root))
    assert read(caches, opened.wanted()).head == opened.heads[1]
    assert leftovers(caches, opened) == set()
    assert (young.exists(), old.exists()) == (True, False)
    assert not Path(caches.folder, "removed-1").exists()


@pytest.fixture
def three(git_server):
    """Three repositories of some 50 kB."""
    made = [Hosted(git_server) for _ in range(3)]
    for each in made:
        main = each.commit({"large": os.urandom(50_000)}, branch="main")
        each.open(1, each.commit({"a": "1\n"}, main))
    return made


def test_the_cache_that_was_not_used_for_the_longest_time_goes_first(caches, three):
    few = RepositoryCaches(caches.folder, CacheLimits(all_bytes=120_000), allow_http=True)
    first, second, third = three
    for each in (first, second, first, third):
        read(few, each.wanted())
    assert [cache_of(caches, each).exists() for each in three] == [True, False, True]
    assert read(few, second.wanted()).head == second.heads[1]
    assert [cache_of(caches, each).exists() for each in three] == [False, True, True]


def test_a_cache_that_is_in_use_stays(caches, three):
    few = RepositoryCaches(caches.folder, CacheLimits(all_bytes=1), allow_http=True)
    first, second, third = three
    with few.open_pull_request(first.wanted()) as found:
        read(few, second.wanted())
        read(few, third.wanted())
        assert [cache_of(caches, each).exists() for each in three] == [True, False, True]
        assert [file.path for file in found.read(Needs()).files] == [b"a"]
    read(few, second.wanted())
    assert [cache_of(caches, each).exists() for each in three] == [False, True, False]


def test_a_cache_whose_size_nobody_noted_counts_too(caches, three):
    for each in three:
        read(caches, each.wanted())
        Path(caches.folder, f"{each.id}.in-use").write_text("")
    assert repository_cache.remove_least_used(caches.folder, 120_000, but=0) == 1


def test_a_folder_that_cannot_be_written_is_an_error_with_a_reason(tmp_path, opened):
    (tmp_path / "file").touch()
    for folder in ("file", "file/below"):
        with pytest.raises(SourceError, match="the cache of this repository cannot be written: ") as caught:
            read(RepositoryCaches(str(tmp_path / folder), allow_http=True), opened.wanted())
        assert str(tmp_path) not in str(caught.value)


def test_only_we_may_read_the_caches(caches, opened):
    read(caches, opened.wanted())
    assert Path(caches.folder).stat().st_mode & 0o077 == 0
    assert cache_of(caches, opened).stat().st_mode & 0o077 == 0
