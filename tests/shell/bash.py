"""What bash itself makes of simple commands: every program is a function that prints its words, and nothing can run."""

from __future__ import annotations

import shutil
import subprocess

BASH = shutil.which("bash")
PROGRAMS = ("cmd", "alpha", "beta")


def is_valid(text: str) -> bool:
    """Whether bash takes it for shell text; nothing is run."""
    outcome = _bash("-n", "-c", text)
    return outcome.returncode == 0 and not outcome.stderr


def words_run(text: str) -> list[tuple[str, ...]] | None:
    """The words of each command that runs, in order; None when bash does not understand the text.

    Only for texts without expansions that read anything but words, see the strategies of the tests.
    """
    stubs = "".join(f'{each}() {{ printf "%s\\0" {each} "$@" $\'\\1\' >&9; }}\n' for each in PROGRAMS)
    missing = 'command_not_found_handle() { printf "%s\\0" "$@" $\'\\1\' >&9; }\n'
    outcome = _bash("-c", f'exec 9>&1 >/dev/null 2>/dev/null\nset -f\n{stubs}{missing}\neval "$1"', "bash", text)
    *fields, rest = outcome.stdout.decode("utf-8", "surrogateescape").split("\0")
    if rest:
        return None
    commands: list[tuple[str, ...]] = []
    words: list[str] = []
    for field in fields:
        if field == "\1":
            commands.append(tuple(words))
            words = []
        else:
            words.append(field)
    return commands


def _bash(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [BASH, "--norc", "--noprofile", *arguments],
        cwd="/",
        env={"PATH": "", "HOME": "~", "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=10,
        check=False,
    )
