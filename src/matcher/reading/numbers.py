"""A population as people type it → inhabitants, with the year and the precision it was given at.

Reads digits in groups (spaces of every width, points, commas, apostrophes), decimals before
« million » or 万, full-width digits and kanji numerals. Figures that measure something else
(km², %, households, years, dates) are not the population.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

from matcher.reading.dates import without_dates

_MOST = 200_000_000

_KANJI_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0}
_KANJI_UNITS = {"十": 10, "百": 100, "千": 1000}
_UNITS = {**_KANJI_UNITS, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "億": 100_000_000}

_WORDS: dict[str, int] = {
    "million": 1_000_000,
    "millions": 1_000_000,
    "mio": 1_000_000,
    "mln": 1_000_000,
    "m": 1_000_000,
    "millier": 1_000,
    "milliers": 1_000,
    "mille": 1_000,
    "thousand": 1_000,
    "k": 1_000,
    "kilo": 1_000,
}
_SEPARATOR = r"[ \u00a0\u2000-\u200a\u202f'’.,]"
_GROUPED = rf"\d{{1,3}}(?:{_SEPARATOR}\d{{3}})+(?!\d)"
_PLAIN = r"\d+(?:[.,]\d+)?"
_KANJI = r"[〇零一二三四五六七八九十百千]+"
_NUMERAL = rf"(?:{_GROUPED}|{_PLAIN}|{_KANJI})"

_TAIL = rf"(?:\s*{_NUMERAL}\s*千)?(?:\s*{_NUMERAL}\s*百)?(?:\s*{_NUMERAL})?"
_MYRIADS = rf"(?:{_NUMERAL}\s*億\s*)?{_NUMERAL}\s*[千百]?万{_TAIL}"
_JAPANESE = rf"{_MYRIADS}|{_NUMERAL}\s*億|{_NUMERAL}\s*千(?:\s*{_NUMERAL})?"
_FIGURE = re.compile(
    rf"(?P<ja>{_JAPANESE})"
    rf"|(?P<number>{_GROUPED}|{_PLAIN})"
    r"(?:\s*(?P<word>millions?|milliers?|mille|thousand|mio|mln|[Mk])(?![\w²]))?"
    rf"|(?P<kanji>{_KANJI})(?=\s*(?:人|名))"
)
_OTHER_UNIT = re.compile(
    r"\s*(?:km|ha\b|hectares?|m²|m2\b|%|％|pour\s?cent|percent|€|euros?|円|ドル|\$|世帯|戸|棟|軒|箇所|か所|ヶ所|カ所|ménages?|foyers?|logements?"
    r"|households?|dwellings?|communes\b|villages?\b|municipalities|位|歳|ans\b|years?\b|年|月|日|(?:er|e|ème|è|nd|rd|st|th)\b"
    r"|(?:hab(?:itant)?s?\.?|inh(?:abitants)?\.?|people|persons?)\s*(?:/|par|per|au)\s*(?:km|square)|人\s*(?:/|／|毎)\s*km"
    r"|h/km|°|度|平方)",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\s*(?:d['’]\s?)?(?:hab|人|名|inhab|people|persons?|personnes|residents?|résident|âmes|citizens|h\.)",
    re.IGNORECASE,
)
_ABOUT_BEFORE = re.compile(
    r"(?:約|およそ|おおよそ|概ね|ほぼ|env(?:\.|iron)?|autour de|près de|presque|plus de|quelque"
    r"|moins de|approx(?:\.|imately)?|about|around|nearly|almost|over|more than|less than"
    r"|some|circa|ca\.|~|≈|～|>|<|\+)\s*(?:de\s)?$",
    re.IGNORECASE,
)
_ABOUT_AFTER = re.compile(
    r"\s*(?:人)?\s*(?:余|強|弱|程度|前後|ほど|あまり|近く|超|env|environ|\+)", re.IGNORECASE
)
_RANGE = re.compile(r"^\s*(?:人)?\s*(?:[-–—~～〜]|à|to|et|から|ou|or)\s*$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A population: `value` inhabitants, given to the nearest `step`, of `year` if said.

    `approximate` where the text says « environ », 約, a range …; `others` are further figures of
    people after it.
    """

    value: int
    step: int
    year: int | None = None
    approximate: bool = False
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    value: float
    step: float
    start: int
    end: int
    people: bool
    scaled: bool
    text: str


def population_in(text: str, *, unit: int = 1) -> Figure | None:
    """The population that `text` gives; the first figure where there are several.

    `unit` is what the label counts in (10 000 for « 人口（万人） »); it multiplies a figure that
    has no multiplier of its own and would not become impossible.
    """
    plain = unicodedata.normalize("NFKC", text.replace("\u2019", "'"))
    dated = without_dates(plain)
    seen = _figures(dated.text)
    seen, year = _without_years(seen, dated.year)
    if not seen:
        return None
    first = seen[0]
    value, step = first.value, first.step
    if unit > 1 and not first.scaled and value * unit <= _MOST:
        value, step = value * unit, step * unit
    if not (math.isfinite(value) and 1 <= round(value) <= _MOST):
        return None
    before, after = dated.text[: first.start], dated.text[first.end :]
    ranged = len(seen) > 1 and _RANGE.match(dated.text[first.end : seen[1].start]) is not None
    about = bool(_ABOUT_BEFORE.search(before) or _ABOUT_AFTER.match(after))
    others = tuple(
        round(other.value)
        for other in seen[1:]
        if (other.people or other.scaled or other.value >= 1000)
        and other.value != first.value
        and math.isfinite(other.value)
    )
    return Figure(round(value), max(1, round(step)), year, about or ranged, others)


def _figures(text: str) -> list[_Seen]:
    found: list[_Seen] = []
    for match in _FIGURE.finditer(text):
        if match.start() and (
            text[match.start() - 1].isalpha() and text[match.start() - 1].isascii()
        ):
            continue
        after = text[match.end() :]
        if _OTHER_UNIT.match(after):
            continue
        value, step = _value(match)
        scaled = match["ja"] is not None or match["word"] is not None
        people = _PEOPLE.match(after) is not None
        found.append(_Seen(value, step, match.start(), match.end(), people, scaled, match[0]))
    return _ranges_share_units(text, found)


def _ranges_share_units(text: str, seen: list[_Seen]) -> list[_Seen]:
    """« 4～5万人 », « 1 à 2 millions »: the first figure counts in the unit of the second."""
    shared = list(seen)
    for at in range(len(seen) - 1):
        a, b = seen[at], seen[at + 1]
        if a.scaled or not b.scaled or not _RANGE.match(text[a.end : b.start]):
            continue
        factor = next((f for f in (10_000, 1_000_000, 1_000) if b.step <= f <= b.value), 1)
        if a.value * factor <= b.value:
            shared[at] = _Seen(
                a.value * factor, a.step * factor, a.start, a.end, a.people, True, a.text
            )
    return shared


def _without_years(seen: list[_Seen], year: int | None) -> tuple[list[_Seen], int | None]:
    """Sets apart years: four digits, no people after them, and another figure beside them."""
    kept = list(seen)
    for figure in seen:
        is_year = _YEAR.fullmatch(figure.text) is not None and not figure.people
        if is_year and len(kept) > 1:
            kept.remove(figure)
            year = year or int(figure.value)
    return kept, year


def _value(match: re.Match[str]) -> tuple[float, float]:
    if match["ja"]:
        return _japanese(match["ja"])
    if match["kanji"]:
        return float(_kanji(match["kanji"])), 1.0
    word = match["word"]
    if not word:
        return _western(match["number"])
    factor = _WORDS[word.lower()]
    number = re.sub(r"[\s']", "", match["number"]).replace(",", ".")
    if number.count(".") > 1:
        number = number.replace(".", "")
    decimals = len(number.partition(".")[2])
    return float(number) * factor, factor / 10**decimals


def _western(number: str) -> tuple[float, float]:
    if re.fullmatch(_GROUPED, number):
        return float(re.sub(r"\D", "", number)), 1.0
    return float(number.replace(",", ".")), 1.0


def _japanese(text: str) -> tuple[float, float]:
    """« 41万9,429 », « 3万5千 », « 4.2万 », « 十二万 »: sum of the parts; unit of the last one."""
    total, step = 0.0, 1.0
    for numeral, mark in re.findall(rf"({_NUMERAL})\s*(千万|百万|[億万千百]?)", text):
        unit = float(_UNITS.get(mark, 1))
        if re.fullmatch(_KANJI, numeral):
            total += _kanji(numeral) * unit
            step = unit
        elif unit > 1 and not re.fullmatch(_GROUPED, numeral):
            decimals = len(numeral.replace(",", ".").partition(".")[2])
            total += float(numeral.replace(",", ".")) * unit
            step = unit / 10**decimals
        else:
            total += _western(numeral)[0] * unit
            step = unit
    return total, step


def _kanji(text: str) -> int:
    """A kanji numeral below ten thousand, written with 十百千 or digit by digit."""
    if all(c in _KANJI_DIGITS for c in text):
        return int("".join(str(_KANJI_DIGITS[c]) for c in text))
    total, digit = 0, 0
    for c in text:
        if c in _KANJI_UNITS:
            total += (digit or 1) * _KANJI_UNITS[c]
            digit = 0
        else:
            digit = _KANJI_DIGITS[c]
    return total + digit


_UNIT_OF_LABEL = (
    (re.compile(r"万人|万\b"), 10_000),
    (re.compile(r"千人"), 1_000),
    (re.compile(r"\bmillions?\b", re.IGNORECASE), 1_000_000),
    (re.compile(r"\bmilliers\b|\bthousands?\b|\(\s*k\s*\)", re.IGNORECASE), 1_000),
)


def unit_of(label: str) -> int:
    """What a population label counts in: 10 000 for « 人口（万人） », 1 where it does not say."""
    plain = unicodedata.normalize("NFKC", label)
    return next((unit for pattern, unit in _UNIT_OF_LABEL if pattern.search(plain)), 1)


def year_in(text: str) -> int | None:
    """The year that `text` names, if it names one."""
    dated = without_dates(unicodedata.normalize("NFKC", text))
    if dated.year:
        return dated.year
    found = _YEAR.search(dated.text)
    return int(found[0]) if found else None
