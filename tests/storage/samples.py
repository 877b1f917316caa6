"""Fiches, vectors and decisions for tests of the catalogue, and how they are compared."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from matcher.collectivity import Country, Language
from matcher.fiche import Fiche, KeyPoint, Note, PartialDate, Sourced, guessed, read
from matcher.shortlist.decision import Decision, Verdict
from service.storage.records import FicheVectors, Wishes

SPACE, OTHER_SPACE = "encoder one/means one", "encoder two/means one"
SECRET = "Mme Untel, untel@exemple.invalid"


def fiche(name: str = "Nancy", *, contact: str | None = SECRET) -> Fiche:
    """A fiche whose contact stands in its field and in the second of its three notes."""
    notes = [Note("language-deduced", "language", {"language": Language.FR})]
    if contact is not None:
        notes.append(Note("contact-odd", "contact", {"found": contact}))
    notes.append(Note("date-ambiguous", "updated", {"date": PartialDate(2014, 3)}))
    return Fiche(
        source=f"{name}.docx",
        name=read(name),
        country=guessed(Country.FR),
        contact=read(contact),
        updated=read(PartialDate(2014, 3)),
        key_points=(KeyPoint("Tramway sur pneus."), KeyPoint(f"Parc relais de {name}.")),
        notes=tuple(notes),
    )


def bare(whole: Fiche) -> Fiche:
    """What of a fiche everybody may read."""
    notes = tuple(note for note in whole.notes if note.field != "contact")
    return replace(whole, contact=Sourced(), notes=notes)


def vectors(seed: int, *, space: str = SPACE, passages: int = 2, labels: int = 1) -> FicheVectors:
    """Vectors that differ by seed."""
    generator = np.random.default_rng(seed)
    return FicheVectors(
        space,
        generator.normal(size=(passages, 6)).astype(np.float32),
        generator.normal(size=(labels, 6)).astype(np.float32),
    )


def assert_same(found: FicheVectors, expected: FicheVectors) -> None:
    """The same numbers, to the last bit."""
    assert found.space == expected.space
    for one, other in ((found.passages, expected.passages), (found.labels, expected.labels)):
        assert one.dtype == np.float32
        np.testing.assert_array_equal(one, other)


def rejected(fr: str = "fr-nancy", jp: str = "jp-toyama") -> Decision:
    """One pair struck out."""
    return Decision(fr=fr, jp=jp, verdict=Verdict.REJECTED, note="« trop loin »")


WISHES = Wishes(
    profile="takamatsu",
    meetings_each=3,
    floor=-0.5,
    pins=frozenset({("fr-nancy", "jp-toyama"), ("fr-brest", "jp-hita")}),
    vetoes=frozenset({("fr-brest", "jp-toyama")}),
    meetings={"fr-brest": 1, "jp-hita": 2},
    participants=frozenset({"fr-nancy", "fr-brest", "jp-toyama", "jp-hita"}),
)

#: Anything a document may say, what no database takes as plain text included.
texts = st.text(st.characters(codec=None), max_size=12)
_values = st.one_of(texts, st.integers(-(2**40), 2**40), st.none(), st.sampled_from(Country))
_notes = st.builds(
    Note,
    st.sampled_from(["language-deduced", "contact-odd"]),
    st.sampled_from(["language", "contact", "name"]),
    st.dictionaries(st.text(st.characters(codec="ascii"), min_size=1, max_size=4), _values),
)
fiches = st.builds(
    Fiche,
    source=texts,
    name=st.builds(read, st.none() | texts),
    country=st.builds(guessed, st.none() | st.sampled_from(Country)),
    population=st.builds(read, st.none() | st.integers(0, 10**9)),
    contact=st.builds(read, st.none() | texts),
    key_points=st.lists(st.builds(KeyPoint, texts), max_size=3).map(tuple),
    notes=st.lists(_notes, max_size=3).map(tuple),
)
decisions = st.builds(
    Decision,
    fr=st.sampled_from(["fr-nancy", "fr-brest"]),
    jp=st.sampled_from(["jp-toyama", "jp-hita"]),
    verdict=st.none() | st.sampled_from(Verdict),
    note=st.sampled_from(["", "plus tard", "「後で」\0"]),
    met=st.none() | st.booleans(),
)
