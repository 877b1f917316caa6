"""The embeddings of stored fiches, each held once.

Those of fiches that count lie in the snapshot already; only those of the others are kept here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from matcher.fiche import Fiche
from matcher.gathering import Participant
from matcher.matching.line_up import Embodied, texts_of
from service.live.gatherer import Gathering
from service.live.moment import FicheStanding, Moment
from service.storage.records import FicheVectors


class KeptVectors:
    """Where the vectors of the fiches of one moment are found. Never changed."""

    def __init__(self, moment: Moment, spare: Mapping[str, FicheVectors]) -> None:
        """`spare` are those of fiches that do not count in `moment`."""
        self._moment = moment
        self._spare = spare

    def of(self, id_: str) -> FicheVectors | None:
        """The vectors of a fiche; None where it has none."""
        found = self._spare.get(id_)
        place = self._moment.placed.get(id_)
        if found is not None or place is None or place.part is not FicheStanding.COUNTED:
            return found
        participant = self._moment.roster[place.participant]
        return self._in_snapshot(participant, self._moment.stored[id_].fiche)

    def spare(
        self,
        gathering: Gathering,
        removed: Iterable[str],
        fresh: Mapping[str, FicheVectors],
        moved: Iterable[str],
    ) -> dict[str, FicheVectors]:
        """The spare ones of the next moment: those of `fresh` and `moved` that do not count."""
        spare = dict(self._spare)
        for id_ in removed:
            spare.pop(id_, None)
        for id_ in {*moved, *fresh}:
            found = fresh.get(id_) or self.of(id_)
            place = gathering.placed.get(id_)
            if found is None or (place is not None and place.part is FicheStanding.COUNTED):
                spare.pop(id_, None)
            else:
                spare[id_] = found
        return spare

    def embodied(
        self, participant: Participant, gathering: Gathering, fresh: Mapping[str, FicheVectors]
    ) -> Embodied:
        """A participant with the vectors of its fiches: of `fresh`, else those found here."""
        ids = {id(gathering.stored[id_].fiche): id_ for id_ in gathering.ids_of[participant.id]}
        vectors = []
        for fiche in participant.fiches:
            id_ = ids[id(fiche)]
            found = fresh.get(id_) or self.of(id_)
            if found is None:
                raise ValueError(f"the fiche {id_} has no vectors")
            vectors.append((found.passages, found.labels))
        return Embodied.of(participant, vectors)

    def _in_snapshot(self, participant: Participant, fiche: Fiche) -> FicheVectors:
        held = self._moment.snapshot.embodied(participant.id)
        passage = label = 0
        for each in participant.fiches:
            passages, labels = texts_of(each)
            to_passage, to_label = passage + len(passages), label + len(labels)
            if each is fiche:
                return FicheVectors(
                    self._moment.space,
                    held.passages[passage:to_passage],
                    held.labels[label:to_label],
                )
            passage, label = to_passage, to_label
        raise ValueError(f"{participant.id} has no such fiche")
