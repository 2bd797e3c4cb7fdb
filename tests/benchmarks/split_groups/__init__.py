"""The groups of the benchmark of split plans."""
