"""Programs that start another command which stands in their words, and how their own options are told from it.

Each entry: name, short options as getopt(3) writes them (`:` takes a value, `::` only one that is attached), words in
front of the command, long options (`=` takes a value). An option that is not listed makes the command unclear. From the
manual pages of coreutils 9, findutils 4.10, util-linux 2.40, sudo 1.9, OpenDoas 6.8, procps 4 and bash 5.2.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from reviewbot.shell.command import ANY, HOLE, UnclearError

# The command behind these does what it would do without them, so who may run the one may run the other.
_PLAIN = """
env        iu:C:S:P:v0        0  ignore-environment unset= chdir= split-string= block-signal ignore-signal
    default-signal null debug
timeout    k:s:vfp            1  kill-after= signal= preserve-status foreground verbose
nohup      -                  0
nice       n:                 0  adjustment=
ionice     c:n:tp:P:u:        0  class= classdata= ignore pid= pgid= uid=
stdbuf     i:o:e:             0  input= output= error=
setsid     cfw                0  ctty fork wait
command    p                  0
builtin    -                  0
exec       cla:               0
time       pf:o:av            0  portability format= output= append verbose
noglob     -                  0
nocorrect  -                  0
caffeinate dimsut:w:          0
taskset    ac                 1  all-tasks cpu-list
chrt       abfiodrRT:P:D:     1
unbuffer   p                  0
chronic    ve                 0
strace     fo:e:s:ctTyqvp:    0  follow-forks output= trace=
xargs      0rtxpoa:E:d:e::i::I:L:l::n:P:s:  0  null arg-file= delimiter= eof replace max-lines max-args=
    max-procs= max-chars= no-run-if-empty verbose interactive open-tty process-slot-var= show-limits exit
busybox    -                  0
toybox     -                  0
flock      sxneuow:E:F        1  shared exclusive nonblock nb timeout= conflict-exit-code= close no-fork
    verbose
"""
# These give it other rights, another root or another machine.
_OTHERS = """
sudo       AbBEHiknPSsu:g:p:C:D:R:T:U:r:t:   0  askpass background bell preserve-env set-home login
    non-interactive preserve-groups stdin shell user= group= prompt= close-from= chdir= chroot=
    command-timeout= other-user= role= type= reset-timestamp
doas       Lnsu:C:a:          0
chroot     -                  1  groups= userspec= skip-chdir
fakeroot   l:s:i:b:u          0  lib= faked= unknown-is-real
unshare    muinpUCTfrcS:G:R:w:  0  mount uts ipc net pid user cgroup fork map-root-user map-current-user root=
    wd= mount-proc
nsenter    t:muinpUCTrwS:G:Fa 0  target= all mount uts ipc net pid user root wd
ssh        46AaCfGgKkMNnqsTtVvXxYyB:b:c:D:E:e:F:I:i:J:L:l:m:O:o:p:Q:R:S:W:w:  1
watch      bcdegn:pqrtwx      0  beep color differences errexit chgexit equexit= interval= precise no-rerun
    no-title no-wrap exec
systemd-run  dGHM:p:PqrS:tu:  0  user scope unit= property= pty pipe wait quiet collect setenv= uid= gid=
    same-dir working-directory= description= slice= service-type= on-active= on-calendar=
"""
_ASSIGNS = frozenset(("env", "time", "sudo", "doas", "systemd-run"))
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")


class _Wrapper(NamedTuple):
    short: dict[str, str]
    long: dict[str, bool]
    operands: int
    plain: bool


class Inner(NamedTuple):
    """What stands behind a wrapper. values: what its options were given, by name without hyphens."""

    words: tuple[str, ...]
    assignments: tuple[str, ...]
    values: dict[str, str]
    plain: bool


@lru_cache(maxsize=1)
def _wrappers() -> dict[str, _Wrapper]:
    table = {}
    for text, plain in ((_PLAIN, True), (_OTHERS, False)):
        for line in text.strip().replace("\n    ", " ").splitlines():
            name, short, operands, *long = line.split()
            letters = dict(re.findall(r"([^:-])(:*)", short))
            table[name] = _Wrapper(letters, {each.rstrip("="): each[-1] == "=" for each in long}, int(operands), plain)
    return table


def is_wrapper(program: str) -> bool:
    """Whether the program is one of the table."""
    return program in _wrappers()


def unwrapped(program: str, words: tuple[str, ...]) -> Inner:
    """What is left of the words behind a wrapper's name when its own are gone. Raises UnclearError."""
    wrapper = _wrappers()[program]
    values: dict[str, str] = {}
    rest = list(words)
    while rest and rest[0].startswith("-") and rest[0] != "-":
        word = rest.pop(0)
        if word == "--":
            break
        option = _long if word.startswith("--") else _short
        option(program, wrapper, word, rest, values)
    if rest[:1] == ["-"] and program in ("env", "exec"):
        rest.pop(0)
    assignments = []
    while program in _ASSIGNS and rest and _ASSIGNMENT.match(rest[0]):
        assignments.append(rest.pop(0))
    if ANY in rest[: wrapper.operands]:
        raise UnclearError(f"{program} runs what is only known at run time")
    return Inner(tuple(rest[wrapper.operands :]), tuple(assignments), values, wrapper.plain)


def _long(program: str, wrapper: _Wrapper, word: str, rest: list[str], values: dict[str, str]) -> None:
    name, equals, value = word[2:].partition("=")
    names = [each for each in wrapper.long if each == name] or [each for each in wrapper.long if each.startswith(name)]
    if len(names) != 1 or HOLE in name:
        raise UnclearError(f"{program} has an option that is not known: {word}")
    if wrapper.long[names[0]] and not equals:
        value = _next(program, rest)
    values[names[0]] = value


def _short(program: str, wrapper: _Wrapper, word: str, rest: list[str], values: dict[str, str]) -> None:
    if program == "nice" and re.fullmatch(r"-\d+", word):
        return
    letters = word[1:]
    while letters:
        letter, letters = letters[0], letters[1:]
        takes = wrapper.short.get(letter)
        if takes is None:
            raise UnclearError(f"{program} has an option that is not known: {word}")
        if takes:
            values[letter] = letters or (_next(program, rest) if takes == ":" else "")
            return
        values[letter] = ""


def _next(program: str, rest: list[str]) -> str:
    if not rest or rest[0] == ANY:
        raise UnclearError(f"{program} has an option whose value is not known")
    return rest.pop(0)
