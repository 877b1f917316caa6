"""Web addresses as people type them: which of them may become a link."""

from __future__ import annotations

import re

_WEB_ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:/\S*)?", re.IGNORECASE)


def web_address(text: str) -> str | None:
    """`text` as an http or https address that may be followed; None where it is none."""
    address = text.strip()
    if _WEB_ADDRESS.fullmatch(address) is None:
        return None
    return address if address.lower().startswith(("http://", "https://")) else f"http://{address}"
