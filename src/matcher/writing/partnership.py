"""An existing partnership in words; what the list does not hold is not known, never « none »."""

from __future__ import annotations

from matcher.gazetteer.twins import Link, Twin
from matcher.i18n.sentences import Speaker


def partnership(twin: Twin | None, speaker: Speaker) -> str:
    """What is known of a partnership between the two.

    Says the year of the signature, that it runs through a commune of the intercommunalité, and
    which former municipality signed, as far as each is known.
    """
    if twin is None:
        return speaker.say("not known")
    facts = [_since(twin.year, speaker)]
    if twin.link is Link.THROUGH_COMMUNE:
        facts.append(speaker.say("through its commune {commune}", commune=twin.fr_name))
    if twin.signed_as is not None:
        facts.append(speaker.say("signed as {name}", name=twin.signed_as))
    return (
        speaker.say("{partners} ({facts})", partners=facts[0], facts="; ".join(facts[1:]))
        if (len(facts) > 1)
        else facts[0]
    )


def _since(year: int | None, speaker: Speaker) -> str:
    if year is None:
        return speaker.say("partners already")
    return speaker.say("partners since {year}", year=str(year))
