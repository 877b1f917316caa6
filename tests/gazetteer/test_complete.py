"""What the registers and the vocabulary add to a fiche, and what they leave as it was."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher import shipped
from matcher.collectivity import Country, Language, Position
from matcher.fiche import Fiche, Note, Origin, guessed, read
from matcher.gazetteer.complete import complete


def completed(fiche: Fiche) -> Fiche:
    return complete(fiche, shipped.gazetteer(), shipped.vocabulary())


def fiche(name: str | None, **fields: object) -> Fiche:
    return Fiche(source="fiche.docx", name=read(name), **fields)  # type: ignore[arg-type]


def note(of: Fiche, code: str) -> Note:
    found = [each for each in of.notes if each.code == code]
    assert len(found) == 1, of.notes
    return found[0]


def codes(of: Fiche) -> list[str]:
    return [each.code for each in of.notes]


def test_a_fiche_with_only_a_name_gets_its_authority() -> None:
    found = completed(fiche("高松市"))
    assert found.collectivity is not None
    assert found.collectivity.id == "jp-municipality-37201"
    assert found.country.value is Country.JP
    assert found.country.origin is Origin.GUESSED
    assert note(found, "country-deduced").details == {"country": "JP", "clue": "gazetteer"}
    assert found.population.origin is Origin.MISSING


def test_the_labels_of_its_domains_become_ids_and_stay() -> None:
    found = completed(fiche("Tours", domains=("Gastronomie", "Magie", "Tourisme")))
    assert found.domains == ("Gastronomie", "Magie", "Tourisme")
    assert found.domain_ids == ("culture", "tourism", "agriculture-food")


def test_an_ambiguous_name_is_reported_with_what_it_could_be() -> None:
    found = completed(fiche("府中市"))
    assert found.collectivity is None
    details = note(found, "ambiguous-name").details
    assert details["options"] == ("府中市 (東京都)", "府中市 (広島県)")
    assert details["option_ids"] == ("jp-municipality-13206", "jp-municipality-34208")
    assert found.country.value is Country.JP


def test_a_decided_name_says_by_what() -> None:
    found = completed(fiche("府中市", population=read(42_000)))
    details = note(found, "name-decided").details
    assert details["chosen"] == "府中市 (広島県)"
    assert details["by"] == ("population",)


def test_a_completed_name_says_so() -> None:
    found = completed(
        fiche("Chamonix", population=read(8_600), position=read(Position(45.92, 6.87)))
    )
    assert note(found, "name-completed").details["chosen"] == "Chamonix-Mont-Blanc (Haute-Savoie)"
    assert found.name.value == "Chamonix"


def test_a_name_in_no_register_is_reported_with_similar_ones() -> None:
    details = note(completed(fiche("Issy les Moulinaux")), "name-not-in-register").details
    assert details["options"] == ("Issy-les-Moulineaux (Hauts-de-Seine)",)


def test_a_name_that_is_elsewhere_is_reported() -> None:
    found = completed(fiche("Calais", region=read("Bretagne")))
    assert found.collectivity is None
    assert note(found, "name-elsewhere").details["options"] == ("Calais (Pas-de-Calais)",)


def test_a_guessed_region_does_not_stand_in_the_way() -> None:
    found = completed(fiche("Calais", region=guessed("Nord")))
    assert found.collectivity is not None


def test_a_country_that_was_read_is_certain_and_a_guessed_one_gives_way() -> None:
    french = completed(fiche("高松市", country=read(Country.FR)))
    assert french.collectivity is None
    assert french.country.value is Country.FR
    note_of_reader = Note("country-deduced", "country", {"country": "FR", "clue": "language"})
    taken_for_french = fiche("Kanazawa", country=guessed(Country.FR), notes=(note_of_reader,))
    found = completed(taken_for_french)
    assert found.country.value is Country.JP
    assert note(found, "country-deduced").details["clue"] == "gazetteer"


@pytest.mark.parametrize(
    ("population", "expected"),
    [
        (417_496, []),
        (420_000, []),
        (300_000, []),
        (41_000, ["population-far-from-official"]),
        (4_170_000, ["population-far-from-official"]),
        (0, ["population-far-from-official"]),
    ],
)
def test_a_population_far_from_the_official_one_is_odd(
    population: int, expected: list[str]
) -> None:
    said = {"country": read(Country.JP), "language": read(Language.JA)}
    found = completed(fiche("高松市", population=read(population), **said))
    assert codes(found) == expected
    assert found.population.value == population


def test_the_figure_of_the_intercommunality_is_recognised() -> None:
    found = completed(fiche("Bordeaux", country=read(Country.FR), population=read(820_000)))
    details = note(found, "population-of-intercommunality").details
    assert details["intercommunality"] == "Bordeaux Métropole"
    assert details["ratio"] == pytest.approx(3.1, abs=0.2)


def test_an_official_population_of_zero_has_no_ratio() -> None:
    found = completed(fiche("双葉町", country=read(Country.JP), population=read(6_900)))
    assert note(found, "population-far-from-official").details["ratio"] is None


def test_a_position_far_away_is_odd() -> None:
    found = completed(fiche("仙台市", position=read(Position(35.68, 139.77))))
    assert note(found, "position-far-from-official").details["kilometres"] == pytest.approx(
        305, abs=15
    )


@pytest.mark.parametrize("code", ["37201", "372013", " 37201"])
def test_the_right_code_is_no_news(code: str) -> None:
    assert "code-unused" not in codes(completed(fiche("高松市", code=read(code))))


def test_another_code_is_reported() -> None:
    found = completed(fiche("高松市", code=read("34205")))
    assert note(found, "code-unused").details == {"code": "34205", "official": "37201"}


def test_a_fiche_without_name_keeps_its_domains() -> None:
    found = completed(Fiche(source="x", domains=("Tourisme",)))
    assert found.domain_ids == ("tourism",)
    assert found.collectivity is None


@pytest.mark.parametrize(
    ("name", "language", "country", "clue"),
    [
        ("Atlantis", Language.JA, Country.JP, "language"),
        ("Atlantis", Language.FR, Country.FR, "language"),
        ("Atlantis", Language.EN, Country.FR, "language"),
        ("Atlantis", None, Country.FR, "language"),
        (None, Language.JA, Country.JP, "language"),
        ("Takamatsu", None, Country.JP, "gazetteer"),
        ("Tours", Language.JA, Country.FR, "gazetteer"),
    ],
)
def test_country_and_language_are_never_missing_and_a_last_guess_says_so(
    name: str | None, language: Language | None, country: Country, clue: str
) -> None:
    found = completed(fiche(name, language=read(language)))
    own = Language.JA if country is Country.JP else Language.FR
    assert found.country == guessed(country)
    assert note(found, "country-deduced").details == {"country": country.value, "clue": clue}
    assert found.language == (guessed(own) if language is None else read(language))
    assert ("language-deduced" in codes(found)) is (language is None)


def test_the_language_does_not_decide_between_authorities_of_one_name() -> None:
    found = completed(fiche("府中市", language=read(Language.JA)))
    assert found.collectivity is None
    assert "ambiguous-name" in codes(found)


NAMES = ["高松市", "府中市", "Tours", "Saint-Denis", "Atlantis", "Grand Nancy", "Kyoto", "Ota"]


@settings(deadline=None)
@given(
    st.sampled_from(NAMES),
    st.none() | st.integers(min_value=0, max_value=10**8),
    st.none() | st.sampled_from(list(Country)),
    st.lists(st.sampled_from(["Culture", "観光", "Magie"]), max_size=3),
)
def test_nothing_read_is_ever_changed(
    name: str, population: int | None, country: Country | None, labels: list[str]
) -> None:
    before = fiche(name, population=read(population), country=read(country), domains=tuple(labels))
    after = completed(before)
    added = {"collectivity": None, "domain_ids": (), "notes": ()}
    if country is None:
        added["country"] = before.country  # type: ignore[assignment]
    if before.language.value is None:
        added["language"] = before.language  # type: ignore[assignment]
    assert replace(after, **added) == before  # type: ignore[arg-type]
