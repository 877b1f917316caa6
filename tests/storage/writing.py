"""A program that writes without end and tells each step, for tests that kill it.

Step i of a round does what `step(round, i)` says, which depends on nothing else: so a test knows
what the catalogue must hold after each step, and after the one that was cut off.
"""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection

from matcher.errors import CatalogueUnusable, NotInCatalogue
from matcher.fiche import Fiche
from matcher.shortlist.decision import Decision, Verdict
from service.storage.catalogue import Catalogue
from service.storage.opening import open_catalogue
from service.storage.records import FicheVectors
from tests.storage.model import List, Model
from tests.storage.samples import OTHER_SPACE, fiche, vectors

BEGUN, DONE, OPEN = "begun", "done", "open"
IDS = tuple(f"f-{i}" for i in range(12))


@dataclass(frozen=True)
class Step:
    """What is done: one of these is given."""

    store: Mapping[str, Fiche] | None = None
    vectors: Mapping[str, FicheVectors] | None = None
    remove: tuple[str, ...] | None = None
    decide: Decision | None = None

    def on_catalogue(self, catalogue: Catalogue, list_id: str) -> None:
        if self.store is not None:
            catalogue.store(self.store, self.vectors)
        elif self.vectors is not None:
            catalogue.put_vectors(self.vectors)
        elif self.remove is not None:
            with suppress(NotInCatalogue):  # of two, one may be gone: then none goes
                catalogue.remove(self.remove)
        elif self.decide is not None:
            catalogue.decide(list_id, [self.decide])
        else:
            catalogue.undo(list_id)

    def on_model(self, model: Model, list_: List) -> None:
        if self.store is not None:
            model.store(self.store, self.vectors)
        elif self.vectors is not None:
            model.put_vectors(self.vectors)
        elif self.remove is not None:
            if set(self.remove) <= model.fiches.keys():
                model.remove(self.remove)
        elif self.decide is not None:
            model.decide(list_, [self.decide])
        else:
            model.undo(list_)


def step(round_: int, i: int) -> Step:
    """Step `i` of a round."""
    chance = random.Random(f"{round_}/{i}")
    ids = chance.sample(IDS, chance.randint(1, 5))
    kind = chance.random()
    seed = chance.randrange(10**6)
    if kind < 0.55:
        return Step(
            store={id_: fiche(f"{id_} {round_}/{i}") for id_ in ids},
            vectors={id_: vectors(seed + n, passages=4) for n, id_ in enumerate(ids)},
        )
    if kind < 0.65:
        return Step(vectors={id_: vectors(seed, space=OTHER_SPACE) for id_ in ids})
    if kind < 0.8:
        return Step(remove=tuple(ids[:2]))
    if kind < 0.95:
        pair = chance.choice([("fr-nancy", "jp-toyama"), ("fr-brest", "jp-hita")])
        verdict = chance.choice(list(Verdict))
        return Step(decide=Decision(fr=pair[0], jp=pair[1], verdict=verdict, note=f"{round_}/{i}"))
    return Step()


def write_without_end(url: str, list_id: str, round_: int, told: Connection) -> None:
    """Do the steps of a round one after the other, telling when each begins and when it is done."""
    catalogue = open_catalogue(url)
    told.send((OPEN, -1))
    for i in itertools.count():
        deed = step(round_, i)
        told.send((BEGUN, i))
        try:
            deed.on_catalogue(catalogue, list_id)
        except CatalogueUnusable:
            sys.exit(1)  # the server was ended
        told.send((DONE, i))
