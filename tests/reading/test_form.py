"""One filled form → one fiche: every field as people fill it in, and what is noted."""

# ruff: noqa: E501 -- documents stand here as they are, not folded to a line length

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.collectivity import Country, Language, Position
from matcher.fiche import Fiche, Note, Origin
from matcher.reading.filled import Cell, FilledForm, Line
from matcher.reading.form import fiche_of


def fiche(*cells: tuple[str, str | list[str | Line]], title: str | None = None) -> Fiche:
    made = []
    for label, value in cells:
        lines = [value] if isinstance(value, str) else value
        made.append(
            Cell(label, tuple(line if isinstance(line, Line) else Line(line) for line in lines))
        )
    return fiche_of(FilledForm("essai.docx", title, tuple(made), "p. 1"))


def notes(found: Fiche) -> dict[str, dict[str, object]]:
    return {note.code: dict(note.details) for note in found.notes}


@pytest.mark.parametrize(
    ("cells", "title", "name"),
    [
        ([("Nom", "Ville de Dunkerque")], None, "Ville de Dunkerque"),
        ([("Nom", "")], "Dunkerque", "Dunkerque"),
        ([("Nom", "n.c.")], "Dunkerque", "Dunkerque"),
        ([], "北九州市", "北九州市"),
        (
            [("Nom", ["Communauté d'agglomération", "de Lens-Liévin"])],
            None,
            "Communauté d'agglomération de Lens-Liévin",
        ),
        ([("自治体名", ["高松市", "（たかまつし）"])], None, "高松市"),
        ([("Nom", "Ville de Dunkerque CARTE(lien)")], None, "Ville de Dunkerque"),
        ([("Nom", "Carte")], None, "Carte"),
        ([], None, None),
    ],
)
def test_the_name(
    cells: list[tuple[str, str | list[str | Line]]], title: str | None, name: str | None
) -> None:
    found = fiche(*cells, title=title)
    assert found.name.value == name
    assert ("name-missing" in notes(found)) is (name is None)


@pytest.mark.parametrize(
    ("value", "website"),
    [
        (["www.ville.example.fr"], "www.ville.example.fr"),
        (["Voir https://ville.example.fr/en (anglais)"], "https://ville.example.fr/en"),
        (
            [Line("notre site", links=("https://ville.example.fr/en",))],
            "https://ville.example.fr/en",
        ),
        ([Line("écrire", links=("mailto:a@b.fr",)), Line("www.b.fr")], "www.b.fr"),
        (
            ["http://www.ville.example.fr/", "english/index.html"],
            "http://www.ville.example.fr/english/index.html",
        ),
        (
            ["http://www.ville.example.fr/ english/index.html"],
            "http://www.ville.example.fr/english/index.html",
        ),
        (["ville-exemple.fr"], "ville-exemple.fr"),
        (
            ["https://www.city.example.lg.jp/english/（英語）"],
            "https://www.city.example.lg.jp/english/",
        ),
        (["en construction"], None),
        (["–"], None),
        ([], None),
    ],
)
def test_the_website(value: list[str | Line], website: str | None) -> None:
    found = fiche(("Site Internet (en anglais)", value))
    assert found.website.value == website
    assert ("website-unreadable" in notes(found)) is (value == ["en construction"])


def test_a_website_may_stand_in_the_contact() -> None:
    found = fiche(("Contact", ["Mairie", "Site web : https://ville.example.fr"]))
    assert found.website.value == "https://ville.example.fr"


@pytest.mark.parametrize(
    ("cells", "position", "link"),
    [
        ([("Localisation", "48.57, 7.75")], Position(48.57, 7.75), None),
        (
            [("CARTE (lien)", "https://www.openstreetmap.org/#map=12/48.57/7.75")],
            Position(48.57, 7.75),
            "https://www.openstreetmap.org/#map=12/48.57/7.75",
        ),
        (
            [("CARTE", [Line("lien", links=("https://maps.app.goo.gl/x",))])],
            None,
            "https://maps.app.goo.gl/x",
        ),
        ([("lat", "48.57"), ("lon", "7.75")], Position(48.57, 7.75), None),
        ([("Latitude", "48,57 N"), ("Longitude", "1,55 O")], Position(48.57, -1.55), None),
        ([("Localisation", ["Latitude : 48,57", "Longitude : 7,75"])], Position(48.57, 7.75), None),
        ([("位置", "北緯34度20分 東経134度2分")], Position(34.333333, 134.033333), None),
        ([("Localisation", "au bord de la Loire")], None, None),
    ],
)
def test_the_location(
    cells: list[tuple[str, str | list[str | Line]]], position: Position | None, link: str | None
) -> None:
    found = fiche(*cells)
    assert (found.position.value, found.map_link.value) == (position, link)


def test_a_position_in_neither_country_is_noted() -> None:
    assert notes(fiche(("Localisation", "40.71, -74.01")))["position-outside-both"] == {
        "lat": 40.71,
        "lon": -74.01,
    }


def test_the_region_is_read_from_its_cell_or_guessed_from_the_location() -> None:
    assert fiche(("Région", "Bretagne")).region.origin is Origin.READ
    guess = fiche(("Localisation", "Finistère, Bretagne")).region
    assert (guess.value, guess.origin) == ("Finistère, Bretagne", Origin.GUESSED)


def test_of_several_figures_the_first_is_the_population_and_a_note_says_so() -> None:
    found = fiche(("Population", "Ville : 270 000 – Métropole : 500 000"))
    assert found.population.value == 270_000
    assert notes(found)["population-first-of-several"] == {"chosen": 270_000, "others": [500_000]}


def test_the_year_of_the_population_may_stand_in_the_label_or_a_cell() -> None:
    assert fiche(("Population (2013)", "980 000")).population_year.value == 2013
    assert fiche(("人口（令和2年国勢調査）", "419,429人")).population_year.value == 2020
    assert (
        fiche(("population", "980000"), ("population_year", "2013")).population_year.value == 2013
    )


def test_what_cannot_be_read_is_noted_not_invented() -> None:
    found = fiche(("Population", "beaucoup"), ("Mis à jour le", "bientôt"), ("Identifiant", "É!"))
    assert (found.population.value, found.updated.value, found.given_id) == (None, None, None)
    assert {"population-unreadable", "date-unreadable", "id-not-usable"} <= set(notes(found))


@pytest.mark.parametrize(("language", "noted"), [("anglais", True), ("français", False)])
def test_a_date_that_reads_two_ways_is_noted_in_english_only(language: str, noted: bool) -> None:
    found = fiche(("Langue", language), ("Updated on", "03/04/2014"))
    assert str(found.updated.value) == "2014-04-03"
    assert ("date-ambiguous" in notes(found)) is noted


@pytest.mark.parametrize(
    "value", ["n.c.", "–", "…", "N/A", "なし", "未記入", "néant", "à compléter", "", "○○市", "____"]
)
@pytest.mark.parametrize(
    "label",
    [
        "Nom",
        "Contact",
        "Domaine(s)",
        "Population",
        "Site Internet",
        "Partenaire recherché",
        "Mis à jour le",
        "Points essentiels",
    ],
)
def test_ways_to_say_nothing(label: str, value: str) -> None:
    found = fiche((label, value))
    said = (
        found.name,
        found.contact,
        found.population,
        found.website,
        found.seeking,
        found.updated,
    )
    assert all(part.value is None for part in said)
    assert (found.domains, found.key_points) == ((), ())
    assert not {code for code in notes(found) if code.endswith("unreadable")}


@pytest.mark.parametrize(
    ("cells", "country"),
    [
        ([("Pays", "Japon"), ("Nom", "Tours")], Country.JP),
        ([("国", "フランス")], Country.FR),
        ([("自治体名", "高松市")], Country.JP),
        ([("Nom", "Préfecture de Kagawa")], Country.JP),
        (
            [("Nom", "Kitakyushu"), ("Site Internet", "http://www.city.kitakyushu.lg.jp")],
            Country.JP,
        ),
        ([("Nom", "Tours"), ("Site Internet", "www.tours.fr")], Country.FR),
        ([("Nom", "Tours"), ("Contact", "Tél. +33 2 47 00 00 00")], Country.FR),
        ([("Name", "Obuse"), ("Contact", "+81-26-000-0000")], Country.JP),
        ([("Name", "Obuse"), ("Contact", "〒381-0297 小布施町")], Country.JP),
        ([("Nom", "Kitakyushu"), ("Localisation", "33.88, 130.88")], Country.JP),
        ([("Nom", "Communauté de communes du Haut-Pays")], Country.FR),
        ([("Name", "City of Obuse")], Country.JP),
        ([("id", "fr-tours"), ("Nom", "Tours")], Country.FR),
        ([("Nom", "Tours")], None),
    ],
)
def test_the_country_is_read_or_deduced(
    cells: list[tuple[str, str | list[str | Line]]], country: Country | None
) -> None:
    found = fiche(*cells)
    assert found.country.value == country
    read = cells[0][0] in ("Pays", "国")
    assert ("country-deduced" in notes(found)) is (country is not None and not read)


@pytest.mark.parametrize(
    ("cells", "language"),
    [
        ([("Langue", "français"), ("Points essentiels", "公園の整備")], Language.FR),
        ([("言語", "英語")], Language.EN),
        (
            [("Points essentiels", "Le tramway relie les quartiers à la gare depuis 1994.")],
            Language.FR,
        ),
        (
            [
                (
                    "Points essentiels",
                    "The tram has linked the districts with the station since 1994.",
                )
            ],
            Language.EN,
        ),
        ([("Points essentiels", "路面電車を整備し、駅と住宅地を結ぶ。")], Language.JA),
        ([("先進的な取組の要点", "ごみ分別")], Language.JA),
        (
            [("Nom", "Tours"), ("Points essentiels de la politique novatrice déployée", "Tram")],
            Language.FR,
        ),
        ([("Name of the local authority", "Obuse"), ("Key points", "Tram")], Language.EN),
        (
            [
                ("自治体名", "直島町"),
                (
                    "先進的な取組の要点",
                    "Musées enterrés dans le paysage, maisons abandonnées du bourg confiées à des artistes.",
                ),
            ],
            Language.FR,
        ),
        (
            [
                ("自治体名", "つくば市"),
                (
                    "先進的な取組の要点",
                    "Special zone for personal mobility robots on public sidewalks, with trials in care homes.",
                ),
            ],
            Language.EN,
        ),
        (
            [("Points essentiels", "PLUi, SCoT et PCAET : un plan climat-air-énergie pour 2030")],
            Language.FR,
        ),
    ],
)
def test_the_language_is_that_of_the_text(
    cells: list[tuple[str, str | list[str | Line]]], language: Language
) -> None:
    assert fiche(*cells).language.value is language


def test_the_language_is_never_missing_where_the_country_is_known() -> None:
    assert fiche(("国", "日本"), title=None).language.value is Language.JA
    assert fiche(("id", "fr-tours")).language.value is Language.FR


def test_a_deduced_language_is_noted() -> None:
    assert notes(fiche(("Points essentiels", "Le tramway relie les quartiers à la gare.")))[
        "language-deduced"
    ] == {"language": "fr"}


def test_without_key_points_a_long_text_under_another_label_stands_in() -> None:
    text = "La ville a rendu son centre aux piétons et relié ses quartiers par un tramway, puis par un réseau de vélos."
    found = fiche(("Nom", "Tours"), ("Histoire et caractéristiques", text))
    assert [point.text for point in found.key_points] == [text]
    assert "key-points-under-other-label" in notes(found)


def test_a_cell_without_a_field_is_named() -> None:
    found = fiche(("Nom", "Tours"), ("Jumelages", "Takamatsu"), ("Points essentiels", "Tramway"))
    assert notes(found)["cell-not-used"] == {"label": "Jumelages"}


def test_notes_of_the_form_are_kept() -> None:
    form = FilledForm(
        "a.csv", None, (), None, (Note("charset-guessed", "source", {"charset": "cp1252"}),)
    )
    assert fiche_of(form).notes[0].code == "charset-guessed"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "Nom",
                    "Population",
                    "Domaines",
                    "Localisation",
                    "lat",
                    "lon",
                    "Contact",
                    "Points essentiels",
                    "Mis à jour le",
                    "Site",
                    "id",
                    "Langue",
                    "Pays",
                    "?",
                ]
            ),
            st.text(max_size=60),
        ),
        max_size=8,
    )
)
def test_no_content_is_refused(cells: list[tuple[str, str]]) -> None:
    found = fiche(*cells)
    assert found.source == "essai.docx"
    assert found.place == "p. 1"
    assert len(fields(found)) > 20
