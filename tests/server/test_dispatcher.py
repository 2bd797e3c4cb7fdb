"""From the inbox to the jobs; that nothing is lost between them is in test_jobs.py."""

from __future__ import annotations

import threading
import time

from reviewbot.server.dispatcher import REST, Dispatcher


class Slow:
    """Lanes and jobs of which every question takes a while."""

    SECONDS = 0.01

    def __init__(self):
        self.asked, self.often = [], threading.Event()

    def take_deliveries(self):
        self.asked.append(time.monotonic())
        time.sleep(self.SECONDS)
        if len(self.asked) >= 5:
            self.often.set()
        return 0

    def to_queue(self):
        return []

    def recover(self):
        pass


def test_while_very_many_come_it_leaves_the_interpreter_to_the_inbox():
    slow = Slow()
    dispatcher = Dispatcher(slow, slow)
    dispatcher.start()
    while not slow.often.is_set():
        dispatcher.wake()
        time.sleep(0.001)
    dispatcher.stop()
    apart = [later - earlier for earlier, later in zip(slow.asked, slow.asked[1:], strict=False)]
    assert min(apart) >= (1 + REST) * slow.SECONDS
