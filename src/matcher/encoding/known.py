"""The table of known encoders of the hub: TOML → values, every fault told at once."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping

from matcher.encoders import FIGURES, KnownEncoder
from matcher.errors import DataFileError, Fault

_NEEDED = ("name", "megabytes", "dimension", "licence")


def parse_known(text: str, source: str) -> tuple[KnownEncoder, ...]:
    """The encoders of the table, in its order. Raises DataFileError."""
    try:
        entries = tomllib.loads(text).get("encoder", [])
    except tomllib.TOMLDecodeError as problem:
        raise DataFileError(source, (Fault(None, "toml", str(problem), "TOML"),)) from problem
    if not (isinstance(entries, list) and all(isinstance(each, dict) for each in entries)):
        raise DataFileError(source, (Fault(None, "encoder", repr(entries), "a list of tables"),))
    faults = [fault for number, each in enumerate(entries, 1) for fault in _faults(number, each)]
    if faults:
        raise DataFileError(source, tuple(faults))
    return tuple(KnownEncoder(**{**each, "cuts": tuple(each.get("cuts", ()))}) for each in entries)


def _faults(number: int, entry: Mapping[str, object]) -> list[Fault]:
    place = f"encoder {entry.get('name', number)}"
    found = [
        Fault(None, place, f"no {key}", ", ".join(_NEEDED)) for key in _NEEDED if key not in entry
    ]
    for key, value in entry.items():
        kind = _KINDS.get(key)
        if kind is None or not kind(value):
            expected = ", ".join(_KINDS) if kind is None else _EXPECTED[key]
            found.append(Fault(None, f"{place}, {key}", repr(value), expected))
    return found


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_share(value: object) -> bool:
    return isinstance(value, float) and 0 <= value <= 1


_KINDS: Mapping[str, Callable[[object], bool]] = {
    "name": lambda value: isinstance(value, str) and value.count("/") == 1,
    "megabytes": _is_count,
    "dimension": _is_count,
    "licence": _is_text,
    "prompt": _is_text,
    "gated": lambda value: isinstance(value, bool),
    "cuts": lambda value: isinstance(value, list) and all(map(_is_count, value)),
    "figures": lambda value: (
        isinstance(value, dict)
        and set(value) <= set(FIGURES)
        and all(map(_is_share, value.values()))
    ),
}
_EXPECTED: Mapping[str, str] = {
    "name": "owner/model",
    "megabytes": "a whole number from 1",
    "dimension": "a whole number from 1",
    "licence": "a name",
    "prompt": "text",
    "gated": "true or false",
    "cuts": "whole numbers from 1",
    "figures": f"numbers from 0 to 1 for {', '.join(FIGURES)}",
}
