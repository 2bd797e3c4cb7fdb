"""One look at a lane: read what is true now, judge it, say it at GitHub."""

from reviewbot.server.looking.look import Looker
from reviewbot.server.looking.surroundings import Options, Surroundings

__all__ = ["Looker", "Options", "Surroundings"]
