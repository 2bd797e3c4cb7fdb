"""The record of waivers: nothing of it is ever changed."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import select

from reviewbot.server.people.waivers import Record
from reviewbot.server.store.database import Database
from reviewbot.server.store.tables import WAIVERS


class StoredWaivers:
    """As `reviewbot.server.people.waivers.WaiverRecords` says."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, repository: int, number: int) -> Sequence[Record]:
        found = (
            select(WAIVERS.c.record)
            .where((WAIVERS.c.repository == repository) & (WAIVERS.c.number == number))
            .order_by(WAIVERS.c.comment, WAIVERS.c.command)
        )
        with self._database.reading() as connection:
            return [Record(*json.loads(text)) for text in connection.execute(found).scalars()]

    def record(self, repository: int, number: int, record: Record) -> None:
        """What is there already stays: the first decision is the one that was told."""
        values = {"comment": record.comment, "command": record.position, "repository": repository, "number": number}
        insert = self._database.insert(WAIVERS).values(record=json.dumps(record), **values)
        with self._database.writing() as connection:
            connection.execute(insert.on_conflict_do_nothing())
