"""Judge pull requests beside `reviewbot serve`: another process with the same settings. Ends on SIGTERM or SIGINT.

It takes no webhooks. With SQLite it runs on the same machine as `reviewbot serve`, for the database is a file there.

examples:
  reviewbot worker --config server.toml
"""

from __future__ import annotations

import argparse

from reviewbot.cli.service import add_config, load_service

SUMMARY = "judge pull requests beside `reviewbot serve`"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)


def run(arguments: argparse.Namespace) -> int:
    settings = load_service("settings").load_settings(arguments.config)
    return int(load_service("serving").work(settings))
