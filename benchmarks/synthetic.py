"""A world as large as the field can ever get: every authority with fiches that nobody filed.

Names, levels, codes and inhabitants are those of the registers. Key points are those of the
reference policies that ship and of the training topics: each participant has five, of topics drawn
at random, some far more often than others. The embedding of each is that of its text, mixed with
half of another text's of the language and with noise, so that no two are the same and those of one
topic lie about as far apart as different places' texts on one policy do. Everything follows from
the seed.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher import shipped
from matcher.collectivity import Collectivity, Country, Language
from matcher.fiche import Fiche, KeyPoint, read
from matcher.gathering import Participant
from matcher.matching.line_up import Embodied
from matcher.passages import passages
from matcher.ports import Encoder
from matcher.workflow.language_means import means

#: French and Japanese authorities: with them, 40,000.
FR, JP = 38_200, 1_800
POINTS = 5
SEED = 2014
#: Topics in the training data beside the references that ship.
TOPICS = Path(__file__).resolve().parent.parent / "training" / "topics"
#: How much of another text is in an embedding, and how much of nothing.
_OTHER, _NOISE = 0.4, 0.3
#: Shares of participants with so many domains.
_LABELS = (0.3, 0.4, 0.2, 0.1)
_LANGUAGES = {Country.FR: Language.FR, Country.JP: Language.JA}

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """Texts of one language, their topics (rows of one list for all languages), embeddings (n, d)
    with the mean taken out, and the domain each is nearest to (row of the vocabulary)."""

    texts: tuple[str, ...]
    topic: NDArray[np.int64]
    vectors: Vectors
    domain: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What worlds are made of, encoded once: key points and domain labels of both languages."""

    key_points: Mapping[Country, Texts]
    labels: Mapping[Country, tuple[str, ...]]
    label_vectors: Mapping[Country, Vectors]


def ground(encoder: Encoder) -> Ground:
    """Encodes some five thousand texts: a quarter of a minute."""
    vocabulary = shipped.vocabulary()
    taken_out = means(encoder, vocabulary)
    listed = _listed()
    topics = {topic: number for number, topic in enumerate(dict.fromkeys(t for t, _, _ in listed))}
    labels, label_vectors, key_points = {}, {}, {}
    for country, language in _LANGUAGES.items():
        labels[country] = tuple(domain.labels[language] for domain in vocabulary.domains)
        label_vectors[country] = taken_out.labels.taken_out(
            encoder.encode(labels[country]), [language] * len(labels[country])
        )
        chosen = [(topic, text) for topic, of, text in listed if of is language]
        texts = tuple(text for _, text in chosen)
        vectors = taken_out.passages.taken_out(encoder.encode(texts), [language] * len(texts))
        key_points[country] = Texts(
            texts,
            np.array([topics[topic] for topic, _ in chosen]),
            vectors,
            (vectors @ label_vectors[country].T).argmax(axis=1),
        )
    return Ground(key_points, labels, label_vectors)


def people(of: Ground, *, fr: int = FR, jp: int = JP, seed: int = SEED) -> list[Embodied]:
    """`fr` French and `jp` Japanese participants with the embeddings of their texts."""
    generator = np.random.default_rng(seed)
    count = 1 + max(int(texts.topic.max()) for texts in of.key_points.values())
    popularity = generator.gamma(1.0, size=count)
    found: list[Embodied] = []
    for country, number in ((Country.FR, fr), (Country.JP, jp)):
        places = _places(country, number, generator)
        found += _side(of, country, places, popularity, generator)
    return found


def _side(
    of: Ground,
    country: Country,
    places: Sequence[tuple[str, Collectivity]],
    popularity: NDArray[np.float64],
    generator: np.random.Generator,
) -> list[Embodied]:
    texts = of.key_points[country]
    chance = popularity[texts.topic]
    drawn = generator.choice(len(texts.texts), (len(places), POINTS), p=chance / chance.sum())
    vectors = _perturbed(texts.vectors, drawn.ravel(), generator)
    domains = shipped.vocabulary().ids
    found = []
    for row, (id_, place) in enumerate(places):
        named = generator.choice(len(_LABELS), p=_LABELS) + 1
        rows = list(dict.fromkeys(texts.domain[drawn[row]].tolist()))[:named]
        fiche = Fiche(
            source="imagined",
            given_id=id_,
            name=read(place.own_name),
            country=read(country),
            language=read(_LANGUAGES[country]),
            domains=tuple(of.labels[country][each] for each in rows),
            domain_ids=tuple(domains[each] for each in rows),
            key_points=tuple(KeyPoint(texts.texts[each]) for each in drawn[row]),
            collectivity=place,
        )
        who = Participant(
            id=id_, collectivity=place, country=country, name=place.own_name, fiches=(fiche,)
        )
        found.append(
            Embodied(
                who,
                vectors[row * POINTS : (row + 1) * POINTS],
                of.label_vectors[country][rows],
            )
        )
    return found


def _perturbed(
    vectors: Vectors, drawn: NDArray[np.int64], generator: np.random.Generator
) -> Vectors:
    """The rows `drawn`, each mixed with another row and with noise, as unit rows."""
    found = vectors[drawn]
    found += np.float32(_OTHER) * vectors[generator.integers(0, len(vectors), len(drawn))]
    noise = generator.standard_normal(found.shape, dtype=np.float32)
    found += np.float32(_NOISE / np.sqrt(found.shape[1])) * noise
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return found


def _places(
    country: Country, count: int, generator: np.random.Generator
) -> list[tuple[str, Collectivity]]:
    """Authorities of the registers with an id each, in order; some twice where more are wanted."""
    registers = [each for each in shipped.gazetteer() if each.country is country]
    order = generator.permutation(len(registers))
    found = []
    for number in range(count):
        again, at = divmod(number, len(registers))
        place = registers[order[at]]
        found.append((place.id if not again else f"{place.id}-{again + 1}", place))
    return sorted(found, key=lambda each: each[0])


def _listed() -> list[tuple[str, Language, str]]:
    """Topic, language and text of every French and Japanese key point of a single passage."""
    lines = shipped.shipped_text("reference_key_points.tsv").splitlines()
    rows = [line.split("\t")[:3] for line in lines[1:]]
    for path in sorted(TOPICS.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as stream:
            table = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
            rows += [[each["topic"], each["language"], each["text"]] for each in table]
    wanted = set(_LANGUAGES.values())
    return [
        (topic, Language(language), text)
        for topic, language, text in rows
        if language in wanted and len(passages(text, Language(language))) == 1
    ]


def without(participant: Participant, id_: str) -> Participant:
    """The same under another id: who comes new."""
    return replace(participant, id=id_)
