"""Where a catalogue lies: a file, or a database of a PostgreSQL server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from matcher.errors import CatalogueUnusable

_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")
_SQLITE = "sqlite"


@dataclass(frozen=True, slots=True)
class Place:
    """`url` may bear a password, `shown` never does; `file` is None on a server."""

    url: URL
    shown: str
    file: Path | None = None


def place_of(given: str) -> Place:
    """The place that a path or an address means.

    Raises CatalogueUnusable ("unreachable") for an address of a kind that is not known here.
    """
    if "://" not in given:
        return _file(Path(given))
    scheme = given.partition("://")[0]
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):  # what they say may hold the password
        raise CatalogueUnusable(
            f"{scheme}://", "unreachable", {"found": "not an address"}
        ) from None
    if url.drivername == _SQLITE and url.database:
        return _file(Path(url.database))
    if url.drivername not in _POSTGRESQL:
        raise CatalogueUnusable(f"{scheme}://", "unreachable", {"found": "not an address"})
    host = url.query.get("host")
    kept = {"host": host} if host is not None else {}
    shown = URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database, query=kept
    )
    return Place(url.set(drivername="postgresql+psycopg"), shown.render_as_string())


def _file(path: Path) -> Place:
    path = path.expanduser().absolute()
    return Place(URL.create(_SQLITE, database=str(path)), str(path), path)
