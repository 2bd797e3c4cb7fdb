"""`python -m reviewbot` is the `reviewbot` command; git's hooks start it so, and wait for its start and its end."""

import gc
import os
import sys

gc.set_threshold(10_000)  # the usual 700 looks for garbage again and again while modules are loaded

from reviewbot.cli.main import main  # noqa: E402

status = main()
# All is flushed, closed and removed by now. Taking the interpreter down module by module would take a tenth of a hook.
sys.stdout.flush()
sys.stderr.flush()
os._exit(status)
