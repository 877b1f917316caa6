"""Contacts stand only where they are asked for: in the workbook and the briefing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from matcher.gathering import Participant


@dataclass(frozen=True, slots=True)
class Contacts:
    """Contacts that may be written out, by participant id. Empty unless someone asked."""

    by_id: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.by_id)

    def of(self, participant_id: str) -> tuple[str, ...]:
        """The contacts of a participant as its fiches give them; empty where not known."""
        return self.by_id.get(participant_id, ())


#: What the writers are given unless contacts were asked for.
NO_CONTACTS = Contacts()


def contacts_of(participants: Iterable[Participant]) -> Contacts:
    """All contacts in the counted fiches of `participants`, each once."""
    found = {
        participant.id: tuple(
            dict.fromkeys(f.contact.value for f in participant.fiches if f.contact.value)
        )
        for participant in participants
    }
    return Contacts({id_: contacts for id_, contacts in found.items() if contacts})


#: What ends an address: blanks, brackets, and Japanese, which stands before and after it unparted.
_NOT_IN_ADDRESS = (
    r"\s@<>()\[\],;:“”«»"
    r"\u3000-\u30ff\u3400-\u9fff\uff00-\uff0c\uff0f\uff1a-\uff20\uff3b-\uff3e\uff40\uff5b-\uff65"
)
_MAIL_ADDRESS = re.compile(f"[^{_NOT_IN_ADDRESS}]+[@＠][^{_NOT_IN_ADDRESS}]+")


def without_addresses(text: str) -> str:
    """`text` with every mail address replaced by « … »."""
    return _MAIL_ADDRESS.sub("…", text)
