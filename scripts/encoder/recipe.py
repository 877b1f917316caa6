"""The settings of a training run. The defaults are those of the shipped model."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides the result, besides the texts."""

    seed: int = 1
    #: A piece must occur so often in a sample of the parallel text to be in the base.
    least: int = 3
    steps: int = 200
    #: Measured and saved after so many steps.
    every: int = 25
    rate: float = 5e-5
    #: Topics and pairs of a step.
    topics_a_step: int = 40
    pairs_a_step: int = 48
    #: French–Japanese pairs to draw from; half as many of the other languages.
    pool: int = 6000
    #: How often a topic comes with a neighbour or one that is like it.
    hard: float = 0.5
    #: Share of the steps in which texts exchange their numbers.
    figures: float = 0.5
    #: Share of pieces blanked.
    drop: float = 0.05
    #: Factor of cosines among topics, and among translations.
    scale: float = 18.0
    pair_scale: float = 25.0
    #: Weights of the translation loss and of staying near the untrained similarities.
    pair: float = 0.7
    keep: float = 20.0
    #: Share of the tuned weights, the rest being the untrained ones.
    mix: float = 1.0
    #: Pieces of the shipped vocabulary.
    pieces: int = 35_000


def remember(recipe: Recipe, path: Path) -> None:
    """Write the recipe beside its results. Ends the program where another one stands there."""
    stated = json.dumps(asdict(recipe), indent=2) + "\n"
    if not path.exists():
        path.write_text(stated, encoding="utf-8", newline="\n")
    elif (found := json.loads(path.read_text("utf-8"))) != asdict(recipe):
        other = sorted(name for name, value in asdict(recipe).items() if found.get(name) != value)
        raise SystemExit(
            f"{path.parent} holds a run with other settings ({', '.join(other)}): "
            "take another folder, or the same settings"
        )
