"""The untrained model with a vocabulary of three languages and without its mean."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from scripts.encoder.network import PREFIX, Transformer, save_network
from scripts.encoder.parallel import Found, sample
from scripts.encoder.progress import Log
from scripts.encoder.recipe import Recipe
from scripts.encoder.topics import LANGUAGES, Topic, texts_of
from scripts.encoder.vocabulary import counts, cut, needed, pieces_of
from scripts.encoder.weights import untrained

#: Pairs of each file of parallel text whose pieces are counted.
_COUNTED = 60_000
#: Texts of each language that the mean is taken over: of topics, and of each source of pairs.
_TOPIC_TEXTS, _PAIRS = 800, 100


def make_base(
    folder: Path,
    sources: Path,
    corpora: Path,
    topics: Mapping[str, Topic],
    found: Found,
    recipe: Recipe,
    log: Log,
) -> None:
    """Write the base into `folder`; `sources` has `weights.bin` and `tokenizer.json`."""
    chance = random.Random(recipe.seed)
    whole = (sources / "tokenizer.json").read_text("utf-8")
    seen = counts(whole, sample(corpora, chance, _COUNTED))
    # What topics are told with is kept, however seldom it is.
    told: Counter[int] = counts(whole, [PREFIX, *texts_of(topics)])
    for piece, times in told.items():
        seen[piece] += times * recipe.least
    kept = needed(pieces_of(whole), seen, recipe.least)
    log(f"vocabulary: {len(kept)} pieces of {len(pieces_of(whole))}")
    weights = untrained(sources / "weights.bin", kept)
    tokenizer = cut(whole, kept)
    network = Transformer(weights, Tokenizer.from_str(tokenizer))
    # A mean common to all texts makes everything look alike; it is taken off in the last layer.
    last = f"encoder.layer.{network.layers - 1}.output.LayerNorm.bias"
    weights[last] = weights[last] - _mean(network, topics, found, chance)
    save_network(folder, weights, tokenizer)


def _mean(
    network: Transformer, topics: Mapping[str, Topic], found: Found, chance: random.Random
) -> Tensor:
    """The mean of texts' vectors, each language counting alike: (384,)."""
    means = []
    for language in LANGUAGES:
        told = sorted(text for topic in topics.values() for text in topic.texts.get(language, []))
        chosen = chance.sample(told, min(_TOPIC_TEXTS, len(told)))
        for kind, sources in found.items():
            if language in kind:
                side = kind.index(language)
                chosen += [pair[side] for pairs in sources.values() for pair in pairs[:_PAIRS]]
        means.append(network.mean(chosen))
    return torch.stack(means).mean(0)
