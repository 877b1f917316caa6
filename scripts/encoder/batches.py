"""Which texts a step learns from."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812  (its usual name)
from torch import Tensor

from scripts.encoder.parallel import SHARES, Kind
from scripts.encoder.recipe import Recipe
from scripts.encoder.topics import Topic

#: How often the pairs of a step are of each two languages, in the order of `SHARES`.
_KINDS = (0.5, 0.25, 0.25)
#: Like topics looked at; pairs looked at, of which each seed brings some that are like it.
_LIKE_TOPICS, _PAIRS_SEEN, _LIKE_SEEN, _LIKE_TAKEN = 8, 2000, 24, 7
#: How often a chosen topic brings a neighbour, where it comes with company at all.
_NEIGHBOUR = 0.4
#: Pairs that are more alike than this say the same.
_SAME = 0.9
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts of topics with their topic and row, and numbers of pairs of two languages."""

    texts: list[str]
    owners: list[str]
    rows: list[int]
    kind: Kind
    pairs: list[int]


class Mixer:
    """Chooses the texts of each step, which depend on the seed and the step's number alone."""

    def __init__(
        self,
        topics: Mapping[str, Topic],
        names: Sequence[str],
        vectors: Tensor,
        pool: dict[Kind, Tensor],
        recipe: Recipe,
    ) -> None:
        """`vectors` of all texts of the topics `names`, in order; `pool`: both sides, alternating.

        All are the untrained model's.
        """
        self.topics, self.vectors, self.pool = topics, vectors, pool
        self._names, self._recipe = list(names), recipe
        self._rows: dict[str, list[tuple[int, str, str]]] = {}
        at = 0
        for name in names:
            told = topics[name].all()
            self._rows[name] = [(at + i, *one) for i, one in enumerate(told)]
            at += len(told)
        middle = torch.stack(
            [vectors[[row for row, *_ in self._rows[name]]].mean(0) for name in names]
        )
        middle = F.normalize(middle, dim=-1)
        most = min(_LIKE_TOPICS + 1, len(self._names))
        self._near: list[list[int]] = (middle @ middle.T).topk(most).indices[:, 1:].tolist()

    def batch(self, step: int) -> Batch:
        """Topics, one text in each language; pairs of two languages, some like each other."""
        chance = random.Random(f"{self._recipe.seed}/{step}")
        texts, owners, rows = [], [], []
        for name in self._choose_topics(chance):
            by_language: dict[str, list[tuple[int, str]]] = {}
            for row, language, text in self._rows[name]:
                by_language.setdefault(language, []).append((row, text))
            for told in by_language.values():
                row, text = chance.choice(told)
                texts.append(text)
                owners.append(name)
                rows.append(row)
        if chance.random() < self._recipe.figures:
            texts = exchange_figures(texts, chance)
        kind = chance.choices(list(SHARES), weights=_KINDS)[0]
        return Batch(texts, owners, rows, kind, self._choose_pairs(kind, chance))

    def _choose_topics(self, chance: random.Random) -> list[str]:
        most = min(self._recipe.topics_a_step, len(self._names))
        chosen: dict[str, None] = {}
        while len(chosen) < most:
            at = chance.randrange(len(self._names))
            chosen[self._names[at]] = None
            if chance.random() < self._recipe.hard:
                beside = sorted(self.topics[self._names[at]].beside & self._rows.keys())
                if beside and chance.random() < _NEIGHBOUR:
                    chosen[chance.choice(beside)] = None
                chosen[self._names[chance.choice(self._near[at])]] = None
        return list(chosen)[:most]

    def _choose_pairs(self, kind: Kind, chance: random.Random) -> list[int]:
        left, right = self.pool[kind][0::2], self.pool[kind][1::2]
        some = chance.sample(range(len(left)), min(_PAIRS_SEEN, len(left)))
        seeds = some[: self._recipe.pairs_a_step // (_LIKE_TAKEN + 1)]
        like = (left[seeds] @ left[some].T + right[seeds] @ right[some].T) / 2
        like[like > _SAME] = -1
        taken = dict.fromkeys(seeds)
        for line in like.topk(min(_LIKE_SEEN, len(some))).indices.tolist():
            new = [some[i] for i in line if some[i] not in taken][:_LIKE_TAKEN]
            taken.update(dict.fromkeys(new))
        return list(taken)


def exchange_figures(texts: Sequence[str], chance: random.Random) -> list[str]:
    """Texts that have given one another their numbers of equal length.

    So a like number says nothing about what belongs together.
    """
    by_length: dict[int, list[str]] = {}
    for text in texts:
        for number in _NUMBER.findall(text):
            by_length.setdefault(len(number), []).append(number)
    for same in by_length.values():
        chance.shuffle(same)
    return [_NUMBER.sub(lambda found: by_length[len(found[0])].pop(), text) for text in texts]
