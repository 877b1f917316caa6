"""The shortlist as one self-contained page: three languages, a map, a table, a card a pair.

The file needs nothing but itself: style and script stand inside it, and its content policy
forbids everything else. Without script it shows the language it was written for.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from matcher.collectivity import Country, Language
from matcher.domains import Vocabulary
from matcher.i18n.sentences import Speaker
from matcher.shortlist.decision import Decisions
from matcher.shortlist.shortlist import Shortlist
from matcher.writing.made import (
    AboutFile,
    LeftOver,
    Line,
    WeightLine,
    left_over,
    made,
    not_read,
    notes,
    weights,
    withheld,
)
from matcher.writing.map import Drawing, draw
from matcher.writing.names import Name, name_for
from matcher.writing.told import PairingTold, in_language, tell

#: What the languages call themselves.
ENDONYMS = {Language.FR: "Français", Language.JA: "日本語", Language.EN: "English"}


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a filter: what it filters by and what it is called."""

    value: str
    name: Name


@dataclass(frozen=True, slots=True)
class Choices:
    """Entries of a filter under one heading."""

    heading: str
    entries: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """The scale of the score bars: running totals of all pairings fit between its ends."""

    low: float
    high: float

    def at(self, value: float) -> float:
        """Where a running total stands, in [0, 100]."""
        return round(100 * (value - self.low) / (self.high - self.low), 2)


@dataclass(frozen=True, slots=True)
class Section:
    """The whole page in one language."""

    language: Language
    say: Speaker
    meeting: str
    when_and_where: str
    summary: str
    withheld: str | None
    drawing: Drawing
    pairings: tuple[PairingTold, ...]
    groups: tuple[Choice, ...]
    authorities: tuple[Choices, ...]
    axis: Axis
    floor: float
    unserved: tuple[LeftOver, ...]
    made: tuple[Line, ...]
    weights: tuple[WeightLine, ...]
    not_read: tuple[AboutFile, ...]
    notes: tuple[AboutFile, ...]
    decided: bool


def write_page(
    shortlist: Shortlist,
    vocabulary: Vocabulary,
    language: Language,
    decisions: Decisions | None = None,
) -> str:
    """The page as HTML text, shown in `language` first.

    Where `decisions` are handed over, table and cards say what was decided.
    """
    order = (language, *(each for each in Language if each is not language))
    style, script = _asset("style.css"), _asset("script.js")
    if decisions is not None:
        style += _asset("decided.css")
    return (
        _environment()
        .get_template("shortlist.html.j2")
        .render(
            sections=[
                _section(shortlist, vocabulary, Speaker(each), decisions) for each in Language
            ],
            first=language,
            order=order,
            endonyms=ENDONYMS,
            style=Markup(style),  # noqa: S704  (our own file)
            script=Markup(script),  # noqa: S704  (our own file)
            policy=_policy(style, script),
            Country=Country,
        )
    )


def _section(
    shortlist: Shortlist, vocabulary: Vocabulary, speaker: Speaker, decisions: Decisions | None
) -> Section:
    profile = shortlist.profile
    pairings = tuple(
        tell(pairing, number, profile, vocabulary, speaker, decisions)
        for number, pairing in enumerate(shortlist.pairings, start=1)
    )
    meeting = profile.meeting
    groups = tuple(
        Choice(str(number), Name(in_language(group.names, speaker.language), speaker.language))
        for number, group in enumerate(meeting.working_groups)
    )
    place = in_language(meeting.places, speaker.language)
    return Section(
        language=speaker.language,
        say=speaker,
        meeting=in_language(meeting.names, speaker.language),
        when_and_where=speaker.say(
            "{place}, {dates}", place=place, dates=speaker.dates(meeting.dates)
        ),
        summary=_summary(shortlist, speaker),
        withheld=withheld(shortlist.probability_withheld, speaker),
        drawing=draw(shortlist, speaker),
        pairings=pairings,
        groups=groups,
        authorities=_authorities(shortlist, speaker),
        axis=axis_of(pairings, profile.floor),
        floor=profile.floor,
        unserved=left_over(shortlist, speaker),
        made=made(shortlist, speaker),
        weights=weights(shortlist, speaker),
        not_read=not_read(shortlist, speaker),
        notes=notes(shortlist, speaker),
        decided=decisions is not None,
    )


def _summary(shortlist: Shortlist, speaker: Speaker) -> str:
    count = len(shortlist.pairings)
    pairings = speaker.plural("{count} pairing", "{count} pairings", count)
    french = sum(p.country is Country.FR for p in shortlist.participants)
    japanese = len(shortlist.participants) - french
    return speaker.say(
        "{pairings} proposed between {french} French and {japanese} Japanese authorities; "
        "{served} have at least one meeting.",
        pairings=pairings,
        french=french,
        japanese=japanese,
        served=shortlist.served,
    )


def _authorities(shortlist: Shortlist, speaker: Speaker) -> tuple[Choices, ...]:
    found = []
    for country in Country:
        entries = sorted(
            (
                Choice(participant.id, name_for(participant, speaker.language))
                for participant in shortlist.participants
                if participant.country is country
            ),
            key=lambda choice: (choice.name.text, choice.value),
        )
        found.append(Choices(speaker.country(country), tuple(entries)))
    return tuple(found)


def axis_of(pairings: Sequence[PairingTold], floor: float) -> Axis:
    """The scale on which the bars of all `pairings` and the floor find place."""
    ends = [floor, 0.0]
    for told in pairings:
        for part in told.parts:
            ends += [part.start, part.end]
    low, high = min(ends), max(ends)
    return Axis(low, high if high > low else low + 1.0)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("matcher.writing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _asset(name: str) -> str:
    folder = resources.files("matcher.writing") / "templates"
    return (folder / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Only this very style and script may run; nothing may be fetched or sent."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
