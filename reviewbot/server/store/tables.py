"""The tables. Times are seconds since 1970, UTC; ids of GitHub are its own numbers."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Index, Integer, MetaData, String, Table, Text

METADATA = MetaData()

# What GitHub delivered and was told 202 for. hints: JSON, of what may have changed. state: "new" until its lanes know
# of it, then "handed on"; "again" when it comes once more afterwards. tries: how often it came under the same guid.
DELIVERIES = Table(
    "deliveries",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("guid", String(64), nullable=False, unique=True),
    Column("event", String(64), nullable=False),
    Column("hints", Text, nullable=False),
    Column("received_at", Float, nullable=False),
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False),
)
_WAITING = DELIVERIES.c.state != "handed on"
Index("deliveries_waiting", DELIVERIES.c.id, sqlite_where=_WAITING, postgresql_where=_WAITING)

# What is looked at, see `reviewbot.server.lane`. wanted: how often something may have changed; done: the value of
# `wanted` at the start of the last look that ended; queued: the generation of which a job is under way, above `done`
# as long as there is one. why: of the last look that did not succeed.
LANES = Table(
    "lanes",
    METADATA,
    Column("key", String(128), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("installation", BigInteger, nullable=False),
    Column("repository", BigInteger),
    Column("number", BigInteger),
    Column("detail", Text),
    Column("pressed", String(128)),
    Column("wanted", BigInteger, nullable=False),
    Column("done", BigInteger, nullable=False),
    Column("queued", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("why", Text),
    Column("changed_at", Float, nullable=False),
)
_TO_QUEUE = (LANES.c.queued <= LANES.c.done) & (LANES.c.wanted > LANES.c.done)
Index("lanes_to_queue", LANES.c.key, sqlite_where=_TO_QUEUE, postgresql_where=_TO_QUEUE)
_FAILED = LANES.c.attempts > 0
Index("lanes_failed", LANES.c.key, sqlite_where=_FAILED, postgresql_where=_FAILED)

INSTALLATIONS = Table(
    "installations",
    METADATA,
    Column("installation", BigInteger, primary_key=True, autoincrement=False),
    Column("paused_until", Float, nullable=False),
)

WAIVERS = Table(
    "waivers",
    METADATA,
    Column("comment", BigInteger, primary_key=True, autoincrement=False),
    Column("command", Integer, primary_key=True, autoincrement=False),
    Column("repository", BigInteger, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("record", Text, nullable=False),
)
Index("waivers_of", WAIVERS.c.repository, WAIVERS.c.number)

# What the last look at a pull request saw, so that the reconciler finds those that changed without an event. above: a
# digest of the policies that hold beside the repository's own.
SEEN = Table(
    "seen",
    METADATA,
    Column("repository", BigInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("head", String(64), nullable=False),
    Column("base", String(64), nullable=False),
    Column("base_ref", Text, nullable=False),
    Column("above", String(64), nullable=False),
    Column("updated_at", String(32), nullable=False),
)

# The last report of each pull request, as JSON.
REPORTS = Table(
    "reports",
    METADATA,
    Column("repository", BigInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("head", String(64), nullable=False),
    Column("external_id", String(64), nullable=False),
    Column("report", Text, nullable=False),
    Column("made_at", Float, nullable=False),
)
