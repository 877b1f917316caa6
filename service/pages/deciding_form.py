"""A decision on a pair as a form: read back, and refused where somebody else was faster.

Of a decision the form keeps the mark of what was said when it was shown. Whoever decides on
another pair meanwhile is not in the way; whoever decides on the same one is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from matcher.shortlist.decision import Decision, Verdict
from service.pages.board_view import mark_of

LONGEST_NOTE = 5_000

#: What the buttons say of a pair; anything else leaves the verdict as it is.
_VERDICTS: Mapping[str, Verdict | None] = {
    "accepted": Verdict.ACCEPTED,
    "rejected": Verdict.REJECTED,
    "pinned": Verdict.PINNED,
    "open": None,
}

_ANSWERS: Mapping[str, bool | None] = {"yes": True, "no": False, "": None}


class DecidedMeanwhile(Exception):
    """Somebody said something of the pair since the form was shown; `found` is what."""

    def __init__(self, found: Decision) -> None:
        super().__init__(found)
        self.found = found


def pair_in(form: Mapping[str, str]) -> tuple[str, str]:
    """The pair a form is about."""
    return form.get("fr", "")[:200], form.get("jp", "")[:200]


def decision_in(form: Mapping[str, str]) -> Callable[[Decision], Decision]:
    """What a form makes of what is said of its pair; what it does not hold stays.

    The function raises DecidedMeanwhile where that is not what the form was made for.
    """

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
        after = replace(after, note=_words(form["note"]))
    if "follow_up" in form:
        after = replace(after, follow_up=_words(form["follow_up"]))
    if "met" in form or "worth_it" in form:
        met = _ANSWERS.get(form.get("met", ""))
        worth_it = _ANSWERS.get(form.get("worth_it", ""))
        met = True if worth_it is not None and met is None else met
        after = replace(after, met=met, worth_it=worth_it if met else None)
    return after


def _words(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    shown = "".join(each if each.isprintable() or each in "\n\t" else " " for each in text)
    return shown.strip()[:LONGEST_NOTE]
