"""argparse with the errors that reviewbot has everywhere, and without what would slow every start."""

from __future__ import annotations

import argparse
from typing import Any, NoReturn

from reviewbot.cli.streams import columns_of_stdout
from reviewbot.errors import UsageError

_UNRECOGNIZED = "unrecognized arguments: "


class Help(argparse.RawDescriptionHelpFormatter):
    """Text as it is written. Left alone, argparse imports shutil and what that needs at every start, for the width."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=columns_of_stdout() - 2)


class Parser(argparse.ArgumentParser):
    """No abbreviations: an option that comes later must not change what a script means."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"formatter_class": Help, "allow_abbrev": False, **settings})

    def print_help(self, file: Any = None) -> None:
        """Raises OSError when it cannot be written, where argparse says nothing."""
        print(self.format_help(), end="", file=file)

    def error(self, message: str) -> NoReturn:
        """Raises UsageError, where argparse prints the whole usage, shows arguments raw and ends the process."""
        from reviewbot.render.text.escape import shown  # only for who mistyped

        advice = f"`{self.prog} --help` lists what there is"
        if message.startswith(_UNRECOGNIZED):
            from difflib import get_close_matches

            wrong = message.removeprefix(_UNRECOGNIZED).split()[0].partition("=")[0]
            near = get_close_matches(wrong, self._option_string_actions, n=1)
            advice = f"did you mean {near[0]}? {advice}" if near else advice
        raise UsageError(shown(message), help=advice)
