"""What a judge sees: the rubric, and the two sides of a pair, without any score."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.fiche import Origin
from matcher.gathering import Participant
from matcher.i18n.sentences import Speaker
from matcher.writing.names import name_for, other_names
from matcher.writing.side_by_side import column_width, side_by_side, wrapped

#: What may be typed, as the prompt lists it.
KEYS = "0 1 2 3 s u q ?"


def rubric_text(speaker: Speaker) -> str:
    """What each grade means, and what else may be typed, a line each."""
    lines = (
        (
            "3",
            speaker.say(
                "emblematic: same specific policy, both learn at once, scale or kind close"
            ),
        ),
        (
            "2",
            speaker.say(
                "good: same specific policy at another scale or kind, or several neighbouring ones"
            ),
        ),
        ("1", speaker.say("weak: the broad field alone is common")),
        ("0", speaker.say("nothing worth a meeting")),
        ("s", speaker.say("skip this pair for now")),
        ("u", speaker.say("take back the last grade given in this session")),
        ("q", speaker.say("stop; every grade is kept already")),
        ("?", speaker.say("show these lines")),
    )
    return "\n".join(f"  {key}  {said}" for key, said in lines)


def pair_text(fr: Participant, jp: Participant, speaker: Speaker, width: int) -> str:
    """Both participants side by side in a terminal of `width` columns: names, population, fields
    as typed, key points in full."""
    column = column_width(width)
    return side_by_side(list(_side(fr, speaker, column)), list(_side(jp, speaker, column)), width)


def pair_names(fr: Participant, jp: Participant, speaker: Speaker) -> str:
    """The pair in a few words."""
    return " – ".join(name_for(each, speaker.language).text for each in (fr, jp))


def _side(participant: Participant, speaker: Speaker, width: int) -> Iterator[str]:
    names = [name_for(participant, speaker.language), *other_names(participant, speaker.language)]
    yield from wrapped(" / ".join(name.text for name in names), width)
    yield from wrapped(participant.id, width)
    yield from wrapped(_population(participant, speaker), width)
    if participant.domains:
        labels = speaker.series(participant.domains)
        yield from wrapped(speaker.say("Fields: {labels}", labels=labels), width)
    yield ""
    for point in participant.key_points:
        yield from wrapped(point.text, width, mark="• ")


def _population(participant: Participant, speaker: Speaker) -> str:
    """In brackets where the registers say it and the fiche does not."""
    population = participant.population
    said = speaker.population(population.value)
    return f"[{said}]" if population.origin is Origin.COMPLETED else said
