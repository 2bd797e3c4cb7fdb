"""What the hooks on a laptop share: where they run, and how they show what they found."""

from __future__ import annotations

import os
import sys

from reviewbot.errors import EXIT_BLOCKED, EXIT_OK
from reviewbot.hooks import Call
from reviewbot.model.report import Report, Verdict
from reviewbot.render import load_renderer
from reviewbot.sources.repository import Repository, find_repository, repository_at


def clone_of(call: Call) -> Repository:
    """The repository that git names to the hook, with the index that the commit would be made of.

    For `git commit -a` and `git commit PATH` that is another file than the usual one.
    """
    index = call.environ.get("GIT_INDEX_FILE")
    index = os.path.abspath(index) if index else None
    git_dir = call.environ.get("GIT_DIR")
    if git_dir and call.repo == ".":
        return repository_at(git_dir, os.path.abspath(call.environ.get("GIT_WORK_TREE") or "."), index)
    return find_repository(call.repo)._replace(index_file=index)


def show(reports: list[tuple[str, Report]], call: Call) -> int:
    """Show each report that says something; the exit status for all of them. reports: (what was judged, the report)."""
    if call.format == "json":
        from reviewbot.hooks.document import reports_document  # only who asks for it waits

        sys.stdout.write(reports_document(reports))
    else:
        for what, report in reports:
            if report.verdict is not Verdict.PASS:
                sys.stdout.write(f"reviewbot: {'refused: ' if report.verdict is Verdict.BLOCK else ''}{what}\n")
                sys.stdout.write(load_renderer("terminal")(report, call.style))
    return EXIT_BLOCKED if any(report.verdict is Verdict.BLOCK for _, report in reports) else EXIT_OK
