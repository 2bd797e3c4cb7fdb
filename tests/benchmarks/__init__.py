"""Measurements side by side: `python -m tests.benchmarks NAME`. One file per benchmark, found by its name.

The folders hold what benchmarks share: `inputs` makes repositories, `measuring` runs and prints, `peers` are other
programs that do the same work. `NAME_groups` are the parts of the benchmark NAME.
"""
