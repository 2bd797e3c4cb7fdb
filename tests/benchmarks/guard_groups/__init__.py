"""The groups of the benchmark `guard`."""
