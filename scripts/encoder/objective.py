"""What a step makes smaller."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F  # noqa: N812  (its usual name)
from torch import Tensor

from scripts.encoder.batches import Batch, Mixer
from scripts.encoder.network import Transformer
from scripts.encoder.parallel import Pair
from scripts.encoder.recipe import Recipe

#: How much of a positive a text of a neighbouring topic is.
_NEIGHBOUR = 0.25
_OUT = -1e4


def losses(
    network: Transformer, batch: Batch, mixer: Mixer, pairs: Sequence[Pair], recipe: Recipe
) -> tuple[Tensor, Tensor, Tensor]:
    """Of topics, of translations, and of how far similarities moved from the untrained ones.

    `pairs` are the texts that the batch's numbers mean.
    """
    first, second = [pairs[i][0] for i in batch.pairs], [pairs[i][1] for i in batch.pairs]
    made = network([*batch.texts, *first, *second], drop=recipe.drop)
    told, one, two = made.split([len(batch.texts), len(first), len(second)])
    weight = closeness(batch, mixer).to(made.device)
    # Topics first: the order in which gradients are added up decides their last bits.
    topic = topic_loss(told, weight, recipe.scale)
    logits = recipe.pair_scale * (one @ two.T)
    right = torch.arange(len(first), device=made.device)
    pair = (F.cross_entropy(logits, right) + F.cross_entropy(logits.T, right)) / 2
    index = torch.tensor(batch.pairs)
    pool = mixer.pool[batch.kind]
    old = torch.cat([pool[0::2][index], pool[1::2][index]]).to(made.device)
    new = torch.cat([one, two])
    keep = (new @ new.T - old @ old.T).pow(2).mean()
    before = mixer.vectors[batch.rows].to(made.device)
    moved = (told @ told.T - before @ before.T).pow(2)
    keep = keep + 0.5 * moved[weight == 0].mean()
    return topic, pair, keep


def closeness(batch: Batch, mixer: Mixer) -> Tensor:
    """How much each text is a positive of each other (n, n): 1 in a topic, 1/4 beside it, or 0."""
    weight = torch.tensor(
        [
            [
                1.0 if name == other else _NEIGHBOUR if other in mixer.topics[name].beside else 0.0
                for other in batch.owners
            ]
            for name in batch.owners
        ]
    )
    return weight.fill_diagonal_(0.0)


def topic_loss(vectors: Tensor, weight: Tensor, scale: float) -> Tensor:
    """Contrastive loss with several positives a text, as SupCon (Khosla et al., 2020).

    Other than there, a positive competes with the negatives alone, not with other positives.
    """
    same = torch.eye(len(vectors), dtype=torch.bool, device=vectors.device)
    scores = (scale * (vectors @ vectors.T)).masked_fill(same, _OUT)
    apart = scores.masked_fill(weight > 0, _OUT).logsumexp(1, keepdim=True)
    chance = scores - torch.logaddexp(scores, apart.expand_as(scores))
    return (-(weight * chance).sum(1) / weight.sum(1).clamp(min=1e-6)).mean()
