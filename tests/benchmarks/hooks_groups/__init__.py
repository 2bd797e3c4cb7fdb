"""The groups of the benchmark `hooks`, in the order of the file list in `hooks.py`."""
