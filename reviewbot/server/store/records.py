"""What was decided: the last report of each pull request."""

from __future__ import annotations

from time import time

from sqlalchemy import select

from reviewbot.server.store.database import Database
from reviewbot.server.store.tables import REPORTS


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
