"""The page about the service itself: how scores are made, what is kept, where data come from."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from matcher.i18n import messages
from matcher.i18n.sentences import Speaker
from matcher.matching.calibration import withheld
from matcher.writing.made import WeightLine, weights_of
from service.dependencies import MomentDep
from service.live.moment import Moment
from service.pages.frame.render import render, speaker_of

router = APIRouter()


@dataclass(frozen=True, slots=True)
class AboutView:
    """What is told of the making. `learnt` is what probabilities come from, or why there are
    none."""

    profile: str
    encoder: str
    floor: str
    floor_reason: str
    weights: tuple[WeightLine, ...]
    learnt: str
    learnt_because: str


@router.get("/about")
async def show_about(request: Request, moment: MomentDep) -> Response:
    """The page; everybody may read it."""
    return await render(request, "about.html.j2", view=about_view(moment, speaker_of(request)))


def about_view(moment: Moment, speaker: Speaker) -> AboutView:
    """How scores are made under the profile in use."""
    snapshot = moment.snapshot
    profile = snapshot.profile
    why = withheld(profile, snapshot.encoder.fingerprint)
    calibration = profile.calibration
    learnt, because = "", ""
    if why is not None:
        learnt = messages.withheld(why, speaker)
    elif calibration is not None:
        learnt, because = speaker.text(calibration.fitted_on), speaker.text(calibration.reason)
    return AboutView(
        profile=profile.name,
        encoder=snapshot.encoder.name or speaker.say("not known"),
        floor=speaker.decimal(profile.floor),
        floor_reason=speaker.text(profile.floor_reason),
        weights=weights_of(profile, speaker),
        learnt=learnt,
        learnt_because=because,
    )
