"""Sides of real authorities with imagined key points: as large as the field can ever get.

Key points are drawn from the shipped reference key points, a vector each: its topic's direction
with noise. Populations are those of the registers; hub columns are drawn, since nothing here
depends on how they came about.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher import shipped
from matcher.collectivity import Collectivity, Country, Language, Level
from matcher.fiche import Fiche, KeyPoint, read
from matcher.gathering import Participant
from matcher.matching.side import Fields, LabelOf, PassageOf, Side, Texts
from matcher.passages import Passage
from matcher.workflow.language_means import reference_texts

DIMENSION = 96
POINTS = 3
LABELS = 2


def sides_of(every: int) -> tuple[Side, Side]:
    """Every `every`-th authority of both countries."""
    generator = np.random.default_rng(2014)
    ids = shipped.vocabulary().ids
    fields = Fields(
        ids=ids,
        rarity=generator.uniform(1, 3, len(ids)),
        stressed=generator.random(len(ids)) < 0.3,
        tohoku=generator.random(len(ids)) < 0.2,
        companies=generator.random(len(ids)) < 0.3,
    )
    authorities = list(shipped.gazetteer())[::every]
    fr, jp = (
        _side(country, [a for a in authorities if a.country is country], fields, generator)
        for country in (Country.FR, Country.JP)
    )
    return fr, jp


def _side(
    country: Country,
    authorities: Sequence[Collectivity],
    fields: Fields,
    generator: np.random.Generator,
) -> Side:
    places = sorted(authorities, key=lambda place: place.id)
    count = len(places)
    language = Language.FR if country is Country.FR else Language.JA
    pool = [each.text for each in reference_texts() if each.language is language]
    axes = _unit(np.random.default_rng(7).normal(size=(len(pool), DIMENSION)))
    topics = generator.integers(0, len(pool), (count, POINTS))
    owner = np.repeat(np.arange(count), POINTS)
    noise = generator.normal(scale=0.6 / np.sqrt(DIMENSION), size=(owner.size, DIMENSION))
    share = generator.dirichlet(np.ones(POINTS) * 5, count).ravel()
    labelled = generator.random((count, len(fields.ids))) < LABELS / len(fields.ids)
    label_owner, label_domain = np.nonzero(labelled)
    label_axes = _unit(np.random.default_rng(8).normal(size=(len(fields.ids), DIMENSION)))
    names = label_owner.size
    populations = np.array([float(place.population or 0) for place in places])
    with np.errstate(divide="ignore"):
        log_population = np.where(populations > 0, np.log10(populations), np.nan)
    return Side(
        country=country,
        participants=tuple(
            _participant(place, [pool[topic] for topic in row])
            for place, row in zip(places, topics, strict=True)
        ),
        fields=fields,
        passages=tuple(
            PassageOf(k // POINTS, k % POINTS, language, Passage(pool[topic], 0, 0, 0.0))
            for k, topic in enumerate(topics.ravel().tolist())
        ),
        labels=tuple(
            LabelOf(row, language, fields.ids[domain])
            for row, domain in zip(label_owner.tolist(), label_domain.tolist(), strict=True)
        ),
        passage_texts=Texts(_unit(axes[topics.ravel()] + noise), owner.astype(np.int64), share),
        label_texts=Texts(
            _unit(
                label_axes[label_domain]
                + generator.normal(scale=0.5 / np.sqrt(DIMENSION), size=(names, DIMENSION))
            ),
            label_owner.astype(np.int64),
            1.0 / np.maximum(labelled.sum(axis=1), 1)[label_owner],
        ),
        domains=labelled,
        log_population=log_population,
        rank=np.argsort(np.argsort(populations)) / count,
        commune=np.array([place.level is Level.COMMUNE for place in places]),
        tohoku=np.array([place.code[:2] in ("02", "03", "04") for place in places])
        & (country is Country.JP),
        passage_hub=generator.normal(0.07, 0.02, count),
        label_hub=generator.normal(0.0, 0.02, count),
    )


def _participant(place: Collectivity, points: Sequence[str]) -> Participant:
    fiche = Fiche(
        source="imagined",
        name=read(place.own_name),
        country=read(place.country),
        key_points=tuple(KeyPoint(text) for text in points),
        collectivity=place,
    )
    return Participant(
        id=place.id,
        collectivity=place,
        country=place.country,
        name=place.own_name,
        fiches=(fiche,),
    )


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float32]:
    unit: NDArray[np.float64] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit.astype(np.float32)
