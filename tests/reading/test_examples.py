"""The folder of examples, in all its formats, read back: exactly the 60 fiches."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from matcher.fiche import Fiche
from matcher.reading.filled import ReadFile
from matcher.reading.folder import documents
from matcher.reading.form import fiche_of
from matcher.reading.segment import segment

ROOT = Path(__file__).parents[2]
EXPECTED = json.loads((ROOT / "tests" / "files" / "examples.json").read_text("utf-8"))
LABELS = {label for fields in EXPECTED for label in fields["domains"]}


@pytest.fixture(scope="module")
def examples() -> dict[str, Fiche]:
    found: dict[str, Fiche] = {}
    for outcome in documents([ROOT / "examples" / "fiches"]):
        assert isinstance(outcome, ReadFile), outcome
        forms = [*outcome.forms, *(f for document in outcome.documents for f in segment(document))]
        for form in forms:
            fiche = fiche_of(form, is_known=LABELS.__contains__)
            assert fiche.given_id is not None
            assert fiche.given_id not in found
            found[fiche.given_id] = fiche
    return found


def test_each_fiche_is_there_once(examples: dict[str, Fiche]) -> None:
    assert sorted(examples) == [fields["id"] for fields in EXPECTED]


@pytest.mark.parametrize("fields", EXPECTED, ids=lambda fields: str(fields["id"]))
def test_every_fiche_says_what_was_written(examples: dict[str, Fiche], fields: dict) -> None:  # type: ignore[type-arg]
    fiche = examples[fields["id"]]
    position = fiche.position.value
    assert {
        "name": fiche.name.value,
        "country": fiche.country.value,
        "language": fiche.language.value,
        "kind": fiche.kind.value,
        "region": fiche.region.value,
        "position": position and (position.lat, position.lon),
        "domains": list(fiche.domains),
        "population": (fiche.population.value, fiche.population_year.value),
        "updated": str(fiche.updated.value),
        "key_points": [point.text for point in fiche.key_points],
    } == {
        "name": fields["name"],
        "country": fields["country"],
        "language": fields["language"],
        "kind": fields["kind"],
        "region": fields["location"]["region"],
        "position": (fields["location"]["lat"], fields["location"]["lon"]),
        "domains": fields["domains"],
        "population": (fields["population"], fields["population_year"]),
        "updated": fields["updated"],
        "key_points": fields["key_points"],
    }


def test_the_folder_holds_every_format() -> None:
    endings = {path.suffix for path in (ROOT / "examples" / "fiches").iterdir()}
    assert endings == {".docx", ".pdf", ".odt", ".xlsx", ".csv", ".yaml"}
