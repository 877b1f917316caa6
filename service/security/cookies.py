"""The cookies of the service: of who signed in, and of the forms of who did not.

Scripts cannot read them, other sites cannot have them sent, and behind https their names begin
with `__Host-`, so that no other host of the domain can set them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

_SESSION, _FORMS = "matcher", "matcher-forms"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")

Scope = Mapping[str, Any]


def session_in(scope: Scope, cookie: str) -> str | None:
    """The token of a session in a Cookie header, if it has the shape of one."""
    return _value(cookie, _name(scope, _SESSION))


def forms_in(scope: Scope, cookie: str) -> str | None:
    """The token of forms in a Cookie header, if it has the shape of one."""
    return _value(cookie, _name(scope, _FORMS))


def session_cookie(scope: Scope, token: str, until: datetime) -> str:
    """The Set-Cookie header that signs in."""
    lasts = max(0, int((until - datetime.now(UTC)).total_seconds()))
    return _set(scope, _SESSION, token, f"; Max-Age={lasts}")


def no_session_cookie(scope: Scope) -> str:
    """The Set-Cookie header that signs out."""
    return _set(scope, _SESSION, "", "; Max-Age=0")


def forms_cookie(scope: Scope, token: str) -> str:
    """The Set-Cookie header of forms; it lasts as long as the browser is open."""
    return _set(scope, _FORMS, token, "")


def _name(scope: Scope, name: str) -> str:
    return f"__Host-{name}" if scope.get("scheme") == "https" else name


def _set(scope: Scope, name: str, value: str, lasts: str) -> str:
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    return f"{_name(scope, name)}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{lasts}"


def _value(cookie: str, name: str) -> str | None:
    for each in cookie.split(";"):
        found, _, value = each.strip().partition("=")
        if found == name:
            return value if _TOKEN.fullmatch(value) else None
    return None
