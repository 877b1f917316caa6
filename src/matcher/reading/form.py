"""FilledForm → Fiche: what each cell says, with its origin, and notes where it says it oddly.

Knows no file format, refuses nothing: a form without name or key points is a fiche with notes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from matcher.collectivity import Country, Language, Position
from matcher.fiche import Fiche, KeyPoint, Note, PartialDate, Sourced, guessed, read
from matcher.reading.contact_lines import sorted_out
from matcher.reading.dates import date_in
from matcher.reading.filled import Cell, FilledForm, Line
from matcher.reading.folding import has_cjk
from matcher.reading.labels import Field, Label, recognise, recognise_inline
from matcher.reading.language import language_of
from matcher.reading.lists import domains_of, key_points_of
from matcher.reading.numbers import population_in, unit_of, year_in
from matcher.reading.origin import (
    OriginClues,
    country_named,
    deduce_country,
    language_named,
)
from matcher.reading.positions import (
    country_of,
    degrees_in,
    is_map_link,
    links_in,
    position_in,
    position_in_link,
)
from matcher.reading.wording import is_empty, is_prompt

_ID = re.compile(r"[a-z0-9-]+")
_MAP_WORD = re.compile(
    r"\s*[-–—|/／]?\s*(?:[(（\[]\s*)?(?:\b(?:carte|map)\b|地図)\s*(?:リンク)?\s*(?:[(（\[]\s*(?:lien|link|リンク)\s*[)）\]])?\s*[)）\]]?\s*$",
    re.IGNORECASE,
)
_MEASURE = re.compile(r"^[\d\s.,]+\s*(?:km|ha)\S*$", re.IGNORECASE)
_LONG_TEXT = 60
_LONG_TEXT_JA = 25
_LONGEST_REGION = 80


def _nothing_known(label: str) -> bool:
    return False


def fiche_of(form: FilledForm, *, is_known: Callable[[str], bool] = _nothing_known) -> Fiche:
    """The fiche that a filled form says.

    `is_known` tells whether a domain label as a whole stands in the vocabulary, so that « études
    scientifiques et techniques » may stay one label.
    """
    return _Understanding(form).fiche(is_known)


@dataclass
class _Answer:
    """One cell with its label understood."""

    label: Label | None
    cell: Cell

    def lines(self) -> list[Line]:
        return [
            line
            for line in self.cell.lines
            if (line.text.strip() or line.links) and not is_prompt(line.text.strip())
        ]


@dataclass
class _Location:
    position: Position | None = None
    link: str | None = None
    region: Sourced[str] = field(default_factory=Sourced)


class _Understanding:
    """One form on its way to a fiche; collects notes as it goes."""

    def __init__(self, form: FilledForm) -> None:
        self._form = form
        self._answers = [_Answer(recognise(cell.label), cell) for cell in form.cells]
        self._notes: list[Note] = list(form.notes)
        self._strayed_contacts: list[str] = []

    def fiche(self, is_known: Callable[[str], bool]) -> Fiche:
        name = self._name()
        location = self._location()
        points = self._key_points()
        domains = self._domains(is_known)
        website, contact = self._website(), self._contact()
        seeking = self._text(Field.SEEKING)
        population, year = self._population()
        given_id = self._given_id()
        kind = self._value(Field.KIND)
        clues = OriginClues(
            name=name,
            kind=kind,
            region=location.region.value,
            given_id=given_id,
            website=website,
            contact=contact,
            position=location.position,
        )
        country = self._country(clues)
        language = self._language(points, domains, seeking, name, country.value)
        fiche = Fiche(
            source=self._form.source,
            place=self._form.place,
            given_id=given_id,
            name=read(name),
            country=country,
            language=language,
            kind=read(kind),
            code=read(self._value(Field.CODE)),
            region=location.region,
            position=read(location.position),
            map_link=read(location.link),
            domains=domains,
            population=read(population),
            population_year=read(year),
            website=read(website),
            contact=read(contact),
            updated=read(self._updated(language.value)),
            key_points=tuple(KeyPoint(point) for point in points),
            seeking=read(seeking),
        )
        self._name_the_unused()
        return replace(fiche, notes=tuple(self._notes))

    # Cells

    def _of(self, *fields: Field) -> list[_Answer]:
        return [a for a in self._answers if a.label and a.label.field in fields]

    def _lines(self, *fields: Field) -> list[Line]:
        return [line for answer in self._of(*fields) for line in answer.lines()]

    def _value(self, wanted: Field) -> str | None:
        """The first line that says something."""
        for line in self._lines(wanted):
            text = _flat(line.text)
            if not is_empty(text):
                return text
        return None

    def _text(self, wanted: Field) -> str | None:
        lines = [_flat(line.text) for line in self._lines(wanted)]
        kept = [line for line in lines if line]
        text = "\n".join(kept)
        return None if not kept or is_empty(text.replace("\n", " ")) else text

    def _note(self, code: str, about: Field, **details: object) -> None:
        self._notes.append(Note(code, about.value, details))

    # Fields

    def _name(self) -> str | None:
        lines = [_flat(line.text) for line in self._lines(Field.NAME)]
        lines = [line for line in lines if line and not is_empty(line)]
        if not lines:
            if self._form.title:
                return _flat(self._form.title)
            self._note("name-missing", Field.NAME)
            return None
        name = lines[0]
        for line in lines[1:]:
            if not line[0].islower():
                break
            name = f"{name} {line}"
        return _MAP_WORD.sub("", name).strip() or name

    def _given_id(self) -> str | None:
        typed = self._value(Field.ID)
        if typed is None:
            return None
        lowered = typed.lower()
        if _ID.fullmatch(lowered):
            return lowered
        self._note("id-not-usable", Field.ID, found=typed)
        return None

    def _location(self) -> _Location:
        found = _Location()
        lines = self._lines(Field.MAP_LINK, Field.LOCATION)
        links = [link for line in lines for link in (*links_in(line.text), *line.links)]
        links = [link for link in links if not link.lower().startswith("mailto:")]
        maps = [link for link in links if is_map_link(link)]
        found.link = next(iter(maps or links), None)
        found.position = self._position(lines, maps or links)
        if found.position and country_of(found.position) is None:
            self._note(
                "position-outside-both",
                Field.LOCATION,
                lat=found.position.lat,
                lon=found.position.lon,
            )
        found.region = self._region()
        return found

    def _position(self, lines: Sequence[Line], links: Sequence[str]) -> Position | None:
        text = "\n".join(line.text for line in lines)
        for link in links:
            text = text.replace(link, " ")
        typed = position_in(text) or self._position_in_parts()
        if typed:
            return typed
        return next((p for link in links if (p := position_in_link(link))), None)

    def _position_in_parts(self) -> Position | None:
        lat, lon = self._value(Field.LAT), self._value(Field.LON)
        if lat is None or lon is None:
            return position_in(lat or lon or "")
        north, east = degrees_in(lat), degrees_in(lon)
        if north is None or east is None or abs(north) > 90 or abs(east) > 180:
            self._note("position-unreadable", Field.LOCATION, found=f"{lat} ; {lon}")
            return None
        return Position(north, east)

    def _region(self) -> Sourced[str]:
        said = self._value(Field.REGION)
        if said:
            return read(said)
        for line in self._lines(Field.LOCATION):
            text = _MAP_WORD.sub("", _flat(line.text))
            words = text and not is_empty(text) and not links_in(text)
            if words and len(text) <= _LONGEST_REGION and position_in(text) is None:
                return guessed(text)
        return Sourced()

    def _domains(self, is_known: Callable[[str], bool]) -> tuple[str, ...]:
        lines = [
            line for line in self._lines(Field.DOMAINS) if not _MEASURE.match(line.text.strip())
        ]
        return domains_of(lines, is_known)

    def _population(self) -> tuple[int | None, int | None]:
        year_cell = self._value(Field.POPULATION_YEAR)
        year = year_in(year_cell) if year_cell else None
        for answer in self._of(Field.POPULATION):
            text = " ".join(_flat(line.text) for line in answer.lines())
            if not text or is_empty(text):
                continue
            figure = population_in(text, unit=unit_of(answer.cell.label))
            if figure is None:
                self._note("population-unreadable", Field.POPULATION, found=text)
                continue
            if figure.others:
                self._note(
                    "population-first-of-several",
                    Field.POPULATION,
                    chosen=figure.value,
                    others=list(figure.others),
                )
            if figure.approximate or figure.step >= 1000:
                self._note(
                    "population-approximate", Field.POPULATION, value=figure.value, step=figure.step
                )
            return figure.value, year or figure.year or year_in(answer.cell.label)
        return None, year

    def _website(self) -> str | None:
        lines = self._lines(Field.WEBSITE) or self._websites_in_contact()
        text = "\n".join(line.text.strip() for line in lines if line.text.strip())
        written = links_in(_rejoined(text))
        linked = [link for line in lines for link in line.links]
        linked = [link for link in linked if not link.lower().startswith("mailto:")]
        if written and "://" not in written[0]:
            # The words show the address as people say it; the link behind them is the address.
            behind = (link for link in linked if written[0].casefold() in link.casefold())
            return next(behind, written[0])
        if written or linked:
            return written[0] if written else linked[0]
        if text and not is_empty(text):
            self._note("website-unreadable", Field.WEBSITE, found=_flat(text))
        return None

    def _websites_in_contact(self) -> list[Line]:
        found = []
        for line in self._lines(Field.CONTACT):
            inline = recognise_inline(line.text.strip())
            if inline and inline.label.field is Field.WEBSITE:
                found.append(Line(inline.rest, links=line.links))
        return found

    def _contact(self) -> str | None:
        said = self._text(Field.CONTACT)
        return "\n".join(([said] if said else []) + self._strayed_contacts) or None

    def _updated(self, language: Language | None) -> PartialDate | None:
        unread: str | None = None
        # « Date » may be that of the meeting: a label that says « mise à jour » comes first.
        answers = sorted(
            self._of(Field.UPDATED), key=lambda a: a.label is not None and a.label.weak
        )
        for answer in answers:
            text = " ".join(_flat(line.text) for line in answer.lines())
            if not text or is_empty(text):
                continue
            found = date_in(text)
            if found is None:
                unread = unread or text
                continue
            if found.ambiguous and language is Language.EN:
                self._note("date-ambiguous", Field.UPDATED, found=text, read_as=str(found.date))
            return found.date
        if unread:
            self._note("date-unreadable", Field.UPDATED, found=unread)
        return None

    def _key_points(self) -> tuple[str, ...]:
        points = self._points_in(self._lines(Field.KEY_POINTS))
        if points:
            return points
        for answer in self._of(Field.OTHER, Field.HEADING):
            lines = answer.lines()
            text = " ".join(line.text for line in lines)
            if len(text) >= (_LONG_TEXT_JA if has_cjk(text) else _LONG_TEXT):
                self._note(
                    "key-points-under-other-label", Field.KEY_POINTS, label=answer.cell.label
                )
                answer.label = Label(Field.KEY_POINTS, frozenset(), weak=True)
                return self._points_in(lines)
        self._note("key-points-missing", Field.KEY_POINTS)
        return ()

    def _points_in(self, lines: Sequence[Line]) -> tuple[str, ...]:
        """The key points in `lines`; contacts among them are set aside for `_contact`."""
        told = sorted_out(lines)
        self._strayed_contacts += told.contacts
        return key_points_of(told.content)

    def _language(
        self,
        points: Sequence[str],
        domains: Sequence[str],
        seeking: str | None,
        name: str | None,
        country: Country | None,
    ) -> Sourced[Language]:
        said = self._value(Field.LANGUAGE)
        named = language_named(said) if said else None
        if named:
            return read(named)
        text = " ".join(points) or " ".join((*domains, seeking or "")) or name or ""
        prior = self._language_of_labels() or _own_language(country)
        deduced = language_of(text, prior) or prior
        if deduced:
            self._note("language-deduced", Field.LANGUAGE, language=deduced.value)
        return guessed(deduced)

    def _language_of_labels(self) -> Language | None:
        counts = Counter(
            language
            for answer in self._answers
            if answer.label and len(answer.label.languages) == 1
            for language in answer.label.languages
        )
        return counts.most_common(1)[0][0] if counts else None

    def _country(self, clues: OriginClues) -> Sourced[Country]:
        said = self._value(Field.COUNTRY)
        named = country_named(said) if said else None
        if named:
            return read(named)
        deduced = deduce_country(clues)
        if deduced is None:
            return Sourced()
        self._note(
            "country-deduced", Field.COUNTRY, country=deduced.country.value, clue=deduced.clue
        )
        return guessed(deduced.country)

    def _name_the_unused(self) -> None:
        for answer in self._answers:
            unused = answer.label is None or answer.label.field in (Field.OTHER, Field.HEADING)
            text = " ".join(_flat(line.text) for line in answer.lines())
            if unused and text and not is_empty(text):
                self._note("cell-not-used", Field.OTHER, label=answer.cell.label)


def _flat(text: str) -> str:
    """One line, single ordinary spaces."""
    return " ".join(text.split())


def _rejoined(text: str) -> str:
    """An address broken over lines, or at a blank after a slash, in one piece again."""
    lines = text.split("\n")
    whole = lines[0]
    for line in lines[1:]:
        broken = links_in(whole) and " " not in line and not links_in(line)
        whole = whole + line if broken and not whole.endswith((")", "）")) else f"{whole}\n{line}"
    return re.sub(r"(?<=/)\s+(?=[\w.-]+(?:/|\.html?|\.php)\S*)", "", whole)


def _own_language(country: Country | None) -> Language | None:
    if country is None:
        return None
    return Language.JA if country is Country.JP else Language.FR
