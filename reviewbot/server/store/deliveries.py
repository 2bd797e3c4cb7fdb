"""The inbox: what GitHub delivered, kept before it is told so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, case, delete, func, select, update

from reviewbot.github.values import Hint
from reviewbot.server.store.database import Database
from reviewbot.server.store.tables import DELIVERIES

# One statement for all of them: sqlite3 lets go of the interpreter's lock for every statement, and while webhooks come
# it would wait for the lock as often as there are deliveries. The same as `Deliveries._insert`.
_ALL_AT_ONCE = """
INSERT INTO deliveries (guid, event, hints, received_at, state, tries)
SELECT
    json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
    json_extract(value, '$[3]'), json_extract(value, '$[4]'), json_extract(value, '$[5]')
FROM json_each(?) WHERE true
ON CONFLICT (guid) DO UPDATE SET
    tries = tries + 1, state = CASE WHEN state = 'handed on' THEN 'again' ELSE state END
"""
_HINTS = msgspec.json.Decoder(list[Hint])
NEW, HANDED_ON, AGAIN = "new", "handed on", "again"


class Delivered(NamedTuple):
    """guid: X-GitHub-Delivery, the same when it is delivered again."""

    guid: str
    event: str
    hints: tuple[Hint, ...]
    received_at: float


class Deliveries:
    """The inbox in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, delivered: Sequence[Delivered]) -> None:
        """Keep them, all in one transaction. One that was handed on already is looked at once more, for what failed."""
        rows = [
            {
                "guid": each.guid,
                "event": each.event,
                "hints": msgspec.json.encode(each.hints).decode(),
                "received_at": each.received_at,
                "state": NEW,
                "tries": 1,
            }
            for each in delivered
        ]
        with self._database.writing() as connection:
            if self._database.is_sqlite:
                connection.exec_driver_sql(
                    _ALL_AT_ONCE, (msgspec.json.encode([[*row.values()] for row in rows]).decode(),)
                )
            else:
                connection.execute(self._insert(), rows)

    def _insert(self) -> Any:
        insert = self._database.insert(DELIVERIES)
        state = case((DELIVERIES.c.state == HANDED_ON, AGAIN), else_=DELIVERIES.c.state)
        return insert.on_conflict_do_update(
            index_elements=[DELIVERIES.c.guid], set_={"tries": DELIVERIES.c.tries + 1, "state": state}
        )

    def waiting(self) -> int:
        """How many were not handed on yet."""
        with self._database.reading() as connection:
            found = select(func.count()).select_from(DELIVERIES).where(DELIVERIES.c.state != HANDED_ON)
            return connection.execute(found).scalar_one()

    def forget(self, before: float) -> int:
        """Remove what was handed on and came before this time; how many those were."""
        with self._database.writing() as connection:
            old = (DELIVERIES.c.state == HANDED_ON) & (DELIVERIES.c.received_at < before)
            return connection.execute(delete(DELIVERIES).where(old)).rowcount


def take_waiting(connection: Connection, most: int) -> list[tuple[tuple[Hint, ...], bool]]:
    """The hints of the oldest that wait, and whether each was handed on before; they count as handed on now."""
    rows = connection.execute(
        select(DELIVERIES.c.id, DELIVERIES.c.hints, DELIVERIES.c.state)
        .where(DELIVERIES.c.state != HANDED_ON)
        .order_by(DELIVERIES.c.id)
        .limit(most)
    ).all()
    if rows:
        ids = [row.id for row in rows]
        connection.execute(update(DELIVERIES).where(DELIVERIES.c.id.in_(ids)).values(state=HANDED_ON))
    return [(tuple(_HINTS.decode(row.hints)), row.state == AGAIN) for row in rows]
