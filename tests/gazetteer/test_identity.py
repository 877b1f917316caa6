"""The id of a fiche: its own, its authority's, or made of its name."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher import shipped
from matcher.collectivity import Country
from matcher.fiche import Fiche, guessed, read
from matcher.gazetteer.complete import complete
from matcher.gazetteer.identity import id_of, same_name, slug


def fiche(name: str | None, given: str | None = None, country: Country | None = None) -> Fiche:
    return Fiche(source="x", given_id=given, name=read(name), country=guessed(country))


def completed(name: str) -> Fiche:
    return complete(fiche(name), shipped.gazetteer(), shipped.vocabulary())


def test_the_id_in_the_fiche_comes_first() -> None:
    assert id_of(fiche("高松市", given="jp-takamatsu")) == "jp-takamatsu"


def test_an_id_in_other_letters_is_made_to_fit() -> None:
    assert id_of(fiche("Évian", given="FR_Évian (74)")) == "fr-evian-74"


def test_the_official_code_comes_next() -> None:
    assert id_of(completed("高松市")) == "jp-municipality-37201"
    assert id_of(completed("Gard")) == "fr-departement-30"


def test_else_the_name_makes_the_id() -> None:
    assert id_of(fiche("L'Île-aux-Œufs", country=Country.FR)) == "fr-l-ile-aux-oeufs"
    assert id_of(fiche("Atlantis")) == "xx-atlantis"


def test_japanese_names_become_romaji_where_the_registers_know_it() -> None:
    ambiguous = completed("府中市")
    assert id_of(ambiguous, shipped.gazetteer()) == "jp-fuchu"
    assert re.fullmatch("jp-[0-9a-f]{10}", id_of(ambiguous))


def test_a_digest_is_the_same_on_every_machine() -> None:
    assert id_of(fiche("竜宮村", country=Country.JP)) == "jp-82b89faea1"
    assert id_of(fiche("竜宮村", country=Country.JP)) == id_of(fiche("龍宮村", country=Country.JP))


def test_neither_id_nor_name_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="neither id nor name"):
        id_of(fiche(None, given="…"))


def test_a_long_name_makes_an_id_that_fits_an_address() -> None:
    one, other = (fiche("Clichy" * 80 + end, country=Country.FR) for end in ("", " sous-Bois"))
    assert len(id_of(one)) <= 110
    assert id_of(one) == id_of(one)
    assert id_of(one) != id_of(other)
    assert len(slug("île-" * 60)) <= 100


@settings(deadline=None)
@given(st.text(min_size=1, max_size=30), st.none() | st.text(max_size=20))
def test_every_id_is_plain(name: str, given_id: str | None) -> None:
    found = id_of(fiche(name, given_id, Country.FR), shipped.gazetteer())
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", found)


def test_slug_of_nothing_is_empty() -> None:
    assert slug("…") == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Tours", "Ville de Tours", True),
        ("高松市", "香川県高松市", True),
        ("Saint-Denis (93)", "St Denis", True),
        ("Tours", "Nancy", False),
        ("Nantes", "Nantes Métropole", False),
    ],
)
def test_two_writings_may_mean_one_authority(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
