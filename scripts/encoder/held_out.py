"""How well a model knows what belongs together, on topics that it did not learn from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from torch import Tensor

from scripts.encoder.topics import LANGUAGES, Topic

_DEPTH = 10


def measure_topics(
    encode: Callable[[Sequence[str]], Tensor], topics: Mapping[str, Topic], names: Sequence[str]
) -> dict[str, float]:
    """nDCG@10 of finding a topic's texts in another language by one of its texts.

    By pair of languages (« fr-ja »: asked in French) and « mean » over all texts. Candidates are
    all texts of that language but those of neighbouring topics; each language's mean is taken off
    the vectors.
    """
    rows = [(name, language, text) for name in names for language, text in topics[name].all()]
    vectors = encode([text for *_, text in rows]).numpy().copy()
    languages = np.array([language for _, language, _ in rows])
    owners = np.array([name for name, *_ in rows])
    for language in LANGUAGES:
        vectors[languages == language] -= vectors[languages == language].mean(0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    scores = vectors @ vectors.T
    gains = 1 / np.log2(np.arange(_DEPTH) + 2)
    values: dict[str, list[float]] = {}
    for i, (name, language, _) in enumerate(rows):
        beside = np.isin(owners, list(topics[name].beside - {name}))
        for other in LANGUAGES:
            if other == language:
                continue
            there = np.flatnonzero((languages == other) & ~beside)
            ranked = there[np.argsort(-scores[i, there], kind="stable")[:_DEPTH]]
            right = owners[ranked] == name
            best = gains[: (owners[there] == name).sum()].sum()
            value = float((gains[: len(right)] * right).sum() / best)
            values.setdefault(f"{language}-{other}", []).append(value)
    figures = {pair: float(np.mean(found)) for pair, found in values.items()}
    figures["mean"] = float(np.mean([value for found in values.values() for value in found]))
    return figures
