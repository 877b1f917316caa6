"""Search among the passages of one side, by pgvector in the database of the catalogue.

The database finds rows (`service.storage.pgvector`; an index may miss some); how near they are is
measured here, exactly, from the vectors in memory. What it finds and does not count here, because a
later version of the fiche does, is passed over, and more is asked for
(iterative scans: pgvector goes on from where it was).

Every question is one transaction that only reads, and first the revision it sees: where that is not
the one asked about, the passages in memory are compared with instead, so that no answer mixes two
moments. A replica for reading may thus be asked as well, through a `Database` of its own.
"""

from __future__ import annotations

from functools import cached_property
from math import ceil
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select, text

from matcher.collectivity import Country
from matcher.matching.candidates import Neighbours
from service.storage.engine import Database
from service.storage.pgvector import lists_for, table_of
from service.storage.tables import state

#: Of so large a share of all passages, comparing with all of them is faster, and exact.
_MOST_SHARE = 0.125
#: More than wanted are asked for, since some may be unknown here: so many and this share.
_BESIDE, _BESIDE_SHARE = 8, 0.125
#: So many lists are looked through, and so many that they hold this many times what is wanted.
#: Lists are drawn by chance: in the worst of 12 draws among 2,100 passages, of the 120 nearest
#: 98.7 % were found in 20 lists and 99.8 % in these, which take a tenth of a millisecond more.
_LISTS, _TIMES = 32, 4
#: Both vectors of a product of unit vectors are rounded to half precision (by 2⁻¹¹), so that a
#: passage may seem nearer than another that is nearer by twice that.
_ERROR = 2.0**-9


class Places(Protocol):
    """Where the passages of fiches stand in a matrix of vectors, at one revision."""

    @property
    def revision(self) -> int:
        """The revision of the catalogue."""
        ...

    @property
    def vectors(self) -> NDArray[np.float32]:
        """The vectors (p, d), which may be those of more passages than can be found."""
        ...

    @property
    def size(self) -> int:
        """How many passages can be found."""
        ...

    def of(self, fiche: str) -> tuple[int, int]:
        """The row of the first passage of a fiche, and how many it has: none where it is unknown
        or does not count."""
        ...

    def all(self) -> NDArray[np.int64]:
        """The rows of all passages that can be found, (size,)."""
        ...


class DatabasePassages:
    """The passages of one country, found by the database. Any number of threads may ask."""

    def __init__(
        self,
        database: Database,
        space: str,
        country: Country,
        places: Places,
    ) -> None:
        """Search what `pgvector.make_ready` made of `space`; `places` are those of `country`."""
        self._database = database
        self._places = places
        self._asked = text(
            f"SELECT fiche_id, number FROM {table_of(space)} WHERE country = '{country.value}'"  # noqa: S608
            " ORDER BY vector <#> CAST(:query AS halfvec) LIMIT :count"
        )

    @property
    def size(self) -> int:
        """How many passages there are."""
        return self._places.size

    def nearest(self, queries: NDArray[np.float32], count: int) -> Neighbours:
        """The min(count, size) passages nearest to each row of `queries` (q, d).

        Where there is an index, now and then one is missed that is nearer than the last ones: see
        the tests for how often. Raises CatalogueUnusable.
        """
        most, vectors = min(count, self.size), self._places.vectors
        found = Neighbours(
            np.empty((len(queries), most), np.float32),
            np.empty((len(queries), most), np.int64),
            _ERROR,
        )
        if not most or not len(queries):
            return found
        if queries.shape[1] != vectors.shape[1]:
            raise ValueError(f"queries of length {queries.shape[1]}, vectors of {vectors.shape[1]}")
        for row, (query, near) in enumerate(zip(queries, self._found(queries, most), strict=True)):
            similarity = vectors[near] @ query
            order = np.argsort(-similarity, kind="stable")[:most]
            found.similarity[row], found.position[row] = similarity[order], near[order]
        return found

    def _found(self, queries: NDArray[np.float32], most: int) -> list[NDArray[np.int64]]:
        """For each query, rows of at least `most` passages, among them the nearest."""
        if most <= self.size * _MOST_SHARE:
            with self._database.reading() as connection:
                if _begun(connection, self._lists(most)) == self._places.revision:
                    return [self._near(connection, query, most) for query in queries]
        return [self._everything] * len(queries)

    @cached_property
    def _everything(self) -> NDArray[np.int64]:
        return self._places.all()

    def _near(
        self, connection: Connection, query: NDArray[np.float32], most: int
    ) -> NDArray[np.int64]:
        written = "[" + ",".join(map(str, query.tolist())) + "]"
        limit = most + _BESIDE + int(most * _BESIDE_SHARE)
        while True:
            rows = connection.execute(self._asked, {"query": written, "count": limit}).all()
            known = [place for row in rows if (place := self._place(row[0], row[1])) is not None]
            if len(known) >= most:
                return np.array(known, np.int64)
            if len(rows) < limit:  # some are not there (yet), or the index has given up
                return self._everything
            limit *= 2
            _begun(connection, self._lists(limit))

    def _lists(self, limit: int) -> int:
        """How many lists to look through for so many rows."""
        return max(_LISTS, ceil(_TIMES * limit / lists_for(self.size)))

    def _place(self, fiche: str, number: int) -> int | None:
        start, count = self._places.of(fiche)
        return start + number if number < count else None


def _begun(connection: Connection, lists: int) -> int:
    """The revision that is seen. From now on, until the transaction ends, `lists` lists are looked
    through, and further ones until there are rows enough."""
    settings = {
        "ivfflat.probes": str(lists),
        "ivfflat.iterative_scan": "relaxed_order",  # what is found is put in order here
    }
    told = [func.set_config(name, value, True) for name, value in settings.items()]
    seen: int = connection.execute(select(state.c.revision, *told)).one()[0]
    return seen
