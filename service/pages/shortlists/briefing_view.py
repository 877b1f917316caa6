"""A pair told in several languages at once, for the sheet that lies on the table between both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from matcher.collectivity import Language
from matcher.domains import Vocabulary
from matcher.i18n.sentences import Speaker
from matcher.matching.pairing import Pairing
from matcher.profile import Profile
from matcher.writing.names import Name
from matcher.writing.told import PairingTold, PassageTold, SideTold, in_language, tell

#: In which languages a sheet is, the leading one first, by that of the reader.
ORDER: dict[Language, tuple[Language, ...]] = {
    Language.FR: (Language.FR, Language.JA),
    Language.JA: (Language.JA, Language.FR),
    Language.EN: (Language.EN, Language.FR, Language.JA),
}

#: One fact in several languages; what reads alike stands once.
Said = tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A fact of both: what it is, and what it is of the French and of the Japanese one."""

    label: Said
    fr: Said
    jp: Said


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the pair."""

    label: Said
    value: Said


@dataclass(frozen=True, slots=True)
class Point:
    """A key point as its author wrote it, and its translations where a fiche has them."""

    passage: PassageTold
    translations: Said


@dataclass(frozen=True, slots=True)
class Match:
    """Two key points that match."""

    fr: Point
    jp: Point
    similarity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The sheet. `titles` are both names in each language, `meeting` its name, and its place
    and days, in each."""

    titles: tuple[tuple[Name, Name], ...]
    meeting: tuple[tuple[Name, Name], ...]
    who: tuple[Row, ...]
    matches: tuple[Match, ...]
    no_matches: Said
    parts: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    headings: dict[str, Said]
    foot: Said


def sheet(
    pairing: Pairing,
    profile: Profile,
    vocabulary: Vocabulary,
    language: Language,
    contacts: Callable[[str], Sequence[str]] | None = None,
) -> Sheet:
    """The sheet of a pair for a reader of `language`; with contacts where they are handed over."""
    speakers = tuple(Speaker(each) for each in ORDER[language])
    told = tuple(tell(pairing, 0, profile, vocabulary, speaker) for speaker in speakers)
    return Sheet(
        titles=_titles(told),
        meeting=tuple(
            (Name(in_language(profile.meeting.names, s.language), s.language), _when(profile, s))
            for s in speakers
        ),
        who=_who(told, speakers, contacts),
        matches=_matches(told),
        no_matches=_said(
            speakers,
            lambda s: s.say("None: the key points have nothing in common that can be shown."),
        ),
        parts=_parts(told, speakers),
        facts=_facts(told, speakers),
        headings=_headings(speakers),
        foot=_said(
            speakers,
            lambda s: s.say(
                "A proposal made by matcher from the fiches of the participants; people decide."
            ),
        ),
    )


def _said(speakers: Iterable[Speaker], telling: Callable[[Speaker], str]) -> Said:
    return once(Name(telling(speaker), speaker.language) for speaker in speakers)


def once(names: Iterable[Name]) -> Said:
    """Those that read alike once, in their order."""
    found: dict[str, Name] = {}
    for name in names:
        if name.text:
            found.setdefault(name.text, name)
    return tuple(found.values())


def _when(profile: Profile, speaker: Speaker) -> Name:
    meeting = profile.meeting
    place = in_language(meeting.places, speaker.language)
    dates = speaker.dates(meeting.dates)
    return Name(speaker.say("{place}, {dates}", place=place, dates=dates), speaker.language)


def _titles(told: Sequence[PairingTold]) -> tuple[tuple[Name, Name], ...]:
    return tuple(dict.fromkeys((each.fr.name, each.jp.name) for each in told))


def _headings(speakers: Sequence[Speaker]) -> dict[str, Said]:
    return {
        "kicker": _said(speakers, lambda s: s.say("Briefing sheet")),
        "who": _said(speakers, lambda s: s.say("Who they are")),
        "points": _said(speakers, lambda s: s.say("Key points that match")),
        "why": _said(speakers, lambda s: s.say("Why this pair")),
        "score": _said(speakers, lambda s: s.say("What the score is made of")),
        "known": _said(speakers, lambda s: s.say("What else is known")),
        "room": _said(speakers, lambda s: s.say("Questions to prepare, notes")),
        "similarity": _said(speakers, lambda s: s.say("Similarity")),
    }


def _who(
    told: Sequence[PairingTold],
    speakers: Sequence[Speaker],
    contacts: Callable[[str], Sequence[str]] | None,
) -> tuple[Row, ...]:
    def row(
        label: Callable[[Speaker], str], telling: Callable[[SideTold, Speaker], Iterable[Name]]
    ) -> Row:
        pairs = list(zip(told, speakers, strict=True))
        return Row(
            _said(speakers, label),
            once(name for each, s in pairs for name in telling(each.fr, s)),
            once(name for each, s in pairs for name in telling(each.jp, s)),
        )

    rows = [
        row(lambda s: s.say("Authority"), lambda side, s: (side.name, *side.others)),
        row(lambda s: s.say("Kind"), lambda side, s: () if side.kind is None else (side.kind,)),
        row(
            lambda s: s.say("Location"),
            lambda side, s: () if side.parent is None else (side.parent,),
        ),
        row(lambda s: s.say("Population"), lambda side, s: (Name(side.population, s.language),)),
        row(lambda s: s.say("Fields as typed"), lambda side, s: _series(side.labels)),
        row(
            lambda s: s.say("Website"),
            lambda side, s: () if side.website is None else (Name(side.website, s.language),),
        ),
    ]
    if contacts is not None:
        rows.append(
            row(
                lambda s: s.say("Contact"),
                lambda side, s: [Name(each, s.language) for each in contacts(side.id)],
            )
        )
    return tuple(each for each in rows if each.fr or each.jp)


def _series(labels: Sequence[Name]) -> Said:
    """Labels of one fiche, one after the other."""
    if not labels:
        return ()
    return (Name(" · ".join(each.text for each in labels), labels[0].language),)


def _matches(told: Sequence[PairingTold]) -> tuple[Match, ...]:
    return tuple(
        Match(
            _point([each.matches[number].fr for each in told]),
            _point([each.matches[number].jp for each in told]),
            told[0].matches[number].similarity,
        )
        for number in range(len(told[0].matches))
    )


def _point(passages: Sequence[PassageTold]) -> Point:
    found = once(each.translation for each in passages if each.translation is not None)
    return Point(passages[0], found)


def _parts(told: Sequence[PairingTold], speakers: Sequence[Speaker]) -> tuple[Fact, ...]:
    lead = told[0]
    rows = [
        Fact(
            once(
                Name(each.parts[number].label, s.language)
                for each, s in zip(told, speakers, strict=True)
            ),
            _said(speakers, lambda s: s.say("not known"))
            if part.missing
            else (Name(part.shown, speakers[0].language),),
        )
        for number, part in enumerate(lead.parts)
        if part.value != 0.0 or part.missing
    ]
    score = Fact(_said(speakers, lambda s: s.say("Score")), (_plain(lead.score, speakers),))
    return (*rows, score)


def _facts(told: Sequence[PairingTold], speakers: Sequence[Speaker]) -> tuple[Fact, ...]:
    def fact(
        label: Callable[[Speaker], str], telling: Callable[[PairingTold, Speaker], str]
    ) -> Fact:
        pairs = zip(told, speakers, strict=True)
        values = [Name(telling(each, s), s.language) for each, s in pairs]
        return Fact(_said(speakers, label), once(values))

    facts = [
        fact(lambda s: s.say("Shared fields"), lambda t, s: s.series(t.fields) or s.say("none")),
        fact(lambda s: s.say("Criteria met"), lambda t, s: s.series(t.criteria) or s.say("none")),
        fact(lambda s: s.say("Ratio of populations"), lambda t, s: t.ratio),
        fact(lambda s: s.say("Existing partnership"), lambda t, s: t.partnership),
        fact(lambda s: s.say("Working group"), lambda t, s: t.group),
    ]
    if told[0].probability is not None:
        facts.append(
            fact(
                lambda s: s.say("Probability of being judged good"),
                lambda t, s: t.probability or "",
            )
        )
    return tuple(facts)


def _plain(text: str, speakers: Sequence[Speaker]) -> Name:
    return Name(text, speakers[0].language)
