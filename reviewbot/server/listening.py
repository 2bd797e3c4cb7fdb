"""How uvicorn serves the web application; the benchmark serves in the same way what it is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

STOP_SECONDS = 20  # that requests and looks have to come to their end; container engines kill after 30
KEEP_ALIVE_SECONDS = 75  # longer than the proxies in front, so that they and not we close a connection
UVICORN_OPTIONS: Mapping[str, Any] = {
    "log_config": None,
    "access_log": False,
    "lifespan": "off",
    "server_header": False,
    "proxy_headers": False,  # nothing is decided by who calls
    "timeout_keep_alive": KEEP_ALIVE_SECONDS,
    "timeout_graceful_shutdown": STOP_SECONDS,
    "limit_concurrency": 2000,
}
