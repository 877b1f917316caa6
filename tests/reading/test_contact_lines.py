"""Contacts written under the key points stay contacts."""

from __future__ import annotations

import pytest

from matcher.reading.filled import Cell, FilledForm, Line
from matcher.reading.form import fiche_of

POLICY = "Réseau cyclable de 600 km depuis 2012, et 30 000 vélos en location."


def fiche(*lines: str):
    cells = (
        Cell("Nom de la collectivité", (Line("Tours"),)),
        Cell("Points essentiels", tuple(Line(line, bullet=True) for line in (POLICY, *lines))),
    )
    return fiche_of(FilledForm("a.docx", None, cells))


@pytest.mark.parametrize(
    "line",
    [
        "Référent : Zoé Secret",
        "Tél. : 02 00 11 22 33",
        "Courriel : zoe.secret@example.org",
        "Votre correspondante : Zoé Secret (02 00 11 22 33)",
        "担当：秘密花子（政策課）",
        "TEL：087-000-2011",
        "E-mail：himitsu@example.jp",
        "Zoé Secret, zoe.secret@example.org",
    ],
)
def test_a_line_about_a_contact_is_no_key_point(line: str) -> None:
    found = fiche(line)
    assert [point.text for point in found.key_points] == [POLICY]
    assert found.contact.value == line


def test_an_address_inside_a_long_key_point_is_taken_out_of_it() -> None:
    long = "Un guichet unique pour la rénovation des logements du centre ancien. " * 3
    found = fiche(f"{long}Écrire à guichet@example.org pour un rendez-vous.")
    assert "guichet@example.org" not in found.key_points[1].text
    assert found.contact.value == "guichet@example.org"


@pytest.mark.parametrize(
    "line",
    ["1 250 000 visiteurs en 2013, 12,5 M€ investis.", "Contact avec la nature pour les écoles."],
)
def test_figures_and_the_word_contact_are_policy(line: str) -> None:
    assert [point.text for point in fiche(line).key_points] == [POLICY, line]
