"""A section of CLAUDE.md, which Claude Code reads (https://code.claude.com/docs/en/memory)."""

from __future__ import annotations

from reviewbot.contract import Format
from reviewbot.contract.text.markers import has_markers, put_between_markers
from reviewbot.contract.text.section import section_of
from reviewbot.model.policy import Policy


def merged(policy: Policy, present: str) -> str:
    return put_between_markers(section_of(policy), present)


FORMAT = Format("CLAUDE.md", section_of, merged, has_markers)
