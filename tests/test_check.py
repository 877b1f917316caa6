"""What an officer should look at: missing, guessed, odd."""

from __future__ import annotations

from matcher.check import Kind, findings
from matcher.collectivity import Country, Language, Position
from matcher.fiche import Fiche, KeyPoint, Note, PartialDate, guessed, read

COMPLETE = Fiche(
    source="x.docx",
    name=read("Tours"),
    country=read(Country.FR),
    language=read(Language.FR),
    position=read(Position(47.4, 0.7)),
    domains=("Culture",),
    population=read(137_000),
    website=read("https://tours.example"),
    contact=read("Service"),
    updated=read(PartialDate(2014)),
    key_points=(KeyPoint("Un point"),),
)


def told(fiche: Fiche) -> list[tuple[Kind, str, str]]:
    return [
        (each.kind, each.note.code, each.note.field)
        for each in findings(fiche, lambda label: label == "Culture")
    ]


def test_a_complete_fiche_has_nothing_to_look_at() -> None:
    assert told(COMPLETE) == []


def test_every_missing_field_is_told_once() -> None:
    empty = Fiche(source="x", notes=(Note("key-points-missing", "key_points"),))
    found = told(empty)
    assert (Kind.MISSING, "key-points-missing", "key_points") in found
    fields = [field for kind, _, field in found if kind is Kind.MISSING]
    assert sorted(fields) == sorted(set(fields))
    assert set(fields) == {
        "name", "country", "language", "location", "domains", "population", "website", "contact",
        "key_points", "updated",
    }  # fmt: skip


def test_guesses_are_told_once() -> None:
    from dataclasses import replace

    fiche = replace(
        COMPLETE,
        country=guessed(Country.FR),
        region=guessed("Centre"),
        notes=(Note("country-deduced", "country", {"country": "FR"}),),
    )
    assert told(fiche) == [
        (Kind.GUESSED, "country-deduced", "country"),
        (Kind.GUESSED, "field-guessed", "region"),
    ]


def test_key_points_without_words_are_odd() -> None:
    from dataclasses import replace

    points = tuple(KeyPoint(text) for text in ("12 345", "😀😀", "防災教育", "Vélo en ville"))
    found = findings(replace(COMPLETE, key_points=points), lambda label: True)
    said = [each.note.details["text"] for each in found]
    assert said == ["12 345", "😀😀"]


def test_other_notes_and_unknown_domains_are_odd() -> None:
    from dataclasses import replace

    fiche = replace(
        COMPLETE,
        domains=("Culture", "Zzz"),
        notes=(Note("population-far-from-official", "population", {"ratio": 3.0}),),
    )
    assert told(fiche) == [
        (Kind.ODD, "population-far-from-official", "population"),
        (Kind.ODD, "domain-unknown", "domains"),
    ]
