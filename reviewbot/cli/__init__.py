"""Front-end 1: the `reviewbot` command.

One file per subcommand, found by its name and imported when it runs: `SUMMARY` (one line), `add_arguments(parser)`
and `run(arguments) -> exit status`. Its docstring is the description that `--help` shows.
"""
