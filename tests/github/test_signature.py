from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbot.github.signature import is_signed
from tests.github_peer.installed import examples, missing
from tests.github_peer.installed import signed as signed_by_octokit

BODY = b'{"zen": "Keep it logically awesome."}'


def signed(body, secret):
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def test_githubs_own_example():
    """https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries"""
    header = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    assert is_signed(b"Hello, World!", header, ["It's a Secret to Everybody"])


@pytest.mark.parametrize("secrets", [["old", "new"], ["new", "old"], ["", "new"]])
def test_either_secret_will_do_while_they_are_rotated(secrets):
    assert is_signed(BODY, signed(BODY, "new"), secrets)


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(None, id="none"),
        pytest.param("", id="empty"),
        pytest.param("sha256=", id="no digest"),
        pytest.param(signed(BODY, "other"), id="another secret"),
        pytest.param(signed(BODY + b" ", "secret"), id="another body"),
        pytest.param(signed(BODY, "secret").upper(), id="upper case"),
        pytest.param(signed(BODY, "secret") + "\n", id="a line end after it"),
        pytest.param(" " + signed(BODY, "secret"), id="a space before it"),
        pytest.param("sha1=" + hmac.new(b"secret", BODY, "sha1").hexdigest(), id="SHA-1"),
        pytest.param("sha256=" + "é" * 64, id="not ASCII"),
        pytest.param("sha256=" + "٣" * 64, id="digits of another script"),
    ],
)
def test_anything_else_is_not_signed(header):
    assert not is_signed(BODY, header, ["secret"])


@pytest.mark.parametrize("secrets", [[], [""]])
def test_without_a_secret_nothing_is_signed(secrets):
    assert not is_signed(BODY, signed(BODY, ""), secrets)


@given(st.binary(), st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.text())
def test_any_bytes_and_any_header(body, secret, header):
    assert is_signed(body, signed(body, secret), [secret])
    assert not is_signed(body, header, [secret])


def test_what_octokits_own_library_signs():
    if why := missing():
        pytest.skip(why)
    secret = "s\u00e9cret \U0001f511"
    bodies = [example.raw_body.decode() for example in examples()]
    signatures = signed_by_octokit(secret, bodies)
    assert len(signatures) == len(bodies) > 300
    for body, header in zip(bodies, signatures, strict=True):
        assert is_signed(body.encode(), header, ["another", secret])
        assert not is_signed(body.encode() + b" ", header, ["another", secret])
