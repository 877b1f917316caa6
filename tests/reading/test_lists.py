"""Bullets, dashes, paragraphs → key points; cells → domain labels."""

# ruff: noqa: E501 -- documents stand here as they are, not folded to a line length

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.filled import Line
from matcher.reading.lists import domains_of, key_points_of, without_bullet

BULLETS = [
    "• X",
    "•X",
    "•\tX",
    "‣ X",
    "- X",
    "-X",
    "– X",
    "–X",
    "— X",
    "−X",
    "・X",
    "・ X",
    "● X",
    "◆X",
    "■X",
    "※X",
    "① X",
    "①X",
    "1. X",
    "1.X",
    "1) X",
    "1）X",
    "(1) X",
    "（１）X",
    "１．X",
    "１）X",
    "a) X",
    "(a) X",
    "A) X",
    "* X",
    "*X",
    "✓ X",
    "✔ X",
    "➢ X",
    "► X",
    "\uf0b7 X",
    "\uf0b7\tX",
    "\uf0a7X",
    "\uf0d8 X",
    "→ X",
    "⇒ X",
    "=> X",
    "-> X",
    "+ X",
    "o X",
    "Ø X",
    "ü X",
    "§ X",
    "◎X",
    "○ X",
    "▪ X",
    "i) X",
    "ii) X",
    "1° X",
    "1、X",
    "⑴ X",
    "❶ X",
    "☑ X",
    "1 - X",
    "(一) X",
]


@pytest.mark.parametrize("typed", BULLETS)
def test_bullets_of_every_kind_are_no_content(typed: str) -> None:
    assert without_bullet(typed) == "X"


@pytest.mark.parametrize(
    "typed",
    [
        "2 500 entreprises",
        "1,5 million d'euros",
        "1.5 million",
        "2014. Une année",
        "M. Dupont",
        "-5 °C en hiver",
        "3 lignes de tramway",
        "A 30 km",
        "À vélo",
        "平成5年から",
        "24時間",
        "(ancienne usine) rénovée",
        "ovale",
        "7割が",
        "3D printing",
        "5G pour tous",
        "21e siècle",
        "O. Niemeyer",
        "2020年、",
        "10 km de pistes",
    ],
)
def test_figures_and_initials_are_content(typed: str) -> None:
    assert without_bullet(typed) == typed


def points(*lines: str | Line) -> list[str]:
    return list(key_points_of(line if isinstance(line, Line) else Line(line) for line in lines))


def test_each_bullet_is_a_key_point() -> None:
    assert points("• Un", "• Deux", "", "• Trois") == ["Un", "Deux", "Trois"]


def test_each_paragraph_is_a_key_point() -> None:
    assert points("La ville agit.", "Elle a un plan.") == ["La ville agit.", "Elle a un plan."]


def test_a_line_leading_into_a_list_stays_one() -> None:
    assert points("Trois axes :", "– un", "– deux", "– trois") == [
        "Trois axes :",
        "un",
        "deux",
        "trois",
    ]


def test_dash_items_inside_prose_are_key_points() -> None:
    text = (
        "Depuis 1990 la ville mène une politique en trois axes : – le tri des déchets ; "
        "– la chaleur récupérée, y compris l'été ; – la coopération avec des villes d'Asie. Elle a reçu un prix."
    )
    assert points(text) == [
        "Depuis 1990 la ville mène une politique en trois axes :",
        "le tri des déchets",
        "la chaleur récupérée, y compris l'été",
        "la coopération avec des villes d'Asie. Elle a reçu un prix.",
    ]


def test_dash_items_without_stops_after_a_colon() -> None:
    assert points("Trois axes : – le tri – la chaleur – la coopération") == [
        "Trois axes :",
        "le tri",
        "la chaleur",
        "la coopération",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "La ville – ancienne capitale du duché – rénove ses quartiers.",
        "Tramway : une ligne nord-sud – la première – dessert l'hôpital.",
        "Réseau de chaleur : 10 km, bois local - 60 % - et gaz.",
        "Quartier de la Confluence : démonstrateur ; bâtiment à énergie positive",
    ],
)
def test_a_dash_aside_is_no_item(text: str) -> None:
    assert points(text) == [text]


def test_items_on_one_line() -> None:
    assert points("• Un • Deux • Trois") == ["Un", "Deux", "Trois"]
    assert points("①路面電車の整備 ②居住の誘導 ③公園") == ["路面電車の整備", "居住の誘導", "公園"]
    assert points("1) le tri 2) la chaleur 3) l'eau") == ["le tri", "la chaleur", "l'eau"]
    assert points("\uf0b7 Un \uf0b7 Deux") == ["Un", "Deux"]


def test_middle_dots_inside_words_do_not_cut() -> None:
    assert points("・環境・エネルギーの計画", "・公・民・学の連携") == [
        "環境・エネルギーの計画",
        "公・民・学の連携",
    ]


def test_a_paragraph_broken_by_hand_is_one() -> None:
    assert points(
        "La ville a lancé en 2005 un grand programme de rénovation", "de ses quartiers anciens."
    ) == ["La ville a lancé en 2005 un grand programme de rénovation de ses quartiers anciens."]
    assert points("公共交通を軸としたまちづくりを推進し、", "居住を誘導する。") == [
        "公共交通を軸としたまちづくりを推進し、居住を誘導する。"
    ]


def test_a_wrapped_item_goes_on_past_a_colon_and_a_list_below_it_does_not() -> None:
    item = "• Triennale depuis 2010 avec les îles voisines :"
    assert points(item, "un million de visiteurs.") == [f"{item[2:]} un million de visiteurs."]
    assert points(item, "- un", "- deux") == [item[2:], "un", "deux"]
    assert points(item[2:], "un", "deux") == [item[2:], "un", "deux"]


def test_what_says_nothing_is_left_out() -> None:
    assert (
        points(
            "…",
            "- ",
            "n.c.",
            "Cliquez ou appuyez ici pour entrer du texte.",
            "（５項目以内でご記入ください）",
        )
        == []
    )


def test_list_items_of_the_source_keep_their_words() -> None:
    assert points(Line("2 500 entreprises", bullet=True), Line("À vélo", bullet=True)) == [
        "2 500 entreprises",
        "À vélo",
    ]


@given(
    st.lists(st.text(st.characters(categories=["Lu", "Ll"]), min_size=1), min_size=1, max_size=8)
)
def test_source_bullets_come_back_as_they_are(words: list[str]) -> None:
    written = [f"Plan {word}" for word in words]
    assert points(*(Line(text, bullet=True) for text in written)) == written


# Domains

KNOWN = {
    "échanges scientifiques et économiques",
    "agriculture, forêt et pêche",
    "まちづくり・都市計画",
    "教育",
    "文化",
    "tourisme",
}


def known(label: str) -> bool:
    return label.lower() in KNOWN


CELLS = [
    ("Environnement / Économie", ["Environnement", "Économie"]),
    ("Réseaux d'eau potable / Travaux publics", ["Réseaux d'eau potable", "Travaux publics"]),
    ("Culture; Tourisme ; Sport", ["Culture", "Tourisme", "Sport"]),
    ("Culture, tourisme", ["Culture", "tourisme"]),
    ("Échanges scientifiques et économiques", ["Échanges scientifiques et économiques"]),
    ("Culture et tourisme", ["Culture", "tourisme"]),
    (
        "Culture, échanges scientifiques et économiques",
        ["Culture", "échanges scientifiques et économiques"],
    ),
    (
        "Revitalisation territoriale, tourisme, et agriculture et forêt",
        ["Revitalisation territoriale", "tourisme", "agriculture", "forêt"],
    ),
    ("Agriculture, forêt et pêche", ["Agriculture, forêt et pêche"]),
    ("Prévention des risques", ["Prévention des risques"]),
    ("防災、観光", ["防災", "観光"]),
    ("防災，観光", ["防災", "観光"]),
    ("防災／観光", ["防災", "観光"]),
    ("環境・エネルギー", ["環境", "エネルギー"]),
    ("まちづくり・都市計画", ["まちづくり・都市計画"]),
    ("コミュニティ・ビジネス", ["コミュニティ・ビジネス"]),
    ("教育及び文化", ["教育", "文化"]),
    ("教育および文化", ["教育", "文化"]),
    ("Energy and environment", ["Energy", "environment"]),
    ("Culture – Tourisme", ["Culture", "Tourisme"]),
    ("Culture - Tourisme", ["Culture", "Tourisme"]),
    ("Éco-tourisme", ["Éco-tourisme"]),
    ("• Culture • Tourisme", ["Culture", "Tourisme"]),
    ("1. Culture", ["Culture"]),
    ("Culture (musées, festivals), sport", ["Culture (musées, festivals)", "sport"]),
    ("Culture, Tourisme, etc.", ["Culture", "Tourisme"]),
    ("Culture, culture", ["Culture"]),
    ("n.c.", []),
    ("–", []),
    ("…", []),
    ("N/A", []),
    ("なし", []),
    ("未記入", []),
    ("néant", []),
    ("à compléter", []),
    ("☒ Culture ☐ Tourisme ☒ Sport", ["Culture", "Sport"]),
    ("■環境 □防災 ■観光", ["環境", "観光"]),
    ("[x] Culture [ ] Tourisme", ["Culture"]),
    ("■環境 ■観光", ["環境", "観光"]),
    ("Culture & patrimoine", ["Culture & patrimoine"]),
    ("Culture | Tourisme", ["Culture", "Tourisme"]),
    ("Choisissez un élément.", []),
]


@pytest.mark.parametrize(("cell", "labels"), CELLS)
def test_a_cell_of_domains_is_split(cell: str, labels: list[str]) -> None:
    assert list(domains_of([Line(cell)], known)) == labels


def test_lines_of_a_cell_are_labels() -> None:
    lines = [Line("Culture"), Line("- Tourisme"), Line("Sport", bullet=True), Line("☐ Santé")]
    assert list(domains_of(lines[:3], known)) == ["Culture", "Tourisme", "Sport"]
