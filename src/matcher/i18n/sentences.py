"""Facts → sentences, numbers, dates and lists, as French, Japanese and English write them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from matcher.collectivity import Country, Language
from matcher.fiche import PartialDate
from matcher.i18n.catalogue import catalogue
from matcher.i18n.terms import LANGUAGES

#: British English: days before months, no comma before the last of a list.
LOCALES: Mapping[Language, str] = {
    Language.FR: "fr_FR",
    Language.JA: "ja_JP",
    Language.EN: "en_GB",
}

#: Which plural form of a catalogue a count takes (CLDR plural rules, cardinals, first forms).
_PLURAL: Mapping[Language, Callable[[float], int]] = {
    Language.FR: lambda count: int(abs(count) >= 2),
    Language.JA: lambda count: 0,
    Language.EN: lambda count: int(count != 1),
}

_ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

MINUS = "\N{MINUS SIGN}"


def translated(message: str, language: Language) -> str | None:
    """`message` (English, the key of the catalogues) in `language`; None where it is not there."""
    if language is Language.EN:
        return message
    return catalogue(language).single.get(message)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says things in one language.

    Messages are written in English with named places, « {count} files »; facts are put into
    them as the language writes numbers, dates and lists. A message without translation is said
    in English rather than not at all; a test holds that none is without.
    """

    language: Language

    @property
    def locale(self) -> str:
        """The Babel locale behind numbers and dates."""
        return LOCALES[self.language]

    # --- messages ---------------------------------------------------------------------------

    def say(self, message: str, **facts: object) -> str:
        """The message with its facts. Raises KeyError where a fact it names is not given."""
        return self._put(translated(message, self.language) or message, facts)

    def plural(self, one: str, many: str, count: int, **facts: object) -> str:
        """The message in the form that goes with `count`, which is also the fact {count}."""
        forms: tuple[str, ...] = (one, many)
        found = catalogue(self.language).plural.get(one) if self.language is not Language.EN else ()
        form = _PLURAL[self.language](count)
        if found:
            return self._put(found[form], {**facts, "count": count})
        return self._put(forms[int(count != 1)], {**facts, "count": count})

    def text(self, text: str) -> str:
        """A text that is no message of ours (the reason in a profile): its translation or itself.

        Braces in it stand for themselves.
        """
        return translated(text, self.language) or text

    def _put(self, template: str, facts: Mapping[str, object]) -> str:
        if not facts:
            return template
        return template.format_map({name: self.fact(value) for name, value in facts.items()})

    def fact(self, value: object) -> str:
        """One fact as text: numbers, dates, countries, languages and lists in the language."""
        match value:
            case None:
                said = self.say("not known")
            case bool():
                said = self.say("yes") if value else self.say("no")
            case Country():
                said = self.country(value)
            case Language():
                said = self.language_name(value)
            case str():
                said = value
            case int():
                said = self.number(value)
            case float():
                said = self.decimal(value)
            case PartialDate():
                said = self.date(value)
            case Mapping():
                pairs = [f"{key}: {self.fact(item)}" for key, item in value.items()]
                said = self.listing(pairs)
            case Sequence() | set() | frozenset():
                said = self.listing([self.fact(item) for item in value])
            case _:
                said = str(value)
        return said

    # --- numbers ----------------------------------------------------------------------------

    def number(self, value: int) -> str:
        """A whole number: 12 345 (narrow no-break space) in French, 12,345 elsewhere."""
        return str(format_decimal(value, locale=self.locale)).replace("-", MINUS)

    def decimal(self, value: float, decimals: int = 2) -> str:
        """A number with exactly `decimals` decimals: 0,71 in French, 0.71 elsewhere."""
        return self._decimal(value, decimals).replace("-", MINUS)

    def signed(self, value: float, decimals: int = 2) -> str:
        """As `decimal`, with its sign: +0.42, −0.10, and 0.00 without one."""
        shown = self._decimal(value, decimals)
        if round(value, decimals) > 0:
            return f"+{shown}"
        return shown.replace("-", MINUS)

    def _decimal(self, value: float, decimals: int) -> str:
        rounded = round(value, decimals) + 0.0  # + 0.0 turns -0.0 into 0.0
        pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
        return str(format_decimal(rounded, format=pattern, locale=self.locale))

    def percent(self, share: float) -> str:
        """A share in [0, 1] as a whole percentage."""
        return str(format_percent(share, locale=self.locale))

    def population(self, inhabitants: int | None) -> str:
        """Inhabitants with their unit, or that they are not known."""
        if inhabitants is None:
            return self.say("not known")
        return self.plural("{count} inhabitant", "{count} inhabitants", inhabitants)

    def ratio(self, ratio: float) -> str:
        """How many times larger (>= 1): one decimal below 10, whole from 10 on."""
        shown = self._decimal(ratio, 1) if round(ratio, 1) < 10 else self._decimal(ratio, 0)
        return self.say("{ratio} times", ratio=shown)

    # --- dates ------------------------------------------------------------------------------

    def date(self, when: PartialDate) -> str:
        """A date at the precision given: 12 mars 2014, 2014年3月, "2014"."""
        if when.month is None:
            return f"{when.year}年" if self._ja else str(when.year)
        if when.day is None:
            first = datetime.date(when.year, when.month, 1)
            return str(format_skeleton("yMMMM", first, locale=self.locale))
        return self._full_date(datetime.date(when.year, when.month, when.day))

    def moment(self, at: datetime.datetime) -> str:
        """A moment to the minute: « 28 novembre 2026 à 20:33 (UTC) ». `at` is in UTC."""
        day = self.date(PartialDate(at.year, at.month, at.day))
        return self.say("{date}, {time} UTC", date=day, time=f"{at:%H:%M}")

    @property
    def _ja(self) -> bool:
        return self.language is Language.JA

    def _full_date(self, day: datetime.date) -> str:
        shown = str(format_date(day, format="long", locale=self.locale))
        first_in_french = day.day == 1 and self.language is Language.FR
        return f"1er{shown[1:]}" if first_in_french else shown

    def dates(self, text: str) -> str:
        """Dates of a meeting: "2014-10-14", or "2014-10-28/2014-10-30"; other text as it is."""
        start, _, end = text.partition("/")
        first, last = _iso(start), _iso(end)
        if first is None:
            return text
        if not end:
            return self.date(first)
        if last is None:
            return text
        return self._span(first, last)

    def _span(self, first: PartialDate, last: PartialDate) -> str:
        if first.day is None or last.day is None:
            return self.say("from {first} to {last}", first=first, last=last)
        same_month = (first.year, first.month) == (last.year, last.month)
        if same_month and self._ja:
            return f"{self.date(first)}〜{last.day}日"
        if same_month and self.language is Language.EN:
            return f"{first.day}–{self.date(last)}"
        if same_month:
            day = "1er" if first.day == 1 else str(first.day)
            return self.say("from {first} to {last}", first=day, last=last)
        return self.say("from {first} to {last}", first=first, last=last)

    # --- words ------------------------------------------------------------------------------

    def listing(self, items: Sequence[str]) -> str:
        """« a, b et c »、a、b、c, "a, b and c"; empty for no items."""
        if not items:
            return ""
        if self._ja:
            return "、".join(items)
        return str(format_list(list(items), locale=self.locale))

    def series(self, labels: Sequence[str]) -> str:
        """Labels one after the other, without « and »: « Culture, Transports », 文化、交通."""
        return ("、" if self._ja else ", ").join(labels)

    def sentences(self, said: Sequence[str]) -> str:
        """Whole sentences one after the other: with a space between, in Japanese without."""
        return ("" if self._ja else " ").join(said)

    def country(self, country: Country) -> str:
        """The name of the country."""
        return self.say("France") if country is Country.FR else self.say("Japan")

    def language_name(self, language: Language) -> str:
        """The name of the language, in this one."""
        return self.say(LANGUAGES[language])


def _iso(text: str) -> PartialDate | None:
    found = _ISO_DATE.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    return PartialDate(year or 0, month, day)
