"""Everything that is measured of an encoder, and its form as JSON."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.breakdown import Part, by_language
from benchmarks.encoders import seen_by
from benchmarks.evaluation import DIRECTIONS, MEAN, Evaluated, Figure, evaluate
from benchmarks.footprint import Footprint, footprint, size_mb
from benchmarks.hubness import Hubness, hubness
from benchmarks.judged import Judged
from benchmarks.measures import HEADLINE
from benchmarks.systems import DEFAULT, Matrix, System, default_system, tf_idf_rows
from benchmarks.translations import Found, translations
from benchmarks.triples import Accuracy, Item, accuracy, told_right
from matcher.collectivity import Language
from matcher.gathering import Participant
from matcher.matching.hubs import LanguageMeans
from matcher.ports import Encoder
from matcher.workflow.opening import Knowledge

#: Words alone: what an encoder must beat.
TF_IDF = "tf-idf"


@dataclass(frozen=True, slots=True)
class Contender:
    """An encoder in the comparison: what the table calls it, the `model` that opens it."""

    name: str
    model: str
    encoder: Encoder


@dataclass(frozen=True, slots=True)
class Identity:
    """Which model it is; `size_mb` in MB of 10^6 bytes, all files of its folder."""

    fingerprint: str
    dimension: int
    size_mb: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one system reaches. An encoder has all of it, TF-IDF neither identity, nor all
    signals, nor hubness; `translations` is empty where no texts were given."""

    identity: Identity | None
    key_points: Evaluated
    by_language: tuple[Part, ...]
    all_signals: Evaluated | None
    triples: Accuracy
    hubness: tuple[Hubness, ...]
    translations: tuple[Found, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """One run: sizes of what was measured on, and the figures by system, the default first."""

    fr: int
    jp: int
    items: int
    systems: Mapping[str, Figures]


def measure(
    contenders: Sequence[Contender],
    judged: Judged,
    items: Sequence[Item],
    sentences: dict[str, tuple[str, ...]],
    knowledge: Knowledge,
) -> Results:
    """All figures of the `contenders`, the default among them, and of TF-IDF.

    `judged` may be lined up with any encoder; `sentences` as `read_sentences` gives them, or
    empty. What is being done is told on stderr. Raises ModelNotFound, ModelDamaged.
    """
    seen: dict[str, Judged] = {}
    found: dict[str, tuple[tuple[Hubness, ...], tuple[Found, ...], Accuracy]] = {}
    for each in contenders:
        _tell(f"{each.name}: fiches, hubs, triples{', translations' if sentences else ''}")
        own = seen[each.name] = seen_by(judged, each.encoder, knowledge)
        found[each.name] = (
            hubness(own, each.encoder),
            tuple(translations(each.encoder, sentences)) if sentences else (),
            triples_of(each.encoder, own.content.passage_means, items),
        )
    key_points = evaluate(
        judged,
        [
            *(fixed(name, own.comparison.key_points) for name, own in seen.items()),
            fixed(TF_IDF, by_words(judged)),
        ],
    )
    _tell("all signals, cross-fitted: about a minute an encoder")
    signals = evaluate(
        judged, [fixed(name, default_system().scores(own)) for name, own in seen.items()]
    )
    systems = {
        each.name: Figures(
            identity=Identity(
                each.encoder.fingerprint, each.encoder.dimension, size_mb(each.model)
            ),
            key_points=key_points[each.name],
            by_language=by_language(judged, key_points[each.name]),
            all_signals=signals[each.name],
            hubness=found[each.name][0],
            translations=found[each.name][1],
            triples=found[each.name][2],
        )
        for each in contenders
    }
    systems[TF_IDF] = Figures(
        identity=None,
        key_points=key_points[TF_IDF],
        by_language=by_language(judged, key_points[TF_IDF]),
        all_signals=None,
        triples=accuracy(items, told_right(items, lambda texts, _: tf_idf_rows(texts))),
        hubness=(),
        translations=(),
    )
    return Results(fr=len(judged.fr), jp=len(judged.jp), items=len(items), systems=systems)


def triples_of(encoder: Encoder, means: LanguageMeans, items: Sequence[Item]) -> Accuracy:
    """Compared as the product compares key points: cosine, the languages' means taken out."""

    def embed(texts: Sequence[str], languages: Sequence[Language]) -> NDArray[np.float32]:
        return means.taken_out(encoder.encode(texts), languages)

    return accuracy(items, told_right(items, embed))


def by_words(judged: Judged) -> Matrix:
    """All pairs by TF-IDF of their key points alone, float64 (n, m)."""
    people = (*judged.fr.participants, *judged.jp.participants)
    rows = tf_idf_rows([_key_points(person) for person in people])
    return rows[: len(judged.fr)] @ rows[len(judged.fr) :].T


def fixed(name: str, scores: Matrix) -> System:
    """A system of scores that are there already."""
    return System(name, "default" if name == DEFAULT else "encoder", lambda _: scores)


def measure_costs(contenders: Sequence[Contender], items: Sequence[Item]) -> dict[str, Footprint]:
    """Time and memory of every contender, on the French words of the triples."""
    words = french_words(items)
    costs = {}
    for each in contenders:
        _tell(f"{each.name}: time and memory")
        costs[each.name] = footprint(each.model, words)
    return costs


def french_words(items: Sequence[Item]) -> list[str]:
    """Every word of the French texts, in their order."""
    texts = [item.anchor for item in items if item.anchor_language is Language.FR]
    for item in items:
        if item.answer_language is Language.FR:
            texts += [item.positive, *item.negatives.values()]
    return [word for text in texts for word in text.split()]


def as_json(results: Results) -> dict[str, Any]:
    """The results as plain values, by system."""
    return {
        "fiches": {"fr": results.fr, "jp": results.jp},
        "triples": results.items,
        "systems": {name: _system(each) for name, each in results.systems.items()},
    }


def _system(each: Figures) -> dict[str, Any]:
    return {
        "identity": None if each.identity is None else asdict(each.identity),
        "key_points": _ranking(each.key_points),
        "key_points_by_language": [asdict(part) for part in each.by_language],
        "all_signals": None if each.all_signals is None else _ranking(each.all_signals),
        "triples": {
            "by_kind": {kind: asdict(figure) for kind, figure in each.triples.by_kind.items()},
            "hard_by_direction": {
                name: asdict(figure) for name, figure in each.triples.by_direction.items()
            },
        },
        "translations": [asdict(found) for found in each.translations],
        "hubness": [{**asdict(found), "skewness": found.skewness} for found in each.hubness],
    }


def _ranking(each: Evaluated) -> dict[str, Any]:
    return {
        direction: {
            HEADLINE: _figure(each.headline(direction)),
            "against_default": asdict(each.tests[direction]) if direction in each.tests else None,
        }
        for direction in (*DIRECTIONS, MEAN)
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return asdict(figure)


def _key_points(participant: Participant) -> str:
    return "\n".join(point.text for point in participant.key_points)


def _tell(doing: str) -> None:
    print(doing, file=sys.stderr, flush=True)
