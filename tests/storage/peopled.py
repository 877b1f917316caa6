"""A catalogue with the fiches of a few real authorities, as files of them are read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from matcher.fiche import Fiche
from matcher.shortlist.decision import Decision, Verdict
from matcher.workflow.opening import Knowledge
from matcher.workflow.take_in import take_in
from service.storage.catalogue import Catalogue
from service.storage.records import Wishes
from tests.storage.samples import vectors
from tests.workflow.small_folder import write_folder

TOURS, GARD = "fr-commune-37261", "fr-departement-30"
SENDAI, SETO = "jp-municipality-04100", "jp-municipality-23204"

#: What stands in the fiche of Tours, in decisions on it, and nowhere else.
OF_TOURS = ("Mme Sentinelle", "gastronomie", "trop loin de la Loire", "Tours")


@cache
def fiches() -> tuple[Fiche, ...]:
    """Completed fiches, in order of their files' names."""
    with TemporaryDirectory() as folder:
        return take_in([write_folder(Path(folder) / "fiches")], Knowledge()).fiches


def people(catalogue: Catalogue) -> None:
    """Store all fiches, with vectors, and two shortlists with decisions."""
    stored = {f"f-{number:012x}": fiche for number, fiche in enumerate(fiches())}
    catalogue.store(stored, {id_: vectors(number) for number, id_ in enumerate(stored)})
    wishes = Wishes(
        profile="takamatsu",
        pins=frozenset({(TOURS, SENDAI), (GARD, SETO)}),
        vetoes=frozenset({(GARD, SENDAI)}),
        meetings={TOURS: 2},
        participants=frozenset({TOURS, GARD, SENDAI, SETO}),
    )
    named = catalogue.add_shortlist("2027", wishes)
    catalogue.add_shortlist("2028", Wishes(profile="takamatsu"))
    for jp in (SENDAI, SETO):
        word = "trop loin de la Loire"
        catalogue.decide(named.id, [Decision(fr=TOURS, jp=jp, verdict=Verdict.REJECTED, note=word)])
    catalogue.decide(named.id, [Decision(fr=GARD, jp=SETO, verdict=Verdict.ACCEPTED)])
