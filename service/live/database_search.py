"""The searches of pgvector among the passages of one moment.

Nothing is made for a moment: where the passages of a fiche stand is looked up for the rows that
the database finds, in what the moment has anyway.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from matcher.collectivity import Country
from matcher.matching.line_up import texts_of
from matcher.matching.live_side import LiveSide
from matcher.matching.side import spread
from matcher.workflow.snapshot import Searches
from service.live.moment import FicheStanding, Moment
from service.storage.engine import Database
from service.storage.nearest import DatabasePassages
from service.storage.pgvector import make_ready

_NOWHERE = (0, 0)


class DatabaseSearch:
    """Gives the searches of any moment. Any number of threads may ask."""

    def __init__(self, database: Database, space: str, dimension: int) -> None:
        """The vectors of `space` have that dimension. `make_ready` makes it ready."""
        self._database = database
        self._space = space
        self._dimension = dimension
        self._latest: tuple[Moment, Searches] | None = None

    def make_ready(self) -> None:
        """Make what is searched, with the indexes that pay for what is there now.

        Raises CatalogueUnusable where the database is no PostgreSQL with a pgvector of these days.
        """
        make_ready(self._database, self._space, self._dimension)

    def of(self, moment: Moment) -> Searches:
        """The searches among the passages of both countries; kept for the latest moment."""
        latest = self._latest
        if latest is None or latest[0] is not moment:
            latest = self._latest = (moment, self._made(moment))
        return latest[1]

    def _made(self, moment: Moment) -> dict[Country, DatabasePassages]:
        return {
            country: DatabasePassages(
                self._database, self._space, country, PlacesInMoment(moment, live)
            )
            for country, live in moment.snapshot.live.items()
        }


class PlacesInMoment:
    """Where the passages of fiches stand in one side of a moment."""

    def __init__(self, moment: Moment, live: LiveSide) -> None:
        """`live` is a side of the snapshot of `moment`."""
        self._moment = moment
        self._live = live
        #: Of participants of several fiches, the places of each; made when first asked for.
        self._of_several: dict[str, Mapping[str, tuple[int, int]]] = {}
        self._size = int(live.passage_count[live.alive].sum())

    @property
    def revision(self) -> int:
        """That of the moment."""
        return self._moment.revision

    @property
    def vectors(self) -> NDArray[np.float32]:
        """Those of all passages of the side, also of who is gone."""
        return self._live.vectors.array

    @property
    def size(self) -> int:
        """How many passages those have who take part."""
        return self._size

    def of(self, fiche: str) -> tuple[int, int]:
        """The row of the first passage of a fiche, and how many it has: none where it does not
        count."""
        place = self._moment.placed.get(fiche)
        row = None if place is None else self._live.row.get(place.participant)
        if place is None or row is None or place.part is not FicheStanding.COUNTED:
            return _NOWHERE
        if len(self._live.participants[row].fiches) > 1:
            return self._among_several(place.participant, row)[fiche]
        return int(self._live.passage_starts[row]), int(self._live.passage_count[row])

    def all(self) -> NDArray[np.int64]:
        """The rows of the passages of those who take part."""
        rows = self._live.in_order
        return spread(self._live.passage_starts[rows], self._live.passage_count[rows])[0]

    def _among_several(self, participant: str, row: int) -> Mapping[str, tuple[int, int]]:
        known = self._of_several.get(participant)
        if known is None:
            stored = self._moment.stored
            ids = {id(stored[each].fiche): each for each in self._moment.ids_of[participant]}
            start, known = int(self._live.passage_starts[row]), {}
            for fiche in self._live.participants[row].fiches:
                passages, _ = texts_of(fiche)
                known[ids[id(fiche)]] = (start, len(passages))
                start += len(passages)
            self._of_several[participant] = known
        return known
