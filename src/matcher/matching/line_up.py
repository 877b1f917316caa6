"""Participants and their embeddings → the two sides, hub and rank columns filled in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.collectivity import Country, Language, Level
from matcher.domains import Domain
from matcher.fiche import Fiche
from matcher.gathering import Participant
from matcher.matching.hubs import LanguageMeans, hub_means
from matcher.matching.layers import has_texts
from matcher.matching.references import affinity_sums, drawn, kind_for, lots
from matcher.matching.side import Fields, LabelOf, PassageOf, Side, Texts
from matcher.passages import passages
from matcher.profile import Profile

#: What a profile says that sides depend on; all other parameters and the weights come later.
LINED_UP_BY = (
    "key-points-temperature",
    "labels-temperature",
    "key-points-hub-prior",
    "labels-hub-prior",
    "hub-prior-count",
    "rarity-prior-count",
    "rarity-prior-share",
)
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
            of_fiche, its_labels = texts_of(fiche, row, number)
            pieces.extend(of_fiche)
            labels.extend(its_labels)
            number += len(fiche.key_points)
    return Listed(country, tuple(own), tuple(pieces), tuple(labels))


def texts_of(
    fiche: Fiche, row: int = 0, first: int = 0
) -> tuple[tuple[PassageOf, ...], tuple[LabelOf, ...]]:
    """The passages and labels of one fiche; its owner is `row`, its key points count from `first`.

    This order, fiche by fiche of `Participant.fiches`, is that of all embeddings.
    """
    language = _language(fiche)
    return (
        tuple(
            PassageOf(row, number, language, passage)
            for number, point in enumerate(fiche.key_points, start=first)
            for passage in passages(point.text, language)
        ),
        tuple(LabelOf(row, language, label) for label in fiche.domains),
    )


def texts_by_row(
    participants: Sequence[Participant],
) -> tuple[tuple[tuple[PassageOf, ...], ...], tuple[tuple[LabelOf, ...], ...]]:
    """The passages and the labels of each of `participants`, in their order, of owner 0."""
    rows = [list_texts([each], each.country) for each in participants]
    return tuple(row.passages for row in rows), tuple(row.labels for row in rows)


@dataclass(frozen=True, slots=True, eq=False)
class Embodied:
    """A participant with the embeddings of its texts, the languages' means already taken out.

    `passages`, `labels`: float32 (p, d) and (l, d), unit or zero rows, fiche by fiche of the
    counted fiches in the order of `texts_of`.
    """

    participant: Participant
    passages: NDArray[np.float32]
    labels: NDArray[np.float32]

    @classmethod
    def of(
        cls,
        participant: Participant,
        fiches: Sequence[tuple[NDArray[np.float32], NDArray[np.float32]]],
    ) -> Embodied:
        """From passage and label vectors of each of the participant's counted fiches, in order."""
        return cls(
            participant,
            np.concatenate([passages for passages, _ in fiches]),
            np.concatenate([labels for _, labels in fiches]),
        )


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
    """The `domains` with their marks, and their rarity among `participants`."""
    place = {each.id: number for number, each in enumerate(domains)}
    named = np.zeros(len(domains), dtype=np.int64)
    for participant in participants:
        for id_ in participant.domain_ids:
            if id_ in place:
                named[place[id_]] += 1
    return fields_among(domains, named, len(participants), profile)


def fields_among(
    domains: Sequence[Domain], named: NDArray[np.int64], count: int, profile: Profile
) -> Fields:
    """The `domains` with their marks, and their rarity where `named` (D,) of `count` name them.

    rarity = log((N + k) / (f + k·p)): inverse document frequency (Spärck Jones 1972), with k
    (`rarity-prior-count`) imagined participants of whom a share p (`rarity-prior-share`) names
    the domain, so that a small meeting does not decide what is rare.
    """
    imagined = profile.parameter("rarity-prior-count")
    share = profile.parameter("rarity-prior-share")
    rarity = np.log((count + imagined) / (named + imagined * share))
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
    one, other = without_hubs(fr, fields, rank), without_hubs(jp, fields, rank)
    return with_hubs(one, other, profile), with_hubs(other, one, profile)


def newcomer(
    embedded: Embedded,
    other: Side,
    rank: Callable[[Country, int], float],
    profile: Profile,
) -> Side:
    """A side of participants that were not lined up, compared with `other` as it stands.

    Their hub columns are taken from `other`, whose own columns do not move.
    """
    return with_hubs(without_hubs(embedded, other.fields, rank), other, profile)


def with_hubs(side: Side, other: Side, profile: Profile) -> Side:
    """`side` with hub columns measured with the references among `other`."""
    references = other.take(drawn(lots(other.ids), np.ones(len(other), dtype=np.bool_)).tolist())
    passage, label = (
        hub_means(
            affinity_sums(
                ours,
                len(side),
                theirs,
                np.ones(len(references)),
                temperature,
                kind_for(temperature, len(side), len(other)),
            ),
            np.where(has_texts(ours, len(side)), has_texts(theirs, len(references)).sum(), 0),
            prior,
            profile.parameter("hub-prior-count"),
        )
        for ours, theirs, temperature, prior in (
            (
                side.passage_texts,
                references.passage_texts,
                profile.parameter("key-points-temperature"),
                profile.parameter("key-points-hub-prior"),
            ),
            (
                side.label_texts,
                references.label_texts,
                profile.parameter("labels-temperature"),
                profile.parameter("labels-hub-prior"),
            ),
        )
    )
    return replace(side, passage_hub=passage, label_hub=label)


def without_hubs(embedded: Embedded, fields: Fields, rank: Callable[[Country, int], float]) -> Side:
    """All columns but the hubs, which are zero."""
    listed = embedded.listed
    passage_owner = np.array([p.owner for p in listed.passages], dtype=np.int64)
    label_owner = np.array([x.owner for x in listed.labels], dtype=np.int64)
    return Side(
        country=listed.country,
        participants=listed.participants,
        fields=fields,
        passages=listed.passages,
        labels=listed.labels,
        passage_texts=Texts(
            embedded.passage_vectors,
            passage_owner,
            shares(passage_owner, [p.passage.background for p in listed.passages]),
        ),
        label_texts=Texts(
            embedded.label_vectors, label_owner, shares(label_owner, [0.0] * len(listed.labels))
        ),
        **columns_of(listed.participants, fields.ids, rank),
        passage_hub=np.zeros(len(listed.participants)),
        label_hub=np.zeros(len(listed.participants)),
    )


def columns_of(
    participants: Sequence[Participant],
    ids: Sequence[str],
    rank: Callable[[Country, int], float],
) -> dict[str, NDArray[Any]]:
    """The columns of a side that a participant alone decides, by name; `ids` are the domains."""
    count = len(participants)
    place = {id_: number for number, id_ in enumerate(ids)}
    domains = np.zeros((count, len(ids)), dtype=np.bool_)
    population = np.full(count, np.nan)
    ranks = np.full(count, np.nan)
    for row, participant in enumerate(participants):
        domains[row, [place[id_] for id_ in participant.domain_ids if id_ in place]] = True
        people = participant.population.value
        if people:
            population[row] = people
            ranks[row] = rank(participant.country, people)
    return {
        "domains": domains,
        "log_population": np.log10(population),
        "rank": ranks,
        "commune": np.array([_is_commune(p) for p in participants], dtype=bool),
        "tohoku": np.array([_in_tohoku(p) for p in participants], dtype=bool),
    }


def shares(owner: NDArray[np.int64], background: Sequence[float]) -> NDArray[np.float64]:
    """What each text counts among its owner's, summing to 1: less, the more it is background.

    An owner of background alone counts evenly.
    """
    raw = np.maximum(1.0 - np.array(background, dtype=np.float64), LEAST_PASSAGE_WEIGHT)
    if not owner.size:
        return raw
    return raw / np.bincount(owner, weights=raw)[owner]


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
