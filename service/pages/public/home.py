"""The first page: who takes part, the links proposed between both countries, and where to go."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from matcher.collectivity import Country
from matcher.i18n.sentences import Speaker
from matcher.matching.pairing import Pairing
from matcher.profile import Profile
from matcher.writing.told import in_language
from service.dependencies import MomentDep, OpenedDep, ReaderDep
from service.live.moment import Moment
from service.opened import Opened
from service.pages.frame.render import render, speaker_of
from service.pages.frame.waiting import PATIENCE
from service.pages.parts.map_view import MapView, map_view
from service.pages.public.best_links import best_links
from service.pages.public.kept import KeptViews, kept_of
from service.shortlists.board import Board
from service.shortlists.boards import Boards, Computing

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Drawn:
    """The pairs drawn on the map. `list_id` and `list_name` are those of the shortlist they are
    proposed by; "" where they are the best partners found. `pending` says that the shortlist is
    being computed."""

    pairings: tuple[Pairing, ...]
    profile: Profile
    list_id: str = ""
    list_name: str = ""
    pending: bool = False


@dataclass(frozen=True, slots=True)
class HomeView:
    """What the first page shows. `french`, `japanese` and `key_points` are counts."""

    meeting: str
    when_and_where: str
    french: str
    japanese: str
    key_points: str
    links: Drawn
    map: MapView


@router.get("/")
async def show_home(
    request: Request, visitor: ReaderDep, opened: OpenedDep, moment: MomentDep
) -> Response:
    """The first page."""
    boards: Boards = request.state.boards
    stored = await run_in_threadpool(boards.all)
    board = await boards.awaited_of(stored[0], PATIENCE) if stored else None

    def view() -> HomeView:
        links = (
            _best(opened, moment, kept_of(request)) if board is None else _proposed(board, moment)
        )
        return home_view(moment, links, speaker_of(request))

    return await render(request, "home.html.j2", view=await run_in_threadpool(view))


def home_view(moment: Moment, links: Drawn, speaker: Speaker) -> HomeView:
    """The first page at one moment."""
    snapshot = moment.snapshot
    people = snapshot.participants()
    meeting = links.profile.meeting
    french = sum(each.country is Country.FR for each in people)
    return HomeView(
        meeting=in_language(meeting.names, speaker.language),
        when_and_where=speaker.say(
            "{place}, {dates}",
            place=in_language(meeting.places, speaker.language),
            dates=speaker.dates(meeting.dates),
        ),
        french=speaker.number(french),
        japanese=speaker.number(len(people) - french),
        key_points=speaker.number(sum(len(each.key_points) for each in people)),
        links=links,
        map=map_view(people, links.pairings, links.profile, snapshot.knowledge.vocabulary, speaker),
    )


def _best(opened: Opened, moment: Moment, kept: KeptViews) -> Drawn:
    opened.threads.here()
    links = kept.of(moment, "best links", lambda: best_links(moment))
    return Drawn(links, moment.snapshot.profile)


def _proposed(board: Board | Computing, moment: Moment) -> Drawn:
    stored = board.stored
    if isinstance(board, Computing):
        profile = moment.snapshot.profile
        return Drawn((), profile, stored.id, stored.name, pending=True)
    return Drawn(board.pairings, board.in_force.profile, stored.id, stored.name)
