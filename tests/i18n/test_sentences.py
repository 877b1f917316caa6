"""Numbers, dates, lists and messages as each language writes them."""

from __future__ import annotations

import pytest

from matcher.collectivity import Country, Language
from matcher.fiche import PartialDate
from matcher.i18n.sentences import Speaker

FR, JA, EN = Speaker(Language.FR), Speaker(Language.JA), Speaker(Language.EN)


@pytest.mark.parametrize(
    ("when", "french", "japanese", "english"),
    [
        (PartialDate(2014, 3, 12), "12 mars 2014", "2014年3月12日", "12 March 2014"),
        (PartialDate(2014, 3, 1), "1er mars 2014", "2014年3月1日", "1 March 2014"),
        (PartialDate(2014, 3), "mars 2014", "2014年3月", "March 2014"),
        (PartialDate(2014), "2014", "2014年", "2014"),
    ],
)
def test_dates_keep_their_precision(
    when: PartialDate, french: str, japanese: str, english: str
) -> None:
    assert (FR.date(when), JA.date(when), EN.date(when)) == (french, japanese, english)


@pytest.mark.parametrize(
    ("text", "french", "japanese", "english"),
    [
        ("2014-10-28/2014-10-30", "du 28 au 30 octobre 2014", "2014年10月28日〜30日",
         "28–30 October 2014"),
        ("2014-10-31/2014-11-02", "du 31 octobre 2014 au 2 novembre 2014",
         "2014年10月31日〜2014年11月2日", "from 31 October 2014 to 2 November 2014"),
        ("2014-10-14", "14 octobre 2014", "2014年10月14日", "14 October 2014"),
        ("automne 2026", "automne 2026", "automne 2026", "automne 2026"),
    ],
)  # fmt: skip
def test_dates_of_a_meeting(text: str, french: str, japanese: str, english: str) -> None:
    assert (FR.dates(text), JA.dates(text), EN.dates(text)) == (french, japanese, english)


def test_numbers() -> None:
    assert FR.number(12_345) == "12\N{NARROW NO-BREAK SPACE}345"
    assert JA.number(12_345) == EN.number(12_345) == "12,345"
    assert (FR.decimal(0.714), EN.decimal(0.714)) == ("0,71", "0.71")
    assert (EN.signed(0.1), EN.signed(-0.1), EN.signed(0.0), EN.signed(-0.001)) == (
        "+0.10",
        "\N{MINUS SIGN}0.10",
        "0.00",
        "0.00",
    )
    assert (FR.percent(0.57), JA.percent(0.57)) == ("57\N{NO-BREAK SPACE}%", "57%")


def test_population_takes_the_plural_of_the_language() -> None:
    assert FR.population(0) == "0 habitant"
    assert FR.population(1) == "1 habitant"
    assert FR.population(2) == "2 habitants"
    assert EN.population(0) == "0 inhabitants"
    assert JA.population(419_429) == "419,429人"
    assert FR.population(None) == "non renseigné"


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [(1.0, "1.0 times"), (9.94, "9.9 times"), (9.96, "10 times"), (123.4, "123 times")],
)
def test_ratios_are_rounded_for_people(ratio: float, shown: str) -> None:
    assert EN.ratio(ratio) == shown


def test_lists() -> None:
    assert FR.listing(["a", "b", "c"]) == "a, b et c"
    assert JA.listing(["a", "b", "c"]) == "a、b、c"
    assert EN.listing(["a", "b", "c"]) == "a, b and c"
    assert EN.listing([]) == ""


def test_facts_are_written_in_the_language_and_never_read_as_messages() -> None:
    said = FR.say("{code} ({facts})", code="{danger} %s", facts=[Country.JP, 12_345, 0.5])
    assert said == "{danger} %s (Japon, 12\N{NARROW NO-BREAK SPACE}345 et 0,50)"


def test_a_text_that_is_no_message_stays_as_it_is() -> None:
    assert FR.text("Une raison {libre}.") == "Une raison {libre}."
    assert JA.text("As for key points.") == "取組の要点と同じです。"
