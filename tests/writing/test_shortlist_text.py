"""The shortlist at a terminal: its figures are in the number they count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.collectivity import Language
from matcher.i18n.sentences import Speaker
from matcher.shipped import vocabulary
from matcher.writing.page import write_page
from matcher.writing.shortlist_text import shortlist_text
from tests import samples

FIGURES = {
    Language.EN: (
        "1 pairing; 2 of 3 participants have a meeting.",
        "2 pairings; 2 of 3 participants have a meeting.",
        "0 pairings; 0 of 3 participants have a meeting.",
    ),
    Language.FR: (
        "1 rapprochement\u202f; 2 participants sur 3 ont un entretien.",
        "2 rapprochements\u202f; 2 participants sur 3 ont un entretien.",
        "0 rapprochement\u202f; 0 participant sur 3 a un entretien.",
    ),
    Language.JA: (
        "1組。3団体中2団体に面談があります。",
        "2組。3団体中2団体に面談があります。",
        "0組。3団体中0団体に面談があります。",
    ),
}


@pytest.mark.parametrize("language", Language)
def test_the_figures_agree_with_their_number(language: Language) -> None:
    one = samples.shortlist()
    two = samples.shortlist(samples.pairing(), samples.pairing())
    none = replace(one, pairings=(), served=0)
    for made, figures in zip((one, two, none), FIGURES[language], strict=True):
        assert figures in shortlist_text(made, vocabulary(), Speaker(language)).splitlines()


def test_the_head_of_the_page_agrees_with_its_number() -> None:
    html = write_page(samples.shortlist(), vocabulary(), Language.FR)
    assert "Proposition de 1 rapprochement entre collectivités françaises (2)" in html
    assert "1 rapprochement proposés" not in html
    assert "1 pairing proposed between 2 French and 1 Japanese authorities" in html
