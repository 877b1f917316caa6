"""Participants and their embeddings → the two sides, hub and rank columns filled in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.collectivity import Country, Language, Level
from matcher.domains import Domain
from matcher.fiche import Fiche
from matcher.gathering import Participant
from matcher.matching.hubs import LanguageMeans, hub_column
from matcher.matching.late_interaction import affinity, cosines
from matcher.matching.side import Fields, LabelOf, PassageOf, Side, Texts
from matcher.passages import passages
from matcher.profile import Profile

#: Prefectures of Tōhoku, by the first two digits of the official code.
TOHOKU = ("02", "03", "04", "05", "06", "07")
#: A domain that everybody names still counts a little: rarity is a weight and stays above 0.
LEAST_RARITY = 0.05
#: A passage of background alone keeps a little weight, lest a participant be left without any.
LEAST_PASSAGE_WEIGHT = 0.02


@dataclass(frozen=True, slots=True)
class Listed:
    """The texts of the participants of one country that want embedding.

    `passages` and `labels` are sorted by owner, the row of `participants`, sorted by id.
    """

    country: Country
    participants: tuple[Participant, ...]
    passages: tuple[PassageOf, ...]
    labels: tuple[LabelOf, ...]

    @property
    def passage_texts(self) -> tuple[str, ...]:
        """What to embed for the key points, in the order of `passages`."""
        return tuple(p.passage.text for p in self.passages)

    @property
    def label_texts(self) -> tuple[str, ...]:
        """What to embed for the domains, in the order of `labels`."""
        return tuple(x.label for x in self.labels)


def list_texts(participants: Sequence[Participant], country: Country) -> Listed:
    """The passages and labels of the participants of `country`, sorted by participant id."""
    own = sorted((p for p in participants if p.country is country), key=lambda p: p.id)
    pieces: list[PassageOf] = []
    labels: list[LabelOf] = []
    for row, participant in enumerate(own):
        number = 0
        for fiche in participant.fiches:
            language = _language(fiche)
            for point in fiche.key_points:
                pieces.extend(
                    PassageOf(row, number, language, passage)
                    for passage in passages(point.text, language)
                )
                number += 1
            labels.extend(LabelOf(row, language, label) for label in fiche.domains)
    return Listed(country, tuple(own), tuple(pieces), tuple(labels))


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """A list of texts with their embeddings, the languages' means already taken out.

    `passage_vectors`, `label_vectors`: float32 (p, d) and (l, d), unit or zero rows.
    """

    listed: Listed
    passage_vectors: NDArray[np.float32]
    label_vectors: NDArray[np.float32]


def embed(
    listed: Listed,
    encode: Callable[[Sequence[str]], NDArray[np.float32]],
    passage_means: LanguageMeans,
    label_means: LanguageMeans,
) -> Embedded:
    """Embed the texts of `listed` with `encode` (texts → float32 (n, d), unit rows)."""
    return Embedded(
        listed,
        passage_means.taken_out(
            _each_once(listed.passage_texts, encode), [p.language for p in listed.passages]
        ),
        label_means.taken_out(
            _each_once(listed.label_texts, encode), [x.language for x in listed.labels]
        ),
    )


def _each_once(
    texts: Sequence[str], encode: Callable[[Sequence[str]], NDArray[np.float32]]
) -> NDArray[np.float32]:
    """The embeddings of `texts`; a text that many have (« Culture ») is encoded once."""
    row = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    vectors = encode(tuple(row))
    return vectors[[row[text] for text in texts]]


def fields_of(
    domains: Sequence[Domain], participants: Sequence[Participant], profile: Profile
) -> Fields:
    """The `domains` with their marks, and their rarity among `participants`.

    rarity = log((N + k) / (f + k·p)): inverse document frequency (Spärck Jones 1972), with k
    (`rarity-prior-count`) imagined participants of whom a share p (`rarity-prior-share`) names
    the domain, so that a small meeting does not decide what is rare.
    """
    count, share = profile.parameter("rarity-prior-count"), profile.parameter("rarity-prior-share")
    named = np.array([sum(each.id in p.domain_ids for p in participants) for each in domains])
    rarity = np.log((len(participants) + count) / (named + count * share))
    return Fields(
        ids=tuple(each.id for each in domains),
        rarity=np.maximum(rarity, LEAST_RARITY),
        stressed=np.array([each.stressed for each in domains], dtype=bool),
        tohoku=np.array([each.tohoku for each in domains], dtype=bool),
        companies=np.array([each.companies for each in domains], dtype=bool),
    )


def line_up(
    fr: Embedded,
    jp: Embedded,
    fields: Fields,
    rank: Callable[[Country, int], float],
    profile: Profile,
) -> tuple[Side, Side]:
    """The French and the Japanese side, each the reference for the other's hub columns.

    `rank` gives the share, in [0, 1], of a country's authorities with fewer inhabitants.
    """
    sides = (_side(fr, fields, rank), _side(jp, fields, rank))
    passage = _passage_affinity(*sides, profile)
    label = _label_affinity(*sides, profile)
    count = profile.parameter("hub-prior-count")
    passage_prior = profile.parameter("key-points-hub-prior")
    label_prior = profile.parameter("labels-hub-prior")
    return (
        replace(
            sides[0],
            passage_hub=hub_column(passage, passage_prior, count),
            label_hub=hub_column(label, label_prior, count),
        ),
        replace(
            sides[1],
            passage_hub=hub_column(passage.T, passage_prior, count),
            label_hub=hub_column(label.T, label_prior, count),
        ),
    )


def newcomer(
    embedded: Embedded,
    other: Side,
    rank: Callable[[Country, int], float],
    profile: Profile,
) -> Side:
    """A side of participants that were not lined up, compared with `other` as it stands.

    Their hub columns are taken from `other`, whose own columns do not move.
    """
    side = _side(embedded, other.fields, rank)
    count = profile.parameter("hub-prior-count")
    passage_prior = profile.parameter("key-points-hub-prior")
    label_prior = profile.parameter("labels-hub-prior")
    return replace(
        side,
        passage_hub=hub_column(_passage_affinity(side, other, profile), passage_prior, count),
        label_hub=hub_column(_label_affinity(side, other, profile), label_prior, count),
    )


def _passage_affinity(one: Side, other: Side, profile: Profile) -> NDArray[np.float64]:
    a, b = one.passage_texts, other.passage_texts
    temperature = profile.parameter("key-points-temperature")
    return affinity(cosines(a, b), a, b, (len(one), len(other)), temperature)


def _label_affinity(one: Side, other: Side, profile: Profile) -> NDArray[np.float64]:
    a, b = one.label_texts, other.label_texts
    temperature = profile.parameter("labels-temperature")
    return affinity(cosines(a, b), a, b, (len(one), len(other)), temperature)


def _side(embedded: Embedded, fields: Fields, rank: Callable[[Country, int], float]) -> Side:
    """All columns but the hubs, which are zero."""
    listed = embedded.listed
    people = [p.population.value for p in listed.participants]
    counts = [float(value) if value else np.nan for value in people]
    return Side(
        country=listed.country,
        participants=listed.participants,
        fields=fields,
        passages=listed.passages,
        labels=listed.labels,
        passage_texts=Texts(
            embedded.passage_vectors,
            np.array([p.owner for p in listed.passages], dtype=np.int64),
            _shares(
                [p.owner for p in listed.passages],
                [1.0 - p.passage.background for p in listed.passages],
            ),
        ),
        label_texts=Texts(
            embedded.label_vectors,
            np.array([x.owner for x in listed.labels], dtype=np.int64),
            _shares([x.owner for x in listed.labels], [1.0] * len(listed.labels)),
        ),
        domains=np.array(
            [[id_ in p.domain_ids for id_ in fields.ids] for p in listed.participants], dtype=bool
        ).reshape(len(listed.participants), len(fields.ids)),
        log_population=np.log10(np.array(counts, dtype=np.float64)),
        rank=np.array(
            [rank(listed.country, value) if value else np.nan for value in people],
            dtype=np.float64,
        ),
        commune=np.array([_is_commune(p) for p in listed.participants], dtype=bool),
        tohoku=np.array([_in_tohoku(p) for p in listed.participants], dtype=bool),
        passage_hub=np.zeros(len(listed.participants)),
        label_hub=np.zeros(len(listed.participants)),
    )


def _shares(owner: Sequence[int], weight: Sequence[float]) -> NDArray[np.float64]:
    """Weights normalised to 1 within each owner; an owner of background alone counts evenly."""
    owners = np.array(owner, dtype=np.int64)
    raw = np.maximum(np.array(weight, dtype=np.float64), LEAST_PASSAGE_WEIGHT)
    if not owners.size:
        return raw
    return raw / np.bincount(owners, weights=raw)[owners]


def _language(fiche: Fiche) -> Language:
    """The fiche's language, which readers always fill in; else that of its country."""
    if fiche.language.value is not None:
        return fiche.language.value
    return Language.JA if fiche.country.value is Country.JP else Language.FR


def _is_commune(participant: Participant) -> bool:
    place = participant.collectivity
    return place is not None and place.level is Level.COMMUNE


def _in_tohoku(participant: Participant) -> bool:
    place = participant.collectivity
    return place is not None and place.country is Country.JP and place.code[:2] in TOHOKU
