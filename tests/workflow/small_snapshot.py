"""Snapshots of the small world of the matching tests."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.collectivity import Language
from matcher.fiche import read
from matcher.gathering import Participant
from matcher.index.content import EncoderMark
from matcher.matching.hubs import LanguageMeans
from matcher.matching.line_up import Embodied, texts_of
from matcher.profile import Profile
from matcher.workflow.language_means import Means
from matcher.workflow.opening import Knowledge
from matcher.workflow.snapshot import Snapshot
from tests.matching.small_world import encode, participant, profile

MEANS = Means(LanguageMeans({}), LanguageMeans({}))
KNOWLEDGE = Knowledge()


class SmallEncoder:
    """The encoder of the small world."""

    name = "small"
    fingerprint = "f" * 64
    dimension = 40
    encode = staticmethod(encode)


def embodied(participant: Participant) -> Embodied:
    """The participant with the vectors of its texts."""
    texts = [texts_of(fiche) for fiche in participant.fiches]
    return Embodied.of(
        participant,
        [
            (encode([p.passage.text for p in passages]), encode([x.label for x in labels]))
            for passages, labels in texts
        ],
    )


def snapshot(people: Sequence[Participant], rules: Profile | None = None) -> Snapshot:
    """All of `people` at once."""
    return Snapshot.of(
        [embodied(each) for each in people],
        revision=1,
        encoder=EncoderMark.of(SmallEncoder()),
        means=MEANS,
        profile=rules or profile(),
        knowledge=KNOWLEDGE,
    )


def at(id_: str, authority: str, key_points: Sequence[str] = ("tram#1",)) -> Participant:
    """A participant that is the authority of the registers with that id."""
    place = KNOWLEDGE.gazetteer.by_id(authority)
    assert place is not None
    plain = participant(id_, key_points, population=place.population)
    fiche = plain.fiches[0]
    return Participant(
        id=id_,
        collectivity=place,
        country=place.country,
        name=place.own_name,
        fiches=(
            type(fiche)(
                source=fiche.source,
                name=read(place.own_name),
                country=read(place.country),
                language=read(Language.FR if id_.startswith("fr") else Language.JA),
                domains=fiche.domains,
                domain_ids=fiche.domain_ids,
                key_points=fiche.key_points,
                collectivity=place,
            ),
        ),
    )
