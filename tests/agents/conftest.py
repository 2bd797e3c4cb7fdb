from __future__ import annotations

import pytest

from tests.agents.agent import missing
from tests.agents.claude import Claude
from tests.agents.codex import Codex
from tests.agents.gemini import Gemini
from tests.agents.shop import Shop


@pytest.fixture(params=(Claude, Codex, Gemini), ids=lambda kind: kind.name)
def agent(request):
    """Every agent, or those that a test names."""
    if why := missing():
        pytest.skip(why)
    return request.param()


@pytest.fixture
def shop(tmp_path, agent):
    return Shop(tmp_path, agent)
