"""Embeddings in their tables: statements within a transaction that somebody else began."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Row, delete, insert, select

from service.storage.fiche_rows import BATCH, batches
from service.storage.records import FicheVectors
from service.storage.tables import embedded, embeddings

PASSAGE, LABEL = "passage", "label"
_STORED = np.dtype("<f4")


def put(connection: Connection, vectors: Mapping[str, FicheVectors]) -> None:
    """Put the embeddings of fiches that are there in place of those of the same space."""
    for space in {each.space for each in vectors.values()}:
        of_space = [id_ for id_, each in vectors.items() if each.space == space]
        for some in batches(of_space):
            connection.execute(
                delete(embedded).where(embedded.c.fiche_id.in_(some), embedded.c.space == space)
            )
    write(connection, vectors)


def write(connection: Connection, vectors: Mapping[str, FicheVectors]) -> None:
    """Add embeddings of fiches that are there and have none of the same space."""
    marks = [
        {"fiche_id": id_, "space": each.space, "dimension": each.passages.shape[1]}
        for id_, each in vectors.items()
    ]
    if not marks:
        return
    connection.execute(insert(embedded), marks)
    rows = list[dict[str, object]]()
    for id_, each in vectors.items():
        rows.extend(_rows(id_, each))
        if len(rows) >= BATCH:
            connection.execute(insert(embeddings), rows)
            rows = []
    if rows:
        connection.execute(insert(embeddings), rows)


def read(connection: Connection, ids: Collection[str], space: str) -> dict[str, FicheVectors]:
    """The embeddings in `space` of those of `ids` that have any, by id."""
    found: dict[str, FicheVectors] = {}
    # Asked by id, a few changed fiches of many cost no walk through all vectors.
    for some in batches(ids):
        found.update(_read_some(connection, some, space))
    return found


def _read_some(connection: Connection, ids: list[str], space: str) -> dict[str, FicheVectors]:
    marks = select(embedded.c.fiche_id, embedded.c.dimension).where(
        embedded.c.fiche_id.in_(ids), embedded.c.space == space
    )
    dimensions = {row.fiche_id: row.dimension for row in connection.execute(marks)}
    asked = (
        select(embeddings.c.fiche_id, embeddings.c.kind, embeddings.c.vector)
        .where(embeddings.c.fiche_id.in_(ids), embeddings.c.space == space)
        .order_by(embeddings.c.fiche_id, embeddings.c.kind, embeddings.c.number)
    )
    rows = connection.execute(asked)
    found = {
        key: _matrix(of_fiche, dimensions[key[0]])
        for key, of_fiche in groupby(rows, key=lambda row: (row.fiche_id, row.kind))
    }
    return {
        id_: FicheVectors(
            space=space,
            passages=found.get((id_, PASSAGE), _empty(dimension)),
            labels=found.get((id_, LABEL), _empty(dimension)),
        )
        for id_, dimension in dimensions.items()
    }


def _rows(id_: str, vectors: FicheVectors) -> Iterator[dict[str, object]]:
    for kind, matrix in ((PASSAGE, vectors.passages), (LABEL, vectors.labels)):
        for number, vector in enumerate(matrix):
            yield {
                "fiche_id": id_,
                "space": vectors.space,
                "kind": kind,
                "number": number,
                "vector": np.asarray(vector, dtype=_STORED).tobytes(),
            }


def _matrix(rows: Iterable[Row[Any, Any, Any]], dimension: int) -> NDArray[np.float32]:
    data = b"".join(row.vector for row in rows)
    return np.frombuffer(data, dtype=_STORED).reshape(-1, dimension).astype(np.float32, copy=False)


def _empty(dimension: int) -> NDArray[np.float32]:
    return np.empty((0, dimension), np.float32)
