"""What the commands of the service share: it is an extra, loaded when one of them runs and never before."""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import Any

from reviewbot.errors import UsageError


def add_config(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--config",
        metavar="FILE",
        help="the settings (/etc/reviewbot/server.toml if it is there); REVIEWBOT_... of the environment go before",
    )


def load_service(name: str) -> Any:
    """A module of `reviewbot.server`. Raises UsageError where the packages that it needs are not installed."""
    try:
        return import_module(f"reviewbot.server.{name}")
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if missing.partition(".")[0] == "reviewbot":
            raise
        raise UsageError(
            f"the service needs packages that are not installed ({missing})", help="pip install 'reviewbot[server]'"
        ) from None
