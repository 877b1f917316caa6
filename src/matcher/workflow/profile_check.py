"""The tables of one profile → Profile, with every fault and the line it stands in."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Collection, Mapping

from matcher.collectivity import Language
from matcher.errors import Fault
from matcher.matching.score import CONSTANT
from matcher.matching.signals import SIGNALS
from matcher.profile import Calibration, Meeting, Profile, Weight, WorkingGroup

PARTS = (CONSTANT, *(signal.name for signal in SIGNALS))
#: Parameters that divide, or whose logarithm is taken.
_POSITIVE = frozenset(
    [
        "key-points-temperature",
        "labels-temperature",
        "hub-prior-count",
        "rarity-prior-count",
        "rarity-prior-share",
        "specific-spread",
        "size-spread",
        "comparable-ratio",
    ]
)
#: Parameters that are shares of a whole.
_SHARES = frozenset(["rank-share", "rarity-prior-share"])
_MEETING = ("name", "dates", "place", "meetings_each", "floor", "working_groups")
_MOST_MEETINGS = 50
_CALIBRATION = ("encoder", "encoder_fingerprint", "weights_fingerprint", "fitted_on", "reason")


class ProfileCheck:
    """Reads the tables of one profile and notes every fault on the way."""

    def __init__(
        self, name: str, text: str, domain_ids: Collection[str], parameters: Collection[str]
    ) -> None:
        """`parameters` are the names a profile must hold, `domain_ids` those of the vocabulary."""
        self.faults: list[Fault] = []
        self._name = name
        self._text_of_file = text
        self._domain_ids = domain_ids
        self._parameters = parameters

    def profile(self, table: Mapping[str, object]) -> Profile:
        """The profile that `table` says; it is only good where there are no faults."""
        self._only(table, ("meeting", "weights", "parameters", "calibration"), "")
        weights = self._weights(self._table(table, "weights", ""), "weights", PARTS)
        parameters = self._weights(
            self._table(table, "parameters", ""),
            "parameters",
            self._parameters,
        )
        meeting = self._table(table, "meeting", "")
        self._only(meeting, _MEETING, "meeting")
        floor = self._weight(meeting.get("floor"), "meeting.floor")
        return Profile(
            name=self._name,
            meeting=Meeting(
                names=self._texts(meeting.get("name"), "meeting.name"),
                dates=self._text(meeting.get("dates"), "meeting.dates"),
                places=self._texts(meeting.get("place"), "meeting.place"),
                working_groups=self._groups(meeting.get("working_groups", [])),
            ),
            meetings_each=self._meetings_each(meeting.get("meetings_each")),
            floor=floor.value,
            floor_reason=floor.reason,
            weights=weights,
            parameters=parameters,
            fingerprint=_fingerprint(table),
            calibration=self._calibration(table),
        )

    def _weights(
        self,
        table: Mapping[str, object],
        place: str,
        known: Collection[str],
    ) -> dict[str, Weight]:
        """The values of `table`, of which none may be forgotten: one that is would count as 0."""
        self._only(table, known, place)
        for name in known:
            if name not in table:
                self._fault(f"{place}.{name}", "nothing", "a value and its reason")
        found = {
            name: self._weight(entry, f"{place}.{name}")
            for name, entry in table.items()
            if name in known
        }
        if place == "parameters":
            for name, weight in found.items():
                self._range(name, weight.value)
        return found

    def _weight(self, entry: object, place: str) -> Weight:
        if not isinstance(entry, dict):
            self._fault(place, _shown(entry), "a table with value and reason")
            return Weight(0.0, "")
        self._only(entry, ("value", "reason"), place)
        value, reason = entry.get("value"), entry.get("reason")
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self._fault(f"{place}.value", _shown(value), "a number")
            value = 0.0
        elif not math.isfinite(value):
            self._fault(f"{place}.value", _shown(value), "a finite number")
            value = 0.0
        if not isinstance(reason, str) or not reason.strip():
            self._fault(f"{place}.reason", _shown(reason), "the reason for the value")
            reason = ""
        return Weight(float(value), reason)

    def _range(self, name: str, value: float) -> None:
        if name in _POSITIVE and value <= 0:
            self._fault(f"parameters.{name}.value", str(value), "a number above 0")
        elif name in _SHARES and not 0 <= value <= 1:
            self._fault(f"parameters.{name}.value", str(value), "a share between 0 and 1")

    def _calibration(self, table: Mapping[str, object]) -> Calibration | None:
        if "calibration" not in table:
            return None
        said = self._table(table, "calibration", "")
        self._only(said, _CALIBRATION, "calibration")
        return Calibration(
            **{key: self._text(said.get(key), f"calibration.{key}") for key in _CALIBRATION}
        )

    def _meetings_each(self, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            self._fault("meeting.meetings_each", _shown(value), "a whole number")
            return 1
        if not 1 <= value <= _MOST_MEETINGS:
            self._fault("meeting.meetings_each", str(value), f"1 to {_MOST_MEETINGS}")
            return 1
        return value

    def _groups(self, value: object) -> tuple[WorkingGroup, ...]:
        if not isinstance(value, list):
            self._fault("meeting.working_groups", _shown(value), "a list of tables")
            return ()
        return tuple(self._group(entry, number) for number, entry in enumerate(value, start=1))

    def _group(self, entry: object, number: int) -> WorkingGroup:
        place = f"meeting.working_groups[{number}]"
        if not isinstance(entry, dict):
            self._fault(place, _shown(entry), "a table with name and domains")
            return WorkingGroup({}, ())
        self._only(entry, ("name", "domains"), place)
        domains = entry.get("domains")
        if not isinstance(domains, list):
            self._fault(f"{place}.domains", _shown(domains), "a list of domain ids")
            domains = []
        for id_ in domains:
            if id_ not in self._domain_ids:
                self._fault(f"{place}.domains", _shown(id_), "a domain id")
        return WorkingGroup(self._texts(entry.get("name"), f"{place}.name"), tuple(domains))

    def _texts(self, value: object, place: str) -> dict[Language, str]:
        if isinstance(value, str) and value.strip():
            return dict.fromkeys(Language, value)
        if not isinstance(value, dict) or not value:
            self._fault(place, _shown(value), "a text, or one for each of fr, ja, en")
            return {}
        self._only(value, tuple(Language), place)
        return {
            language: self._text(value[language], f"{place}.{language}")
            for language in Language
            if language in value
        }

    def _text(self, value: object, place: str) -> str:
        if not isinstance(value, str) or not value.strip():
            self._fault(place, _shown(value), "a text")
            return ""
        return value

    def _table(self, table: Mapping[str, object], key: str, place: str) -> Mapping[str, object]:
        value = table.get(key)
        if not isinstance(value, dict):
            self._fault(f"{place}{key}", _shown(value), "a table")
            return {}
        return value

    def _only(self, table: Mapping[str, object], known: Collection[str], place: str) -> None:
        for key in table:
            if key not in known:
                where = f"{place}.{key}" if place else key
                self._fault(where, key, f"one of: {', '.join(known)}")

    def _fault(self, place: str, found: str, expected: str) -> None:
        self.faults.append(Fault(line_of(self._text_of_file, place), place, found, expected))


def line_of(text: str, place: str) -> int | None:
    """The line that sets `place` (dotted), or that opens the nearest table around it."""
    lines = text.splitlines()
    *tables, key = re.sub(r"\[\d+\]", "", place).split(".")
    number = re.search(r"\[(\d+)\]", place)
    skip = int(number[1]) - 1 if number else 0
    best = None
    for depth in range(len(tables) + 1, 0, -1):
        header = re.compile(
            r"\s*\[+\s*"
            + r"\s*\.\s*".join(f"[\"']?{re.escape(part)}[\"']?" for part in [*tables, key][:depth])
            + r"\s*\]+"
        )
        starts = [at for at, line in enumerate(lines) if header.match(line)]
        if starts:
            best = starts[min(skip, len(starts) - 1)]
            break
    inside = range(0 if best is None else best + 1, len(lines))
    for at in inside:
        if best is not None and lines[at].lstrip().startswith("["):
            break
        if re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", lines[at]):
            return at + 1
    return None if best is None else best + 1


def _shown(value: object) -> str:
    return "nothing" if value is None else repr(value)


def _fingerprint(table: Mapping[str, object]) -> str:
    text = json.dumps(table, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
