"""The `reviewbot` command, also as `python -m reviewbot`; hooks start it so, and wait for its start and its end."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn


def run() -> NoReturn:
    """Run the command line and end the process with its exit status."""
    gc.set_threshold(10_000)  # the usual 700 looks for garbage again and again while modules are loaded
    from reviewbot.cli.main import main

    status = main()
    # All is flushed, closed and removed by now. Taking the interpreter down module by module takes a tenth of a hook.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    run()
