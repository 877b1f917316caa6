"""Documents as offices send them → the forms in them → fiches.

The layouts stand here as lines and rows, the way every format hands them over.
"""

# ruff: noqa: E501 -- documents stand here as they are, not folded to a line length

from __future__ import annotations

import pytest

from matcher.fiche import Fiche
from matcher.reading.filled import Block, Document, Line, Row
from matcher.reading.form import fiche_of
from matcher.reading.segment import segment


def row(*cells: str | list[str] | Line) -> Row:
    made = []
    for cell in cells:
        texts = [cell] if isinstance(cell, str | Line) else cell
        lines = [t if isinstance(t, Line) else Line(t) for t in texts]
        made.append(tuple(line for line in lines if line.text or line.links))
    return Row(tuple(made))


def text(lines: str) -> list[Block]:
    return [Line(line) for line in lines.strip("\n").split("\n")]


def fiches(*blocks: Block) -> list[Fiche]:
    return [fiche_of(form) for form in segment(Document("essai", tuple(blocks)))]


def one(*blocks: Block) -> Fiche:
    found = fiches(*blocks)
    assert len(found) == 1, [fiche.name.value for fiche in found]
    return found[0]


def points(fiche: Fiche) -> list[str]:
    return [point.text for point in fiche.key_points]


def codes(fiche: Fiche) -> set[str]:
    return {note.code for note in fiche.notes}


# Tables


def test_label_beside_value() -> None:
    fiche = one(
        Line("Fiche « Bonne pratique » – Dunkerque"),
        row("Nom de la collectivité :", "Ville de Dunkerque"),
        row(
            "Localisation (sur carte) ou CARTE (lien)",
            Line("CARTE", links=("https://www.google.com/maps/@51.03,2.37,12z",)),
        ),
        row("Domaine(s) concerné(s)", "Environnement / Économie"),
        row("Population", "86 788 hab. (2018)"),
        row(
            "Site Internet (en anglais) :",
            Line("le site", links=("https://www.dunkerque.example/en",)),
        ),
        row("Contact :", ["Service des relations internationales", "Tél. : 03 00 00 00 00"]),
        row(
            "Points essentiels de la politique novatrice déployée :",
            ["• Bus gratuits depuis 2018", "• Éoliennes : parc en mer"],
        ),
        Line("(Mis à jour le 3 février 2019)"),
    )
    assert fiche.name.value == "Ville de Dunkerque"
    assert fiche.domains == ("Environnement", "Économie")
    assert (fiche.population.value, fiche.population_year.value) == (86_788, 2018)
    assert fiche.website.value == "https://www.dunkerque.example/en"
    assert fiche.contact.value == "Service des relations internationales\nTél. : 03 00 00 00 00"
    assert fiche.position.value is not None
    assert fiche.map_link.value == "https://www.google.com/maps/@51.03,2.37,12z"
    assert points(fiche) == ["Bus gratuits depuis 2018", "Éoliennes : parc en mer"]
    assert str(fiche.updated.value) == "2019-02-03"
    assert (fiche.country.value, fiche.language.value) == ("FR", "fr")


def test_two_pairs_a_row() -> None:
    fiche = one(
        row("自治体名", "高松市", "人口", "約42万人（令和2年）"),
        row("分野", "環境・エネルギー", "更新日", "平成26年3月"),
        row("先進的な取組の要点", ["①コンパクトシティの推進", "②サンポートの整備"]),
    )
    assert fiche.name.value == "高松市"
    assert (fiche.population.value, fiche.population_year.value) == (420_000, 2020)
    assert fiche.domains == ("環境", "エネルギー")
    assert str(fiche.updated.value) == "2014-03"
    assert points(fiche) == ["コンパクトシティの推進", "サンポートの整備"]


def test_labels_in_a_row_over_their_values() -> None:
    fiche = one(
        row("Nom de la collectivité", "Population", "Domaines"),
        row("Tours", "136 000", "Culture"),
        row("Points essentiels"),
        row(["Premier point essentiel", "Second point essentiel"]),
        row("Site internet", "Mis à jour le"),
        row("www.tours.example", "12/05/2016"),
    )
    assert (fiche.name.value, fiche.population.value) == ("Tours", 136_000)
    assert points(fiche) == ["Premier point essentiel", "Second point essentiel"]
    assert fiche.website.value is None or "tours" in fiche.website.value
    assert str(fiche.updated.value) == "2016-05-12"


def test_label_and_value_in_one_cell() -> None:
    fiche = one(
        row(["Nom de la collectivité", "Tours"], ["Population :", "136 000 hab."]),
        row("Domaine : Culture / Tourisme", "Mis à jour le 12/05/2016"),
        row(
            ["Points essentiels :", "- Gastronomie : formation des restaurateurs", "- Loire à vélo"]
        ),
    )
    assert (fiche.name.value, fiche.population.value) == ("Tours", 136_000)
    assert fiche.domains == ("Culture", "Tourisme")
    assert points(fiche) == ["Gastronomie : formation des restaurateurs", "Loire à vélo"]
    assert str(fiche.updated.value) == "2016-05-12"


def test_the_name_may_stand_beside_the_map_without_label() -> None:
    fiche = one(
        Line("Fiche « Bonne pratique » - Kitakyushu"),
        row(
            "Ville de Kitakyushu",
            Line("CARTE(lien)", links=("https://www.openstreetmap.org/#map=12/33.8834/130.8751",)),
        ),
        row("Domaine(s) concerné(s)", "Environnement"),
        row("Points essentiels de la politique novatrice déployée :", "Une ville qui recycle."),
    )
    assert fiche.name.value == "Ville de Kitakyushu"
    assert fiche.map_link.value == "https://www.openstreetmap.org/#map=12/33.8834/130.8751"
    assert fiche.country.value == "JP"


def test_a_value_that_is_itself_a_label_word() -> None:
    fiche = one(
        row("Nom", "Tours"),
        row("Type de collectivité", "Commune"),
        row("Pays", "France"),
        row("Points essentiels", "Un réseau de chaleur."),
    )
    assert (fiche.name.value, fiche.kind.value, fiche.country.value) == ("Tours", "Commune", "FR")
    assert not [note for note in fiche.notes if note.code == "country-deduced"]


def test_numbering_column_heading_row_and_guidance_column() -> None:
    fiche = one(
        row("", "Rubrique", "Réponse", "Exemple"),
        row("1", "Nom de la collectivité", "Tours", "Nantes"),
        row("2", "Population", "136 000", "300 000 hab."),
        row("3", "Points essentiels", "Gastronomie", "Tramway"),
    )
    assert (fiche.name.value, fiche.population.value, points(fiche)) == (
        "Tours",
        136_000,
        ["Gastronomie"],
    )


def test_instructions_under_the_label_are_no_content() -> None:
    fiche = one(
        row(["Nom de la collectivité", "(tel qu'il doit figurer au programme)"], "Tours"),
        row(["Population", "(dernier recensement)"], "136 000"),
        row(
            ["Points essentiels de la politique novatrice déployée", "(5 points maximum)"],
            ["(5 points maximum)", "Gastronomie"],
        ),
    )
    assert (fiche.name.value, fiche.population.value, points(fiche)) == (
        "Tours",
        136_000,
        ["Gastronomie"],
    )


def test_key_points_that_run_over_rows_and_below_the_table() -> None:
    fiche = one(
        row("Nom", "Tours"),
        row("Points essentiels", ["Un plan de rénovation."]),
        row("", ["Un réseau de chaleur."]),
        Line("Un quartier durable, construit avec ses habitants."),
        Line("Mis à jour le 12/05/2016"),
    )
    assert points(fiche) == [
        "Un plan de rénovation.",
        "Un réseau de chaleur.",
        "Un quartier durable, construit avec ses habitants.",
    ]
    assert str(fiche.updated.value) == "2016-05-12"


def test_contact_in_rows_of_its_own() -> None:
    fiche = one(
        row("Collectivité", "Tours"),
        row("Contact", ""),
        row("Nom", "Mme Exemple"),
        row("Téléphone", "02 00 00 00 00"),
        row("Courriel", "international@tours.example"),
        row("Domaine", "Culture"),
        row("Points essentiels", "Gastronomie"),
    )
    assert fiche.name.value == "Tours"
    assert fiche.contact.value is not None
    assert "Mme Exemple" in fiche.contact.value
    assert "international@tours.example" in fiche.contact.value
    assert fiche.domains == ("Culture",)


# Running text

KITAKYUSHU = """
Fiche « Bonne pratique » - Kitakyushu
Ville de Kitakyushu   CARTE(lien)
Domaine(s) concerné(s) : Environnement / Économie
Population : 980 000 habitants
Site Internet (en anglais) : http://www.kitakyushu.example/
english/index.html
Contact : Bureau de Paris
Points essentiels de la politique novatrice déployée :
Ancien centre sidérurgique, la ville a connu une grave pollution : celle de l'air et de la mer. Elle agit en trois axes : – le recyclage ; – la coopération ; – l'éducation.
Prix : la ville a été distinguée en 2011.
Population : elle a été associée dès le début à chaque étape du programme.
(Mis à jour le 3 février 2013)
"""

TOKYO = """
Fiche « Bonne pratique » - Tokyo
Préfecture de Tokyo CARTE(lien)
Domaine(s) concerné(s) : Réseaux d'eau potable / Travaux publics
Population : 13 220 000 habitants
Points essentiels de la politique novatrice déployée :
La métropole lutte contre les fuites d'eau. (Mis à jour le 5 mars 2013)
"""


def test_labels_before_a_colon_in_running_text() -> None:
    fiche = one(*text(KITAKYUSHU))
    assert fiche.name.value == "Ville de Kitakyushu"
    assert fiche.domains == ("Environnement", "Économie")
    assert fiche.population.value == 980_000
    assert fiche.website.value == "http://www.kitakyushu.example/english/index.html"
    assert fiche.contact.value == "Bureau de Paris"
    assert points(fiche) == [
        "Ancien centre sidérurgique, la ville a connu une grave pollution : celle de l'air et de la mer. Elle agit en trois axes :",
        "le recyclage",
        "la coopération",
        "l'éducation.",
        "Prix : la ville a été distinguée en 2011.",
        "Population : elle a été associée dès le début à chaque étape du programme.",
    ]
    assert str(fiche.updated.value) == "2013-02-03"


def test_several_fiches_one_after_the_other() -> None:
    found = fiches(
        *text(KITAKYUSHU), *text(TOKYO), *text(KITAKYUSHU.replace("Kitakyushu", "Kawasaki"))
    )
    assert [fiche.name.value for fiche in found] == [
        "Ville de Kitakyushu",
        "Préfecture de Tokyo",
        "Ville de Kawasaki",
    ]
    assert [str(fiche.updated.value) for fiche in found] == [
        "2013-02-03",
        "2013-03-05",
        "2013-02-03",
    ]
    assert points(found[1]) == ["La métropole lutte contre les fuites d'eau."]
    assert [fiche.place for fiche in found] == ["1", "2", "3"]


def test_several_fiches_without_titles() -> None:
    found = fiches(
        *text(
            "Nom de la collectivité : Tours\nPopulation : 136 000\nPoints essentiels :\nGastronomie : un plan"
        ),
        *text(
            "Nom de la collectivité : Nantes\nPopulation : 300 000\nPoints essentiels :\nTramway"
        ),
    )
    assert [(f.name.value, f.population.value, points(f)) for f in found] == [
        ("Tours", 136_000, ["Gastronomie : un plan"]),
        ("Nantes", 300_000, ["Tramway"]),
    ]


def test_labels_above_their_values() -> None:
    fiche = one(
        *text(
            "自治体名\n高松市\n人口\n４１９，４２９人\n分野\n防災、観光\n先進的な取組の要点\n・中心市街地：再開発\n・島の芸術祭\n更新日\n2014年1月"
        )
    )
    assert (fiche.name.value, fiche.population.value, fiche.domains) == (
        "高松市",
        419_429,
        ("防災", "観光"),
    )
    assert points(fiche) == ["中心市街地：再開発", "島の芸術祭"]
    assert str(fiche.updated.value) == "2014-01"


def test_brackets_around_labels() -> None:
    fiche = one(
        *text(
            "【自治体名】高松市\n【分野】\n防災\n【人口】42万人\n【先進的な取組】\n津波避難の訓練を実施。\n（更新日　2014年1月）"
        )
    )
    assert (fiche.name.value, fiche.population.value, fiche.domains) == (
        "高松市",
        420_000,
        ("防災",),
    )
    assert points(fiche) == ["津波避難の訓練を実施。"]
    assert str(fiche.updated.value) == "2014-01"


def test_a_label_wrapped_over_two_lines() -> None:
    fiche = one(
        *text(
            "Nom : Tours\nPoints essentiels de la politique novatrice\ndéployée :\nUn plan de rénovation."
        )
    )
    assert points(fiche) == ["Un plan de rénovation."]


def test_numbered_labels_may_come_as_list_items() -> None:
    fiche = one(
        Line("Nom de la collectivité : Tours", bullet=True),
        Line("Population : 136 000 hab.", bullet=True),
        Line("Points essentiels :", bullet=True),
        Line("Situation : le quartier de la gare, lieu d'échanges", bullet=True),
        Line("Un plan vélo", bullet=True),
    )
    assert (fiche.name.value, fiche.population.value) == ("Tours", 136_000)
    assert points(fiche) == ["Situation : le quartier de la gare, lieu d'échanges", "Un plan vélo"]


def test_fields_after_the_key_points() -> None:
    fiche = one(
        *text(
            "Nom de la collectivité : Tours\nPoints essentiels :\n- Un plan vélo : 900 km\n- Des jardins\nPartenaire recherché : une ville de jardins\n"
            "Site Internet : https://www.tours.example\nContact :\nRelations internationales\nMis à jour le : 12/05/2016"
        )
    )
    assert points(fiche) == ["Un plan vélo : 900 km", "Des jardins"]
    assert fiche.seeking.value == "une ville de jardins"
    assert fiche.website.value == "https://www.tours.example"
    assert fiche.contact.value == "Relations internationales"
    assert str(fiche.updated.value) == "2016-05-12"


PROSE_WITH_COLONS = [
    "Recherche : un institut de la vigne et du vin.",
    "Situation : le quartier longe la gare.",
    "Services : un guichet unique pour les familles.",
    "Logement : 7 000 diagnostics.",
    "Site : une ancienne usine devenue centre d'art.",
    "Énergie : réseau de chaleur au bois.",
    "Ville : moins de voitures.",
    "Population : 30 % de plus de 65 ans, d'où un plan de santé.",
    "Objectif : zéro déchet.",
    "Partenaires : université, hôpital.",
    "Budget : 2 millions d'euros.",
    "Carte : un plan des îlots de fraîcheur.",
    "Date clé : 1994, retour du tramway.",
]


@pytest.mark.parametrize("prose", PROSE_WITH_COLONS)
def test_prose_with_a_colon_stays_a_key_point(prose: str) -> None:
    fiche = one(
        *text(
            f"Nom de la collectivité : Tours\nPoints essentiels :\nUn plan vélo.\n{prose}\nDes jardins."
        )
    )
    assert points(fiche) == ["Un plan vélo.", prose, "Des jardins."]


@pytest.mark.parametrize(
    "line",
    [
        "Nom : Tours\tPopulation : 136 000\tDomaine : Culture / Sport\tMis à jour le : 12/05/2016",
        "Nom : Tours – Population : 136 000 – Domaines : Culture / Sport – Mis à jour : 12/05/2016",
        "Nom : Tours   Population : 136 000 hab.   Domaine(s) concerné(s) : Culture / Sport ; Mis à jour le : 12/05/2016",
        "Nom : Tours Population : 136 000 Domaine(s) concerné(s) : Culture / Sport Mis à jour le : 12/05/2016",
    ],
)
def test_labels_side_by_side_on_one_line(line: str) -> None:
    fiche = one(*text(f"{line}\nPoints essentiels :\nSite : une friche. Contact : le quartier."))
    assert (fiche.name.value, fiche.population.value) == ("Tours", 136_000)
    assert fiche.domains == ("Culture", "Sport")
    assert str(fiche.updated.value) == "2016-05-12"
    assert points(fiche) == ["Site : une friche. Contact : le quartier."]


def test_page_headers_do_not_cut_a_fiche() -> None:
    lines = text(KITAKYUSHU)
    fiche = one(*lines[:9], Line("Fiche « Bonne pratique » - Kitakyushu"), *lines[9:])
    assert len(fiche.key_points) == 6
    again = one(*lines[:9], Line("Fiche « Bonne pratique »"), *lines[9:])
    assert len(again.key_points) == 6


def test_the_name_may_stand_only_in_the_title() -> None:
    fiche = one(
        *text(
            "「グッドプラクティス」シート ― 北九州市\n分野：環境\n先進的な取組の要点：\n公害を克服した都市。"
        )
    )
    assert fiche.name.value == "北九州市"
    fiche = one(
        *text(
            "Good practice sheet: Kitakyushu\nField(s) concerned: Environment\nKey points of the innovative policy:\nRecycling town."
        )
    )
    assert fiche.name.value == "Kitakyushu"


# Sheets


def test_a_row_a_fiche() -> None:
    found = fiches(
        row("Participants 2014"),
        row("", "", "", "", "", ""),
        row("", "Nom", "Domaines", "Nb d'habitants", "Points clés", "Mis à jour"),
        row(
            "1", "Tours", "Culture; Tourisme", "136000", ["Gastronomie", "Loire à vélo"], "2016-05"
        ),
        row("", "", "", "", ["Jardins"], ""),
        row("2", "Nantes", "Transports", "", "Tramway : 3 lignes", "2014"),
        row("3", "Brest", "", "", "", ""),
    )
    assert [
        (
            f.name.value,
            f.population.value,
            f.domains,
            points(f),
            f.updated.value and str(f.updated.value),
        )
        for f in found
    ] == [
        (
            "Tours",
            136_000,
            ("Culture", "Tourisme"),
            ["Gastronomie", "Loire à vélo", "Jardins"],
            "2016-05",
        ),
        ("Nantes", None, ("Transports",), ["Tramway : 3 lignes"], "2014"),
        ("Brest", None, (), [], None),
    ]


def test_a_column_a_point() -> None:
    found = fiches(
        row("自治体名", "人口（万人）", "取組1", "取組2", "取組3"),
        row("高松市", "42", "商店街の再生", "芸術祭", ""),
        row("富山市", "41.4", "路面電車", "", ""),
    )
    assert [(f.name.value, f.population.value, points(f)) for f in found] == [
        ("高松市", 420_000, ["商店街の再生", "芸術祭"]),
        ("富山市", 414_000, ["路面電車"]),
    ]


def test_a_column_a_fiche() -> None:
    found = fiches(
        row("", "Nom", "Tours", "Nantes"),
        row("", "Domaines", "Culture", "Transports"),
        row("", "Population", "136 000", ""),
        row("", "Points essentiels", ["Gastronomie", "Jardins"], "Tramway"),
        row("", "", "Loire à vélo", ""),
    )
    assert [(f.name.value, f.domains, f.population.value, points(f)) for f in found] == [
        ("Tours", ("Culture",), 136_000, ["Gastronomie", "Jardins", "Loire à vélo"]),
        ("Nantes", ("Transports",), None, ["Tramway"]),
    ]


def test_a_sheet_a_fiche() -> None:
    fiche = one(
        row("Fiche « Bonne pratique »"),
        row("Nom", "", "Tours"),
        row("Population", "", "136000"),
        row("Points essentiels", "", "Jardins"),
        row("", "", "Loire"),
    )
    assert (fiche.name.value, fiche.population.value, points(fiche)) == (
        "Tours",
        136_000,
        ["Jardins", "Loire"],
    )


# What is no form


@pytest.mark.parametrize(
    "lines",
    [
        "Madame, Monsieur,\nVeuillez trouver ci-joint le programme.\nContact : secrétariat",
        "Ordre du jour\n1. Ouverture\n2. Débat",
        "",
    ],
)
def test_other_texts_hold_no_form(lines: str) -> None:
    assert fiches(*text(lines)) == []


def test_an_empty_form_says_what_is_missing() -> None:
    fiche = one(
        row("Nom de la collectivité", ""),
        row("Population", "n.c."),
        row("Domaine(s) concerné(s)", "à compléter"),
        row("Points essentiels", "…"),
        row("Contact", "–"),
    )
    assert {"name-missing", "key-points-missing"} <= codes(fiche)
    assert (fiche.population.value, fiche.domains, fiche.contact.value) == (None, (), None)
