"""`make demo`, its second half: the service as a GitHub App, from a webhook to a check and back to green.

Everything runs on this machine: a GitHub emulator, git over smart HTTP, and the service with its embedded database.
"""

from __future__ import annotations

import sys
import tempfile
import textwrap
import time
from pathlib import Path

from tests.demo import POLICY, module
from tests.github_peer.git_server import TokenServer
from tests.github_peer.installed import missing
from tests.github_peer.peer import REPOSITORY, running_peer
from tests.server.service import eventually, running
from tests.server.world import World

WIDTH = 100
MOST_LINES = 32
CHANGED_LINES = 432
SECONDS = 60
ALICE = "Alice <alice@example.com>"


def say(text: str) -> None:
    print(text, flush=True)


def shown(markdown: str) -> None:
    """Markdown as text, indented, its hidden marks left out."""
    lines = [line for line in markdown.splitlines() if not line.startswith("<!--")]
    for line in lines[:MOST_LINES]:
        say(textwrap.indent(line[:WIDTH], "    | "))
    if len(lines) > MOST_LINES:
        say(f"    | … and {len(lines) - MOST_LINES} more lines")


def change(functions: int) -> dict[str, str]:
    """A module of six lines a function, and a line of config/ changed."""
    return {"shop/discounts.py": module("discount", functions), "config/production.yml": "retries: 5\n"}


def show_check(world: World, head: str, before: int = 0) -> str:
    """Wait for the newest check run of this head to be completed, and show it; its conclusion."""

    def completed() -> list[dict]:
        return [each for each in world.checks(head) if each["status"] == "completed"]

    def newest() -> dict | None:
        found = completed()
        return found[-1] if len(found) > before else None

    check = eventually(newest, SECONDS)
    say(f"  check run `{check['name']}`: {check['conclusion'].upper()}  {check['output']['title']}")
    return str(check["conclusion"])


def play(folder: Path, server: TokenServer) -> list[str]:
    """The demo; the conclusions in their order."""
    (folder / "peer").mkdir()
    with running_peer(folder / "peer") as peer:
        policy = POLICY.replace(
            'reason = "contains secrets"', 'reason = "contains secrets"\nwaivable-by = ["@acme/dba"]'
        )
        world = World(peer, server, policy=policy)
        world.merge({"shop/orders.py": module("order", 40), "config/production.yml": "retries: 3\n"})
        world.hosting.teams["dba"] = {"bob"}
        say("$ reviewbot serve")
        with running(world, folder) as service:
            say(f"  listening at port {service.web.port}; its data is in one folder, nothing else was started\n")
            functions, rest = divmod(CHANGED_LINES - 2, 6)
            files = change(functions)
            files["shop/discounts.py"] += "".join(f"LIMIT_{number} = {number}\n" for number in range(rest))
            number, head = world.pull(files, on=world.main)
            say(f"alice opens pull request #{number} of {CHANGED_LINES} lines, which touches config/")
            service.pull_request(number, "opened", by_octokit=True)
            seen = [show_check(world, head)]
            say("  its summary:")
            shown(world.checks(head)[-1]["output"]["summary"])
            say("  the review:")
            shown(eventually(lambda: world.reviews(number), SECONDS)[0])

            say("\nalice pushes a smaller change, the first part of the plan")
            head = world.push(number, change(30), on=world.main)
            service.pull_request(number)
            seen.append(show_check(world, head))

            time.sleep(1.1)  # GitHub's times are whole seconds, and a waiver must be later than the check
            command = "/reviewbot waive forbidden-path agreed with operations, no secret in it"
            say(f"\nbob, of @acme/dba, comments: {command}")
            world.comment("bob", number, command)
            service.commented(number)
            eventually(lambda: world.conclusion(head) == "success", SECONDS)
            seen.append(show_check(world, head))
            for comment in eventually(lambda: world.comments(number), SECONDS):
                shown(comment)
    return seen


def main() -> int:
    lacking = missing() or ", ".join(TokenServer.missing())
    if lacking:
        say(f"the service's half of the demo needs what is not installed: {lacking}")
        return 2
    say(f"The service: a GitHub App on {REPOSITORY}, with everything embedded.\n")
    with tempfile.TemporaryDirectory(prefix="reviewbot-demo-") as folder, TokenServer() as server:
        seen = play(Path(folder), server)
    if seen != ["failure", "failure", "success"]:
        say(f"the checks must be failure, failure and success, and were {seen}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
