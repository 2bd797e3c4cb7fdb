"""Patches that Codex makes of commands, without a shell."""

from __future__ import annotations

import pytest

from tests.agents.codex import Codex

PATCH = """\
apply_patch <<'EOF'
*** Begin Patch
*** Update File: {}
@@
-retries: 3
+retries: 4
*** End Patch
EOF"""


@pytest.mark.parametrize("agent", [Codex], indirect=True)
def test_a_patch_within_a_command_of_codex_is_an_edit(shop):
    """Codex makes it by itself, without a shell, in the folder that `cd` names."""
    shop.install_guard()
    forbidden, _elsewhere, allowed = shop.let(
        shop.agent.run(PATCH.format("config/production.yml")),
        shop.agent.run(f"cd config && {PATCH.format('production.yml')}"),
        shop.agent.run(PATCH.format("shop/orders.py").replace("retries: 3", "line 3").replace("retries: 4", "three")),
    )
    assert "why: contains secrets" in forbidden
    assert "reviewbot" not in allowed
    assert shop.changed() == ["shop/orders.py"]
