"""Explain a rule, or what the policy says about a path.

RULE prints what the rule does and why, and every key that a policy may write for it. PATH says which instances of the
policy see that path, and what they would say of a plain file there that is changed, added or deleted.

examples:
  reviewbot explain max-diff-lines
  reviewbot explain src/app.py
  reviewbot explain ./max-diff-lines         the path, where a rule has that name too
"""

from __future__ import annotations

import argparse
import os

from reviewbot.cli.output import style_of_stdout, write_output
from reviewbot.cli.policy import add_policy_selectors, effective_policy
from reviewbot.errors import EXIT_OK, SourceError, UsageError
from reviewbot.explanation import add_path, add_rule
from reviewbot.render.text.escape import shown
from reviewbot.render.text.page import DIM, Page
from reviewbot.rules import load_rule, rule_names
from reviewbot.sources.repository import find_repository

SUMMARY = "explain a rule, or what the policy says about a path"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("subject", metavar="RULE|PATH", help="the name of a rule, or a path; ./NAME is always a path")
    add_policy_selectors(parser)


def run(arguments: argparse.Namespace) -> int:
    page = Page(style_of_stdout())
    if arguments.subject in rule_names():
        add_rule(page, load_rule(arguments.subject))
    else:
        path = _path_in_repository(arguments.subject, arguments.repo)
        policy, notes = effective_policy(arguments)
        add_path(page, path, policy)
        if notes:
            page.gap()
        for note in notes:
            page.headed("note", shown(note), DIM)
    write_output(page.whole(), None)
    return EXIT_OK


def _path_in_repository(subject: str, repo: str) -> bytes:
    """The path as a tree has it. Raises UsageError for what is no path: then a rule was meant."""
    path = os.path.abspath(os.path.join(repo, subject))
    if not (os.sep in subject or "." in subject or os.path.lexists(path)):
        from difflib import get_close_matches  # only for who mistyped

        near = get_close_matches(subject.lower().replace("_", "-"), rule_names(), n=1)
        hint = f"did you mean `{near[0]}`?" if near else f"the rules are {', '.join(rule_names())}"
        raise UsageError(
            f"there is no rule and no file {shown(ascii(subject))}", help=f"{hint} Write ./NAME for a path"
        )
    try:
        repository = find_repository(repo)
        top = repository.work_tree or os.path.abspath(repo)
    except SourceError:
        top = os.path.abspath(repo)
    relative = os.path.relpath(path, top)
    if relative == os.curdir or relative.split(os.sep)[0] == os.pardir:
        raise UsageError(
            "this path is not in the repository", where=shown(ascii(subject)[1:-1]), help="name a file below its top"
        )
    if subject.endswith(os.sep) or os.path.isdir(path):
        relative = os.path.join(relative, "any-file")
    return os.fsencode(relative.replace(os.sep, "/"))
