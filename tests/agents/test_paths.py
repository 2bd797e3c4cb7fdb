"""Paths that an agent does not take as they are written, and so leads to where nobody sees them."""

from __future__ import annotations

import pytest

from tests.agents.gemini import Gemini
from tests.agents.scripted_model import Call


def let_gemini_write(shop):
    """To three paths that mean one below config/."""
    replacing = {"file_path": "production.yml", "old_string": "3", "new_string": "4", "instruction": "be patient"}
    return shop.let(
        shop.agent.write("@config/at.yml", "new\n"),
        shop.agent.write("conf%69g/percent.yml", "new\n"),
        [Call("replace", replacing)],
    )


@pytest.mark.parametrize("agent", [Gemini], indirect=True)
def test_gemini_takes_paths_for_others(shop):
    """Why the guard denies them."""
    shop.commit_settings()
    let_gemini_write(shop)
    assert shop.changed() == ["config/production.yml", "config/at.yml", "config/percent.yml"]


@pytest.mark.parametrize("agent", [Gemini], indirect=True)
def test_what_gemini_would_take_for_another_path_is_denied(shop):
    shop.install_guard()
    for told in let_gemini_write(shop):
        assert "name the file by its absolute path" in told
    assert shop.changed() == []
