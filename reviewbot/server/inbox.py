"""Group commit: deliveries that come at the same time are made durable together, by one write to the disk."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import NamedTuple

from reviewbot.errors import ReviewbotError
from reviewbot.server.store import Delivered, Deliveries, StoreError

MOST_WAITING = 20_000  # deliveries in memory; beyond, the next one is refused rather than kept waiting
MOST_AT_ONCE = 500  # in one transaction


class FullError(ReviewbotError):
    """More deliveries wait for the disk than may."""


class _Waiting(NamedTuple):
    delivered: Delivered
    loop: asyncio.AbstractEventLoop
    kept: asyncio.Future[None]


class Inbox:
    """Writes deliveries in a thread of its own. on_kept: called after each transaction."""

    def __init__(self, deliveries: Deliveries, on_kept: Callable[[], None]) -> None:
        self._deliveries, self._on_kept = deliveries, on_kept
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="inbox", daemon=True)
        self._thread.start()

    async def keep(self, delivered: Delivered) -> None:
        """Returns when it is durable. Raises FullError, and StoreError when the database does not take it."""
        if self._queue.qsize() >= MOST_WAITING:
            raise FullError("too many deliveries wait to be stored", help="GitHub is asked for it again later")
        loop = asyncio.get_running_loop()
        kept: asyncio.Future[None] = loop.create_future()
        self._queue.put(_Waiting(delivered, loop, kept))
        await kept

    def close(self) -> None:
        """Write what waits, and end."""
        self._queue.put(None)
        self._thread.join()

    def _write(self) -> None:
        is_open = True
        while is_open:
            first = self._queue.get()
            waiting = [] if first is None else [first]
            is_open = first is not None
            while is_open and len(waiting) < MOST_AT_ONCE:
                try:
                    another = self._queue.get_nowait()
                except Empty:
                    break
                is_open = another is not None
                if another is not None:
                    waiting.append(another)
            if waiting:
                self._commit(waiting)

    def _commit(self, waiting: Sequence[_Waiting]) -> None:
        error: Exception | None = None
        try:
            self._deliveries.add([each.delivered for each in waiting])
        except StoreError as failed:
            error = failed
        except Exception as failed:  # whatever it is: nobody may wait for ever, and the next ones are written
            error = StoreError(f"the inbox failed: {type(failed).__name__}")
        for loop in {each.loop for each in waiting}:
            loop.call_soon_threadsafe(_answer, [each.kept for each in waiting if each.loop is loop], error)
        if error is None:
            self._on_kept()


def _answer(kept: Sequence[asyncio.Future[None]], error: Exception | None) -> None:
    for each in kept:
        if each.done():  # whoever asked went away
            continue
        if error is None:
            each.set_result(None)
        else:
            each.set_exception(error)
