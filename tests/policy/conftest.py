from __future__ import annotations

import importlib
import sys

import pytest

from reviewbot import rules

NEW_RULE = '''"""Something new is found."""
{head}
from typing import Annotated, NamedTuple
from reviewbot.model.options import Kind, Option
from reviewbot.model.rule import Rule

class Options(NamedTuple):
    {options}

def check(scope, options):
    return iter(())

RULE = Rule(name="{name}", options=Options, check=check{declaration})
'''


@pytest.fixture
def a_new_rule(tmp_path, monkeypatch):
    """Puts a file into a folder beside those of the rules: all that it takes to have one more."""
    made = []
    monkeypatch.setattr(rules, "__path__", [*rules.__path__, str(tmp_path)])

    def write(module: str, head: str = "", declaration: str = "", options: str = '"""None."""') -> None:
        made.append(f"reviewbot.rules.{module}")
        text = NEW_RULE.format(name=module.replace("_", "-"), head=head, declaration=declaration, options=options)
        (tmp_path / f"{module}.py").write_text(text)
        importlib.invalidate_caches()

    yield write
    for name in made:
        sys.modules.pop(name, None)
        vars(rules).pop(name.rpartition(".")[2], None)
