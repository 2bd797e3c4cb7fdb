"""Peak memory of a process and of the processes that it starts, read from /proc (Linux).

Run as a script, in a process of its own: `python -I -S peak_memory.py COMMAND...` prints one line of JSON, in KiB. A
process of its own, because wait4(2) counts towards a child what its parent held when it started it, and a benchmark
that makes its inputs holds much.
"""

from __future__ import annotations

import json
import os
import sys
import time

POLL_SECONDS = 0.002


def descendants(pid: int) -> list[int]:
    """The processes that this one started and that run, and what they started."""
    found: list[int] = []
    try:
        threads = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return found
    for thread in threads:
        try:
            with open(f"/proc/{pid}/task/{thread}/children") as file:
                children = [int(word) for word in file.read().split()]
        except OSError:
            continue
        for child in children:
            found += [child, *descendants(child)]
    return found


def memory(pid: int) -> tuple[int, int]:
    """What a process holds now, and the most that it held since it became this program, in KiB; 0 when it is gone."""
    now = peak = 0
    try:
        with open(f"/proc/{pid}/status") as file:
            for line in file:
                if line.startswith("VmHWM:"):
                    peak = int(line.split()[1])
                elif line.startswith("VmRSS:"):
                    now = int(line.split()[1])
    except OSError:
        pass
    return now, peak


def program(pid: int) -> bytes:
    """How it was called; of a process that was just started, and is no program of its own yet, what its parent was."""
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return file.read()
    except OSError:
        return b""


def watch(argv: list[str]) -> dict[str, int]:
    """Run a command until it ends and poll it; it reads what we were given.

    own: the peak of the process itself. child: the largest peak of one that it started. together: the most that all
    held at the same moment; pages that two of them map are counted twice, but not those of a process that still is a
    copy of its parent. reaped: the largest peak of any, as the
    kernel says at the end, which polling cannot miss. All in KiB, and the exit status.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    files = [(os.POSIX_SPAWN_DUP2, nothing, stream) for stream in (1, 2)]
    pid = os.posix_spawnp(argv[0], argv, os.environ, file_actions=files)
    own = child = together = 0
    while True:
        done, status, usage = os.wait4(pid, os.WNOHANG)
        if done:
            return {
                "own": own,
                "child": child,
                "together": together,
                "reaped": usage.ru_maxrss,
                "status": os.waitstatus_to_exitcode(status),
            }
        now, peak = memory(pid)
        own_program = program(pid)
        held = [memory(process) for process in descendants(pid) if program(process) != own_program]
        own = max(own, peak)
        child = max([child, *(most for _, most in held)])
        together = max(together, now + sum(present for present, _ in held))
        time.sleep(POLL_SECONDS)


if __name__ == "__main__":
    print(json.dumps(watch(sys.argv[1:])))
