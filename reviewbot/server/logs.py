"""What the service says of its work: one line for each event, on standard error, in which no secret can appear.

Everything goes through one handler: structlog, the standard library's loggers of all packages, warnings, and
exceptions that nobody caught. uvicorn must be told to leave loggers alone: `uvicorn.Config(..., log_config=None)`.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Literal, TextIO

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor  # noqa: TC002 - as all that a file uses

from reviewbot.render.text.escape import escaped
from reviewbot.server.redaction import Redaction

# What these say of each request is of no use, or is counted.
_QUIET = ("github", "urllib3", "uvicorn.access", "apscheduler", "sqlalchemy")
_SEVERAL_LINES = ("exception", "stack")


def configure_logs(
    log_format: Literal["json", "text"], secrets: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Set up all loggers of this process. secrets: what is configured, see `Settings.secrets`.

    stream: standard error unless given.
    """
    redaction = Redaction(secrets)

    def redact(_logger: object, _name: str, event: EventDict) -> EventDict:
        return redaction.fields(event)

    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    processors = [ProcessorFormatter.remove_processors_meta, redact, *_renderer(log_format)]
    handler = _Handler(sys.stderr if stream is None else stream)
    handler.setFormatter(_Formatter(redaction, shared, processors))
    _take_over(handler)
    _catch_what_nobody_catches()


class _Handler(logging.StreamHandler[TextIO]):
    """Says of what it cannot write no more than that; the library's own would print all of it."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        with suppress(Exception):
            kind = sys.exc_info()[0]
            self.stream.write(f'{{"event": "an event is lost: {kind.__name__ if kind else record.levelname}"}}\n')
            self.flush()


class _Formatter(ProcessorFormatter):
    def __init__(self, redaction: Redaction, shared: list[Processor], processors: list[Processor]) -> None:
        super().__init__(foreign_pre_chain=shared, processors=processors)
        self._redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        """Once more over the finished line, whatever became of the fields on their way."""
        return self._redaction.line(super().format(record))


def _renderer(log_format: str) -> list[Processor]:
    if log_format == "json":
        return [structlog.processors.JSONRenderer()]
    return [
        _show_plainly,
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]


def _show_plainly(_logger: object, _name: str, event: EventDict) -> EventDict:
    """No control characters, and one line for each event but for its exception."""
    return {
        key: _visible(value, "\n" if key in _SEVERAL_LINES else "") if isinstance(value, str) else value
        for key, value in event.items()
    }


def _visible(text: str, kept: str) -> str:
    return "".join(each if each.isprintable() or each in kept else escaped(each) for each in text)


def _take_over(handler: logging.Handler) -> None:
    """Everything that is logged in this process goes to the handler and nowhere else."""
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
    # DBOS gives its logger a handler of its own when it starts, unless there is one.
    logging.getLogger("dbos").addHandler(logging.NullHandler())
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.root.handlers = [handler]
    logging.root.setLevel(logging.INFO)
    logging.captureWarnings(capture=True)


def _catch_what_nobody_catches() -> None:
    logger = structlog.get_logger("reviewbot")

    def uncaught(kind: Any, error: Any, traceback: Any) -> None:
        logger.critical("nobody caught this", exc_info=(kind, error, traceback))

    def of_thread(found: threading.ExceptHookArgs) -> None:
        if found.exc_type is not SystemExit:
            uncaught(found.exc_type, found.exc_value, found.exc_traceback)

    sys.excepthook = uncaught
    threading.excepthook = of_thread
    sys.unraisablehook = lambda found: uncaught(found.exc_type, found.exc_value, found.exc_traceback)
