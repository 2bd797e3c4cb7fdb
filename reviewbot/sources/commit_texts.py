"""What the commits of a change say of themselves: author, committer and message.

Names are as they are stored, since a mailmap could make an agent look like somebody else. Texts of another encoding
are in UTF-8, as git shows them.
"""

from __future__ import annotations

from reviewbot.errors import LimitError, SourceError
from reviewbot.model.facts import CommitText
from reviewbot.sources.sandbox import Sandbox

MOST_COMMITS = 10_000
MOST_BYTES = 64 << 20
_FIELDS = ("%an <%ae>", "%cn <%ce>", "%B")  # not %aN, which goes through the mailmap. None can hold a NUL


def read_commit_texts(sandbox: Sandbox, base: str | None, head: str) -> tuple[CommitText, ...]:
    """Every commit that head has and base (full ids) has not, the newest first.

    Raises LimitError where that is too much to read: who did not take part would be a guess.
    """
    listing = sandbox.git.run(
        "rev-list", f"--max-count={MOST_COMMITS + 1}", "--no-commit-header",
        "--format=" + "".join(f"{field}%x00" for field in _FIELDS),
        "--end-of-options", head, *((f"^{base}",) if base else ()), "--",
        limit_bytes=MOST_BYTES,
    )  # fmt: skip
    fields = listing.split(b"\0")[:-1]
    if len(fields) % len(_FIELDS):
        raise SourceError("git did not tell who made each commit")
    if len(fields) > MOST_COMMITS * len(_FIELDS):
        raise LimitError(
            f"the change has more than {MOST_COMMITS:,} commits, too many to ask each who made it",
            help="propose fewer at once; it is asked because the policy has `authors` or `declared-scope`",
        )
    authors, committers, messages = fields[0::3], fields[1::3], fields[2::3]
    return tuple(
        CommitText((author.removeprefix(b"\n"), committer), message)
        for author, committer, message in zip(authors, committers, messages, strict=True)
    )
