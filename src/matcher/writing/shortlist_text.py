"""A shortlist in a few lines for a terminal: the pairings, who is left over, how good it is."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.domains import Vocabulary
from matcher.i18n.sentences import Speaker
from matcher.shortlist.shortlist import Shortlist
from matcher.writing.made import left_over
from matcher.writing.told import tell

#: Pairings shown; the files hold all.
SHOWN = 15


def shortlist_text(shortlist: Shortlist, vocabulary: Vocabulary, speaker: Speaker) -> str:
    """The best pairings with their scores, then the figures of the whole."""
    return "\n".join(_lines(shortlist, vocabulary, speaker))


def _lines(shortlist: Shortlist, vocabulary: Vocabulary, speaker: Speaker) -> Iterator[str]:
    for number, pairing in enumerate(shortlist.pairings[:SHOWN], start=1):
        told = tell(pairing, number, shortlist.profile, vocabulary, speaker)
        fields = f"  {speaker.listing(told.fields)}" if told.fields else ""
        yield f"{told.score:>6}  {told.fr.name.text} – {told.jp.name.text}{fields}"
    more = len(shortlist.pairings) - SHOWN
    if more > 0:
        yield "        " + speaker.plural("{count} more pairing", "{count} more pairings", more)
    yield ""
    yield speaker.plural(
        "{pairings}; {count} of {total} participants has a meeting.",
        "{pairings}; {count} of {total} participants have a meeting.",
        shortlist.served,
        pairings=speaker.plural("{count} pairing", "{count} pairings", len(shortlist.pairings)),
        total=len(shortlist.participants),
    )
    for each in left_over(shortlist, speaker):
        yield f"  {each.name.text}: {each.why}"
    yield speaker.say(
        "Total over the floor {objective}, bound {bound}; price of fairness {price}.",
        objective=shortlist.objective,
        bound=shortlist.bound,
        price=shortlist.price_of_fairness,
    )
