"""Group commit: deliveries that come at the same time are made durable together, by one write to the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from reviewbot.errors import ReviewbotError
from reviewbot.server.store import Delivered, Deliveries, StoreError

MOST_WAITING = 20_000  # deliveries in memory; beyond, the next one is refused rather than kept waiting
MOST_AT_ONCE = 500  # in one transaction


class FullError(ReviewbotError):
    """More deliveries wait for the disk than may."""


class _Waiting(NamedTuple):
    delivered: Delivered
    kept: asyncio.Future[None]


class Inbox:
    """Writes deliveries in a thread of its own, to be used from one event loop. on_kept: called after each transaction.

    The thread is woken once for each transaction and not for each delivery: each time it would take the interpreter's
    lock from the loop.
    """

    def __init__(self, deliveries: Deliveries, on_kept: Callable[[], None]) -> None:
        self._deliveries, self._on_kept = deliveries, on_kept
        self._waiting: list[_Waiting] = []
        self._is_writing = False
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="inbox")

    async def keep(self, delivered: Delivered) -> None:
        """Returns when it is durable. Raises FullError, and StoreError when the database does not take it."""
        if len(self._waiting) >= MOST_WAITING:
            raise FullError("too many deliveries wait to be stored", help="GitHub is asked for it again later")
        loop = asyncio.get_running_loop()
        kept: asyncio.Future[None] = loop.create_future()
        self._waiting.append(_Waiting(delivered, kept))
        if not self._is_writing:
            self._is_writing = True
            loop.call_soon(self._write, loop)  # together with what else has come by then
        await kept

    def close(self) -> None:
        """Let what is being written come to its end."""
        self._writer.shutdown()

    def _write(self, loop: asyncio.AbstractEventLoop) -> None:
        batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
        written = loop.run_in_executor(self._writer, self._commit, [each.delivered for each in batch])
        written.add_done_callback(lambda done: self._written(loop, batch, done))

    def _written(
        self, loop: asyncio.AbstractEventLoop, batch: Sequence[_Waiting], done: asyncio.Future[StoreError | None]
    ) -> None:
        error = done.result()
        for each in batch:
            if each.kept.done():  # whoever asked went away
                continue
            if error is None:
                each.kept.set_result(None)
            else:
                each.kept.set_exception(error)
        if self._waiting:
            self._write(loop)
        else:
            self._is_writing = False

    def _commit(self, delivered: Sequence[Delivered]) -> StoreError | None:
        try:
            self._deliveries.add(delivered)
        except StoreError as failed:
            return failed
        except Exception as failed:  # whatever it is: nobody may wait for ever, and the next ones are written
            return StoreError(f"the inbox failed: {type(failed).__name__}")
        self._on_kept()
        return None
