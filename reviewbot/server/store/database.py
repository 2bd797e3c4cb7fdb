"""Opening the database, and the few words in which SQLite and PostgreSQL differ."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Insert, Table, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from reviewbot.errors import ReviewbotError, UsageError
from reviewbot.server.store.tables import METADATA

BUSY_SECONDS = 5  # a webhook is answered within 10: https://docs.github.com/en/webhooks/using-webhooks/best-practices


class StoreError(ReviewbotError):
    """The database does not take or give what it is asked for: locked, full, gone. Trying again later may help."""


class Database:
    """One database. Every block of `writing` is one transaction, durable when the block has ended."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with _explained(), self._engine.connect() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")  # the lock first, or two that read before could both fail
            else:
                connection.begin()
            try:
                yield connection
                connection.exec_driver_sql("COMMIT") if self.is_sqlite else connection.commit()
            except BaseException:
                connection.exec_driver_sql("ROLLBACK") if self.is_sqlite else connection.rollback()
                raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with _explained(), self._engine.connect() as connection:
            yield connection

    def insert(self, table: Table) -> Any:
        """An insert that can say what is to be done on a conflict."""
        found: Insert = sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)
        return found

    def check(self) -> None:
        """Raises StoreError where nothing can be written."""
        with self.writing() as connection:
            connection.execute(text("UPDATE installations SET paused_until = paused_until WHERE installation = -1"))

    def close(self) -> None:
        self._engine.dispose()


def open_database(url: str, busy_seconds: float = BUSY_SECONDS) -> Database:
    """The database at a URL, with its tables. busy_seconds: how long to wait for who has it locked.
    Raises UsageError for a URL that means none, StoreError when it fails.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() not in ("sqlite", "postgresql"):
            raise UsageError("the database must be SQLite or PostgreSQL", help='database_url = "sqlite:///FILE"')
        engine = (
            _sqlite(url, busy_seconds)
            if parsed.get_backend_name() == "sqlite"
            else create_engine(url, pool_pre_ping=True)
        )
    except (SQLAlchemyError, ImportError) as error:
        raise UsageError(f"database_url is no database that can be used: {type(error).__name__}") from None
    database = Database(engine)
    with database.writing() as connection:  # one after the other, where several processes start at once
        METADATA.create_all(connection)
    return database


def _sqlite(url: str, busy_seconds: float) -> Engine:
    engine = create_engine(url, connect_args={"timeout": busy_seconds, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun here, see `writing`
        # Readers do not wait for who writes; FULL, since what was acknowledged survives a power failure.
        # https://www.sqlite.org/pragma.html#pragma_synchronous
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        what = str(error.orig).splitlines()[0][:200] if str(error.orig) else type(error).__name__
        raise StoreError(f"the database does not do what it is asked for: {what}", help="it is tried again") from None
