"""What is said of a pair in each language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.collectivity import Country, Language
from matcher.fiche import read
from matcher.gazetteer.twins import Link
from matcher.i18n.sentences import Speaker
from matcher.shipped import vocabulary
from matcher.writing.addresses import web_address
from matcher.writing.names import name_for, other_names
from matcher.writing.partnership import partnership
from matcher.writing.told import PairingTold, tell
from tests import samples

FR, JA, EN = Speaker(Language.FR), Speaker(Language.JA), Speaker(Language.EN)


def told(speaker: Speaker, **changes: object) -> PairingTold:
    pairing = samples.pairing(**changes)  # type: ignore[arg-type]
    return tell(pairing, 1, samples.profile(), vocabulary(), speaker)


def test_names_are_for_the_reader_and_never_invented() -> None:
    toyama = samples.toyama()
    assert name_for(toyama, Language.JA).text == "富山市"
    assert name_for(toyama, Language.FR).text == "Toyama"
    assert [name.text for name in other_names(toyama, Language.FR)] == ["富山市"]
    nancy = samples.participant()
    shown = name_for(nancy, Language.JA)
    assert (shown.text, shown.language) == ("Nancy", Language.FR)
    assert other_names(nancy, Language.JA) == ()


def test_a_japanese_name_in_an_english_fiche_stays_japanese() -> None:
    toyama = samples.toyama()
    english = replace(toyama.fiches[0], language=read(Language.EN))
    filed = replace(toyama, fiches=(english,))
    assert name_for(filed, Language.FR).text == "Toyama"
    assert name_for(filed, Language.JA).text == "富山市"


def test_shown_parts_add_up_to_the_shown_score() -> None:
    for speaker in (FR, JA, EN):
        said = told(speaker)
        number = [
            part.shown.replace(",", ".").replace("\N{MINUS SIGN}", "-") for part in said.parts
        ]
        assert f"{sum(map(float, number)):.2f}" == said.score.replace(",", ".") == "2.00"


@pytest.mark.parametrize(
    ("probability", "shown"),
    [(0.6234, "62%"), (0.995, "more than 99%"), (1.0, "more than 99%"), (0.0, "less than 1%"),
     (0.01, "1%"), (None, None)],
)  # fmt: skip
def test_a_probability_is_never_a_certainty(probability: float | None, shown: str | None) -> None:
    assert told(EN, probability=probability).probability == shown


def test_the_running_totals_end_at_the_score() -> None:
    said = told(EN)
    assert said.parts[0].start == 0.0
    assert said.parts[-1].end == pytest.approx(said.score_value)


def test_the_key_point_is_whole_around_the_passage() -> None:
    passage = told(EN).matches[0].fr
    assert passage.before + passage.passage + passage.after == samples.NANCY_POINT
    assert passage.passage != samples.NANCY_POINT


def test_words_that_answer_each_other_bear_one_number_on_both_sides() -> None:
    match = told(JA).matches[0]
    for side in (match.fr, match.jp):
        assert "".join(stretch.text for stretch in side.stretches) == side.passage
    numbered = [
        {stretch.number: stretch.text for stretch in side.stretches if stretch.number}
        for side in (match.fr, match.jp)
    ]
    assert numbered == [{1: "relais", 2: "Tramway"}, {1: "公共交通", 2: "LRT"}]
    assert [(w.number, w.fr.text, w.jp.text) for w in match.words] == [
        (1, "relais", "公共交通"),
        (2, "Tramway", "LRT"),
    ]
    assert [(w.fr.language, w.jp.language) for w in match.words] == [(Language.FR, Language.JA)] * 2


def test_a_match_nobody_looked_at_is_told_whole() -> None:
    found = samples.pairing()
    bare = replace(found.evidence.matches[0], links=None)
    unmarked = replace(found, evidence=replace(found.evidence, matches=(bare,)))
    (match,) = tell(unmarked, 1, samples.profile(), vocabulary(), FR).matches
    assert match.words == ()
    assert [stretch.text for stretch in match.fr.stretches] == [match.fr.passage]


def test_a_translated_fiche_speaks_to_its_readers_only() -> None:
    assert told(FR).matches[0].jp.translation is not None
    assert told(EN).matches[0].jp.translation is None
    assert told(JA).matches[0].jp.translation is None


def test_domains_and_kinds_are_in_the_readers_language() -> None:
    assert told(JA).fields == (vocabulary().label("transport", Language.JA),)
    kinds = [each.kind.text for each in (told(FR).jp, told(JA).jp) if each.kind is not None]
    assert kinds == ["ville", "市"]


def test_what_is_missing_is_named() -> None:
    said = told(FR, missing=("population",))
    assert said.missing == ("Population",)
    assert [part.name for part in said.parts if part.missing] == ["population"]


def test_an_unlisted_partnership_is_not_known() -> None:
    assert partnership(None, FR) == "non renseigné"
    assert partnership(None, JA) == "不明"


def test_a_partnership_says_through_whom_and_since_when() -> None:
    assert partnership(samples.twin(), FR) == "partenaires depuis 1980 (par sa commune Nancy)"
    direct = samples.twin(link=Link.DIRECT, year=None, signed_as="婦中町")
    assert partnership(direct, EN) == "partners already (signed as 婦中町)"
    assert partnership(direct, JA) == "提携済み（婦中町として締結）"


def test_sides_keep_their_place() -> None:
    assert [side.country for side in told(JA).sides] == [Country.FR, Country.JP]


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("www.nancy.fr/en", "http://www.nancy.fr/en"),
        ("https://nancy.fr", "https://nancy.fr"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("maire@nancy.fr", None),
        ("voir notre site", None),
    ],
)
def test_only_web_addresses_become_links(typed: str, link: str | None) -> None:
    assert web_address(typed) == link


def test_nobody_is_larger_than_all_others() -> None:
    pairing = samples.pairing()
    population = replace(pairing.evidence.population, fr_rank=0.9999)
    largest = replace(pairing, evidence=replace(pairing.evidence, population=population))
    said = tell(largest, 1, samples.profile(), vocabulary(), EN).fr.rank
    assert said == "more inhabitants than 99% of French authorities"
