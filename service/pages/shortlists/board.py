"""The board of a shortlist: the pairs, what was decided on them, and what that changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from matcher.domains import Vocabulary
from matcher.errors import ChangedMeanwhile, ConstraintConflict, UnknownCollectivity
from matcher.gathering import Participant
from matcher.i18n.sentences import Speaker
from service.dependencies import (
    BoardsDep,
    OpenedDep,
    ReaderDep,
    ShortlistId,
)
from service.limits import LONGEST_ID
from service.live.profiles import Profiles
from service.opened import Opened
from service.pages.frame.forms import Sent, SentDep
from service.pages.frame.render import language_of, render, speaker_of
from service.pages.frame.waiting import PATIENCE, computing_page
from service.pages.parts.map_view import MapView, map_view
from service.pages.shortlists.board_filters import (
    CountryChoices,
    Filters,
    FiltersView,
    chosen,
    filters_view,
    headings,
    served,
)
from service.pages.shortlists.board_view import (
    BoardView,
    ChangesView,
    EventView,
    PairView,
    board_view,
    changes_view,
    decided_told,
    history_view,
)
from service.pages.shortlists.deciding_form import (
    DecidedMeanwhile,
    WordsRefused,
    decision_in,
    latest_on,
    pair_in,
)
from service.pages.shortlists.trouble import Trouble, trouble_of
from service.pages.shortlists.wishes_form import MOST_LISTED, WishesView, typed_wishes, wishes_view
from service.pages.shortlists.wishes_form import mark_of as mark_of_wishes
from service.security.visitors import Visitor
from service.shortlists.board import Board
from service.shortlists.boards import Boards, Computing
from service.shortlists.deciding import Decider, last_standing
from service.shortlists.in_force import asked_of
from service.shortlists.telling import names_of_all
from service.storage.records import Event, Role, StoredShortlist, Wishes

router = APIRouter()

#: Entries of the history that the board shows.
LATEST = 30


@dataclass(frozen=True, slots=True)
class Undo:
    """The decision that would be taken back."""

    number: int
    sentence: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPage:
    """The whole page, with what its reader may see and do.

    `pairs` are those that the filters leave; `typed_notes` are notes that were typed and not
    stored, `note_faults` what is wrong with them, by the key of their pair. `undo`, `wishes` and
    `everybody` (among whom a further pair may be chosen) are for who may decide.
    """

    board: BoardView
    pairs: tuple[PairView, ...]
    filters: FiltersView
    changes: ChangesView | None
    trouble: Trouble | None
    typed_notes: Mapping[str, str]
    note_faults: Mapping[str, str]
    map: MapView | None
    undo: Undo | None
    history: tuple[EventView, ...]
    wishes: WishesView | None
    served: tuple[CountryChoices, ...]
    everybody: tuple[CountryChoices, ...]


@router.get("/shortlists/{id}")
async def show(
    request: Request,
    opened: OpenedDep,
    boards: BoardsDep,
    reader: ReaderDep,
    id: ShortlistId,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    text: Annotated[str, Query(max_length=100)] = "",
    who: Annotated[str, Query(max_length=LONGEST_ID)] = "",
    group: Annotated[str, Query(max_length=10)] = "",
    state: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The board; `after` names the entry of the history whose effect is told."""
    filters = Filters(text=text, who=who, group=group, state=state)
    return await _board(request, opened, boards, reader, id, filters=filters, after=after)


@router.post("/shortlists/{id}")
async def change(
    request: Request, opened: OpenedDep, boards: BoardsDep, form: SentDep, id: ShortlistId
) -> Response:
    """Decide, take back, or wish otherwise, as the button says that was pressed."""
    speaker, typed = speaker_of(request), form.texts()
    try:
        number = await run_in_threadpool(_change, form, boards, id)
    except (ConstraintConflict, WordsRefused, DecidedMeanwhile) as refusal:
        trouble = await trouble_of(refusal, request, typed)
    except ChangedMeanwhile:
        said = speaker.say(
            "Somebody else has changed the wishes meanwhile. Nothing of yours was stored; "
            "it stands below as you typed it."
        )
        trouble = Trouble(form=typed, sentence=said)
    except UnknownCollectivity as unknown:
        said = speaker.say("{asked} takes part no more.", asked=unknown.asked)
        trouble = Trouble(form=typed, sentence=said)
    except _WishesUnreadable as unreadable:
        trouble = Trouble(form=typed, wrong=unreadable.wrong, status=422)
    else:
        where = f"/{language_of(request)}/shortlists/{id}"
        asked = _kept_query(form)
        query = "&".join([*([f"after={number}"] if number else []), *asked])
        return RedirectResponse(f"{where}?{query}" if query else where, 303)
    return await _board(request, opened, boards, form.curator, id, trouble=trouble)


class _WishesUnreadable(Exception):
    """Wishes that cannot be read, by field."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__()
        self.wrong = wrong


def _change(form: Sent, boards: Boards, id_: str) -> int:
    """Do what the form asks; the number of the entry of the history to be told, 0 for none."""
    decider, by = Decider(boards), form.curator.name
    match form.text("do"):
        case "undo":
            last = last_standing(boards.events(id_))
            if last is None or str(last.number) != form.text("last"):
                return 0
            done = decider.undo(id_, by=by, number=last.number)  # a second press comes too late
            boards.begin(done.stored)
            return 0 if done.before is None else last.number
        case "wish":
            boards.begin(_wish(form, boards, id_))
            return 0
        case _:
            pair = pair_in(form.texts())
            decided = decider.decide(id_, pair, decision_in(form.texts()), by=by)
            boards.begin(decided.stored)
            if decided.before == decided.after:
                return 0
            return latest_on(pair, boards.events(id_))


def _wish(form: Sent, boards: Boards, id_: str) -> StoredShortlist:
    def wished(stored: StoredShortlist) -> tuple[str, Wishes]:
        found = mark_of_wishes(stored.name, stored.wishes)
        if form.text("mark") != found:
            raise ChangedMeanwhile("shortlist", id_, stored.version, 0)
        typed = typed_wishes(form.texts(), form.several("comes"), stored.wishes, boards.profiles)
        if typed.wrong:
            raise _WishesUnreadable(typed.wrong)
        return typed.name, typed.wishes

    return Decider(boards).wish(id_, wished, expected=boards.stored(id_).version)


def _kept_query(form: Sent) -> list[str]:
    """The filters that were set stay set."""
    return [each for each in form.text("filters").split("&") if each.split("=")[0] in _FILTERS]


_FILTERS = ("text", "who", "group", "state")


async def _board(
    request: Request,
    opened: Opened,
    boards: Boards,
    visitor: Visitor,
    id_: str,
    *,
    filters: Filters | None = None,
    after: int = 0,
    trouble: Trouble | None = None,
) -> Response:
    speaker = speaker_of(request)
    board = await boards.awaited(id_, PATIENCE)
    if isinstance(board, Computing):
        return await computing_page(request, board)
    events = await run_in_threadpool(boards.events, id_)
    told, new = await _told(boards, board, events, after, speaker)

    def shown() -> BoardPage:
        return board_page(
            board,
            events,
            opened.knowledge.vocabulary,
            boards.profiles,
            speaker,
            visitor.role,
            filters=filters or Filters(),
            changes=told,
            new=new,
            trouble=trouble,
        )

    status = 200 if trouble is None else trouble.status
    view = await run_in_threadpool(shown)
    return await render(request, "board.html.j2", status=status, view=view)


def board_page(
    board: Board,
    events: Sequence[Event],
    vocabulary: Vocabulary,
    profiles: Profiles,
    speaker: Speaker,
    role: Role | None,
    *,
    filters: Filters,
    changes: ChangesView | None = None,
    new: frozenset[tuple[str, str]] = frozenset(),
    trouble: Trouble | None = None,
) -> BoardPage:
    """The page of a board for readers of `role`; `events` is its whole history."""
    whole = board_view(board, speaker, vocabulary, role, new=new)
    people = board.moment.snapshot.participants()
    may_decide = role is Role.CURATE
    return BoardPage(
        board=whole,
        pairs=chosen(whole.pairs, filters),
        filters=filters_view(filters, board, speaker),
        changes=changes,
        trouble=trouble,
        typed_notes=_by_pair(trouble, "note", None if trouble is None else trouble.form),
        note_faults=_by_pair(trouble, "note", None if trouble is None else trouble.faults),
        map=_map(board, vocabulary, speaker),
        undo=_undo(events, names_of_all(people, speaker), speaker) if may_decide else None,
        history=history_view(events[-LATEST:], board, speaker, role),
        wishes=_wishes(board.stored, people, profiles, speaker, trouble) if may_decide else None,
        served=headings(served(board), speaker),
        everybody=headings(people, speaker) if may_decide and len(people) <= MOST_LISTED else (),
    )


def _wishes(
    stored: StoredShortlist,
    people: Sequence[Participant],
    profiles: Profiles,
    speaker: Speaker,
    trouble: Trouble | None,
) -> WishesView:
    return wishes_view(
        stored.name,
        stored.wishes,
        people,
        profiles,
        speaker,
        mark=mark_of_wishes(stored.name, stored.wishes),
        form=trouble.form if trouble is not None and trouble.is_wish else None,
        wrong=None if trouble is None else trouble.wrong,
    )


def _map(board: Board, vocabulary: Vocabulary, speaker: Speaker) -> MapView | None:
    made = board.shortlist
    if made is None:
        return None
    return map_view(made.participants, made.pairings, made.profile, vocabulary, speaker)


def _undo(events: Sequence[Event], names: Mapping[str, str], speaker: Speaker) -> Undo | None:
    last = last_standing(events)
    if last is None:
        return None
    return Undo(last.number, decided_told(last.before, last.after, names, speaker), last.by)


def _by_pair(
    trouble: Trouble | None, field_: str, said: Mapping[str, str] | None
) -> Mapping[str, str]:
    """What is `said` of a field of the form about a pair that was not stored, by the pair's key."""
    if trouble is None or not said or field_ not in said:
        return {}
    form = trouble.form
    return {f"{form.get('fr', '')}--{form.get('jp', '')}": said[field_]}


async def _told(
    boards: Boards,
    board: Board,
    events: tuple[Event, ...],
    after: int,
    speaker: Speaker,
) -> tuple[ChangesView | None, frozenset[tuple[str, str]]]:
    """What an entry of the history changed, where its effect still stands."""
    event = next((each for each in events if each.number == after), None)
    if event is None:
        return None, frozenset()
    before, now = event.before, event.after
    if event.undone:
        before, now = now, before
    if asked_of(board.stored).on(*now.pair) != now:
        return None, frozenset()
    changes = None
    if before.verdict is not now.verdict:
        changes = await boards.changed(board.stored, before, PATIENCE)
    found = frozenset() if changes is None else frozenset(changes.new)
    return changes_view(changes, event, board, speaker), found
