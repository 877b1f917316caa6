"""What a stored shortlist asks for, at one moment: wishes and decisions → constraints."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from matcher.collectivity import Country
from matcher.gathering import Participant
from matcher.profile import Profile
from matcher.shortlist.constraints import Constraints
from matcher.shortlist.decision import Decisions
from matcher.shortlist.why_not import Conflict, contradictions
from matcher.workflow.wishes import with_limits
from service.live.profiles import Profiles
from service.storage.records import StoredShortlist, Wishes

#: What a wish that cannot be kept was.
Kind = Literal["pin", "veto", "limit", "comes", "accepted", "pinned", "rejected", "said", "profile"]

#: Pairs that are compared for one list at most: a few seconds and some hundred megabytes.
MOST_PAIRS = 500_000


@dataclass(frozen=True, slots=True)
class Stale:
    """A wish or decision that is kept and counts for nothing now.

    `why` is "gone" where `missing` (ids) take part no more, "stays-away" where they take part and
    do not come to this meeting, "no-profile" where there is no profile of that name. `ids` are
    all whom the wish names.
    """

    kind: Kind
    ids: tuple[str, ...]
    missing: tuple[str, ...]
    why: Literal["gone", "stays-away", "no-profile"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """What counts now. `fr` and `jp` are the ids of those who come to the meeting, in order;
    `everybody` is whether all do who take part.

    `conflicts` are those of `matcher.shortlist.why_not.contradictions`, and "too-many-pairs"
    (`fr`, `jp`: how many come, `most`). `stale` in order of kind and ids.
    """

    base: Profile
    profile: Profile
    constraints: Constraints
    decisions: Decisions
    fr: tuple[str, ...]
    jp: tuple[str, ...]
    everybody: bool
    stale: tuple[Stale, ...]
    conflicts: tuple[Conflict, ...]


def in_force(
    wishes: Wishes, decisions: Decisions, people: Iterable[Participant], profiles: Profiles
) -> InForce:
    """What `wishes` and `decisions` ask for among `people`. Nothing is computed."""
    here = {each.id: each.country for each in people}
    coming = here.keys() if wishes.participants is None else here.keys() & wishes.participants
    stale: list[Stale] = []
    if wishes.participants is not None:
        lost = sorted(wishes.participants - here.keys())
        stale += [Stale("comes", (id_,), (id_,), "gone") for id_ in lost]
    try:
        base = profiles.named(wishes.profile)
    except KeyError:
        base = profiles.configured
        stale.append(Stale("profile", (wishes.profile,), (wishes.profile,), "no-profile"))
    profile = with_limits(base, wishes.meetings_each, wishes.floor)
    limits = {id_: most for id_, most in wishes.meetings.items() if id_ in coming}
    named: list[tuple[Kind, tuple[str, ...]]] = [
        *(("pin", pair) for pair in sorted(wishes.pins)),
        *(("veto", pair) for pair in sorted(wishes.vetoes)),
        *(("limit", (id_,)) for id_ in sorted(wishes.meetings)),
        *_said(decisions),
    ]
    stale += _stale(named, here.keys(), coming)
    constraints = Constraints(
        meetings_each=profile.meetings_each,
        floor=profile.floor,
        pins=_among(wishes.pins | decisions.kept, coming),
        vetoes=_among(wishes.vetoes | decisions.rejected, coming),
        meetings=limits,
        twins=wishes.twins,
    )
    fr = tuple(sorted(id_ for id_ in coming if here[id_] is Country.FR))
    jp = tuple(sorted(id_ for id_ in coming if here[id_] is Country.JP))
    conflicts = contradictions(constraints, fr, jp)
    if len(fr) * len(jp) > MOST_PAIRS:
        conflicts += ({"kind": "too-many-pairs", "fr": len(fr), "jp": len(jp), "most": MOST_PAIRS},)
    return InForce(
        base=base,
        profile=profile,
        constraints=constraints,
        decisions=decisions,
        fr=fr,
        jp=jp,
        everybody=len(coming) == len(here),
        stale=tuple(stale),
        conflicts=conflicts,
    )


def asked_of(stored: StoredShortlist) -> Decisions:
    """The decisions of a stored shortlist, by pair."""
    return Decisions.of(stored.decisions)


def _among(pairs: Iterable[tuple[str, str]], coming: Collection[str]) -> frozenset[tuple[str, str]]:
    return frozenset(pair for pair in pairs if pair[0] in coming and pair[1] in coming)


def _said(decisions: Decisions) -> Iterator[tuple[Kind, tuple[str, ...]]]:
    for pair, decision in sorted(decisions.by_pair.items()):
        kind: Kind = "said" if decision.verdict is None else decision.verdict.value
        yield kind, pair


#: Kinds that ask for a meeting, so that staying away is worth a word.
_ASK_FOR_MEETING = frozenset({"pin", "accepted", "pinned"})


def _stale(
    named: Iterable[tuple[Kind, tuple[str, ...]]], here: Collection[str], coming: Collection[str]
) -> Iterator[Stale]:
    for kind, ids in named:
        gone = tuple(id_ for id_ in ids if id_ not in here)
        away = tuple(id_ for id_ in ids if id_ not in coming)
        if gone:
            yield Stale(kind, ids, gone, "gone")
        elif away and kind in _ASK_FOR_MEETING:
            yield Stale(kind, ids, away, "stays-away")
