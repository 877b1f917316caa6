"""A date as people type it → year, month, day at the precision given.

Day first, as in France and in British English; where the day could be the month and the text is
English, the result says so. Japanese eras count from 1868-10-23 (明治), 1912-07-30 (大正),
1926-12-25 (昭和), 1989-01-08 (平成), 2019-05-01 (令和).
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from matcher.fiche import PartialDate

_FIRST_YEAR, _LAST_YEAR = 1900, 2100

_ERAS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
_ERA_LETTERS = {"M": 1868, "T": 1912, "S": 1926, "H": 1989, "R": 2019}

_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "janvier janv jan january",
        "février fevrier févr fevr fév fev february feb",
        "mars march mar",
        "avril avr april apr",
        "mai may",
        "juin june jun",
        "juillet juil july jul",
        "août aout august aug",
        "septembre sept september sep",
        "octobre oct october",
        "novembre nov november",
        "décembre decembre déc dec december",
    ),
    start=1,
):
    _MONTHS.update(dict.fromkeys(_names.split(), _number))
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_KANJI_YEAR = re.compile(r"[〇零一二三四五六七八九十]{1,4}(?=年|月|日)")
_KANJI_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0"}

_Y = r"(?<!\d)(?P<year>(?:19|20)\d{2})"
_S = r"\s*"


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date with the place of its words in the text.

    `ambiguous` where day and month could change places (both at most 12, and different).
    """

    date: PartialDate
    start: int
    end: int
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Undated:
    """A text without its dates (blanks stand in their place), and the year of the first one."""

    text: str
    year: int | None


def _month_of(match: re.Match[str]) -> int:
    return _MONTHS[match["month"].lower()]


def _numbers(match: re.Match[str]) -> PartialDate | None:
    groups = match.groupdict()
    month, day = groups.get("m"), groups.get("d")
    return _valid(int(match["year"]), int(month) if month else None, int(day) if day else None)


def _era(match: re.Match[str]) -> PartialDate | None:
    first = _ERAS.get(match["era"]) or _ERA_LETTERS[match["era"].upper()]
    year = first + (1 if match["n"] == "元" else int(match["n"])) - 1
    return _valid(
        year, int(match["m"]) if match["m"] else None, int(match["d"]) if match["d"] else None
    )


def _named(match: re.Match[str]) -> PartialDate | None:
    day = match.groupdict().get("d")
    return _valid(int(match["year"]), _month_of(match), int(day) if day else None)


def _day_first(match: re.Match[str]) -> PartialDate | None:
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    if year < 100:
        year += 2000 if year < 70 else 1900
    return _valid(year, b, a) or _valid(year, a, b)


def _valid(year: int, month: int | None = None, day: int | None = None) -> PartialDate | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        datetime.date(year, month or 1, day or 1)
    except ValueError:
        return None
    return PartialDate(year, month, day)


_ERA_NAME = (
    r"(?P<era>明治|大正|昭和|平成|令和|(?<![A-Za-z])[MTSHRmtshr](?=\s?\.?\s?\d))"
    r"\s?\.?\s?(?P<n>元|\d{1,2})"
)
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], PartialDate | None]], ...] = (
    (
        re.compile(
            rf"{_Y}{_S}年{_S}(?:度{_S})?(?:[(（][^)）]*[)）]{_S})?(?P<m>\d{{1,2}}){_S}月(?:{_S}(?P<d>\d{{1,2}}){_S}日)?"
        ),
        _numbers,
    ),
    (
        re.compile(rf"{_Y}{_S}[-/.‐–]{_S}(?P<m>\d{{1,2}}){_S}[-/.‐–]{_S}(?P<d>\d{{1,2}})(?!\d)"),
        _numbers,
    ),
    (
        re.compile(
            rf"{_ERA_NAME}{_S}年(?:度)?(?:[(（][^)）]*[)）])?(?:{_S}(?P<m>\d{{1,2}}){_S}月(?:{_S}(?P<d>\d{{1,2}}){_S}日)?)?"
        ),
        _era,
    ),
    (
        re.compile(
            rf"{_ERA_NAME}{_S}[./\-]{_S}(?P<m>\d{{1,2}})(?:{_S}[./\-]{_S}(?P<d>\d{{1,2}}))?(?!\d)"
        ),
        _era,
    ),
    (
        re.compile(
            rf"(?<!\d)(?P<d>\d{{1,2}})(?:er|st|nd|rd|th)?[\s\-/.]*(?:of\s+|de\s+)?{_MONTH}[\s,\-/]*(?P<year>(?:19|20)\d{{2}})(?!\d)",
            re.IGNORECASE,
        ),
        _named,
    ),
    (
        re.compile(
            rf"\b{_MONTH}\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<year>(?:19|20)\d{{2}})(?!\d)",
            re.IGNORECASE,
        ),
        _named,
    ),
    (
        re.compile(
            rf"\b{_MONTH}[\s,\-/]*(?:de\s+|of\s+)?(?P<year>(?:19|20)\d{{2}})(?!\d)", re.IGNORECASE
        ),
        _named,
    ),
    (re.compile(rf"{_Y}[\s,\-]+{_MONTH}(?:\s+(?P<d>\d{{1,2}}))?", re.IGNORECASE), _named),
    (
        re.compile(
            rf"(?<![\d/.])(?P<a>\d{{1,2}}){_S}(?P<sep>[/.\-‐–]){_S}(?P<b>\d{{1,2}}){_S}(?P=sep){_S}(?P<year>(?:19|20)\d{{2}}|\d{{2}})(?!\d)"
        ),
        _day_first,
    ),
    (
        re.compile(r"(?<!\d)(?P<a>\d{1,2}) (?P<b>\d{1,2}) (?P<year>(?:19|20)\d{2})(?!\d)"),
        _day_first,
    ),
    (re.compile(rf"{_Y}{_S}[-/.‐–]{_S}(?P<m>\d{{1,2}})(?![\d,.])"), _numbers),
    (
        re.compile(r"(?<![\d/.])(?P<m>\d{1,2})\s*[/.\-‐–]\s*(?P<year>(?:19|20)\d{2})(?!\d)"),
        _numbers,
    ),
    (
        re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)(?!\d)"),
        _numbers,
    ),
    (re.compile(rf"{_Y}{_S}年度?"), _numbers),
    (re.compile(rf"{_ERA_NAME}(?P<m>(?!))?(?P<d>(?!))?(?=国勢|国調|現在|時点|末|年)"), _era),
)
_BARE = (
    (re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?!\d)"), _numbers),
    (re.compile(r"(?<![\d,.])(?P<year>(?:19|20)\d{2})(?![\d,])"), _numbers),
)


_MEANT_IN_FULL = re.compile(
    r"\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{2,4}|\d{1,2}\s*[/]\s*(?:19|20)\d{2}|年\s*\d{1,2}\s*月"
)


def find_dates(text: str) -> tuple[FoundDate, ...]:
    """The dates written in `text`, in its order; a bare year is none."""
    found: list[FoundDate] = []
    for pattern, reading in _FORMS:
        for match in pattern.finditer(text):
            if any(match.start() < f.end and f.start < match.end() for f in found):
                continue
            date = reading(match)
            if date is not None:
                found.append(FoundDate(date, match.start(), match.end(), _may_swap(match)))
    return tuple(sorted(found, key=lambda f: f.start))


def _may_swap(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    if "a" not in groups:
        return False
    a, b = int(groups["a"]), int(groups["b"])
    return a <= 12 and b <= 12 and a != b


def date_in(text: str) -> FoundDate | None:
    """The first date in `text`; a bare year or « 201403 » counts where nothing fuller stands."""
    plain = _with_digits(unicodedata.normalize("NFKC", text))
    found = find_dates(plain)
    if found:
        return found[0]
    if _MEANT_IN_FULL.search(plain):
        return None  # 31/02/2014 is a slip, not the year 2014
    for pattern, reading in _BARE:
        match = pattern.search(plain)
        date = reading(match) if match else None
        if match and date:
            return FoundDate(date, match.start(), match.end())
    return None


def _with_digits(text: str) -> str:
    """Kanji years, months and days in digits: 二〇一四年三月 → 2014年3月."""

    def digits(match: re.Match[str]) -> str:
        kanji = match[0]
        if "十" not in kanji:
            return "".join(_KANJI_DIGITS[c] for c in kanji)
        tens, _, ones = kanji.partition("十")
        return str(int(_KANJI_DIGITS.get(tens, "1")) * 10 + int(_KANJI_DIGITS.get(ones, "0")))

    return _KANJI_YEAR.sub(digits, text)


def without_dates(text: str) -> Undated:
    """`text` with its dates blanked out, and the year of the first of them."""
    found = find_dates(text)
    blank = text
    for date in found:
        blank = blank[: date.start] + " " * (date.end - date.start) + blank[date.end :]
    return Undated(blank, found[0].date.year if found else None)
