"""Putting a hook into a repository and taking it out again.

GitPython finds the hooks folder, as git's own configuration has it (core.hooksPath, linked working trees, bare
repositories). A hook that is there already is renamed and runs first; taking ours out puts it back.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from shlex import join, quote

from reviewbot.errors import SourceError, UsageError
from reviewbot.installed import HOOK_MARK, command_words, replace_file
from reviewbot.render.text.escape import shown

_MODE = 0o755
EARLIER = ".before-reviewbot"
_READ_STANDARD_INPUT = ("pre-push", "pre-receive")
_ON_A_SERVER = ("pre-receive", "update")
_TRUE = ("true", "1", "yes", "on")  # https://git-scm.com/docs/git-config#_values

TYPE_CHECKING = False  # for annotations only
if TYPE_CHECKING:
    from git import Repo


def script(type: str, settings: Sequence[str], *, chained: bool) -> str:
    """The hook: a shell script that hands over to the Python that runs now, and refuses when that is gone.

    settings: options of `hook run`. chained: whether the hook that was there before runs first; both must agree.
    """
    python = quote(sys.executable)
    command = f'{join([*command_words(), "hook", "run", type, *settings])} -- "$@"'
    lines = [
        "#!/bin/sh",
        f"{HOOK_MARK} {type}; reviewbot hook uninstall {type} takes it out.",
        f"if [ ! -x {python} ]; then",
        f'    echo "reviewbot: refused: "{python}" is gone; install reviewbot and this hook again" >&2',
        "    exit 2",
        "fi",
    ]
    earlier = f'"${{0%/*}}/{type}{EARLIER}"'
    if chained and type in _READ_STANDARD_INPUT:
        lines += [
            "input=$(cat; echo .)",  # the shell would drop the last line end
            f'if [ -x {earlier} ]; then printf %s "${{input%.}}" | {earlier} "$@" || exit; fi',
            f'printf %s "${{input%.}}" | {command}',
        ]
    else:
        lines += [f'if [ -x {earlier} ]; then {earlier} "$@" || exit; fi'] if chained else []
        lines.append(f"exec {command}")
    return "\n".join(lines) + "\n"


def install(type: str, folder: str, settings: Sequence[str]) -> list[str]:
    """Put the hook into the repository at or above the folder. Returns what was done, a line each.

    Raises UsageError, SourceError when that is not possible; then nothing was changed.
    """
    repository, path = _hook_path(type, folder)
    earlier = path + EARLIER
    taken = os.path.lexists(path) and not _is_ours(path)
    if taken and os.path.lexists(earlier):
        raise UsageError(
            f"there is a {type} hook, and one that an earlier installation put aside", where=shown(path),
            help=f"join the two, and remove {shown(earlier)}",
        )  # fmt: skip
    done = [f"installed {shown(path)}"]
    try:
        content = os.fsencode(script(type, settings, chained=taken or os.path.lexists(earlier)))
        if taken:
            _put_aside(path, earlier, content)
            done.append(f"kept the hook that was there as {shown(earlier)}; it runs first")
        else:
            replace_file(path, content, _MODE)
    except OSError as error:
        raise SourceError(f"the hook cannot be written: {error.strerror}", where=shown(path)) from None
    return done + _advice(type, repository)


def _put_aside(path: str, earlier: str, content: bytes) -> None:
    """The hook that is there under its second name, ours in its place, or all as it was. Raises OSError."""
    os.link(path, earlier, follow_symlinks=False)  # so there is no moment without a hook
    try:
        replace_file(path, content, _MODE)
    except OSError:
        os.unlink(earlier)
        raise


def uninstall(type: str, folder: str) -> list[str]:
    """Take the hook out, and put back what was there before. Returns what was done. Raises as `install`."""
    _, path = _hook_path(type, folder)
    if not os.path.lexists(path) or not _is_ours(path):
        raise UsageError(f"no {type} hook of reviewbot is installed", where=shown(path))
    try:
        if os.path.lexists(path + EARLIER):
            os.replace(path + EARLIER, path)
            return [f"put back the hook that was there before: {shown(path)}"]
        os.unlink(path)
    except OSError as error:
        raise SourceError(f"the hook cannot be removed: {error.strerror}", where=shown(path)) from None
    return [f"removed {shown(path)}"]


def _hook_path(type: str, folder: str) -> tuple[Repo, str]:
    try:
        from git import GitError, Repo
    except ImportError as error:
        raise SourceError(f"git could not be started: {error!s:.200}", help="install git 2.38 or later") from None
    try:
        repository = Repo(folder, search_parent_directories=True)
        named = repository.git.rev_parse("--git-path", "hooks")
    except (GitError, OSError) as error:
        said = shown((str(error).strip().splitlines() or [""])[-1])[:300]
        raise SourceError("not a git repository", where=shown(os.path.abspath(folder)), help=said) from None
    return repository, os.path.join(os.path.abspath(repository.working_dir), named, type)


def _advice(type: str, repository: Repo) -> list[str]:
    """What git itself should be told on a server, where it has not been."""
    if type not in _ON_A_SERVER:
        return []
    reader = repository.config_reader()
    advice = {
        "fsckObjects": "git then refuses malformed objects",
        "advertisePushOptions": "for waivers by push option",
    }
    return [
        f"advice: git config receive.{key} true ({why})"
        for key, why in advice.items()
        if str(reader.get_value("receive", key.lower(), default="")).lower() not in _TRUE
    ]


def _is_ours(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return HOOK_MARK.encode() in file.read(4096)
    except OSError:
        return False
