"""What was decided on a pairing, in words: the same in every output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.i18n.sentences import Speaker
from matcher.shortlist.decision import Decision, Decisions, Verdict

#: What a verdict is called, on pages and in every output.
VERDICTS: Mapping[Verdict, str] = {
    Verdict.ACCEPTED: "accepted",
    Verdict.PINNED: "pinned",
    Verdict.REJECTED: "rejected",
}


@dataclass(frozen=True, slots=True)
class DecisionTold:
    """What was said of a pairing. `verdict` is "" while it is open.

    `remarks` are the note, what came of the meeting and what is to follow, each as a sentence.
    """

    verdict: str
    remarks: tuple[str, ...]


def tell_decision(decision: Decision, speaker: Speaker) -> DecisionTold:
    """A decision for readers of the speaker's language."""
    verdict = "" if decision.verdict is None else speaker.say(VERDICTS[decision.verdict])
    remarks = [decision.note, _outcome(decision, speaker)]
    if decision.follow_up:
        remarks.append(speaker.say("To follow: {text}", text=decision.follow_up))
    return DecisionTold(verdict, tuple(each for each in remarks if each))


def decision_told(
    decisions: Decisions | None, pair: tuple[str, str], speaker: Speaker
) -> DecisionTold | None:
    """What was said of a pair; None where no decisions are to be told, or nothing was said."""
    if decisions is None:
        return None
    decision = decisions.on(*pair)
    return None if decision.is_open else tell_decision(decision, speaker)


def _outcome(decision: Decision, speaker: Speaker) -> str:
    match decision.met, decision.worth_it:
        case None, _:
            return ""
        case False, _:
            return speaker.say("They did not meet.")
        case _, None:
            return speaker.say("They met.")
        case _, True:
            return speaker.say("They met, and it was worth it.")
        case _:
            return speaker.say("They met, and it was not worth it.")
