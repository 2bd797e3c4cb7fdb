"""What is answered to who waives a rule, or takes it back."""

from __future__ import annotations

from collections.abc import Sequence

from reviewbot.model.facts import Person
from reviewbot.model.policy import Instance
from reviewbot.render.text.markup import code
from reviewbot.server.people.answers import sentence
from reviewbot.server.people.records import Record

EDITED = (
    "A comment that was edited waives nothing, and what it waived before holds no longer, since others may edit what "
    "somebody wrote. Write a new one."
)


def refused_text(record: Record) -> str:
    what = "Not waived" if record.verb == "waive" else "Not taken back"
    return f"**{what}**: {sentence(record.refused)}{'' if record.refused.endswith('?') else '.'}"


def unwaived_text(record: Record) -> str:
    return f"**Taken back**: nothing that was said before waives {code(record.rule)} any more."


def accepted_text(record: Record, person: Person, instances: Sequence[Instance]) -> str:
    """instances: all of the rule."""
    lines = [
        f"**Waived**: {code(record.rule)} by {sentence(record.login)}, for head {code(record.head[:12])} and no other: "
        "the next push ends it.",
        f"Reason: {sentence(record.reason)}",
    ]
    left = [each for each in instances if not person.is_one_of(each.waivable_by)]
    if left:
        names = sorted({name for each in left for name in each.waivable_by})
        who = sentence(" or ".join(f"`{name}`" for name in names)) if names else "nobody"
        lines.append(f"The policy has the rule {len(instances)} times; {len(left)} of these may be waived by {who}.")
    return "\n\n".join(lines)
