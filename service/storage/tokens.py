"""Secrets that are handed out once and kept nowhere: here lies only a digest of each.

A plain SHA-256 is right for them. Slow, salted digests protect what people think up, because that
can be guessed; 256 random bits cannot, with or without salt, however fast each guess is. And a key
is checked in every request.

A digest is looked up in an index, which takes longer or shorter by how it begins. That tells
nothing: nobody can make secrets whose digests begin as they like and end as ours does.
"""

from __future__ import annotations

import re
import secrets
from hashlib import sha256

_BYTES = 32
_URL_SAFE = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token(prefix: str = "") -> str:
    """256 random bits: `prefix` and 43 characters that need no escaping in addresses."""
    return prefix + secrets.token_urlsafe(_BYTES)


def digest_of(token: str, prefix: str = "") -> bytes | None:
    """What is stored in place of `token`; None for what `new_token(prefix)` never made."""
    bare = token.removeprefix(prefix) if token.startswith(prefix) else ""
    return sha256(token.encode()).digest() if _URL_SAFE.fullmatch(bare) else None
