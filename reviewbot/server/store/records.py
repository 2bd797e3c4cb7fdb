"""What was seen, and what was decided: the last look at each pull request, and its report."""

from __future__ import annotations

from time import time
from typing import NamedTuple

from sqlalchemy import select

from reviewbot.server.store.database import Database
from reviewbot.server.store.tables import REPORTS, SEEN


class Seen(NamedTuple):
    """What a look at a pull request started from. base: the tip of base_ref. above: see `SEEN`."""

    head: str
    base: str
    base_ref: str
    above: str
    updated_at: str


class Sights:
    """The last look at each pull request."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, repository: int, number: int, seen: Seen) -> None:
        insert = self._database.insert(SEEN).values(repository=repository, number=number, **seen._asdict())
        with self._database.writing() as connection:
            connection.execute(
                insert.on_conflict_do_update(index_elements=["repository", "number"], set_=seen._asdict())
            )

    def of_repository(self, repository: int) -> dict[int, Seen]:
        """By the number of the pull request."""
        with self._database.reading() as connection:
            rows = connection.execute(select(SEEN).where(SEEN.c.repository == repository)).all()
        return {row.number: Seen(row.head, row.base, row.base_ref, row.above, row.updated_at) for row in rows}


class Reports:
    """The last report of each pull request, as `--format json` writes it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, repository: int, number: int, head: str, external_id: str, report: str) -> None:
        values = {"head": head, "external_id": external_id, "report": report, "made_at": time()}
        insert = self._database.insert(REPORTS).values(repository=repository, number=number, **values)
        with self._database.writing() as connection:
            connection.execute(insert.on_conflict_do_update(index_elements=["repository", "number"], set_=values))

    def find(self, repository: int, number: int) -> str | None:
        """The report, JSON; None where there was none."""
        found = select(REPORTS.c.report).where((REPORTS.c.repository == repository) & (REPORTS.c.number == number))
        with self._database.reading() as connection:
            report: str | None = connection.execute(found).scalar_one_or_none()
        return report
