"""The service: deliveries that are made durable and acknowledged, time to a check, looks, memory."""

from __future__ import annotations

import argparse

from tests.benchmarks.measuring.benchmark import Groups, add_usual_arguments, run_groups
from tests.benchmarks.service_groups import acknowledged, completed, jobs, queued

ABOUT = "the service: acknowledged deliveries, time to a completed check, looks per second, memory"
GROUPS: Groups = {
    "acknowledged": acknowledged.tables,
    "completed": completed.tables,
    "jobs": jobs.tables,
    "queued": queued.tables,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_usual_arguments(parser, GROUPS)


def run(arguments: argparse.Namespace) -> int:
    return run_groups(arguments, GROUPS)
