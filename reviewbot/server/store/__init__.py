"""What the service keeps, in one database: SQLite in its folder, or PostgreSQL by the same code."""

from reviewbot.server.store.database import Database, StoreError, open_database
from reviewbot.server.store.deliveries import Delivered, Deliveries
from reviewbot.server.store.lanes import Lanes, Look, Queued
from reviewbot.server.store.records import Reports, Seen, Sights

__all__ = [
    "Database",
    "Delivered",
    "Deliveries",
    "Lanes",
    "Look",
    "Queued",
    "Reports",
    "Seen",
    "Sights",
    "StoreError",
    "open_database",
]
