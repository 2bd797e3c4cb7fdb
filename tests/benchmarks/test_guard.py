"""The benchmark of the guard at a tiny size: every decision is made, and a bound is printed. How fast, is not asked."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_every_decision_is_made(tmp_path):
    trial = ("--scale", "0.003", "--repetitions", "1", "--keep", str(tmp_path))
    command = (sys.executable, "-m", "tests.benchmarks", "guard", *trial)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "not run" not in done.stdout
    for decision in ("an edit", "an edit of a forbidden path", "a tool that only reads", "a command"):
        assert len(re.findall(rf"  {decision}  .*<= 0\.75  [#.|>]{{24}}  \S", done.stdout)) == 2
    assert "paths are judged first" in done.stdout
