"""The searches of pgvector for the two sides of a moment."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.matching.line_up import texts_of
from matcher.matching.side import Side
from service.live.moment import Moment
from service.storage.engine import Database
from service.storage.nearest import DatabasePassages


def database_search(database: Database, moment: Moment, side: Side) -> DatabasePassages:
    """The search among the passages of `side`, one of those of the moment's snapshot.

    `pgvector.make_ready` must have been called for the moment's space.
    """
    return DatabasePassages(
        database,
        moment.space,
        side.country,
        tuple(_passages(moment, side)),
        side.passage_texts.vectors,
    )


def _passages(moment: Moment, side: Side) -> Iterator[tuple[str, int]]:
    """The fiches that count with their number of passages, in the order of the side."""
    for participant in side.participants:
        ids = {id(moment.stored[each].fiche): each for each in moment.ids_of[participant.id]}
        for fiche in participant.fiches:
            passages, _ = texts_of(fiche)
            yield ids[id(fiche)], len(passages)
