"""The service as an administrator starts it: a process, its settings in the environment, its log read."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

from tests.github_peer.installed import signed
from tests.github_peer.peer import APP_ID, INSTALLATION, private_key
from tests.server.web import SECRET, Web

START_SECONDS = 30


class Service:
    """One that can be killed and started again on the same data. log: every line, as values."""

    def __init__(self, world, folder, **settings):
        self.world, self.folder, self.settings = world, folder, settings
        self.log = []
        self.process = None
        self._guids = 0
        key = folder / "key.pem"
        key.write_text(private_key())
        key.chmod(0o600)

    def environment(self):
        usual = {
            "app_id": APP_ID,
            "private_key_file": self.folder / "key.pem",
            "webhook_secrets": SECRET,
            "github_url": self.world.peer.url,
            "data_folder": self.folder / "data",
            "port": 0,
            "reconcile_seconds": 3600,
        }
        named = {f"REVIEWBOT_{name.upper()}": str(value) for name, value in (usual | self.settings).items()}
        return {**os.environ, **named}

    def start(self, command="serve"):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "reviewbot", command], env=self.environment(), stderr=subprocess.PIPE, text=True
        )
        started = threading.Event()
        self._reader = threading.Thread(target=self._read, args=(self.process.stderr, started))
        self._reader.start()
        assert started.wait(START_SECONDS)
        assert self.process.poll() is None, self.log
        return self

    def _read(self, stream, started):
        with stream:
            for line in stream:
                told = json.loads(line) if line.startswith("{") else {"event": line}
                self.log.append(told)
                if told["event"] in ("listening", "working"):
                    self.web = Web(told["port"]) if "port" in told else None
                    started.set()
        started.set()  # it ended

    def kill(self):
        """As the system does without asking: nothing is ended in good order."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self._reader.join()

    def stop(self):
        self.process.terminate()
        status = self.process.wait(60)
        self._reader.join()
        return status

    def deliver(self, event, by_octokit=False, **payload):
        """What GitHub sends; the status that it is answered with."""
        self._guids += 1
        whole = {"installation": {"id": INSTALLATION}, "repository": {"id": self.world.repository}, **payload}
        body = json.dumps(whole).encode()
        header = {"x_hub_signature_256": signed(SECRET, [body.decode()])[0]} if by_octokit else {}
        return self.web.deliver(body, event, f"guid-{self._guids}", **header).status

    def pull_request(self, number, action="synchronize", **options):
        return self.deliver("pull_request", action=action, pull_request={"number": number}, **options)

    def commented(self, number):
        issue = {"number": number, "pull_request": {"url": ""}}
        return self.deliver("issue_comment", action="created", issue=issue)


@contextmanager
def running(world, folder, **settings):
    service = Service(world, folder, **settings).start()
    try:
        yield service
    except BaseException:
        print(*service.log, sep="\n")  # what it said is what explains it
        raise
    finally:
        if service.process.poll() is None:
            service.kill()


def eventually(what, seconds=60):
    """What the function returns once it is true."""
    deadline = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)
    return found
