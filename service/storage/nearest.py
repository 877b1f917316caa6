"""Search among the passages of one side, by pgvector in the database of the catalogue.

The database finds rows, approximately (`service.storage.pgvector`); how near they are is measured
here, exactly, from the vectors in memory. What it finds and this process does not know (yet, or
because a later version of the fiche counts) is passed over, and more is asked for (iterative
scans: pgvector goes on from where it was).

Every question is one transaction that only reads. Where there is a replica for reading, these
questions may go there: it is asked through a `Database` of its own, and what it lacks, being behind
by a moment, is made up for as anything else is that the index does not find.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from matcher.collectivity import Country
from matcher.matching.candidates import Neighbours
from service.storage.engine import Database
from service.storage.pgvector import lists_for, table_of

#: Of so large a share of all passages, comparing with all of them is faster, and exact.
_MOST_SHARE = 0.125
#: More than wanted are asked for, since some may be unknown here: so many and this share.
_BESIDE, _BESIDE_SHARE = 8, 0.125
#: So many lists are looked through, and so many that they hold this many times what is wanted.
_LISTS, _TIMES = 20, 4


class DatabasePassages:
    """The passages of one country, found by the database. Any number of threads may ask."""

    def __init__(
        self,
        database: Database,
        space: str,
        country: Country,
        fiches: Sequence[tuple[str, int]],
        vectors: NDArray[np.float32],
    ) -> None:
        """Search what `pgvector.make_ready` made of `space`.

        `fiches` are ids with the number of passages of each, in the order of the side;
        `vectors` (p, d) are the embeddings of these passages. Raises ValueError where they are
        more or fewer.
        """
        counts = [count for _, count in fiches]
        if sum(counts) != len(vectors):
            raise ValueError(f"{sum(counts)} passages have {len(vectors)} vectors")
        starts = np.cumsum([0, *counts])
        self._places = {
            id_: (int(start), count)
            for (id_, count), start in zip(fiches, starts[:-1], strict=True)
        }
        self._database = database
        self._vectors = vectors
        self._asked = text(
            f"SELECT fiche_id, number FROM {table_of(space)} WHERE country = '{country.value}'"  # noqa: S608
            " ORDER BY vector <#> CAST(:query AS halfvec) LIMIT :count"
        )

    @property
    def size(self) -> int:
        """How many passages there are."""
        return len(self._vectors)

    def nearest(self, queries: NDArray[np.float32], count: int) -> Neighbours:
        """The min(count, size) passages nearest to each row of `queries` (q, d).

        Now and then one is missed that is nearer than the last ones: see the tests for how often.
        Raises CatalogueUnusable.
        """
        most = min(count, self.size)
        found = Neighbours(
            np.empty((len(queries), most), np.float32), np.empty((len(queries), most), np.int64)
        )
        if not most or not len(queries):
            return found
        if queries.shape[1] != self._vectors.shape[1]:
            raise ValueError(
                f"queries of length {queries.shape[1]}, vectors of {self._vectors.shape[1]}"
            )
        if most > self.size * _MOST_SHARE:
            places = [self._everything for _ in queries]
        else:
            with self._database.reading() as connection:
                places = [self._near(connection, query, most) for query in queries]
        for row, (query, near) in enumerate(zip(queries, places, strict=True)):
            similarity = self._vectors[near] @ query
            order = np.argsort(-similarity, kind="stable")[:most]
            found.similarity[row], found.position[row] = similarity[order], near[order]
        return found

    @property
    def _everything(self) -> NDArray[np.int64]:
        return np.arange(self.size)

    def _near(
        self, connection: Connection, query: NDArray[np.float32], most: int
    ) -> NDArray[np.int64]:
        """Places of at least `most` passages, among them the nearest."""
        written = "[" + ",".join(map(str, query.tolist())) + "]"
        limit = most + _BESIDE + int(most * _BESIDE_SHARE)
        while True:
            _allow(connection, max(_LISTS, ceil(_TIMES * limit / lists_for(self.size))))
            rows = connection.execute(self._asked, {"query": written, "count": limit}).all()
            known = [place for row in rows if (place := self._place(*row)) is not None]
            if len(known) >= most:
                return np.array(known, np.int64)
            if len(rows) < limit:  # some are not there (yet), or the index has given up
                return self._everything
            limit *= 2

    def _place(self, fiche: str, number: int) -> int | None:
        start, count = self._places.get(fiche, (0, 0))
        return start + number if number < count else None


def _allow(connection: Connection, lists: int) -> None:
    """Look through `lists` lists, and further ones until there are rows enough: for this turn."""
    for name, value in (
        ("ivfflat.probes", str(lists)),
        ("ivfflat.iterative_scan", "relaxed_order"),  # what is found is put in order here
    ):
        connection.execute(
            text("SELECT set_config(:name, :value, true)"), {"name": name, "value": value}
        )
