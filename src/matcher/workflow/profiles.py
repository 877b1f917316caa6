"""Profiles as files: TOML → Profile, every fault of a file told at once.

The shipped `takamatsu` is the pattern: it holds every parameter there is. A file of one's own
may begin with `extends = "takamatsu"` and change single values; a changed value needs its own
reason.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from matcher.errors import DataFileError, Fault
from matcher.profile import Profile
from matcher.workflow.profile_check import ProfileCheck, line_of

DEFAULT = "takamatsu"

#: Where a profile is asked for.
_ASKED = "--profile, MATCHER_PROFILE"

#: Tables that hold together: replaced whole or inherited whole.
_AS_ONE = frozenset(["calibration"])
_AT_LINE = re.compile(r"\(at line (\d+)")


def load_profile(name: str, domain_ids: Collection[str]) -> Profile:
    """The profile of that name that ships, or the one in the file `name`.

    `domain_ids` are the ids of the vocabulary. Raises DataFileError with every fault.
    """
    return _profile(_text_of(name), domain_ids)


def shipped_profiles() -> tuple[str, ...]:
    """Names of the profiles that ship, in order."""
    folder = resources.files("matcher").joinpath("data", "profiles")
    return tuple(
        sorted(
            entry.name.removesuffix(".toml")
            for entry in folder.iterdir()
            if entry.name.endswith(".toml")
        )
    )


@dataclass(frozen=True, slots=True)
class _File:
    """A profile as text; `name` is what the profile is called."""

    name: str
    source: str
    text: str


def _text_of(name: str) -> _File:
    if name in shipped_profiles():
        file = resources.files("matcher").joinpath("data", "profiles", f"{name}.toml")
        return _File(name, f"{name}.toml", file.read_text(encoding="utf-8"))
    path = Path(name)
    try:
        return _File(path.stem, str(path), path.read_text(encoding="utf-8-sig"))
    except (FileNotFoundError, IsADirectoryError):
        expected = " / ".join((*shipped_profiles(), "FILE.toml"))
        raise DataFileError(name, (Fault(None, _ASKED, name, expected),)) from None
    except UnicodeDecodeError as problem:
        fault = Fault(None, _ASKED, f"byte {problem.start}", "UTF-8 text")
        raise DataFileError(name, (fault,)) from None
    except OSError as problem:
        found = problem.strerror or ""
        raise DataFileError(name, (Fault(None, _ASKED, found, "a readable file"),)) from None


def _profile(file: _File, domain_ids: Collection[str]) -> Profile:
    table = _with_base(file)
    check = ProfileCheck(file.name, file.text, domain_ids, _parameter_names())
    profile = check.profile(table)
    if check.faults:
        raise DataFileError(file.source, tuple(check.faults))
    return profile


def _parsed(file: _File) -> dict[str, object]:
    try:
        return tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as problem:
        found = _AT_LINE.search(str(problem))
        line = int(found[1]) if found else None
        raise DataFileError(file.source, (Fault(line, "TOML", str(problem), "TOML"),)) from None


def _with_base(file: _File) -> dict[str, object]:
    """The tables of the file over those of the profile it extends."""
    table = _parsed(file)
    base = table.pop("extends", None)
    if base is None:
        return table
    if base not in shipped_profiles() or base == file.name:
        expected = f"one of: {', '.join(shipped_profiles())}"
        fault = Fault(line_of(file.text, "extends"), "extends", repr(base), expected)
        raise DataFileError(file.source, (fault,))
    return _over(_with_base(_text_of(str(base))), table)


def _over(base: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, object]:
    """`changes` laid over `base`; a value with its reason, or a calibration, is replaced as one."""
    merged = dict(base)
    for key, value in changes.items():
        below = merged.get(key)
        as_one = key in _AS_ONE or (isinstance(value, dict) and {"value", "reason"} & value.keys())
        if not as_one and isinstance(value, dict) and isinstance(below, dict):
            merged[key] = _over(below, value)
        else:
            merged[key] = value
    return merged


def _parameter_names() -> tuple[str, ...]:
    parameters = _parsed(_text_of(DEFAULT))["parameters"]
    return tuple(parameters) if isinstance(parameters, dict) else ()
