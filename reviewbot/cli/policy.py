"""Check, show or begin a policy.

examples:
  reviewbot policy init                      write a commented .reviewbot.toml to start from
  reviewbot policy check                     is .reviewbot.toml valid?
  reviewbot policy show                      what a change is judged by here, and where each instance came from
  reviewbot policy schema > reviewbot.schema.json
                                             for editors: put `#:schema ./reviewbot.schema.json` in the first line
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter

from reviewbot.errors import EXIT_ERROR, EXIT_OK, PolicyError, SourceError, UsageError
from reviewbot.judgement import governing_texts, read_policy_file
from reviewbot.model.policy import POLICY_PATH, Policy
from reviewbot.policy import MAX_TEXT_BYTES, PolicyText, default_policy_text, load_policy, policy_schema
from reviewbot.render.text.document import json_text
from reviewbot.render.text.escape import shown
from reviewbot.sources.ends import Selection
from reviewbot.sources.local import open_change
from reviewbot.sources.repository import find_repository

SUMMARY = "check, show or begin a policy"

_NAME = POLICY_PATH.decode()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True)

    check = actions.add_parser("check", help="is a policy valid?", allow_abbrev=False)
    check.add_argument(
        "file", nargs="?", metavar="FILE", help=f"- for standard input ({_NAME} here, or at the top of the repository)"
    )
    _add_format(check)

    show = actions.add_parser("show", help="what a change is judged by, and where it came from", allow_abbrev=False)
    add_policy_selectors(show)
    _add_format(show)

    actions.add_parser("schema", help="print the JSON Schema, for editors that complete TOML", allow_abbrev=False)

    init = actions.add_parser("init", help=f"write a commented {_NAME} to start from", allow_abbrev=False)
    init.add_argument("--force", action="store_true", help="replace the one that is there")
    init.add_argument("--repo", metavar="DIR", default=".", help="the repository, or a folder in it (this folder)")


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("terminal", "json"), default="terminal", help="(terminal)")


def add_policy_selectors(parser: argparse.ArgumentParser) -> None:
    """--policy, --repo and --base: which policy is meant. `explain` has them too."""
    parser.add_argument("--policy", metavar="FILE", help="a policy that holds beside the one at base")
    parser.add_argument("--repo", metavar="DIR", default=".", help="the repository, or a folder in it (this folder)")
    parser.add_argument("--base", metavar="REV", help="the branch or revision whose policy holds")


def run(arguments: argparse.Namespace) -> int:
    return {"check": _check, "show": _show, "schema": _schema, "init": _init}[arguments.action](arguments)


def effective_policy(arguments: argparse.Namespace) -> tuple[Policy, tuple[str, ...]]:
    """(policy, notes): what `lint-diff` would judge by with the same --policy, --repo and --base."""
    try:
        with open_change(arguments.repo, Selection(base=arguments.base, head=arguments.base)) as found:
            texts, notes = governing_texts(found, arguments.policy, arguments.repo)
            notes = found.ends.notes + notes
    except (SourceError, UsageError) as error:
        if arguments.base or not os.path.isdir(arguments.repo):
            raise
        texts, notes = governing_texts(None, arguments.policy, arguments.repo)
        notes = (f"no policy was read from a base: {error.what}", *notes)
    return load_policy(texts), notes


def _check(arguments: argparse.Namespace) -> int:
    name = arguments.file or _found_here()
    error = None
    instances: Counter[str] = Counter()
    try:
        text = _read(name)
        instances.update(each.rule for each in load_policy([text]).instances if each.source == text.source)
    except PolicyError as problem:
        if arguments.format != "json":
            raise
        error = problem
    if arguments.format == "json":
        found = {"what": error.what, "where": error.where, "help": error.help} if error else None
        counts = {"instances": instances.total(), "rules": len(instances)}
        print(json_text({"file": name, "valid": error is None, **counts, "error": found}), end="")
        return EXIT_ERROR if error else EXIT_OK
    print(f"{shown(name)}: ok, {_counted(instances.total(), 'instance')} of {_counted(len(instances), 'rule')}")
    return EXIT_OK


def _found_here() -> str:
    """The policy of this folder, else of the top of the repository."""
    if os.path.lexists(_NAME):
        return _NAME
    top = find_repository(".").work_tree
    if top is None or not os.path.lexists(f"{top}/{_NAME}"):
        raise UsageError(f"there is no {_NAME} here", help="name the file, or write one with `reviewbot policy init`")
    return os.path.relpath(f"{top}/{_NAME}")


def _read(name: str) -> PolicyText:
    if name == "-":
        return PolicyText("standard input", sys.stdin.buffer.read(MAX_TEXT_BYTES + 1))
    return read_policy_file(name, name)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _show(arguments: argparse.Namespace) -> int:
    from reviewbot.policy.written import policy_data, policy_toml

    policy, notes = effective_policy(arguments)
    if arguments.format == "json":
        print(json_text(policy_data(policy) | {"notes": list(notes)}), end="")
    else:
        print("".join(f"# {shown(note)}\n" for note in notes) + policy_toml(policy), end="")
    return EXIT_OK


def _schema(_arguments: argparse.Namespace) -> int:
    print(json_text(policy_schema()), end="")
    return EXIT_OK


def _init(arguments: argparse.Namespace) -> int:
    top = find_repository(arguments.repo).work_tree
    if top is None:
        raise UsageError("a bare repository has no working tree to write to", where=shown(arguments.repo))
    path = os.path.relpath(f"{top}/{_NAME}")
    content = default_policy_text().text
    try:
        _write_new(path, content, replacing=arguments.force)
    except FileExistsError:
        raise UsageError(
            "there is a policy already", where=shown(path), help="change that one, or replace it with --force"
        ) from None
    except OSError as error:
        raise UsageError(f"the policy cannot be written: {error.strerror}", where=shown(path)) from None
    print(f"wrote {shown(path)}\nIt holds once it is committed to the base branch. Try it: reviewbot lint-diff")
    return EXIT_OK


def _write_new(path: str, content: bytes, *, replacing: bool) -> None:
    """Write the whole file or none of it; what stands at `path`, a link too, is replaced, never written through."""
    draft = f"{path}.{os.getpid()}.new" if replacing else path
    file = open(draft, "xb")  # noqa: SIM115 - what stands there already must not be removed below
    try:
        with file:
            file.write(content)
        if replacing:
            os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise
