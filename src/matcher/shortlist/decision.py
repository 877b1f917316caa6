"""What people said of a pairing, before the meeting and after it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What is to become of a pairing.

    ACCEPTED and PINNED pairs stay in the list whatever else changes: the first is a proposal
    people agree with, the second one they ask for. REJECTED pairs are proposed no more.
    """

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PINNED = "pinned"


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
