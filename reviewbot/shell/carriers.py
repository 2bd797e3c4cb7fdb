"""Programs that run a command, or shell text, which stands somewhere in their words.

Each function is given a command and yields the commands, and the shell texts (str), that it runs. It raises
UnclearError for what cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from reviewbot.shell.command import ANY, HOLE, Command, UnclearError
from reviewbot.shell.interpreters import fed_text
from reviewbot.shell.wrappers import unwrapped

Carried = Iterator[Command | str]
# Options of `docker run` and `docker exec` without a value; every other one has one.
_DOCKER_FLAGS = frozenset((
    "detach", "interactive", "tty", "rm", "init", "privileged", "read-only", "no-healthcheck", "oom-kill-disable",
    "publish-all", "sig-proxy", "disable-content-trust", "quiet", "use-api-socket", "service-ports", "no-deps",
    "remove-orphans", "build", "no-TTY", "help",
))  # fmt: skip
_DOCKER_LETTERS = "ditPqT"
# Programs that run another one behind such a first word, with options of their own in between.
_RUNNERS = {
    "npx": "", "bunx": "", "uvx": "", "uv": "run", "poetry": "run", "pipenv": "run", "pdm": "run", "hatch": "run",
    "rye": "run", "conda": "run", "mamba": "run", "pipx": "run", "bundle": "exec", "npm": "exec", "pnpm": "exec dlx",
    "yarn": "exec dlx", "mise": "exec x", "asdf": "exec", "dotenv": "run", "op": "run", "doppler": "run",
    "infisical": "run",
    "runuser": "", "gosu": "", "su-exec": "", "setpriv": "", "proot": "", "firejail": "", "bwrap": "", "xvfb-run": "",
    "dbus-run-session": "", "valgrind": "", "ltrace": "", "perf": "stat record", "entr": "", "hyperfine": "",
    "torsocks": "", "proxychains": "", "proxychains4": "", "ssh-agent": "", "direnv": "exec", "rlwrap": "",
    "prlimit": "",
    "numactl": "", "setarch": "", "linux64": "", "cgexec": "", "sg": "", "start-stop-daemon": "", "daemonize": "",
}  # fmt: skip
_GIT_RUNS = re.compile(
    r"(?i)alias\..*|core\.(sshcommand|pager|editor|fsmonitor|hookspath|askpass|gitproxy)|pager\..*|sequence\.editor|"
    r"diff\.(.*\.)?(external|command|textconv)|(diff|merge)tool\..*|credential\.(.*\.)?helper|gpg\.(.*\.)?program|"
    r"filter\..*|uploadpack\..*|remote\..*\.(uploadpack|receivepack|proxy|vcs)|include(if\..*)?\.path|interactive\.difffilter|"
    r"merge\..*\.driver|trailer\..*|sendemail\..*|web\.browser|browser\..*|man\..*|help\.browser|protocol\..*|url\..*"
)
_GIT_TEXT = re.compile(r"--(exec|upload-pack|receive-pack|extcmd|open-files-in-pager|\w+-filter)(=.*)?")


def find(command: Command) -> Carried:
    """`-exec CMD ;`, `-execdir`, `-ok`, `-okdir`: each up to `;` or `+`, with names in the place of `{}`."""
    words = command.words[1:]
    for index, word in enumerate(words):
        if (
            HOLE in word
            and ("exec" not in word and word in (HOLE, ANY))
            and index
            and words[index - 1].startswith("-exec")
        ):
            raise UnclearError("find runs what is only known at run time")
        if word in ("-exec", "-execdir", "-ok", "-okdir"):
            rest = words[index + 1 :]
            ends = [place for place, each in enumerate(rest) if each in (";", "+")]
            inner = rest[: ends[0]] if ends else rest
            yield Command(tuple(each.replace("{}", HOLE) for each in inner))


def xargs(command: Command) -> Carried:
    """The command with what is read in the place of `-I`'s text, else behind it."""
    inner = unwrapped("xargs", command.words[1:])
    mark = inner.values.get("I") or inner.values.get("replace") or inner.values.get("i")
    if mark is None and "i" not in inner.values and "replace" not in inner.values:
        yield Command((*inner.words, ANY)) if inner.words else Command(("echo", ANY))
    else:
        yield Command(tuple(each.replace(mark or "{}", HOLE) for each in inner.words))


def eval_words(command: Command) -> Carried:
    """eval, and what joins its words and hands them to a shell."""
    yield " ".join(command.words[1:])


def trap(command: Command) -> Carried:
    words = [each for each in command.words[1:] if each not in ("-p", "-l", "--")]
    if len(words) > 1 and words[0] != "-":
        yield words[0]


def ssh(command: Command) -> Carried:
    """The words behind the host are joined and run by the other machine's shell."""
    inner = unwrapped("ssh", command.words[1:])
    if any(re.search(r"(?i)(?:proxy|local|knownhosts)command", each) for each in command.words):
        raise UnclearError("ssh is told what to run by a setting")
    if inner.words and inner.words[0].startswith("-"):
        raise UnclearError("ssh has options behind its host")
    if inner.words:
        yield " ".join(inner.words)
    elif command.fed or command.input:
        yield fed_text(command)


def watch(command: Command) -> Carried:
    yield " ".join(unwrapped("watch", command.words[1:]).words)


def texts_of_option(command: Command) -> Carried:
    """su, script and flock: the value of `-c`."""
    words = command.words[1:]
    given = False
    for index, word in enumerate(words):
        if re.fullmatch(r"-[A-Za-z]*c|--(?:session-)?c\w*", word):
            given = True
            yield words[index + 1] if index + 1 < len(words) else ANY
        elif re.match(r"--(?:session-)?c\w*=", word) or re.match(r"-c.", word):
            given = True
            yield word.partition("=")[2] if word.startswith("--") else word[2:]
        elif word == ANY:
            raise UnclearError(f"{command.words[0]} runs what is only known at run time")
    if not given and (command.fed or command.input):
        yield fed_text(command)


def input_as_text(command: Command) -> Carried:
    """at and batch: commands for later."""
    if command.fed or command.input:
        yield fed_text(command)


def docker(command: Command) -> Carried:
    """`run IMAGE CMD` and `exec CONTAINER CMD`, of docker, podman and compose."""
    words = _behind_run(command.words[1:])
    entrypoint: tuple[str, ...] = ()
    while words and words[0].startswith("-"):
        word = words.pop(0)
        if word == "--":
            break
        name, equals, value = word.lstrip("-").partition("=")
        is_flag = name in _DOCKER_FLAGS if word.startswith("--") else name.strip(_DOCKER_LETTERS) == ""
        if (
            not is_flag
            and not equals
            and words
            and (word.startswith("--") or name[:1] not in "euwvplhm" or len(name) == 1)
        ):
            value = words.pop(0)
        if name == "entrypoint":
            entrypoint = tuple(value.split())
    if ANY in words[:1]:
        raise UnclearError("a container runs what is only known at run time")
    if entrypoint or words[1:]:
        yield Command((*entrypoint, *words[1:]), command.input, (), command.fed)


def _behind_run(words: tuple[str, ...]) -> list[str]:
    """The words behind `run` or `exec`; [] when it is another subcommand."""
    index = 0
    while index < len(words):
        word = words[index]
        following = words[index + 1 : index + 2]
        if word in ("run", "exec"):
            return list(words[index + 1 :])
        if word.startswith("-"):
            takes_next = "=" not in word and following not in (("run",), ("exec",), ("compose",), ("container",))
            index += 2 if takes_next else 1
        elif word in ("compose", "container"):
            index += 1
        else:
            return []
    return []


def kubectl(command: Command) -> Carried:
    words = command.words[1:]
    if "exec" in words or "run" in words or "debug" in words:
        if "--" in words:
            yield Command(words[words.index("--") + 1 :], command.input, (), command.fed)
        elif ANY in words or "exec" in words:
            raise UnclearError("kubectl runs a command that is not set off by --")


def git(command: Command) -> Carried:
    """Settings, hooks and options of git that name a command."""
    words = command.words[1:]
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else ""
        setting = following if word == "-c" else ""
        if word.startswith(("--config-env", "--exec-path=")) or "ext::" in word:
            raise UnclearError("git is told to run what is not in the command")
        if (
            setting
            and _GIT_RUNS.fullmatch(setting.partition("=")[0])
            and setting.partition("=")[2] not in ("", "cat", "false")
        ):
            raise UnclearError("git is told what to run by a setting")
        if setting.startswith(HOLE):
            raise UnclearError("git is given a setting that is only known at run time")
        text = _GIT_TEXT.fullmatch(word)
        if text or (word == "-x" and ("rebase" in words or "difftool" in words)):
            yield text[2][1:] if text and text[2] else following
    arguments = [each for each in words if not each.startswith("-")]
    if "config" in words and len(arguments) > 2 and any(_GIT_RUNS.fullmatch(each) for each in arguments):
        raise UnclearError("git's settings are told what to run")
    for first, second in (("bisect", "run"), ("submodule", "foreach")):
        if first in words and second in words:
            rest = [each for each in words[words.index(second) + 1 :] if each not in ("--recursive", "-q", "--quiet")]
            yield Command(tuple(rest)) if len(rest) > 1 or first == "bisect" else (rest or [""])[0]


def rsync(command: Command) -> Carried:
    words = command.words[1:]
    for index, word in enumerate(words):
        if re.fullmatch(r"-\w*e|--rsh|--rsync-path", word) and index + 1 < len(words):
            yield words[index + 1]
        elif word.startswith(("--rsh=", "--rsync-path=")):
            yield word.partition("=")[2]


def runner(command: Command) -> Carried:
    """Behind the options of a runner. Where a word may be an option's value, the command may begin behind it too."""
    program, *words = command.words
    subcommands = _RUNNERS[program].split()
    if subcommands:
        places = [index for index, each in enumerate(words) if each in subcommands]
        if not places:
            return
        words = words[places[0] + 1 :]
    if any(re.fullmatch(r"-c|--call|--run|--command", each) for each in words[:3]):
        raise UnclearError(f"{program} runs shell text")
    after_option = False
    for index, word in enumerate(words):
        if word.startswith("-") and word != "-":
            after_option = "=" not in word and word != "--"
            continue
        yield Command(tuple(words[index:]), command.input, (), command.fed)
        if not after_option:
            return
        after_option = False


CARRIERS: dict[str, Callable[[Command], Carried]] = {
    "find": find, "gfind": find, "xargs": xargs, "gxargs": xargs, "eval": eval_words, "trap": trap, "ssh": ssh,
    "watch": watch, "su": texts_of_option, "script": texts_of_option, "flock": texts_of_option,
    "nix-shell": texts_of_option, "at": input_as_text, "batch": input_as_text, "docker": docker, "podman": docker,
    "nerdctl": docker, "docker-compose": docker, "podman-compose": docker, "kubectl": kubectl, "oc": kubectl,
    "git": git,
    "rsync": rsync, **dict.fromkeys(_RUNNERS, runner),
}  # fmt: skip
