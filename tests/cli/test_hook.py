"""The arguments of `reviewbot hook`: what git gives a hook is never an option of ours."""

from __future__ import annotations

import subprocess
import sys

import pytest

from reviewbot.cli.main import main, overview_parser
from reviewbot.hooks.installation import script
from tests.repositories import Repository, isolated_environment

GERRIT = ["--project", "shop", "--refname", "refs/heads/main", "--config", "no option of ours"]


def parsed(*words):
    return overview_parser().parse_args(["hook", "run", *words])


@pytest.mark.parametrize("settings", [[], ["--config", "c"], ["--host", "gerrit", "--policy", "p"]], ids=str)
@pytest.mark.parametrize("given", [[], ["origin", "url"], GERRIT, ["--", "-x", "--"]], ids=str)
def test_what_stands_behind_two_hyphens_is_gits(settings, given):
    arguments = parsed("update", *settings, "--", *given)
    assert (arguments.type, arguments.arguments) == ("update", given)
    assert arguments.config == ("c" if "--config" in settings else None)
    assert arguments.policy == ("p" if "--policy" in settings else None)


def test_plain_words_need_no_hyphens():
    assert parsed("update", "refs/heads/main", "0" * 40, "1" * 40).arguments == ["refs/heads/main", "0" * 40, "1" * 40]


def test_an_unknown_option_is_refused(capsys):
    with pytest.raises(Exception, match="unrecognized arguments: --confg"):
        parsed("pre-receive", "--confg", "c", "--", "--host")


@pytest.mark.parametrize("option", ["--host", "--config"])
def test_what_is_about_a_server_is_refused_where_people_work(tmp_path, option, capsys):
    repository = Repository(tmp_path / "repository")
    assert main(["hook", "install", "pre-commit", "--repo", str(repository.path), option, "plain"]) == 2
    assert "--host and --config are about a server" in capsys.readouterr().err
    assert not (repository.git_dir / "hooks" / "pre-commit").exists()


@pytest.mark.parametrize("settings", [[], ["--author", "ann"]], ids=["plain", "with a setting"])
@pytest.mark.parametrize("chained", [False, True], ids=["alone", "behind another"])
def test_an_installed_script_takes_a_push(tmp_path, settings, chained):
    repository = Repository(tmp_path / "repository")
    main = repository.commit({"a.py": "1\n"}, branch="main")
    head = repository.commit({"a.py": "2\n"}, main, branch="feature")
    hook = tmp_path / "pre-receive"
    hook.write_text(script("pre-receive", settings, chained=chained))
    outcome = subprocess.run(
        ["sh", hook], cwd=repository.path, env=isolated_environment(tmp_path), capture_output=True, check=False,
        input=f"{'0' * 40} {head} refs/heads/feature\n".encode(),
    )  # fmt: skip
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (0, b"", b""), outcome
    assert sys.executable in hook.read_text()
