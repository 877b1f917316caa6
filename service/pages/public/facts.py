"""The facts about an authority, each with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matcher.collectivity import Collectivity, Language
from matcher.fiche import Fiche, Origin, Sourced, T
from matcher.gathering import Participant
from matcher.i18n.sentences import Speaker
from matcher.writing.addresses import web_address
from matcher.writing.contacts import without_addresses
from matcher.writing.names import own_language
from matcher.writing.told import SideTold


@dataclass(frozen=True, slots=True)
class Fact:
    """A value under its label. `language` is that of the value, None where it is the page's.

    `origin` is a word for where it comes from, `because` what that means; "" where the value
    needs none. `address` is where a link leads.
    """

    label: str
    value: str
    language: Language | None = None
    kind: Origin | None = None
    origin: str = ""
    because: str = ""
    address: str | None = None


def facts_of(participant: Participant, side: SideTold, speaker: Speaker) -> tuple[Fact, ...]:
    """What is known of a participant, `side` being the same told; its contacts are left out."""
    return tuple(_facts(participant, side, _Teller(speaker)))


@dataclass(frozen=True, slots=True)
class _Teller:
    """Facts with their origins in words."""

    speaker: Speaker

    def fact(
        self,
        label: str,
        value: str,
        origin: Origin,
        language: Language | None = None,
        address: str | None = None,
    ) -> Fact:
        """A fact; that it was read goes without saying, unless others were not."""
        said, because = self._origin(origin)
        own = None if language is self.speaker.language else language
        return Fact(label, value, own, origin, said, because, address)

    def _origin(self, origin: Origin) -> tuple[str, str]:
        say = self.speaker.say
        match origin:
            case Origin.COMPLETED:
                because = say("Not in the fiche: added from the official registers")
                return say("completed"), because
            case Origin.GUESSED:
                return say("guessed"), say("Not said outright: deduced from the rest of the fiche")
            case Origin.READ:
                return say("read"), say("As the fiche says it")
            case Origin.MISSING:
                return "", ""


def _facts(participant: Participant, side: SideTold, teller: _Teller) -> Iterator[Fact]:
    say, place = teller.speaker.say, participant.collectivity
    latest = participant.fiches[0]
    written = latest.language.value or own_language(participant.country)
    country = teller.speaker.country(participant.country)
    yield teller.fact(say("Country"), country, _origin_of(latest.country, place))
    if side.kind is not None:
        kind = _origin_of(latest.kind, place)
        yield teller.fact(say("Kind"), side.kind.text, kind, side.kind.language)
    if place is not None:
        code = _origin_of(latest.code, place)
        yield teller.fact(say("Official code"), place.code, code)
    if side.parent is not None:
        origin = Origin.COMPLETED if place is not None else latest.region.origin
        label = say("Région, département or prefecture")
        yield teller.fact(label, side.parent.text, origin, side.parent.language)
    population = participant.population
    if population.value is not None:
        told = side.population
        year = _year(population, latest, place)
        if year is not None:
            told = say("{population} in {year}", population=told, year=str(year))
        yield teller.fact(say("Population"), told, population.origin)
    yield from _website(participant, side, teller)
    position = participant.position
    if position.value is not None:
        lat, lon = (
            teller.speaker.decimal(each, 3) for each in (position.value.lat, position.value.lon)
        )
        where = say("latitude {lat}°, longitude {lon}°", lat=lat, lon=lon)
        yield teller.fact(say("Location"), where, position.origin)
    seeking = next((each.seeking for each in participant.fiches if each.seeking.value), None)
    if seeking is not None and seeking.value is not None:
        text = without_addresses(seeking.value)
        yield teller.fact(say("Partner sought"), text, seeking.origin, written)


def _website(participant: Participant, side: SideTold, teller: _Teller) -> Iterator[Fact]:
    label = teller.speaker.say("Website")
    place = participant.collectivity
    if side.website is not None:
        yield teller.fact(label, _bare(side.website), Origin.READ, address=side.address)
    elif place is not None and place.website:
        address = web_address(place.website)
        yield teller.fact(label, _bare(place.website), Origin.COMPLETED, address=address)


def _bare(address: str) -> str:
    """An address as people read it out: without what every address begins with."""
    return address.strip().partition("://")[2].removesuffix("/") or address


def _origin_of(value: Sourced[T], place: Collectivity | None) -> Origin:
    """Where a value that a fiche and the registers may both say comes from."""
    if value.value is not None:
        return value.origin
    return Origin.COMPLETED if place is not None else Origin.MISSING


def _year(population: Sourced[int], latest: Fiche, place: Collectivity | None) -> int | None:
    if population.origin is Origin.COMPLETED:
        return None if place is None else place.population_year
    return latest.population_year.value
