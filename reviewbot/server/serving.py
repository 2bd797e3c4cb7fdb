"""The parts of the service put together: `serve` is web and worker in one process, `work` another worker beside it."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType

import structlog
import uvicorn
from sqlalchemy import make_url

from reviewbot.errors import EXIT_OK, UsageError
from reviewbot.github.app import App
from reviewbot.judgement import read_policy_file
from reviewbot.policy import load_policy
from reviewbot.server.application import Ready, create_application
from reviewbot.server.dispatcher import Dispatcher
from reviewbot.server.inbox import Inbox
from reviewbot.server.jobs import Jobs
from reviewbot.server.listening import STOP_SECONDS, UVICORN_OPTIONS
from reviewbot.server.logs import configure_logs
from reviewbot.server.looking import Looker, Options, Surroundings
from reviewbot.server.metrics import Metrics
from reviewbot.server.reconciling import Reconciler
from reviewbot.server.settings import Settings
from reviewbot.server.store import Database, Deliveries, Lanes, Reports, Sights, open_database
from reviewbot.server.store.waivers import StoredWaivers
from reviewbot.server.versions import check_versions
from reviewbot.server.webhook import Webhook
from reviewbot.sources.pull_request import CacheLimits, RepositoryCaches
from reviewbot.sources.sandbox import remove_abandoned_sandboxes


class Worker:
    """Everything but the web: from what lies in the inbox to what stands at GitHub."""

    def __init__(self, settings: Settings, database: Database, metrics: Metrics) -> None:
        folder = settings.data_folder
        app = App(settings.app_id, settings.read_private_key(), settings.github_url)
        is_here = settings.github_url.startswith("http:")  # a GitHub on this very machine
        caches = RepositoryCaches(
            f"{folder}/repositories",
            CacheLimits(settings.cache_bytes, fetch_seconds=float(settings.fetch_seconds)),
            allow_http=is_here,
        )
        self.deliveries, self.lanes = Deliveries(database), Lanes(database)
        surroundings = Surroundings(
            app=app,
            caches=caches,
            lanes=self.lanes,
            reports=Reports(database),
            sights=Sights(database),
            waivers=StoredWaivers(database),
            options=_options(settings),
            folder=f"{folder}/locks",
            allow_http=is_here,
        )
        looker = Looker(surroundings, metrics.looked)
        self._jobs = Jobs(jobs_url(settings), f"{folder}/locks", self.lanes, looker, settings.concurrency)
        self._dispatcher = Dispatcher(self.lanes, self._jobs)
        self._reconciler = Reconciler(
            app,
            surroundings,
            self.deliveries,
            self._jobs,
            settings.reconcile_seconds,
            f"{folder}/locks",
            metrics.redelivered,
        )
        self.wake = self._dispatcher.wake

    def start(self) -> None:
        self._jobs.start()
        self._dispatcher.start()
        self._reconciler.start()

    def stop(self) -> None:
        """Begin nothing more, and let what runs come to its end."""
        self._reconciler.stop()
        self._dispatcher.stop()
        self._jobs.stop(STOP_SECONDS)


def serve(settings: Settings) -> int:
    """Take webhooks and work, until SIGTERM or SIGINT. Raises UsageError, StoreError where it cannot start."""
    with _prepared(settings) as (database, metrics):
        worker = Worker(settings, database, metrics)
        worker.start()
        inbox = Inbox(worker.deliveries, worker.wake)
        try:
            webhook = Webhook(inbox, settings.read_webhook_secrets(), metrics)
            metrics.watch(worker.lanes.count, worker.deliveries.waiting)
            application = create_application(webhook, [Ready("database", database.check)], metrics.page)
            _run(uvicorn.Config(application, **UVICORN_OPTIONS), settings)
        finally:
            inbox.close()
            worker.stop()
    return EXIT_OK


def work(settings: Settings) -> int:
    """Work beside a `serve` on the same database, until SIGTERM or SIGINT."""
    with _prepared(settings) as (database, metrics):
        worker = Worker(settings, database, metrics)
        ended = threading.Event()

        def end(_signal: int, _frame: FrameType | None) -> None:
            ended.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
        worker.start()
        structlog.get_logger("worker").info("working")
        ended.wait()
        worker.stop()
    return EXIT_OK


def jobs_url(settings: Settings) -> str:
    """The job engine's database: in PostgreSQL a schema of the same one; of SQLite a file of its own, so that who
    writes there does not keep the inbox waiting.
    """
    url = make_url(settings.store_url())
    if url.get_backend_name() != "sqlite":
        return settings.store_url()
    stem, suffix = os.path.splitext(url.database or "")
    return url.set(database=f"{stem}-jobs{suffix}").render_as_string(hide_password=False)


@contextmanager
def _prepared(settings: Settings) -> Iterator[tuple[Database, Metrics]]:
    check_versions(with_sqlite=settings.store_url().startswith("sqlite"))
    configure_logs(settings.log_format, settings.secrets())
    os.umask(0o077)
    try:
        os.makedirs(settings.data_folder, mode=0o700, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"the data folder cannot be made: {error.strerror}",
            where=settings.data_folder,
            help="set data_folder to a folder that this user may write to",
        ) from None
    remove_abandoned_sandboxes()  # of looks that were killed
    with ExitStack() as stack:
        database = open_database(settings.store_url())
        stack.callback(database.close)
        yield database, Metrics()


def _options(settings: Settings) -> Options:
    floor = read_policy_file(settings.floor, f"floor:{settings.floor}") if settings.floor else None
    if floor is not None:
        load_policy((floor,))  # a floor that is not valid would block every pull request
    return Options(settings.check_name, floor, settings.default_policy, settings.commit_status, settings.labels)


def _run(config: uvicorn.Config, settings: Settings) -> None:
    """Until a signal comes. The socket is bound here, so that a port that is taken is an error as any other."""
    try:
        listening = socket.create_server((settings.host, settings.port), backlog=2048, reuse_port=False)
    except OSError as error:
        raise UsageError(
            f"nothing can listen at {settings.host} port {settings.port}: {error.strerror}",
            help="set host and port to an address of this machine that is free",
        ) from None
    # uvicorn raises the signal that ended it once more; by then the rest is to be ended in good order.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _signal, _frame: None)
    with listening:
        config.load()
        address = listening.getsockname()
        structlog.get_logger("web").info("listening", host=address[0], port=address[1])
        uvicorn.Server(config).run(sockets=[listening])
