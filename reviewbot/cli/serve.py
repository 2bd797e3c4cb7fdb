"""Serve as a GitHub App: take webhooks, judge pull requests, post checks. Ends on SIGTERM or SIGINT.

Web and worker in one process, everything that is kept in one folder. config/server.example.toml of reviewbot shows
every setting; deploy/ has pages that lead from nothing to the first check.

examples:
  reviewbot serve
  reviewbot serve --config server.toml
  REVIEWBOT_APP_ID=12345 REVIEWBOT_PRIVATE_KEY_FILE=key.pem REVIEWBOT_WEBHOOK_SECRET_FILES=secret reviewbot serve
"""

from __future__ import annotations

import argparse

from reviewbot.cli.service import add_config, load_service

SUMMARY = "serve as a GitHub App"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)


def run(arguments: argparse.Namespace) -> int:
    settings = load_service("settings").load_settings(arguments.config)
    return int(load_service("serving").serve(settings))
