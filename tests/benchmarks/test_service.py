"""The benchmark of the service at a tiny size: every group runs, and nothing is lost. How fast, is not asked."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.github_peer.git_server import TokenServer
from tests.github_peer.installed import missing

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.skipif(bool(missing() or TokenServer.missing()), reason="GitHub's peer is not installed")
def test_every_group_runs():
    command = (sys.executable, "-m", "tests.benchmarks", "service", "--scale", "0.005", "--repetitions", "1")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "not run" not in done.stdout
    for method in ("reviewbot's endpoint, durable", "reviewbot serve, while its worker works"):
        assert re.search(rf"{method} .*<= 2\.22222, aim 1\.25", done.stdout)
    assert re.search(r"deliveries that are lost +0 +<= 0 +met", done.stdout)
    assert re.search(r"half of them within +[\d.]+ s +<= 1 s +", done.stdout)
