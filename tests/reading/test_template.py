"""The blank form: what a person fills in is read back without loss."""

from __future__ import annotations

import io
from pathlib import Path
from unicodedata import normalize

import docx
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from matcher.collectivity import Language
from matcher.fiche import Fiche
from matcher.reading.filled import ReadFile
from matcher.reading.folding import folded
from matcher.reading.form import fiche_of
from matcher.reading.segment import segment
from matcher.reading.source import read_bytes
from matcher.reading.template import blank_docx
from matcher.reading.wording import BLANK_FIELDS, is_empty, is_prompt

EXAMPLES = Path(__file__).parents[2] / "examples" / "forms"

WORDS = st.text(
    st.characters(
        categories=["Lu", "Ll", "Nd"], include_characters="éèçàô市町村画・ー、。'’«»:(),-"
    ),
    min_size=1,
    max_size=12,
).map(lambda word: normalize("NFC", word))
LINES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)


def filled(language: Language, answers: dict[str, list[str]]) -> bytes:
    """The blank form with paragraphs typed into its cells, as Word would save it."""
    document = docx.Document(io.BytesIO(blank_docx(language)))
    for row, field in zip(document.tables[0].rows, BLANK_FIELDS, strict=True):
        for at, text in enumerate(answers.get(field, [])):
            cell = row.cells[1]
            paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
            paragraph.add_run(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read_back(content: bytes) -> Fiche:
    (outcome,) = read_bytes(content, "formulaire.docx")
    assert isinstance(outcome, ReadFile)
    (form,) = (form for document in outcome.documents for form in segment(document))
    return fiche_of(form)


@pytest.mark.parametrize("language", list(Language))
def test_left_blank_it_says_nothing(language: Language) -> None:
    fiche = read_back(blank_docx(language))
    assert fiche.name.value is None
    assert fiche.key_points == ()
    assert fiche.domains == ()
    assert {note.code for note in fiche.notes} == {
        "name-missing",
        "key-points-missing",
        "language-deduced",
    }
    assert fiche.language.value is language


@pytest.mark.parametrize("language", list(Language))
def test_every_field_is_read_back(language: Language) -> None:
    fiche = read_back(
        filled(
            language,
            {
                "name": ["Contact"],
                "map_link": ["https://www.openstreetmap.org/#map=12/48.57/7.75"],
                "domains": ["Culture ; Tourisme", "Sport"],
                "population": ["12 345 (2020)"],
                "website": ["https://example.org/en/"],
                "contact": [
                    "Service des relations internationales",
                    "Tél. : 00 00 00 00 00",
                    "Courriel : a@example.org",
                ],
                "key_points": ["Population : un plan santé.", "- Tramway", "Site : une friche."],
                "seeking": ["Une ville portuaire"],
                "updated": ["12/03/2024"],
            },
        )
    )
    assert fiche.name.value == "Contact"
    assert fiche.map_link.value == "https://www.openstreetmap.org/#map=12/48.57/7.75"
    assert fiche.position.value is not None
    assert fiche.domains == ("Culture", "Tourisme", "Sport")
    assert (fiche.population.value, fiche.population_year.value) == (12_345, 2020)
    assert fiche.website.value == "https://example.org/en/"
    assert (
        fiche.contact.value
        == "Service des relations internationales\nTél. : 00 00 00 00 00\nCourriel : a@example.org"
    )
    assert [point.text for point in fiche.key_points] == [
        "Population : un plan santé.",
        "Tramway",
        "Site : une friche.",
    ]
    assert fiche.seeking.value == "Une ville portuaire"
    assert str(fiche.updated.value) == "2024-03-12"


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(
    language=st.sampled_from(list(Language)),
    name=LINES,
    contact=st.lists(LINES, min_size=1, max_size=3),
    points=st.lists(LINES.map(lambda text: f"Politique {text}."), min_size=1, max_size=5),
    seeking=LINES,
)
def test_whatever_is_typed_is_kept(
    language: Language, name: str, contact: list[str], points: list[str], seeking: str
) -> None:
    typed = [name, *contact, *points, seeking]
    assume(all(folded(text) and not is_empty(text) and not is_prompt(text) for text in typed))
    assume(name.casefold().split()[-1].strip("().-") not in ("carte", "map"))
    fiche = read_back(
        filled(
            language,
            {"name": [name], "contact": contact, "key_points": points, "seeking": [seeking]},
        )
    )
    assert fiche.name.value == name
    assert fiche.contact.value == "\n".join(contact)
    assert [point.text for point in fiche.key_points] == points
    assert fiche.seeking.value == seeking


@pytest.mark.parametrize("language", list(Language))
def test_the_ready_made_forms_are_those_of_the_package(language: Language) -> None:
    assert (EXAMPLES / f"blank-form-{language}.docx").read_bytes() == blank_docx(language)


@pytest.mark.parametrize("language", list(Language))
def test_the_words_have_an_east_asian_font(language: Language) -> None:
    document = docx.Document(io.BytesIO(blank_docx(language)))
    runs = [
        run for row in document.tables[0].rows for p in row.cells[0].paragraphs for run in p.runs
    ]
    assert runs
    assert all('w:eastAsia="Yu Gothic"' in run._element.xml for run in runs)
