"""Why something asked on a shortlist was not done, told on the page it was asked from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import Request

from matcher.errors import ConstraintConflict
from matcher.i18n.sentences import Speaker
from matcher.shortlist.decision import Decision
from service.current import moment_of
from service.live.moment import Moment
from service.pages.frame.render import speaker_of
from service.pages.shortlists.board_view import decided_told
from service.pages.shortlists.deciding_form import DecidedMeanwhile, WordsRefused
from service.shortlists.telling import ConflictTold, conflicts_told, names_of_all


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why something that was asked could not be done, with everything that was typed.

    `sentence` says it, `conflicts` what stands in the way, `form` what was sent, `wrong` which
    wishes cannot be read (codes), `faults` what is wrong with the words on a pair (sentences).
    """

    form: Mapping[str, str]
    sentence: str = ""
    conflicts: tuple[ConflictTold, ...] = ()
    wrong: Mapping[str, str] | None = None
    faults: Mapping[str, str] = field(default_factory=dict)
    status: int = 409

    @property
    def is_wish(self) -> bool:
        """Whether it was the wishes that were to be changed."""
        return self.form.get("do") == "wish"


#: What a decision, or a wish, may run into.
Refusal = ConstraintConflict | WordsRefused | DecidedMeanwhile


async def trouble_of(refusal: Refusal, request: Request, form: Mapping[str, str]) -> Trouble:
    """What to tell who sent `form`."""
    speaker = speaker_of(request)
    match refusal:
        case ConstraintConflict():
            people = (await moment_of(request)).snapshot.participants()
            return Trouble(
                form=form,
                sentence=speaker.say(
                    "This was not stored, since it contradicts what stands already."
                ),
                conflicts=conflicts_told(refusal.conflicts, people, speaker),
            )
        case WordsRefused():
            return Trouble(
                form=form,
                sentence=speaker.say("Nothing was stored: the note has to be mended first."),
                faults=refusal.told(speaker),
                status=422,
            )
        case DecidedMeanwhile():
            sentence = _faster_told(refusal.found, await moment_of(request), speaker)
            return Trouble(form=form, sentence=sentence)


def _faster_told(found: Decision, moment: Moment, speaker: Speaker) -> str:
    """That somebody else has decided on the pair since the form was shown, and what."""
    names = names_of_all(moment.snapshot.participants(), speaker)
    open_ = Decision(fr=found.fr, jp=found.jp)
    return speaker.say(
        "Somebody else was faster: {what} Nothing of yours was stored; "
        "it stands below as you typed it.",
        what=decided_told(open_, found, names, speaker),
    )
