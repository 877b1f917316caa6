"""The run: step by step, measured on topics held out, and taken up again where it stopped."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from scripts.encoder import parallel
from scripts.encoder.batches import Mixer
from scripts.encoder.held_out import measure_topics
from scripts.encoder.network import PIECES, open_network, save_network, save_weights
from scripts.encoder.objective import losses
from scripts.encoder.parallel import Found, Kind, Pair
from scripts.encoder.progress import Log, shown
from scripts.encoder.recipe import Recipe
from scripts.encoder.topics import Topic, is_held_out

_WARM_UP = 15  # steps
_LEAST_RATE = 0.1  # of the highest


def rate_at(step: int, recipe: Recipe) -> float:
    """The learning rate of a step: a short rise, then half a cosine down to a tenth."""
    rise = min(1.0, (step + 1) / _WARM_UP)
    fall = (1 + math.cos(math.pi * step / recipe.steps)) / 2
    return recipe.rate * rise * (_LEAST_RATE + (1 - _LEAST_RATE) * fall)


def mixed(tuned: dict[str, Tensor], plain: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """`share` of the tuned weights and the rest of the untrained ones."""
    return {name: share * tuned[name].cpu() + (1 - share) * plain[name].cpu() for name in plain}


@dataclass(slots=True)
class Course:
    """How far a run is and what was measured."""

    step: int = 0
    best: float = -1.0
    history: list[dict[str, Any]] = field(default_factory=list)


class Run:
    """A run in the folder `work`: pool.safetensors, state.pt, checkpoint.safetensors."""

    def __init__(
        self, work: Path, base: Path, topics: Mapping[str, Topic], recipe: Recipe, log: Log
    ) -> None:
        self._topics, self._recipe, self._log = topics, recipe, log
        self._taught = sorted(name for name in topics if not is_held_out(name))
        self._tests = sorted(name for name in topics if is_held_out(name))
        log(f"{len(self._taught)} topics to learn from, {len(self._tests)} held out")
        self._base = base
        self._state, self._best = work / "state.pt", work / "checkpoint.safetensors"
        self._pool_vectors = work / "pool.safetensors"
        torch.manual_seed(recipe.seed)
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._network = open_network(base).to(device)
        self._plain = {name: value.cpu().clone() for name, value in self._network.weights().items()}
        self._optimiser = torch.optim.AdamW(
            self._network.held.parameters(), lr=recipe.rate, weight_decay=0.01
        )
        self._course = Course()

    def train(self, found: Found, tuned: Path) -> None:
        """All steps that are left; the model that knew the topics held out best goes to `tuned`."""
        recipe = self._recipe
        pool, vectors = self._pool(found)
        told = [text for name in self._taught for _, text in self._topics[name].all()]
        mixer = Mixer(self._topics, self._taught, self._network.encode(told), vectors, recipe)
        if self._state.exists():
            self._take_up()
        else:
            self._measure("untrained")
        sums = torch.zeros(3)
        since = self._course.step
        for step in range(self._course.step, recipe.steps):
            sums += self._step(step, mixer, pool)
            if (step + 1) % recipe.every == 0 or step + 1 == recipe.steps:
                topic, pair, keep = (sums / (step + 1 - since)).tolist()
                self._course.step = since = step + 1
                sums = torch.zeros(3)
                figures = self._measure(
                    f"step {step + 1}: topic {topic:.3f}, pair {pair:.3f}, keep {keep:.5f}"
                )
                if figures["mean"] > self._course.best:
                    self._course.best = figures["mean"]
                    save_weights(self._best, self._network.weights())
                self._put_down()
        self._finish(tuned)

    def _step(self, step: int, mixer: Mixer, pool: dict[Kind, list[Pair]]) -> Tensor:
        """One step; its three losses (3,)."""
        for group in self._optimiser.param_groups:
            group["lr"] = rate_at(step, self._recipe)
        self._network.train()
        batch = mixer.batch(step)
        topic, pair, keep = losses(self._network, batch, mixer, pool[batch.kind], self._recipe)
        total = topic + self._recipe.pair * pair + self._recipe.keep * keep
        self._optimiser.zero_grad()
        total.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self._network.held.parameters(), 1.0)
        self._optimiser.step()
        return torch.stack([topic, pair, keep]).detach().float().cpu()

    def _pool(self, found: Found) -> tuple[dict[Kind, list[Pair]], dict[Kind, Tensor]]:
        """Pairs for the steps to come, and the untrained model's vectors of their sides."""
        half = self._recipe.pool // 2
        sizes = {kind: self._recipe.pool if kind == ("fr", "ja") else half for kind in found}
        pool = parallel.choose(found, sizes)
        if not self._pool_vectors.exists():
            made = {
                "-".join(kind): self._network.encode(
                    [text for pair in pairs for text in pair]
                ).half()
                for kind, pairs in pool.items()
            }
            part = self._pool_vectors.with_suffix(".part")
            save_file(made, part)
            part.replace(self._pool_vectors)
            sides = ", ".join(f"{len(pairs)} {'-'.join(kind)}" for kind, pairs in pool.items())
            self._log(f"pairs to draw from: {sides}")
        vectors = load_file(self._pool_vectors)
        return pool, {kind: vectors["-".join(kind)].float() for kind in pool}

    def _measure(self, what: str) -> dict[str, float]:
        figures = measure_topics(self._network.encode, self._topics, self._tests)
        self._course.history.append({"step": self._course.step, "held_out": figures})
        self._log(f"{what}; held out: {shown(figures)}")
        return figures

    def _put_down(self) -> None:
        part = self._state.with_suffix(".part")
        course = self._course
        state = {
            "weights": self._network.weights(),
            "optimiser": self._optimiser.state_dict(),
            "chance": torch.get_rng_state(),
            "step": course.step,
            "best": course.best,
            "history": course.history,
        }
        torch.save(state, part)
        part.replace(self._state)

    def _take_up(self) -> None:
        state = torch.load(self._state, map_location="cpu", weights_only=True)
        self._network.replace(state["weights"])
        self._optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["chance"])
        self._course = Course(state["step"], state["best"], state["history"])
        self._log(f"going on after step {self._course.step}")

    def _finish(self, tuned: Path) -> None:
        weights = mixed(load_file(self._best), self._plain, self._recipe.mix)
        self._network.replace(weights)
        self._measure(f"result, {self._recipe.mix:g} of the tuned weights")
        save_network(tuned, weights, (self._base / PIECES).read_text("utf-8"))
        report = {"best": self._course.best, "history": self._course.history}
        (tuned / "report.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
