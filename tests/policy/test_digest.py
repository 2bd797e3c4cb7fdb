from __future__ import annotations

import hashlib
import sys

import pytest

from reviewbot.policy.digest import sha256_hex


@pytest.mark.parametrize("text", [b"", b"version = 1\n", bytes(range(256)) * 300])
@pytest.mark.parametrize("missing", [(), ("_sha2", "_sha256")], ids=["with the small module", "without it"])
def test_is_sha_256(text, missing, monkeypatch):
    expected = hashlib.sha256(text).hexdigest()
    for module in missing:
        monkeypatch.setitem(sys.modules, module, None)
    assert sha256_hex(text) == expected
