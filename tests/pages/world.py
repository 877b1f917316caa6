"""Twenty-three fiches of the examples behind the pages, with the encoder that ships.

One of them names a contact, and one a mail address in a key point: neither may be seen by
everybody.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from matcher.fiche import Fiche, KeyPoint, read
from matcher.workflow.opening import Knowledge, LazyEncoder, open_knowledge, open_profile
from matcher.workflow.take_in import take_in
from service.opened import Opened
from service.storage.opening import open_catalogue

EXAMPLES = Path(__file__).parents[2] / "examples" / "fiches"
CONTACT = "Mme Sentinelle, sentinelle@ville.example, +33 1 00 00 00 00"
#: Who files that fiche, and who names an address in a key point.
WITH_CONTACT, WITH_ADDRESS = "fr-tours", "jp-hamamatsu"
ADDRESS = "shisei@hamamatsu.example"


def fiches(knowledge: Knowledge) -> dict[str, Fiche]:
    """The fiches by the id they are stored under."""
    intake = take_in(sorted(EXAMPLES.glob("*.yaml")), knowledge)
    found = {f"f-{each.given_id}": each for each in intake.fiches}
    tours = found[f"f-{WITH_CONTACT}"]
    found[f"f-{WITH_CONTACT}"] = replace(tours, contact=read(CONTACT))
    hamamatsu = found[f"f-{WITH_ADDRESS}"]
    first, *others = hamamatsu.key_points
    points = (KeyPoint(f"{first.text}（{ADDRESS}）"), *others)
    found[f"f-{WITH_ADDRESS}"] = replace(hamamatsu, key_points=points)
    return found


def opened(folder: Path) -> Opened:
    """A catalogue in `folder` that holds them."""
    knowledge = open_knowledge()
    catalogue = open_catalogue(str(folder / "catalogue.db"))
    made = Opened.over(catalogue, LazyEncoder("default"), open_profile(knowledge), knowledge)
    made.registrar.store(fiches(knowledge))
    return made
