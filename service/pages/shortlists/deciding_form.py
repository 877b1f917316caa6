"""A decision on a pair as a form: read back, and refused where somebody else was faster.

Of a decision the form keeps the mark of what was said when it was shown. Whoever decides on
another pair meanwhile is not in the way; whoever decides on the same one is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from matcher.i18n.sentences import Speaker
from matcher.shortlist.decision import Decision, Verdict
from service.limits import LONGEST_ID, LONGEST_NOTE
from service.pages.shortlists.board_view import mark_of
from service.schemas.words import no_text_in
from service.storage.records import Event

#: What the buttons say of a pair; anything else leaves the verdict as it is.
_VERDICTS: Mapping[str, Verdict | None] = {
    "accepted": Verdict.ACCEPTED,
    "rejected": Verdict.REJECTED,
    "pinned": Verdict.PINNED,
    "open": None,
}

#: The fields that people write in.
WORDS = ("note", "follow_up")

_ANSWERS: Mapping[str, bool | None] = {"yes": True, "no": False, "": None}


class DecidedMeanwhile(Exception):
    """Somebody said something of the pair since the form was shown; `found` is what."""

    def __init__(self, found: Decision) -> None:
        super().__init__(found)
        self.found = found


class WordsRefused(Exception):
    """What was typed cannot be stored as it is: `typed` by field."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        super().__init__(tuple(typed))
        self.typed = typed

    def told(self, speaker: Speaker) -> Mapping[str, str]:
        """What has to be mended, by field."""
        return {field: _fault(text, speaker) for field, text in self.typed.items()}


def pair_in(form: Mapping[str, str]) -> tuple[str, str]:
    """The pair a form is about."""
    return form.get("fr", "")[:LONGEST_ID], form.get("jp", "")[:LONGEST_ID]


def latest_on(pair: tuple[str, str], events: Sequence[Event]) -> int:
    """The number of the latest entry of a history about a pair; 0 where there is none."""
    return next((each.number for each in reversed(events) if each.after.pair == pair), 0)


def decision_in(form: Mapping[str, str]) -> Callable[[Decision], Decision]:
    """What a form makes of what is said of its pair; what it does not hold stays.

    Raises WordsRefused; the function raises DecidedMeanwhile where that is not what the form was
    made for.
    """
    words = {field: _lines(form[field]) for field in WORDS if field in form}
    refused = {
        field: text for field, text in words.items() if len(text) > LONGEST_NOTE or no_text_in(text)
    }
    if refused:
        raise WordsRefused(refused)

    def decide(before: Decision) -> Decision:
        after = _over(before, form)
        if form.get("said", "") != mark_of(before) and after != before:
            raise DecidedMeanwhile(before)
        return after

    return decide


def _over(before: Decision, form: Mapping[str, str]) -> Decision:
    after = before
    if form.get("verdict") in _VERDICTS:
        after = replace(after, verdict=_VERDICTS[form["verdict"]])
    if "note" in form:
        after = replace(after, note=_lines(form["note"]))
    if "follow_up" in form:
        after = replace(after, follow_up=_lines(form["follow_up"]))
    if "met" in form or "worth_it" in form:
        met = _ANSWERS.get(form.get("met", ""))
        worth_it = _ANSWERS.get(form.get("worth_it", ""))
        met = True if worth_it is not None and met is None else met
        after = replace(after, met=met, worth_it=worth_it if met else None)
    return after


def _lines(text: str) -> str:
    """Text as a form sends it, with the line ends that are stored."""
    return text.replace("\r\n", "\n").strip()


def _fault(text: str, speaker: Speaker) -> str:
    found = no_text_in(text)
    if found:
        return speaker.say(
            "A character in it is no text (U+{code}): take it out.", code=f"{ord(found):04X}"
        )
    return speaker.say(
        "It has {count} characters; {most} at most can be stored.",
        count=len(text),
        most=LONGEST_NOTE,
    )
