"""A board told in one language: what the page of a shortlist shows, ready to print."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from matcher.collectivity import Country
from matcher.domains import Vocabulary
from matcher.i18n.sentences import Speaker
from matcher.matching.pairing import Pairing
from matcher.shortlist.decision import Decision, Verdict
from matcher.shortlist.fairness import GaveUp
from matcher.writing.decided import VERDICTS
from matcher.writing.made import LeftOver, left_over, withheld
from matcher.writing.names import Name, name_for
from matcher.writing.told import PairingTold, in_language, tell
from service.shortlists.board import Board
from service.shortlists.changes import Changes, Moved
from service.shortlists.telling import ConflictTold, StaleTold, conflicts_told, stale_told
from service.storage.records import Event, Role

#: What was said of a pair, for programs: the name in a form and in a class.
STATES: Mapping[Verdict | None, str] = {None: "open", **{each: each.value for each in Verdict}}


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    """A pair on the board, for one reader. `state` is a value of STATES, `verdict` its word.

    `decision` holds notes, and `said` the mark of what was said (`mark_of`), only where the reader
    may decide. `choice` says which choice each is to the other, "" where the pair is not proposed.
    """

    told: PairingTold
    state: str
    verdict: str
    decision: Decision
    said: str
    choice: str
    is_new: bool
    is_proposed: bool = True

    @property
    def key(self) -> str:
        """The pair in addresses within the page."""
        return f"{self.told.fr.id}--{self.told.jp.id}"

    @property
    def title(self) -> str:
        """Both names."""
        return f"{self.told.fr.name.text} – {self.told.jp.name.text}"


@dataclass(frozen=True, slots=True)
class MovedTold:
    """Somebody with another number of meetings than before, as a sentence."""

    name: Name
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesView:
    """What a decision changed in the list; `what` is the decision as a sentence.

    `spoken` is all that in short, for who hears the page.
    """

    what: str
    spoken: str
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    gained: tuple[MovedTold, ...] = ()
    lost: tuple[MovedTold, ...] = ()
    kept: str = ""
    is_known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """An entry of the history."""

    number: int
    at: str
    machine_time: str
    by: str
    sentence: str
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardView:
    """Everything that is told of the list, whatever the filters leave: `pairs` are all `total`."""

    id: str
    name: str
    meeting: str
    when_and_where: str
    summary: str
    decided: str
    withheld: str | None
    pairs: tuple[PairView, ...]
    total: int
    rejected: tuple[PairView, ...]
    unserved: tuple[LeftOver, ...]
    conflicts: tuple[ConflictTold, ...]
    stale: tuple[StaleTold, ...]
    has_list: bool


def mark_of(decision: Decision) -> str:
    """Tells what was said of a pair from everything else that could be said of it."""
    told = "\x00".join(
        str(each)
        for each in (
            decision.verdict,
            decision.note,
            decision.met,
            decision.worth_it,
            decision.follow_up,
        )
    )
    return hashlib.blake2b(told.encode(), digest_size=8).hexdigest()


def board_view(
    board: Board,
    speaker: Speaker,
    vocabulary: Vocabulary,
    role: Role | None,
    *,
    new: frozenset[tuple[str, str]] = frozenset(),
) -> BoardView:
    """A board for readers of the speaker's language and of `role`; pairs of `new` are marked."""
    profile, made = board.in_force.profile, board.shortlist
    meeting = profile.meeting
    people = board.moment.snapshot.participants()
    return BoardView(
        id=board.stored.id,
        name=board.stored.name,
        meeting=in_language(meeting.names, speaker.language),
        when_and_where=speaker.say(
            "{place}, {dates}",
            place=in_language(meeting.places, speaker.language),
            dates=speaker.dates(meeting.dates),
        ),
        summary=_summary(board, speaker),
        decided=_decided(board, speaker),
        withheld=None if made is None else withheld(made.probability_withheld, speaker),
        pairs=tuple(_pairs(board, speaker, vocabulary, role, new)),
        total=len(board.pairings),
        rejected=tuple(
            pair_view(board, each, number, speaker, vocabulary, role, is_proposed=False)
            for number, each in enumerate(board.rejected(), start=1)
        ),
        unserved=() if made is None else left_over(made, speaker),
        conflicts=conflicts_told(board.in_force.conflicts, people, speaker),
        stale=stale_told(board.in_force.stale, people, speaker),
        has_list=made is not None,
    )


def pair_view(
    board: Board,
    pairing: Pairing,
    number: int,
    speaker: Speaker,
    vocabulary: Vocabulary,
    role: Role | None,
    *,
    choice: str = "",
    is_new: bool = False,
    is_proposed: bool = True,
) -> PairView:
    """A pair of a board, in its list or not, as far as `role` may see it."""
    decision, may_decide = board.decision(pairing), role is Role.CURATE
    return PairView(
        told=tell(pairing, number, board.in_force.profile, vocabulary, speaker),
        state=STATES[decision.verdict],
        verdict=verdict_told(decision.verdict, speaker),
        decision=decision if may_decide else replace(decision, note="", follow_up=""),
        said=mark_of(decision) if may_decide else "",
        choice=choice,
        is_new=is_new,
        is_proposed=is_proposed,
    )


def verdict_told(verdict: Verdict | None, speaker: Speaker) -> str:
    """What was said of a pair, in a word."""
    return speaker.say("open") if verdict is None else speaker.text(VERDICTS[verdict])


def choice_told(given: GaveUp, speaker: Speaker) -> str:
    """Which choice each is to the other, of all partners it could have."""
    return speaker.say(
        "choice no. {jp} of the French one, no. {fr} of the Japanese one",
        jp=given.fr.rank,
        fr=given.jp.rank,
    )


def choice_of(board: Board, fr: str, jp: str, speaker: Speaker) -> str:
    """As `choice_told`; "" for a pair that is not in the list."""
    given = () if board.shortlist is None else board.shortlist.gave_up
    found = next((each for each in given if (each.pair.fr, each.pair.jp) == (fr, jp)), None)
    return "" if found is None else choice_told(found, speaker)


def changes_view(
    changes: Changes | None, event: Event, board: Board, speaker: Speaker
) -> ChangesView:
    """What an entry of the history changed; where that is not known (yet), the entry alone.

    The pair that was decided on is not told again among those that came or went.
    """
    names = _names(board, speaker)
    what = decided_told(event.before, event.after, names, speaker)
    if event.undone:
        what = speaker.say("Taken back – {what}", what=what)
    if changes is None:
        return ChangesView(what=what, spoken=what, is_known=False)
    own = event.after.pair
    return ChangesView(
        what=what,
        spoken=speaker.say(
            "{what} {new} new in the list, {gone} no longer in it.",
            what=what,
            new=len([pair for pair in changes.new if pair != own]),
            gone=len([pair for pair in changes.gone if pair != own]),
        ),
        new=tuple(pair_told(pair, names) for pair in changes.new if pair != own),
        gone=tuple(pair_told(pair, names) for pair in changes.gone if pair != own),
        gained=tuple(_moved(each, board, speaker) for each in changes.gained),
        lost=tuple(_moved(each, board, speaker) for each in changes.lost),
        kept=speaker.plural(
            "{count} pair stays as it was.", "{count} pairs stay as they were.", len(changes.kept)
        ),
    )


def decided_told(
    before: Decision, after: Decision, names: Mapping[str, str], speaker: Speaker
) -> str:
    """What was said of a pair, as a sentence."""
    pair = pair_told(after.pair, names)
    if before.verdict is not after.verdict:
        match after.verdict:
            case Verdict.ACCEPTED:
                return speaker.say("{pair}: accepted.", pair=pair)
            case Verdict.REJECTED:
                return speaker.say("{pair}: rejected.", pair=pair)
            case Verdict.PINNED:
                return speaker.say("{pair}: pinned.", pair=pair)
            case None:
                return speaker.say("{pair}: open again.", pair=pair)
    if (before.met, before.worth_it, before.follow_up) != (
        after.met,
        after.worth_it,
        after.follow_up,
    ):
        return speaker.say("{pair}: what came of the meeting was noted.", pair=pair)
    return speaker.say("{pair}: note changed.", pair=pair)


def history_view(
    events: Sequence[Event], board: Board, speaker: Speaker, role: Role | None
) -> tuple[EventView, ...]:
    """The history, the latest first; who decided is told to who may decide."""
    names = _names(board, speaker)
    return tuple(
        EventView(
            number=each.number,
            at=speaker.moment(each.at),
            machine_time=each.at.isoformat(timespec="seconds"),
            by=each.by if role is Role.CURATE else "",
            sentence=decided_told(each.before, each.after, names, speaker),
            undone=each.undone,
        )
        for each in reversed(events)
    )


def pair_told(pair: tuple[str, str], names: Mapping[str, str]) -> str:
    """A pair by its names."""
    return " – ".join(names.get(id_, id_) for id_ in pair)


def _names(board: Board, speaker: Speaker) -> Mapping[str, str]:
    return {
        each.id: name_for(each, speaker.language).text
        for each in board.moment.snapshot.participants()
    }


def _moved(moved: Moved, board: Board, speaker: Speaker) -> MovedTold:
    name = name_for(board.moment.roster[moved.id], speaker.language)
    sentence = speaker.say(
        "{name}: {after} instead of {before}",
        name=name.text,
        after=moved.after,
        before=moved.before,
    )
    return MovedTold(name, sentence)


def _pairs(
    board: Board,
    speaker: Speaker,
    vocabulary: Vocabulary,
    role: Role | None,
    new: frozenset[tuple[str, str]],
) -> Iterator[PairView]:
    given = () if board.shortlist is None else board.shortlist.gave_up
    for number, pairing in enumerate(board.pairings, start=1):
        yield pair_view(
            board,
            pairing,
            number,
            speaker,
            vocabulary,
            role,
            choice=choice_told(given[number - 1], speaker) if number <= len(given) else "",
            is_new=(pairing.fr.id, pairing.jp.id) in new,
        )


def _summary(board: Board, speaker: Speaker) -> str:
    made = board.shortlist
    if made is None:
        return ""
    french = sum(each.country is Country.FR for each in made.participants)
    return speaker.say(
        "{pairings} proposed between {french} French and {japanese} Japanese authorities; "
        "{served} have at least one meeting.",
        pairings=speaker.plural("{count} pairing", "{count} pairings", len(made.pairings)),
        french=french,
        japanese=len(made.participants) - french,
        served=made.served,
    )


def _decided(board: Board, speaker: Speaker) -> str:
    said = board.in_force.decisions
    return speaker.say(
        "{accepted} accepted, {pinned} pinned, {rejected} rejected, {open} open",
        accepted=len(said.having(Verdict.ACCEPTED)),
        pinned=len(said.having(Verdict.PINNED)),
        rejected=len(said.rejected),
        open=sum(board.decision(each).verdict is None for each in board.pairings),
    )
