"""What Alembic runs: the connection is handed over by `service.storage.schema`."""

from __future__ import annotations

from typing import Any

from alembic import context

from service.storage.tables import SEARCH_PREFIX, VERSION_TABLE, metadata


def _is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    return not (kind == "table" and name is not None and name.startswith(SEARCH_PREFIX))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    include_name=_is_ours,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
