"""What is said of the making of a shortlist, and of the files it came from."""

from __future__ import annotations

from dataclasses import replace

from matcher.collectivity import Language
from matcher.fiche import Note
from matcher.i18n.sentences import Speaker
from matcher.writing.made import made, notes, weights
from tests import samples

EN, JA = Speaker(Language.EN), Speaker(Language.JA)


def test_the_figures_of_the_assignment_are_all_told() -> None:
    told = {line.label: line.value for line in made(samples.shortlist(), EN)}
    assert told["Total over the floor"] == told["Bound"] == "2.00"
    assert told["Price of fairness"] == "0.25"
    assert told["Participants with a meeting"] == "2 of 3"
    assert told["Pins and vetoes"] == "1 and 2"


def test_reasons_of_weights_are_in_the_readers_language() -> None:
    assert {line.reason for line in weights(samples.shortlist(), JA)} == {"取組の要点と同じです。"}


def test_notes_hold_no_contact_and_stand_once() -> None:
    wrong = Note("website-unreadable", "website", {"found": "maire@ville.invalid"})
    noted = replace(
        samples.shortlist(),
        notes=(
            ("a.csv", wrong),
            ("a.csv", wrong),
            ("a.csv", Note("any", "contact", {"found": samples.SECRET})),
        ),
    )
    told = notes(noted, EN)
    assert [note.text for note in told] == ["“…” is no web address."]


def test_notes_on_wishes_name_the_participants() -> None:
    facts = {"fr": "fr-nancy", "jp": "jp-toyama", "score": -0.5, "floor": 0.0}
    noted = replace(samples.shortlist(), notes=(("", Note("pin-under-floor", "pins", facts)),))
    (told,) = notes(noted, JA)
    assert told.source == "希望条件"
    assert told.text.startswith("「Nancy – 富山市」のスコア\N{MINUS SIGN}0.50は")
