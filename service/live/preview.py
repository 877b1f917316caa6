"""What a file would bring into the catalogue: read, judged, stored nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from matcher.check import Finding, Kind, findings
from matcher.errors import FileRefused, MatcherError
from matcher.fiche import Fiche
from matcher.gathering import Similarity, gather, refusal_of
from matcher.gazetteer.authorities import Gazetteer
from matcher.reading.source import read_bytes
from matcher.same_points import are_versions
from matcher.workflow.opening import Knowledge
from matcher.workflow.take_in import TakenFile, understood
from matcher.workflow.take_part import gathered_notes
from service.live.links import keys_of
from service.live.moment import Moment


class Relation(StrEnum):
    """What a new fiche is to one of the same collectivity that is stored.

    REPEATS: it says the same. REPLACES: it is a later version (or of the same date) of it. OLDER:
    it is an older version. BESIDE: another fiche, or a translation.
    """

    REPEATS = "repeats"
    REPLACES = "replaces"
    OLDER = "older"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Related:
    """A stored fiche of the same collectivity, and what the new one is to it."""

    id: str
    relation: Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewedFiche:
    """A fiche as read and completed, and what to look at in it.

    `collectivity` is the id it would take part under; None where it cannot take part, and then
    `refused` tells why. `known` is whether that collectivity takes part already, `related` are
    its stored fiches.
    """

    fiche: Fiche
    findings: tuple[Finding, ...]
    collectivity: str | None
    known: bool = False
    refused: MatcherError | None = None
    related: tuple[Related, ...] = ()

    @property
    def replaces(self) -> str | None:
        """The id of the stored fiche in whose place this one would go, if any."""
        for relation in (Relation.REPEATS, Relation.REPLACES):
            for each in self.related:
                if each.relation is relation:
                    return each.id
        return None


@dataclass(frozen=True, slots=True)
class PreviewedFile:
    """A file that was read, with its fiches; `beside`: how they go with others sent with them."""

    source: str
    fiches: tuple[PreviewedFiche, ...]
    beside: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What was sent: files (several, where an archive was sent), in the order they were met."""

    files: tuple[PreviewedFile, ...]
    refusals: tuple[FileRefused, ...] = ()

    @property
    def fiches(self) -> tuple[PreviewedFiche, ...]:
        """All fiches of all files."""
        return tuple(fiche for file in self.files for fiche in file.fiches)


class Previewer:
    """Looks at files beside what is stored."""

    def __init__(self, knowledge: Knowledge, similarity: Similarity) -> None:
        """As `gather` takes them."""
        self._knowledge = knowledge
        self._similarity = similarity

    def preview(self, uploads: Sequence[tuple[str, bytes]], moment: Moment) -> Preview:
        """What files (names and bytes) would bring, beside each other and beside `moment`.

        Raises ModelError where translations must be told and the encoder fails.
        """
        outcomes = [
            understood(outcome, self._knowledge)
            for name, data in uploads
            for outcome in read_bytes(data, name)
        ]
        taken = [outcome for outcome in outcomes if isinstance(outcome, TakenFile)]
        beside = self._beside([fiche for file in taken for fiche in file.fiches])
        return Preview(
            tuple(
                PreviewedFile(
                    file.source,
                    tuple(self.fiche(fiche, moment) for fiche in file.fiches),
                    tuple(beside.get(file.source, ())),
                )
                for file in taken
            ),
            tuple(outcome for outcome in outcomes if isinstance(outcome, FileRefused)),
        )

    def fiche(
        self, fiche: Fiche, moment: Moment, *, instead_of: str | None = None
    ) -> PreviewedFiche:
        """A completed fiche beside `moment`, in which the fiche `instead_of` does not count."""
        looked = findings(fiche, lambda label: bool(self._knowledge.vocabulary.map(label)))
        keys = keys_of(fiche, self._gazetteer)
        if keys is None:
            return PreviewedFiche(
                fiche=fiche, findings=looked, collectivity=None, refused=refusal_of(fiche)
            )
        together = sorted(moment.links.together(keys) - {instead_of})
        others = {id_: moment.stored[id_].fiche for id_ in together}
        gathered = gather([*others.values(), fiche], self._similarity, self._gazetteer)
        for participant in gathered.participants:
            own = (*participant.fiches, *participant.translations, *participant.superseded)
            if any(each is fiche for each in own):
                return PreviewedFiche(
                    fiche=fiche,
                    findings=looked,
                    collectivity=participant.id,
                    known=len(own) > 1,
                    related=tuple(
                        Related(id_, _relation(fiche, other))
                        for id_, other in others.items()
                        if any(each is other for each in own)
                    ),
                )
        return PreviewedFiche(
            fiche=fiche,
            findings=looked,
            collectivity=None,
            refused=next(iter(gathered.conflicts), None),
        )

    def _beside(self, fiches: Sequence[Fiche]) -> Mapping[str, list[Finding]]:
        """What stands out when fiches that were sent together are gathered, by their files."""
        found: dict[str, list[Finding]] = defaultdict(list)
        if len(fiches) > 1:
            gathered = gather(fiches, self._similarity, self._gazetteer)
            for source, note in gathered_notes(gathered):
                found[source].append(Finding(Kind.ODD, note))
        return found

    @property
    def _gazetteer(self) -> Gazetteer:
        return self._knowledge.gazetteer


def _relation(fiche: Fiche, other: Fiche) -> Relation:
    ours = [point.text for point in fiche.key_points]
    theirs = [point.text for point in other.key_points]
    if fiche.language.value is not other.language.value or not are_versions(ours, theirs):
        return Relation.BESIDE
    if ours == theirs:
        return Relation.REPEATS
    return Relation.REPLACES if _dated(fiche) >= _dated(other) else Relation.OLDER


def _dated(fiche: Fiche) -> tuple[int, int, int]:
    updated = fiche.updated.value
    return (0, 0, 0) if updated is None else updated.sort_key
