"""Whether GitHub sent these bytes: the X-Hub-Signature-256 header.

https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence

_HEADER = re.compile(r"sha256=([0-9a-f]{64})", re.ASCII)


def is_signed(raw_body: bytes, header: str | None, secrets: Sequence[str]) -> bool:
    """Whether one of the secrets signed the body. Two are in use while they are rotated; without any nothing is signed.

    raw_body: as it came, before anything parsed it. header: X-Hub-Signature-256; no other spelling counts, nor SHA-1.
    """
    found = _HEADER.fullmatch(header or "")
    if not found:
        return False
    claimed = found[1].encode()
    # Every secret is tried, so that how long it takes does not tell which one fits. An empty one would fit anybody's.
    fits = [
        hmac.compare_digest(hmac.digest(secret.encode(), raw_body, "sha256").hex().encode(), claimed)
        for secret in secrets
        if secret
    ]
    return any(fits)
