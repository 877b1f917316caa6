"""What is typed over a fiche is understood as a document is, and what that said is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from matcher.collectivity import Country, Language
from matcher.fiche import Fiche, Origin, read
from matcher.i18n import messages
from matcher.i18n.sentences import Speaker
from matcher.index.codec import pack
from matcher.workflow.correct_fiche import CORRECTED, Corrected, correct, shown
from matcher.workflow.opening import Knowledge
from matcher.workflow.take_in import take_in, take_in_bytes

EXAMPLES = Path(__file__).parents[2] / "examples" / "fiches"


@pytest.fixture(scope="module")
def tours(knowledge: Knowledge) -> Fiche:
    (fiche,) = take_in([EXAMPLES / "fr-tours.yaml"], knowledge).fiches
    return fiche


def corrected(fiche: Fiche, typed: Mapping[str, str], knowledge: Knowledge) -> Corrected:
    return correct(fiche, typed, knowledge, longest_line=500)


def codes(fiche: Fiche, field: str) -> list[str]:
    return [note.code for note in fiche.notes if note.field == field]


def test_a_form_sent_back_untouched_changes_no_fiche_of_any_format(knowledge: Knowledge) -> None:
    fiches = take_in([EXAMPLES], knowledge).fiches
    assert len(fiches) == 60
    for fiche in fiches:
        sent = {name: text.replace("\n", "\r\n") for name, text in shown(fiche).items()}
        made = corrected(fiche, sent, knowledge)
        assert (made.fiche, made.wrong) == (fiche, ())


@pytest.mark.parametrize("typed", ["140000", "140 000 hab.", "約14万人", "１４０，０００人"])
def test_a_population_is_understood_as_in_a_document(
    tours: Fiche, knowledge: Knowledge, typed: str
) -> None:
    made = corrected(tours, {"population": typed}, knowledge).fiche
    assert made.population.value == 140_000
    assert made.population.origin is Origin.READ


def test_a_note_tells_what_the_document_said(tours: Fiche, knowledge: Knowledge) -> None:
    once = corrected(tours, {"population": "140000"}, knowledge).fiche
    twice = corrected(once, {"population": "150000"}, knowledge).fiche
    (note,) = [note for note in twice.notes if note.code == CORRECTED]
    assert messages.note(note, Speaker(Language.EN)) == (
        "Population: corrected by hand; the document says “137,000”."
    )


def test_what_the_document_said_typed_again_is_no_correction(
    tours: Fiche, knowledge: Knowledge
) -> None:
    there = corrected(tours, {"population": "1", "updated": "2020"}, knowledge).fiche
    back = corrected(there, {"population": "137000", "updated": "2016-05"}, knowledge).fiche
    assert CORRECTED not in [note.code for note in back.notes]
    assert (back.population, back.updated) == (tours.population, tours.updated)


@pytest.mark.parametrize(
    ("field", "typed"),
    [("population", "beaucoup"), ("updated", "bientôt"), ("website", "pas encore de site")],
)
def test_what_cannot_be_understood_is_told_and_leaves_the_value(
    tours: Fiche, knowledge: Knowledge, field: str, typed: str
) -> None:
    found = corrected(tours, {field: typed}, knowledge)
    assert [(each.field, each.why) for each in found.wrong] == [(field, "unreadable")]
    assert getattr(found.fiche, field) == getattr(tours, field)


def test_an_emptied_value_is_missing(tours: Fiche, knowledge: Knowledge) -> None:
    found = corrected(tours, {"population": "  ", "domains": ""}, knowledge)
    assert found.wrong == ()
    assert found.fiche.population.origin is Origin.MISSING
    assert (found.fiche.domains, found.fiche.domain_ids) == ((), ())


def test_the_registers_follow_a_corrected_name(tours: Fiche, knowledge: Knowledge) -> None:
    made = corrected(tours, {"name": "Amboise", "population": "12800"}, knowledge).fiche
    assert made.collectivity is not None
    assert made.collectivity.own_name == "Amboise"
    assert "population-far-from-official" not in codes(made, "population")


def test_a_guess_is_made_again_where_its_clue_was_mended(knowledge: Knowledge) -> None:
    text = "name: 高松市\nkey_points: [港の再生]\n"
    (fiche,) = take_in_bytes(text.encode(), "x.yaml", knowledge).fiches
    assert (fiche.country.value, fiche.country.origin) == (Country.JP, Origin.GUESSED)
    mended = corrected(fiche, {"name": "Saint-Denis-en-Val"}, knowledge).fiche
    assert (mended.country.value, mended.country.origin) == (Country.FR, Origin.GUESSED)
    assert codes(mended, "country") == ["country-deduced"]


def test_a_chosen_country_is_no_guess_any_more(knowledge: Knowledge) -> None:
    (fiche,) = take_in_bytes(
        "name: 高松市\nkey_points: [港]\n".encode(), "x.yaml", knowledge
    ).fiches
    chosen = corrected(fiche, {"country": "FR"}, knowledge).fiche
    assert (chosen.country.value, chosen.country.origin) == (Country.FR, Origin.READ)


def test_key_points_are_lines(tours: Fiche, knowledge: Knowledge) -> None:
    typed = "• Premier point\r\n\r\n  Deuxième   point\r\n"
    made = corrected(tours, {"key_points": typed}, knowledge).fiche
    assert [point.text for point in made.key_points] == ["Premier point", "Deuxième point"]
    (note,) = [note for note in made.notes if note.code == CORRECTED]
    assert note.details["points"] == tuple(point.text for point in tours.key_points)


def test_a_contact_among_the_key_points_is_refused(tours: Fiche, knowledge: Knowledge) -> None:
    found = corrected(tours, {"key_points": "Voir avec marie@tours.example"}, knowledge)
    assert [(each.field, each.why) for each in found.wrong] == [("key_points", "address-inside")]
    assert found.fiche.key_points == tours.key_points


def test_a_corrected_contact_stays_apart_with_all_that_was_said_of_it(
    tours: Fiche, knowledge: Knowledge
) -> None:
    first = corrected(tours, {"contact": "Mme Un, un@tours.example"}, knowledge).fiche
    second = corrected(first, {"contact": "M. Deux, deux@tours.example"}, knowledge).fiche
    assert "tours.example" not in str(pack(replace(second, contact=read(None))))


def test_too_much_is_refused(tours: Fiche, knowledge: Knowledge) -> None:
    typed = {"name": "x" * 501, "domains": "\n".join(str(n) for n in range(61))}
    found = {(each.field, each.why, each.most) for each in corrected(tours, typed, knowledge).wrong}
    assert found == {("name", "too-long", 500), ("domains", "too-many", 60)}


def test_control_characters_are_not_kept(tours: Fiche, knowledge: Knowledge) -> None:
    made = corrected(tours, {"seeking": "Une ville\x00 portuaire\x07"}, knowledge).fiche
    assert made.seeking.value == "Une ville portuaire"
