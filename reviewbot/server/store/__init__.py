"""What the service keeps, in one database: SQLite in its folder, or PostgreSQL by the same code."""

from reviewbot.server.store.database import Database, StoreError, open_database
from reviewbot.server.store.deliveries import Deliveries, Delivered
from reviewbot.server.store.lanes import Lanes, Look, Queued
from reviewbot.server.store.records import Reports

__all__ = ["Database", "Delivered", "Deliveries", "Lanes", "Look", "Queued", "Reports", "StoreError", "open_database"]
