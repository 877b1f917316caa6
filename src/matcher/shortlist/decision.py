"""What people said of a pairing, before the meeting and after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from matcher.collectivity import Country


class Verdict(StrEnum):
    """What is to become of a pairing.

    ACCEPTED and PINNED pairs stay in the list whatever else changes: the first is a proposal
    people agree with, the second one they ask for. REJECTED pairs are proposed no more.
    """

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PINNED = "pinned"


#: Verdicts that keep a pair in the list.
KEEPING = frozenset({Verdict.ACCEPTED, Verdict.PINNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was said of the pairing of `fr` and `jp` (ids). None and "" mean that nothing was.

    `met`, `worth_it` and `follow_up` are said after the meeting: whether the two met, whether it
    was worth it, and what is to come of it.
    """

    fr: str
    jp: str
    verdict: Verdict | None = None
    note: str = ""
    met: bool | None = None
    worth_it: bool | None = None
    follow_up: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """French id, Japanese id."""
        return (self.fr, self.jp)

    @property
    def is_open(self) -> bool:
        """Whether nothing was said at all."""
        return self == Decision(fr=self.fr, jp=self.jp)

    @property
    def without_words(self) -> Decision:
        """The decision without what was written in words, which stays inside the house."""
        return replace(self, note="", follow_up="")


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was said of the pairings of one list, by pair (French id, Japanese id)."""

    by_pair: Mapping[tuple[str, str], Decision] = field(default_factory=dict)

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> Decisions:
        """The decisions of which something was said; of one pair the last one counts."""
        found = {each.pair: each for each in decisions}
        return cls({pair: each for pair, each in found.items() if not each.is_open})

    def on(self, fr: str, jp: str) -> Decision:
        """What was said of a pair; open where nothing was."""
        return self.by_pair.get((fr, jp)) or Decision(fr=fr, jp=jp)

    def having(self, *verdicts: Verdict) -> frozenset[tuple[str, str]]:
        """The pairs with one of these verdicts."""
        return frozenset(pair for pair, each in self.by_pair.items() if each.verdict in verdicts)

    @property
    def kept(self) -> frozenset[tuple[str, str]]:
        """The pairs accepted or pinned."""
        return self.having(*KEEPING)

    @property
    def rejected(self) -> frozenset[tuple[str, str]]:
        """The pairs rejected."""
        return self.having(Verdict.REJECTED)

    @property
    def without_words(self) -> Decisions:
        """The decisions without what was written in words."""
        return Decisions.of(each.without_words for each in self.by_pair.values())

    def with_(self, decision: Decision) -> Decisions:
        """The decisions with `decision` in place of what was said of its pair."""
        return Decisions.of([*self.by_pair.values(), decision])


@dataclass(frozen=True, slots=True)
class Graded:
    """A decision as a judgment: `document` for who asks, `query` (ids of participants)."""

    query: str
    document: str
    grade: int


def grade(decision: Decision) -> int | None:
    """What a decision says of a pair as a grade from 0 to 3; None where it says nothing.

    Afterwards counts more than before: 3 where they met and it was worth it, 1 where they met and
    it was not; else 2 where the pair was accepted or pinned, 0 where it was rejected.
    """
    if decision.met and decision.worth_it is not None:
        return 3 if decision.worth_it else 1
    match decision.verdict:
        case Verdict.ACCEPTED | Verdict.PINNED:
            return 2
        case Verdict.REJECTED:
            return 0
        case None:
            return None


def judgments(decisions: Decisions, asking: Country) -> tuple[Graded, ...]:
    """The decisions as judgments, `asking` being who asks; in order of ids."""
    found = []
    for each in decisions.by_pair.values():
        query, document = each.pair if asking is Country.FR else each.pair[::-1]
        graded = grade(each)
        if graded is not None:
            found.append(Graded(query, document, graded))
    return tuple(sorted(found, key=lambda each: (each.query, each.document)))
