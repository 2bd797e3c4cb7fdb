"""The groups of the benchmark `lint-diff`, in the order of the file list in `lint_diff.py`."""
