"""Lanes in the database: what is to be looked at, what is being looked at, and what could not be.

`wanted` counts hints, so that what comes during a look is seen afterwards and ten hints before it are one look.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from time import time
from typing import NamedTuple

from sqlalchemy import Connection, case, delete, func, select, update

from reviewbot.server.lane import Lane, lane_of
from reviewbot.server.store.database import Database
from reviewbot.server.store.deliveries import take_waiting
from reviewbot.server.store.tables import INSTALLATIONS, LANES

LIVE, DEAD = "live", "dead"
AT_ONCE = 1000  # rows that one transaction moves


class Queued(NamedTuple):
    """A look that is to be queued. beside: how many others of the same repository are under way."""

    key: str
    generation: int
    beside: int


class Look(NamedTuple):
    """What a look starts from. wanted: how often something may have changed by then. paused_until: seconds since 1970,
    0 when nothing holds it back.
    """

    lane: Lane
    wanted: int
    attempts: int
    paused_until: float


class Lanes:
    """The lanes in a database. Each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take_deliveries(self, most: int = AT_ONCE) -> int:
        """Have the lanes know of the oldest waiting deliveries; how many those were.

        A delivery that comes once more wakes only what was given up: all else has seen it.
        """
        with self._database.writing() as connection:
            taken = take_waiting(connection, most)
            self._want(connection, [lane_of(hint) for hints, seen in taken if not seen for hint in hints])
            again = [lane_of(hint) for hints, seen in taken if seen for hint in hints]
            if again:
                dead = self._dead_among(connection, [lane.key for lane in again])
                self._want(connection, [lane for lane in again if lane.key in dead])
        return len(taken)

    def want(self, lanes: Iterable[Lane]) -> None:
        """Something about each of them may have changed."""
        with self._database.writing() as connection:
            self._want(connection, list(lanes))

    def to_queue(self, most: int = AT_ONCE) -> list[Queued]:
        """Lanes that need a look and have none under way; from now on they have."""
        with self._database.writing() as connection:
            rows = connection.execute(
                select(LANES.c.key, LANES.c.wanted, LANES.c.repository)
                .where((LANES.c.queued <= LANES.c.done) & (LANES.c.wanted > LANES.c.done))
                .order_by(LANES.c.changed_at, LANES.c.key)
                .limit(most)
            ).all()
            if not rows:
                return []
            beside = _under_way(connection, {row.repository for row in rows})
            connection.execute(
                update(LANES).where(LANES.c.key.in_([row.key for row in rows])).values(queued=LANES.c.wanted)
            )
            queued = []
            for row in rows:
                queued.append(Queued(row.key, row.wanted, beside.get(row.repository, 0)))
                beside[row.repository] = beside.get(row.repository, 0) + 1
            return queued

    def to_hurry(self) -> list[tuple[str, int]]:
        """(key, generation) of looks under way that failed before and of which something has come since; their tries
        are counted anew.
        """
        failed = (LANES.c.attempts > 0) & (LANES.c.queued > LANES.c.done) & (LANES.c.wanted > LANES.c.queued)
        with self._database.reading() as connection:  # most of the time there are none, and nobody need wait
            keys = connection.execute(select(LANES.c.key).where(failed).limit(AT_ONCE)).scalars().all()
        if not keys:
            return []
        anew = update(LANES).where(failed & LANES.c.key.in_(keys)).values(attempts=0)
        with self._database.writing() as connection:
            rows = connection.execute(anew.returning(LANES.c.key, LANES.c.queued))
            return [(row.key, row.queued) for row in rows]

    def look(self, key: str) -> Look | None:
        """What a look at this lane starts from; None when it was forgotten."""
        with self._database.reading() as connection:
            row = connection.execute(select(LANES).where(LANES.c.key == key)).one_or_none()
            if row is None:
                return None
            until = select(INSTALLATIONS.c.paused_until).where(INSTALLATIONS.c.installation == row.installation)
            paused = connection.execute(until).scalar_one_or_none()
        lane = Lane(row.key, row.kind, row.installation, row.repository, row.number, row.detail, row.pressed)
        return Look(lane, row.wanted, row.attempts, paused or 0.0)

    def is_wanted_anew(self, look: Look) -> bool:
        """Whether something may have changed since the look began."""
        with self._database.reading() as connection:
            wanted = connection.execute(select(LANES.c.wanted).where(LANES.c.key == look.lane.key)).scalar_one_or_none()
        return wanted != look.wanted

    def finish(self, key: str, wanted: int) -> int | None:
        """The look that began at `wanted` succeeded. The generation of the next one, None when none is needed now."""
        with self._database.writing() as connection:
            connection.execute(
                update(LANES)
                .where((LANES.c.key == key) & (LANES.c.done < wanted))
                .values(
                    done=wanted,
                    attempts=0,
                    why=None,
                    pressed=case((LANES.c.wanted > wanted, LANES.c.pressed), else_=None),
                    queued=case((LANES.c.wanted > wanted, LANES.c.wanted), else_=LANES.c.queued),
                )
            )
            row = connection.execute(select(LANES.c.queued, LANES.c.done).where(LANES.c.key == key)).one_or_none()
        return row.queued if row is not None and row.queued > row.done else None

    def retry(self, key: str, generation: int, why: str | None, *, most_attempts: int | None) -> tuple[int, int] | None:
        """The look of that generation is to be had again. (generation, attempts) of the next one; None when it was the
        last: then the lane is dead until something wakes it. most_attempts: None when this is no failure.
        """
        with self._database.writing() as connection:
            row = connection.execute(select(LANES).where(LANES.c.key == key)).one_or_none()
            if row is None:
                return None
            if row.queued != generation:  # said already, by a run that was killed afterwards
                return (row.queued, row.attempts) if row.queued > row.done else None
            attempts = row.attempts + (most_attempts is not None)
            is_last = most_attempts is not None and attempts >= most_attempts
            wanted = row.wanted if is_last else max(row.wanted, generation) + 1
            values = {"attempts": attempts, "why": why, "wanted": wanted, "queued": wanted}
            if is_last:
                values |= {"done": wanted, "state": DEAD}
            connection.execute(update(LANES).where(LANES.c.key == key).values(**values))
        return None if is_last else (wanted, attempts)

    def pause(self, installation: int, until: float) -> None:
        """Ask GitHub nothing about this installation before then (seconds since 1970)."""
        insert = self._database.insert(INSTALLATIONS).values(installation=installation, paused_until=until)
        with self._database.writing() as connection:
            connection.execute(
                insert.on_conflict_do_update(index_elements=["installation"], set_={"paused_until": until})
            )

    def under_way(self) -> Sequence[tuple[str, int]]:
        """(key, generation) of every look that is queued or runs."""
        with self._database.reading() as connection:
            found = select(LANES.c.key, LANES.c.queued).where(LANES.c.queued > LANES.c.done)
            return [(row.key, row.queued) for row in connection.execute(found)]

    def bury(self, key: str, generation: int, why: str) -> None:
        """Give up a look that cannot be had."""
        with self._database.writing() as connection:
            connection.execute(
                update(LANES)
                .where((LANES.c.key == key) & (LANES.c.queued == generation))
                .values(done=LANES.c.wanted, queued=LANES.c.wanted, state=DEAD, why=why)
            )

    def dead(self) -> Sequence[tuple[Lane, str]]:
        """What was given up, and why."""
        with self._database.reading() as connection:
            rows = connection.execute(select(LANES).where(LANES.c.state == DEAD).order_by(LANES.c.key)).all()
        return [
            (Lane(row.key, row.kind, row.installation, row.repository, row.number, row.detail), row.why or "")
            for row in rows
        ]

    def count(self) -> dict[str, int]:
        """How many wait or are looked at, and how many were given up: "waiting", "dead"."""
        waiting = func.count().filter(LANES.c.wanted > LANES.c.done)
        dead = func.count().filter(LANES.c.state == DEAD)
        with self._database.reading() as connection:
            row = connection.execute(select(waiting, dead).select_from(LANES)).one()
        return {"waiting": row[0], "dead": row[1]}

    def forget(self, before: float) -> int:
        """Remove lanes that rest since before this time; how many those were."""
        resting = (LANES.c.done >= LANES.c.wanted) & (LANES.c.state == LIVE) & (LANES.c.changed_at < before)
        with self._database.writing() as connection:
            return connection.execute(delete(LANES).where(resting)).rowcount

    def _want(self, connection: Connection, lanes: Sequence[Lane]) -> None:
        if not lanes:
            return
        now = time()
        insert = self._database.insert(LANES)
        bump = insert.on_conflict_do_update(
            index_elements=[LANES.c.key],
            set_={
                "wanted": LANES.c.wanted + 1,
                "installation": insert.excluded.installation,
                "pressed": func.coalesce(insert.excluded.pressed, LANES.c.pressed),
                "state": LIVE,
                "attempts": case((LANES.c.state == DEAD, 0), else_=LANES.c.attempts),
                "changed_at": now,
            },
        )
        start = {"wanted": 1, "done": 0, "queued": 0, "attempts": 0, "state": LIVE, "changed_at": now}
        # Once for each lane: how many hints there were does not matter.
        once = {lane.key: lane for lane in sorted(lanes, key=lambda lane: lane.pressed or "")}
        connection.execute(bump, [{**lane._asdict(), **start} for lane in once.values()])

    def _dead_among(self, connection: Connection, keys: Sequence[str]) -> frozenset[str]:
        rows = connection.execute(select(LANES.c.key).where(LANES.c.key.in_(keys) & (LANES.c.state == DEAD)))
        return frozenset(row.key for row in rows)


def _under_way(connection: Connection, repositories: set[int | None]) -> dict[int | None, int]:
    """For each repository how many looks are under way."""
    rows = connection.execute(
        select(LANES.c.repository, func.count())
        .where((LANES.c.queued > LANES.c.done) & LANES.c.repository.in_([each for each in repositories if each]))
        .group_by(LANES.c.repository)
    )
    return {row[0]: row[1] for row in rows}
