"""Which look a lane needs, and what its failures mean for the next one."""

from __future__ import annotations

from collections.abc import Callable
from time import time

import structlog

from reviewbot.errors import ReviewbotError
from reviewbot.github.errors import Gone, Limited, Refused, Unavailable
from reviewbot.server.looking.groups import look_at_group
from reviewbot.server.looking.pulls import look_at_pull
from reviewbot.server.looking.spreading import look_at_installation, look_at_repository, sweep
from reviewbot.server.looking.surroundings import Surroundings
from reviewbot.server.outcome import MOVED_SECONDS, Outcome
from reviewbot.server.store import Look
from reviewbot.sources.pull_request import Moved

_LOOKS: dict[str, Callable[[Surroundings, Look], Outcome]] = {
    "pull": look_at_pull,
    "group": look_at_group,
    "repository": look_at_repository,
    "installation": look_at_installation,
    "sweep": sweep,
}


class Looker:
    """Looks, and raises nothing. on_end: told of each look's kind, how it ended, and how many seconds it took."""

    def __init__(self, surroundings: Surroundings, on_end: Callable[[str, str, float], None]) -> None:
        self._surroundings, self._on_end = surroundings, on_end
        self._log = structlog.get_logger("look")

    def __call__(self, look: Look) -> Outcome:
        began = time()
        outcome = self._look(look)
        seconds = time() - began
        self._on_end(look.lane.kind, outcome.ending, seconds)
        self._log.info("looked", lane=look.lane.key, ending=outcome.ending, why=outcome.why, seconds=round(seconds, 3))
        return outcome

    def _look(self, look: Look) -> Outcome:
        lane = look.lane
        try:
            return _LOOKS[lane.kind](self._surroundings, look)
        except Limited as error:
            self._surroundings.lanes.pause(lane.installation, error.until_seconds)
            return Outcome("limited", error.what, error.until_seconds)
        except Gone as error:
            self._surroundings.forget_client(lane.installation)
            return Outcome("stopped", error.what)
        except Moved as error:
            return Outcome("again", error.what, time() + MOVED_SECONDS)
        except (Unavailable, Refused) as error:
            self._surroundings.forget_client(lane.installation)
            return Outcome("again", error.what)
        except ReviewbotError as error:
            return Outcome("again", error.what)
        except Exception as error:  # a fault of ours: kept for whoever mends it, and never a pass
            self._log.exception("the look failed", lane=lane.key)
            return Outcome("again", f"a fault of reviewbot's own: {type(error).__name__}")
