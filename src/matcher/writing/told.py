"""A pairing told in one language: texts ready to print, for the page and the briefing alike.

Nothing is computed anew here: every figure is the pairing's own, written out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import floor

from matcher.collectivity import Country, Language
from matcher.domains import Vocabulary
from matcher.fiche import Origin
from matcher.gathering import Participant
from matcher.i18n.sentences import Speaker
from matcher.i18n.terms import KINDS, part_label
from matcher.matching.pairing import KeyPointMatch, MatchedPassage, Pairing
from matcher.matching.whole_words import Span
from matcher.profile import Profile
from matcher.shortlist.decision import Decisions
from matcher.writing.addresses import web_address
from matcher.writing.decided import DecisionTold, decision_told
from matcher.writing.names import Name, name_for, other_names, own_language, parent_for
from matcher.writing.partnership import partnership
from matcher.writing.rounding import shown_parts


@dataclass(frozen=True, slots=True)
class SideTold:
    """One participant of a pair. `rank` is a sentence, None where the population is not known."""

    id: str
    country: Country
    name: Name
    others: tuple[Name, ...]
    kind: Name | None
    parent: Name | None
    population: str
    completed: bool
    rank: str | None
    labels: tuple[Name, ...]
    updated: str | None
    website: str | None
    address: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartTold:
    """A part of the score. `shown` is rounded so that the shown parts add up to the shown score.

    `start` and `end` are exact running totals before and after this part.
    """

    name: str
    label: str
    value: float
    shown: str
    start: float
    end: float
    missing: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a passage. `number`: of the words that answer each other, None for the rest."""

    text: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class PassageTold:
    """A key point with the passage that matches: before + passage + after is the key point.

    The texts of `stretches` are the passage, cut where words answer others. `translation` is the
    key point in the reader's language where a fiche has it.
    """

    number: int
    before: str
    passage: str
    after: str
    language: Language
    translation: Name | None
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class WordsTold:
    """Two words that answer each other. `number` counts those of a match from 1."""

    number: int
    fr: Name
    jp: Name


@dataclass(frozen=True, slots=True)
class MatchTold:
    """Two key points side by side. `mutual`: each is the other's best answer."""

    fr: PassageTold
    jp: PassageTold
    similarity: str
    mutual: bool
    words: tuple[WordsTold, ...]


@dataclass(frozen=True, slots=True)
class PairingTold:
    """A pairing with everything said of it. `number` is its place in the shortlist, from 1.

    `probability` that it would be judged good is a percentage, None where it is withheld.
    `decision` is what was said of it, None where nothing was or where that is not to be told.
    """

    number: int
    fr: SideTold
    jp: SideTold
    score: str
    score_value: float
    probability: str | None
    under_floor: bool
    parts: tuple[PartTold, ...]
    missing: tuple[str, ...]
    fields: tuple[str, ...]
    matches: tuple[MatchTold, ...]
    ratio: str
    ratio_value: float | None
    criteria: tuple[str, ...]
    partnership: str
    twin: bool
    group: str
    group_number: int | None
    decision: DecisionTold | None = None

    @property
    def sides(self) -> tuple[SideTold, SideTold]:
        """France first."""
        return (self.fr, self.jp)


def tell(
    pairing: Pairing,
    number: int,
    profile: Profile,
    vocabulary: Vocabulary,
    speaker: Speaker,
    decisions: Decisions | None = None,
) -> PairingTold:
    """`pairing`, `number`-th of the shortlist, for readers of the speaker's language."""
    language = speaker.language
    facts = pairing.evidence.population
    # What has no weight in the profile is no part of the score, and no line of its account.
    parts = tuple(
        part for part in _parts(pairing, speaker) if part.value or profile.weight(part.name)
    )
    return PairingTold(
        number=number,
        fr=tell_side(pairing.fr, speaker, facts.fr_rank),
        jp=tell_side(pairing.jp, speaker, facts.jp_rank),
        score=shown_score(pairing, speaker),
        score_value=pairing.score,
        probability=_probability(pairing.probability, speaker),
        under_floor=pairing.score < profile.floor,
        parts=parts,
        missing=tuple(part.label for part in parts if part.missing),
        fields=tuple(vocabulary.label(id_, language) for id_ in pairing.evidence.shared_domains),
        matches=tuple(_match(match, pairing, speaker) for match in pairing.evidence.matches),
        ratio=speaker.say("not known") if facts.ratio is None else speaker.ratio(facts.ratio),
        ratio_value=facts.ratio,
        criteria=tuple(speaker.say(part_label(name)) for name in pairing.evidence.criteria),
        partnership=partnership(pairing.evidence.twin, speaker),
        twin=pairing.evidence.twin is not None,
        group=group_name(pairing.working_group, profile, language) or speaker.say("none fits"),
        group_number=pairing.working_group,
        decision=decision_told(decisions, (pairing.fr.id, pairing.jp.id), speaker),
    )


def shown_score(pairing: Pairing, speaker: Speaker) -> str:
    """The score at two decimals: the same in every output."""
    return speaker.decimal(sum(shown_parts(pairing.parts).values()))


def _probability(value: float | None, speaker: Speaker) -> str | None:
    """A whole percentage; never a certainty, which nobody can learn from judgments."""
    if value is None:
        return None
    percent = round(100 * value)
    if percent < 1:
        return speaker.say("less than {share}", share=speaker.percent(0.01))
    if percent > 99:
        return speaker.say("more than {share}", share=speaker.percent(0.99))
    return speaker.percent(percent / 100)


def group_name(number: int | None, profile: Profile, language: Language) -> str | None:
    """The name of a working group of the profile's meeting."""
    if number is None:
        return None
    names = profile.meeting.working_groups[number].names
    return in_language(names, language)


def in_language(texts: Mapping[Language, str], language: Language) -> str:
    """The text in `language`, else in English, else in any."""
    return texts.get(language) or texts.get(Language.EN) or next(iter(texts.values()))


def tell_side(participant: Participant, speaker: Speaker, rank: float | None) -> SideTold:
    """A participant for readers of the speaker's language. `rank` is its share as in evidence."""
    own = own_language(participant.country)
    written = participant.fiches[0].language.value or own
    kind = participant.fiches[0].kind.value
    if participant.collectivity is not None:
        kind = participant.collectivity.kind
    updated = participant.fiches[0].updated.value
    population = participant.population
    sites = (fiche.website.value for fiche in participant.fiches)
    website = next((site for site in sites if site and "@" not in site), None)
    return SideTold(
        id=participant.id,
        country=participant.country,
        name=name_for(participant, speaker.language),
        others=other_names(participant, speaker.language),
        kind=None if kind is None else _kind(kind, participant.country, speaker),
        parent=parent_for(participant, speaker.language),
        population=speaker.population(population.value),
        completed=population.origin is Origin.COMPLETED,
        rank=_rank(participant.country, rank, speaker),
        labels=tuple(Name(label, written) for label in participant.domains),
        updated=None if updated is None else speaker.date(updated),
        website=website,
        address=None if website is None else web_address(website),
        sources=tuple(dict.fromkeys(fiche.source for fiche in participant.fiches)),
    )


def _kind(kind: str, country: Country, speaker: Speaker) -> Name:
    """The legal kind as its own country writes it; translated for other readers where known."""
    own, message = own_language(country), KINDS.get(kind)
    if speaker.language is own or message is None:
        return Name(kind, own)
    return Name(speaker.say(message), speaker.language)


def _rank(country: Country, rank: float | None, speaker: Speaker) -> str | None:
    if rank is None:
        return None
    share = speaker.percent(floor(100 * rank) / 100)  # never « 100 % of the others »
    if country is Country.FR:
        return speaker.say("more inhabitants than {share} of French authorities", share=share)
    return speaker.say("more inhabitants than {share} of Japanese authorities", share=share)


def _parts(pairing: Pairing, speaker: Speaker) -> tuple[PartTold, ...]:
    shown = shown_parts(pairing.parts)
    told: list[PartTold] = []
    total = 0.0
    for name, value in pairing.parts.items():
        told.append(
            PartTold(
                name=name,
                label=speaker.say(part_label(name)),
                value=value,
                shown=speaker.signed(shown[name]),
                start=total,
                end=total + value,
                missing=name in pairing.missing,
            )
        )
        total += value
    return tuple(told)


def _match(match: KeyPointMatch, pairing: Pairing, speaker: Speaker) -> MatchTold:
    language = speaker.language
    links = match.links or ()
    fr = _passage(match.fr, pairing.fr, language, [link.fr for link in links])
    jp = _passage(match.jp, pairing.jp, language, [link.jp for link in links])
    return MatchTold(
        fr=fr,
        jp=jp,
        similarity=speaker.decimal(match.similarity),
        mutual=len(match.serves) == 2,
        words=tuple(
            WordsTold(
                number,
                Name(link.fr.of(match.fr.text), fr.language),
                Name(link.jp.of(match.jp.text), jp.language),
            )
            for number, link in enumerate(links, start=1)
        ),
    )


def _passage(
    matched: MatchedPassage, owner: Participant, language: Language, words: Sequence[Span]
) -> PassageTold:
    written = language_of_point(owner, matched.number - 1)
    translation = None
    if language is not written:
        said = owner.key_point_in(matched.number - 1, language).text
        translation = None if said == matched.key_point else Name(said, language)
    return PassageTold(
        number=matched.number,
        before=matched.key_point[: matched.start],
        passage=matched.text,
        after=matched.key_point[matched.end :],
        language=written,
        translation=translation,
        stretches=tuple(_stretches(matched.text, words)),
    )


def _stretches(text: str, words: Sequence[Span]) -> Iterator[Stretch]:
    """`text` cut at `words`, numbered in their order; no two overlap."""
    at = 0
    for number, span in sorted(enumerate(words, start=1), key=lambda each: each[1].start):
        if at < span.start:
            yield Stretch(text[at : span.start])
        yield Stretch(span.of(text), number)
        at = span.end
    if at < len(text):
        yield Stretch(text[at:])


def language_of_point(participant: Participant, index: int) -> Language:
    """The language of the fiche that key point `index` (from 0) stands in."""
    for fiche in participant.fiches:
        if index < len(fiche.key_points):
            return fiche.language.value or own_language(participant.country)
        index -= len(fiche.key_points)
    raise IndexError(index)
