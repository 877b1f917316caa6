"""The partners suggested for one participant: as lines for a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.collectivity import Country
from matcher.domains import Vocabulary
from matcher.i18n.sentences import Speaker
from matcher.matching.pairing import Suggestions
from matcher.profile import Profile
from matcher.writing.made import withheld
from matcher.writing.tables import pairing_dict, participant_dict
from matcher.writing.told import PairingTold, SideTold, tell, tell_side

Json = dict[str, object]


def suggestions_json(suggestions: Suggestions) -> Json:
    """The suggestions for programs; numbers are those of every other view."""
    own = suggestions.participant
    return {
        "participant": participant_dict(own),
        "items": [
            {
                **pairing_dict(pairing),
                "collectivity": participant_dict(pairing.partner_of(own.country)),
            }
            for pairing in suggestions.pairings
        ],
        "nobody_fits": suggestions.nobody_fits,
        "probability_withheld": suggestions.probability_withheld,
    }


def suggestions_text(
    suggestions: Suggestions, profile: Profile, vocabulary: Vocabulary, speaker: Speaker
) -> str:
    """The suggestions for people, best first, each with its reasons."""
    own = suggestions.participant
    side = tell_side(own, speaker, None)
    lines = [f"{side.name.text} ({own.id}), {side.population}", ""]
    if suggestions.nobody_fits:
        lines += [speaker.say("Nobody fits well enough; the nearest are listed."), ""]
    why = withheld(suggestions.probability_withheld, speaker)
    if why is not None:
        lines += [why, ""]
    for number, pairing in enumerate(suggestions.pairings, start=1):
        told = tell(pairing, number, profile, vocabulary, speaker)
        lines += [*_pairing(told, own.country, speaker), ""]
    return "\n".join(lines)


def _pairing(told: PairingTold, own: Country, speaker: Speaker) -> Iterator[str]:
    partner = told.jp if own is Country.FR else told.fr
    low = "" if not told.under_floor else f"  ({speaker.say('under the floor')})"
    yield f"{told.number}. {_who(partner)}  {speaker.say('Score')} {told.score}{low}"
    if told.probability is not None:
        said = speaker.say("probability of being judged good: {share}", share=told.probability)
        yield f"   {said}"
    yield "   " + "; ".join(f"{part.label} {part.shown}" for part in told.parts)
    yield from _facts(told, partner, speaker)
    for match in told.matches:
        yield f"   ≈ {match.similarity}"
        for passage in (match.fr, match.jp):
            yield f"     – {_one_line(passage.passage)}"


def _facts(told: PairingTold, partner: SideTold, speaker: Speaker) -> Iterator[str]:
    if told.fields:
        yield f"   {speaker.say('Fields in common')}: {speaker.listing(told.fields)}"
    if told.criteria:
        yield f"   {speaker.say('Criteria met')}: {speaker.listing(told.criteria)}"
    yield f"   {speaker.say('Population')}: {partner.population} ({told.ratio})"
    yield f"   {speaker.say('Existing partnership')}: {told.partnership}"
    if told.missing:
        yield f"   {speaker.say('Not known')}: {speaker.listing(told.missing)}"


def _who(side: SideTold) -> str:
    others = " / ".join(name.text for name in side.others)
    return f"{side.name.text} {others} ({side.id})" if others else f"{side.name.text} ({side.id})"


def _one_line(text: str) -> str:
    return " ".join(text.split())
