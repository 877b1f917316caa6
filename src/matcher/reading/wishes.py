"""The small file of hard wishes (pins, vetoes, limits) → wishes with their lines, names as typed.

As a table, one wish a line, with or without a header line, # before a remark:

    pin, Lyon, 横浜市, twinned since 1959
    veto, Nantes, 新潟市
    limit, Lyon, 2

As YAML or JSON (`.yaml`, `.yml`, `.json`):

    pins:
      - {fr: Lyon, jp: 横浜市, reason: twinned since 1959}
    vetoes:
      - {fr: Nantes, jp: 新潟市}
    limits:
      - {participant: Lyon, meetings: 2}

Whose names they are is told by a function given to `resolved`; all faults are collected first.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import yaml

from matcher.collectivity import Country
from matcher.errors import (
    AmbiguousCollectivity,
    DataFileError,
    Fault,
    FileRefused,
    UnknownCollectivity,
)
from matcher.reading.charset import decoded
from matcher.reading.folding import folded

#: A wish list of a meeting has some dozens of lines.
LARGEST_BYTES = 1 << 20

_DELIMITERS = ";,\t|"
_STRUCTURED = (".yaml", ".yml", ".json")


class WishKind(StrEnum):
    """What is wished: this pair, not this pair, or so many meetings at most."""

    PIN = "pin"
    VETO = "veto"
    LIMIT = "limit"


_WORDS = {
    WishKind.PIN: ("pin", "pins", "epingle", "impose", "固定", "指定"),
    WishKind.VETO: ("veto", "vetoes", "vetos", "exclu", "exclure", "除外", "不可"),
    WishKind.LIMIT: ("limit", "limits", "limite", "limites", "maximum", "上限"),
}
_KIND_OF = {folded(word): kind for kind, words in _WORDS.items() for word in words}
_HEADERS = frozenset(map(folded, ("wish", "kind", "type", "souhait", "nature", "種別", "希望")))


@dataclass(frozen=True, slots=True)
class PairWish:
    """A pin or a veto: two names as typed, in either order, and the reason given."""

    kind: WishKind
    line: int
    names: tuple[str, str]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class LimitWish:
    """The most meetings, >= 0, of the participant of that name."""

    line: int
    name: str
    meetings: int


@dataclass(frozen=True, slots=True)
class RawWishes:
    """A file of wishes as read."""

    source: str
    pairs: tuple[PairWish, ...] = ()
    limits: tuple[LimitWish, ...] = ()


@dataclass(frozen=True, slots=True)
class Wishes:
    """Wishes by ids, as `Constraints` takes them: pairs are (French id, Japanese id).

    Two ids of one country stand as typed; `shortlist.why_not` names them. `reasons` holds those
    given, by pair.
    """

    pins: frozenset[tuple[str, str]] = frozenset()
    vetoes: frozenset[tuple[str, str]] = frozenset()
    meetings: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[tuple[str, str], str] = field(default_factory=dict)


class Named(Protocol):
    """Whom a name means; a `Participant` is one."""

    @property
    def id(self) -> str:
        """Id of the participant."""
        ...

    @property
    def country(self) -> Country:
        """The country it comes from."""
        ...


def read_wishes(path: Path) -> RawWishes:
    """The wishes in the file at `path`.

    Raises FileRefused ("not-found", "not-readable", "too-large", "undecodable-text") or
    DataFileError with the line of every fault.
    """
    if not path.is_file():
        raise FileRefused(str(path), "not-found")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except OSError as problem:
        raise FileRefused(str(path), "not-readable") from problem
    return parse_wishes(data, str(path))


def parse_wishes(data: bytes, source: str) -> RawWishes:
    """The wishes in `data`; the ending of `source` tells YAML and JSON from a table.

    Raises as `read_wishes`.
    """
    if len(data) > LARGEST_BYTES:
        raise FileRefused(source, "too-large", {"limit_mb": LARGEST_BYTES >> 20})
    text = decoded(data, source).text.lstrip("\ufeff")
    structured = source.lower().endswith(_STRUCTURED)
    entries = _tree_entries(text) if structured else _table_entries(text)
    pairs: list[PairWish] = []
    limits: list[LimitWish] = []
    faults: list[Fault] = []
    for entry in entries:
        match entry:
            case Fault():
                faults.append(entry)
            case PairWish():
                pairs.append(entry)
            case LimitWish():
                limits.append(entry)
    if faults:
        raise DataFileError(source, tuple(faults))
    return RawWishes(source, tuple(pairs), tuple(limits))


def resolved(raw: RawWishes, find: Callable[[str], Named]) -> Wishes:
    """Names to ids. `find` raises UnknownCollectivity or AmbiguousCollectivity where it cannot.

    Raises DataFileError naming the line of every name that stands for nobody or for several, and
    of every second, different limit of one participant.
    """
    faults: list[Fault] = []
    pairs: dict[WishKind, set[tuple[str, str]]] = {WishKind.PIN: set(), WishKind.VETO: set()}
    reasons: dict[tuple[str, str], str] = {}
    for wish in raw.pairs:
        found = [_found(name, wish.line, wish.kind, find, faults) for name in wish.names]
        if found[0] is None or found[1] is None:
            continue
        pair = _french_first(found[0], found[1])
        pairs[wish.kind].add(pair)
        if wish.reason is not None:
            reasons[pair] = wish.reason
    meetings: dict[str, int] = {}
    for limit in raw.limits:
        who = _found(limit.name, limit.line, WishKind.LIMIT, find, faults)
        if who is None:
            continue
        first = meetings.setdefault(who.id, limit.meetings)
        if first != limit.meetings:
            faults.append(Fault(limit.line, "limit", str(limit.meetings), str(first)))
    if faults:
        raise DataFileError(raw.source, tuple(sorted(faults, key=lambda fault: fault.line or 0)))
    return Wishes(
        frozenset(pairs[WishKind.PIN]), frozenset(pairs[WishKind.VETO]), meetings, reasons
    )


def _found(
    name: str, line: int, kind: WishKind, find: Callable[[str], Named], faults: list[Fault]
) -> Named | None:
    try:
        return find(name)
    except UnknownCollectivity as unknown:
        faults.append(Fault(line, str(kind), name, " | ".join(unknown.near) or "participant"))
    except AmbiguousCollectivity as ambiguous:
        faults.append(Fault(line, str(kind), name, " | ".join(ambiguous.options)))
    return None


def _french_first(one: Named, other: Named) -> tuple[str, str]:
    if one.country is Country.JP and other.country is Country.FR:
        return (other.id, one.id)
    return (one.id, other.id)


Entry = PairWish | LimitWish | Fault


def _table_entries(text: str) -> Iterator[Entry]:
    delimiter = max(_DELIMITERS, key=lambda sign: _kinds_read(text, sign))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    line, first = 1, True
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells) and not cells[0].startswith("#"):
                if not (first and folded(cells[0]) in _HEADERS):
                    yield _table_entry(line, cells)
                first = False
            line = reader.line_num + 1
    except csv.Error as problem:
        yield Fault(line, "line", str(problem), "csv")


def _kinds_read(text: str, delimiter: str) -> int:
    starts = (line.split(delimiter) for line in text.splitlines() if delimiter in line)
    return sum(1 for cells in starts if folded(cells[0].strip(' "')) in _KIND_OF)


def _table_entry(line: int, cells: list[str]) -> Entry:
    kind = _KIND_OF.get(folded(cells[0]))
    if kind is None:
        return Fault(line, "wish", cells[0], " | ".join(WishKind))
    one, other, *rest = [*cells[1:], "", ""]
    reason = next((cell for cell in rest if cell), None)
    return _entry(kind, line, one, other, reason)


def _entry(kind: WishKind, line: int, one: str, other: str, reason: str | None) -> Entry:
    if not one or not other:
        second = "meetings" if kind is WishKind.LIMIT else "participant"
        return Fault(line, str(kind), "", second if one else "participant")
    if kind is not WishKind.LIMIT:
        return PairWish(kind, line, (one, other), reason)
    if not other.isdecimal():
        return Fault(line, str(kind), other, "0, 1, 2 …")
    return LimitWish(line, one, int(other))


_SECTIONS = {"pins": WishKind.PIN, "vetoes": WishKind.VETO, "limits": WishKind.LIMIT}
_KEYS = {
    WishKind.PIN: ("fr", "jp", "reason"),
    WishKind.VETO: ("fr", "jp", "reason"),
    WishKind.LIMIT: ("participant", "meetings", "reason"),
}


def _tree_entries(text: str) -> Iterator[Entry]:
    """Nodes, not values: they know their lines, and no name is taken for a number or a date."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as problem:
        line = None if problem.problem_mark is None else problem.problem_mark.line + 1
        yield Fault(line, "yaml", problem.problem or "", "yaml")
        return
    except (yaml.YAMLError, RecursionError) as problem:
        yield Fault(None, "yaml", type(problem).__name__, "yaml")
        return
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        yield Fault(_line(root), "yaml", _shape(root), " | ".join(_SECTIONS))
        return
    for key, section in root.value:
        kind = _SECTIONS.get(str(key.value))
        if kind is None:
            yield Fault(_line(key), "yaml", str(key.value), " | ".join(_SECTIONS))
        elif isinstance(section, yaml.SequenceNode):
            yield from (_tree_entry(kind, item) for item in section.value)
        elif section.value not in ("", "null", "~"):
            yield Fault(_line(section), str(kind), _shape(section), "list")


def _tree_entry(kind: WishKind, node: yaml.Node) -> Entry:
    keys = _KEYS[kind]
    if not isinstance(node, yaml.MappingNode):
        return Fault(_line(node), str(kind), _shape(node), " | ".join(keys))
    values = dict.fromkeys(keys, "")
    for key, value in node.value:
        if str(key.value) not in values or not isinstance(value, yaml.ScalarNode):
            return Fault(_line(key), str(kind), str(key.value), " | ".join(keys))
        values[key.value] = value.value.strip()
    one, other, reason = values.values()
    return _entry(kind, _line(node), one, other, reason or None)


def _shape(node: yaml.Node) -> str:
    match node:
        case yaml.MappingNode():
            return "mapping"
        case yaml.SequenceNode():
            return "list"
        case _:
            return str(node.value)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
