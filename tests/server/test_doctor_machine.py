"""What `reviewbot doctor` says of the machine that it runs on."""

from __future__ import annotations

import os
import re
from time import time

import pytest
from pydantic import SecretStr

from reviewbot.server.doctor import data, machine
from reviewbot.server.settings import Settings
from tests.github_peer.wire import Answer, listening


@pytest.fixture
def key(tmp_path):
    (tmp_path / "key.pem").touch(0o600)
    return tmp_path / "key.pem"


@pytest.fixture
def settings(tmp_path, key):
    """Settings, with some that are otherwise."""

    def make(**others):
        given = {"webhook_secrets": (SecretStr("0123456789abcdef"),), "data_folder": str(tmp_path / "data")}
        return Settings(app_id=1, private_key_file=str(key), **given | others)

    return make


def wrong(checks):
    return [check.name for check in checks if check.ok is False]


def test_the_versions_are_told(settings):
    (check,) = machine.version_checks(settings())
    assert re.fullmatch(r"Python 3[.\d]+, SQLite 3[.\d]+, git 2[.\d]+", check.what)


def test_a_version_that_is_too_old(settings, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    assert wrong(machine.version_checks(settings())) == ["versions"]


# Who may read the secrets


@pytest.mark.parametrize(
    ("mode", "is_right"), [(0o600, True), (0o400, True), (0o644, False), (0o660, False), (0o604, False)]
)
def test_who_may_read_the_key(settings, key, mode, is_right):
    key.chmod(mode)
    (check,) = machine.file_checks(settings(), None)
    assert check.ok is is_right
    assert is_right or f"chmod 600 {key}" in check.help


def test_a_key_of_roots_may_be_read_by_the_services_own_group(settings, key):
    key.chmod(0o640)
    (check,) = machine.file_checks(settings(), None)
    assert check.ok is (os.geteuid() == 0)


def test_a_key_of_another_user(settings, key, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    monkeypatch.setattr(os, "stat", lambda _path: os.stat_result([0o100600, 0, 0, 1, 54321, 0, 0, 0, 0, 0]))
    (check,) = machine.file_checks(settings(), None)
    assert "belongs to another user" in check.what


def test_a_credential_of_systemd_is_kept_by_systemd(settings, key, monkeypatch):
    key.chmod(0o440)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(key.parent))
    assert wrong(machine.file_checks(settings(), None)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [("port = 1", []), ('database_url = "x"', ["configuration"]), ('private_key = "x"', ["configuration"])],
)
def test_a_configuration_that_others_may_read_holds_no_secret(settings, tmp_path, text, found):
    (tmp_path / "server.toml").write_text(text)
    (tmp_path / "server.toml").chmod(0o644)
    assert wrong(machine.file_checks(settings(), str(tmp_path / "server.toml"))) == found


@pytest.mark.parametrize(
    ("text", "ok", "words"),
    [
        ("version = 1\n[rules.max-files]\nlimit = 3\n", True, "holds everywhere"),
        ("version = 1\n[rules.max-filse]\nlimit = 3\n", False, "max-filse"),
        (None, False, "cannot be read"),
    ],
)
def test_a_floor_is_a_policy(settings, tmp_path, text, ok, words):
    assert machine.floor_checks(settings()) == []
    if text is not None:
        (tmp_path / "floor.toml").write_text(text)
    (check,) = machine.floor_checks(settings(floor=str(tmp_path / "floor.toml")))
    assert (check.name, check.ok) == ("floor", ok)
    assert words in check.what
    assert ok or check.help


# The clock


@pytest.fixture
def github():
    with listening(lambda _exchange: Answer(401)) as port:
        yield f"http://localhost:{port}"


def test_a_clock_that_is_right(github):
    assert machine.clock_check(github).ok


@pytest.mark.parametrize(("seconds", "words"), [(100, "ahead of"), (-100, "behind")])
def test_a_clock_that_is_wrong(github, monkeypatch, seconds, words):
    monkeypatch.setattr(machine, "time", lambda: time() + seconds)
    check = machine.clock_check(github)
    assert check.ok is False
    assert re.fullmatch(f"this clock is (99|10[01]) seconds {words} GitHub's", check.what)


def test_nobody_who_tells_the_time(github):
    with listening(lambda _exchange: Answer(200)) as port:
        pass
    check = machine.clock_check(f"http://localhost:{port}")
    assert check.ok is None
    assert "does not answer (ConnectionError)" in check.what


# The data folder


def test_a_data_folder_that_is_not_there_yet(settings, tmp_path):
    check = data.data_checks(settings())[0]
    assert check.ok
    assert check.what.startswith(f"{tmp_path} (of {tmp_path}/data, which is made at the first start)")
    assert os.listdir(tmp_path) == ["key.pem"]


def test_a_data_folder_that_nobody_may_write_to(settings):
    check = data.data_checks(settings(data_folder="/proc/reviewbot"))[0]
    assert check.ok is False
    assert check.what.startswith("/proc cannot be written to")


MOUNTS = """\
overlay / overlay rw 0 0
/dev/sda1 /data ext4 rw 0 0
server:/x /data/shared nfs4 rw 0 0
tmpfs /run tmpfs rw 0 0
/dev/sdb1 /with\\040space xfs rw 0 0
/dev/sdb1 /data2 xfs rw 0 0
/dev/sdc1 /data2 btrfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "point", "kind"),
    [
        ("/data/reviewbot", "/data", "ext4"),
        ("/data", "/data", "ext4"),
        ("/data/shared/x", "/data/shared", "nfs4"),
        ("/database", "/", "overlay"),
        ("/with space/x", "/with space", "xfs"),
        ("/data2/x", "/data2", "btrfs"),
    ],
)
def test_which_disk_a_folder_is_on(path, point, kind):
    assert data.mount_of(path, MOUNTS) == (point, kind)


@pytest.mark.parametrize(
    ("mounts", "ok", "words"),
    [
        ("/dev/sda1 / ext4 rw 0 0\n", True, "on a disk of this machine"),
        ("server:/x / nfs4 rw 0 0\n", False, "on a network"),
        ("tmpfs / tmpfs rw 0 0\n", False, "in memory"),
        ("overlay / overlay rw 0 0\n", False, "in the container itself"),
        ("", None, "cannot be told"),
    ],
)
def test_a_disk_keeps_what_it_is_given(settings, tmp_path, monkeypatch, mounts, ok, words):
    (tmp_path / "mounts").write_text(mounts)
    monkeypatch.setattr(data, "MOUNTS", str(tmp_path / "mounts"))
    disk = data.data_checks(settings())[1]
    assert (disk.name, disk.ok) == ("disk", ok)
    assert words in disk.what


def test_the_room_that_the_cache_may_take(settings, tmp_path, monkeypatch):
    free = 5 << 30
    monkeypatch.setattr(data.shutil, "disk_usage", lambda _folder: type("Usage", (), {"free": free}))
    assert data.data_checks(settings(cache_bytes=4 << 30))[2].ok
    assert not data.data_checks(settings(cache_bytes=6 << 30))[2].ok
    (tmp_path / "data").mkdir()
    with (tmp_path / "data" / "pack").open("wb") as pack:
        pack.truncate(3 << 30)  # what is there already needs no more room
    assert data.data_checks(settings(cache_bytes=6 << 30))[2].ok
    free = 1 << 29
    assert not data.data_checks(settings(cache_bytes=1 << 20))[2].ok
