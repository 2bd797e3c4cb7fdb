"""The same bytes from every run: Python orders sets of bytes by PYTHONHASHSEED, and nothing of that may show."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator

from tests.benchmarks.inputs.repository import Input
from tests.benchmarks.measuring.claims import Claim, Claims
from tests.benchmarks.measuring.session import Session
from tests.benchmarks.split_groups.lines import changes
from tests.benchmarks.split_groups.methods import command_of

HASH_SEEDS = ("0", "1")


def tables(session: Session) -> Iterator[Claims]:
    claims = Claims(f"same: what is printed with PYTHONHASHSEED={' and '.join(HASH_SEEDS)}")
    for _, change in changes(session):
        session.say(f"same, {change.name}")
        claims.claims.append(compared(session, change))
    yield claims


def compared(session: Session, change: Input) -> Claim:
    place = session.place(change.directory)
    found = []
    for seed in HASH_SEEDS:
        environment = {**place.environment, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            command_of(change), cwd=place.directory, env=environment, capture_output=True, check=False
        )
        if done.returncode not in (0, 1):
            return Claim(change.name, "", problem=done.stderr.decode(errors="replace").strip()[:200])
        found.append(done.stdout)
    digests = sorted({hashlib.sha256(each).hexdigest()[:12] for each in found})
    return Claim(change.name, f"{len(found[0]):,} bytes, sha256 {', '.join(digests)}", "equal", len(digests) == 1)
