"""The tuned model with fewer pieces, which is most of what it weighs on disk."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

from safetensors.torch import load_file

from scripts.encoder.network import PIECES, WEIGHTS, save_network
from scripts.encoder.parallel import sample
from scripts.encoder.progress import Log
from scripts.encoder.recipe import Recipe
from scripts.encoder.topics import Topic, texts_of
from scripts.encoder.vocabulary import counts, cut, cut_up, most_used, pieces_of
from scripts.encoder.weights import WORDS

#: Pairs of each file of parallel text whose pieces are counted.
_COUNTED = 40_000
#: How often each piece of a topic's text counts.
_WORTH = 5


def prune(
    folder: Path, tuned: Path, corpora: Path, topics: Mapping[str, Topic], recipe: Recipe, log: Log
) -> None:
    """Write the model of `tuned` with its most used pieces alone into `folder`."""
    tokenizer = (tuned / PIECES).read_text("utf-8")
    pieces = pieces_of(tokenizer)
    seen = counts(tokenizer, sample(corpora, random.Random(recipe.seed), _COUNTED))
    for numbers in cut_up(tokenizer, texts_of(topics)):
        seen.update(dict.fromkeys(numbers, _WORTH))
    kept = most_used(pieces, seen, recipe.pieces)
    lost = 1 - sum(seen[i] for i in kept) / sum(seen.values())
    log(
        f"vocabulary: {len(kept)} pieces of {len(pieces)}; {lost:.2%} of what was seen is cut finer"
    )
    weights = load_file(tuned / WEIGHTS)
    weights[WORDS] = weights[WORDS][kept]
    save_network(folder, weights, cut(tokenizer, kept))
