"""Values of the core ↔ plain JSON, following the fields of the dataclasses themselves.

A field added to a fiche is kept by the index without a change here. Nothing is ever executed
on reading (no pickle): a file gives values of the types asked for, or `CodecError`.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cache
from typing import TypeVar, Union, get_args, get_origin, get_type_hints

from matcher.collectivity import Country, Language, Position
from matcher.fiche import PartialDate

T = TypeVar("T")

#: Types a value typed only as `object` (the details of a note) may have besides JSON's own.
_TAGGED: Mapping[str, type] = {
    "country": Country,
    "language": Language,
    "date": PartialDate,
    "position": Position,
}
_TAG_OF = {type_: tag for tag, type_ in _TAGGED.items()}
_PLAIN = (str, int, float, bool, type(None))


class CodecError(ValueError):
    """JSON that does not say what the type needs; `place` leads to it."""

    def __init__(self, place: str, found: str, expected: str) -> None:
        super().__init__(f"{place}: {found}, expected {expected}")
        self.place = place
        self.found = found
        self.expected = expected


def pack(value: object) -> object:
    """`value` as JSON. Fields that hold their default are left out.

    Raises TypeError for a value of a type that has no JSON form.
    """
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, Mapping):
        return {str(pack(key)): pack(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [pack(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _pack_field(getattr(value, field.name), type(value), field.name)
            for field in dataclasses.fields(value)
            if not _is_default(field, getattr(value, field.name))
        }
    raise TypeError(f"no JSON form for a {type(value).__name__}")


def unpack(type_: type[T], data: object, place: str = "") -> T:
    """The value of `type_` that `data` says. Raises CodecError."""
    return _unpack(type_, data, place)  # type: ignore[return-value]


def _pack_field(value: object, owner: type, name: str) -> object:
    return _pack_open(value) if _is_open(_hints(owner)[name]) else pack(value)


def _is_open(hint: object) -> bool:
    """Whether a field says only that it holds objects."""
    return get_origin(hint) in (Mapping, dict) and get_args(hint)[1] is object


def _pack_open(value: object) -> object:
    """A value whose type the field does not tell: what JSON would lose is tagged."""
    tag = _TAG_OF.get(type(value))
    if tag is not None:
        return {f"${tag}": pack(value)}
    if isinstance(value, Mapping):
        return {str(key): _pack_open(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_pack_open(item) for item in value]
    return pack(value)


def _unpack_open(data: object, place: str) -> object:
    if isinstance(data, list):
        return tuple(_unpack_open(item, place) for item in data)
    if isinstance(data, dict):
        if len(data) == 1:
            ((key, item),) = data.items()
            if key.startswith("$") and key[1:] in _TAGGED:
                return _unpack(_TAGGED[key[1:]], item, place)
        return {key: _unpack_open(item, f"{place}.{key}") for key, item in data.items()}
    return data


def _unpack(hint: object, data: object, place: str) -> object:
    origin, arguments = _shape(hint)
    if origin in (Union, types.UnionType):
        return _optional(arguments, data, place)
    if origin is tuple:
        items = _of(list, data, place)
        return tuple(_unpack(arguments[0], x, f"{place}[{i}]") for i, x in enumerate(items))
    if origin in (dict, Mapping):
        return _mapping(hint, _of(dict, data, place), place)
    return _plain(origin or hint, arguments, data, place)


def _optional(arguments: tuple[object, ...], data: object, place: str) -> object:
    if data is None and type(None) in arguments:
        return None
    (inner,) = (each for each in arguments if each is not type(None))
    return _unpack(inner, data, place)


def _mapping(hint: object, data: dict[str, object], place: str) -> object:
    if _is_open(hint):
        return {key: _unpack_open(item, place) for key, item in data.items()}
    of_key, of_item = get_args(hint)
    return {
        _unpack(of_key, key, place): _unpack(of_item, item, f"{place}.{key}")
        for key, item in data.items()
    }


def _plain(type_: object, arguments: tuple[object, ...], data: object, place: str) -> object:
    if not isinstance(type_, type):
        raise TypeError(f"no way to read a {type_}")
    if issubclass(type_, Enum):
        return _enum(type_, data, place)
    if dataclasses.is_dataclass(type_):
        return _dataclass(type_, arguments, _of(dict, data, place), place)
    if type_ is float and isinstance(data, int) and not isinstance(data, bool):
        return float(data)
    return _of(type_, data, place)


def _dataclass(
    type_: type, arguments: tuple[object, ...], data: dict[str, object], place: str
) -> object:
    hints = _filled_in_hints(type_, arguments)
    unknown = sorted(data.keys() - hints.keys())
    if unknown:
        raise CodecError(f"{place}.{unknown[0]}", "a field unknown here", type_.__name__)
    values = {name: _unpack(hints[name], item, f"{place}.{name}") for name, item in data.items()}
    try:
        return type_(**values)
    except (TypeError, ValueError) as problem:
        raise CodecError(place, str(problem), type_.__name__) from problem


@cache
def _filled_in_hints(type_: type, arguments: tuple[object, ...]) -> Mapping[str, object]:
    """The hints of the fields of a dataclass, with what its variables stand for."""
    variables = dict(zip(getattr(type_, "__parameters__", ()), arguments, strict=True))
    return {name: _filled_in(hint, variables) for name, hint in _hints(type_).items()}


def _filled_in(hint: object, variables: Mapping[object, object]) -> object:
    """`T | None` with what T stands for."""
    if not variables:
        return hint
    if isinstance(hint, TypeVar):
        return variables[hint]
    if get_origin(hint) in (Union, types.UnionType):
        kinds = [variables.get(each, each) for each in get_args(hint)]
        return Union[tuple(kinds)]  # noqa: UP007
    return hint


def _enum(type_: type[Enum], data: object, place: str) -> Enum:
    try:
        return type_(data)
    except ValueError:
        raise CodecError(place, repr(data), type_.__name__) from None


def _of(type_: type[T], data: object, place: str) -> T:
    if not isinstance(data, type_) or (isinstance(data, bool) and type_ is not bool):
        raise CodecError(place, type(data).__name__, type_.__name__)
    return data


def _is_default(field: dataclasses.Field[object], value: object) -> bool:
    if field.default is not dataclasses.MISSING:
        return bool(value == field.default)
    if field.default_factory is not dataclasses.MISSING:
        return bool(value == field.default_factory())
    return False


@cache
def _shape(hint: object) -> tuple[object, tuple[object, ...]]:
    """Origin and arguments of a hint: asked for every value, and slow to find out."""
    return get_origin(hint), get_args(hint)


@cache
def _hints(type_: type) -> Mapping[str, object]:
    return get_type_hints(type_)
