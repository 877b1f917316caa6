"""Settings from the environment: one frozen object, read by the command line and the service.

    MATCHER_ENCODER    encoder: a shipped one, a folder, or a name of the hub  (default)
    MATCHER_PROMPT     text put before every text, or a name of the model's own (the model's)
    MATCHER_DIMENSIONS dimensions its vectors are cut to                       (all)
    MATCHER_LANG       language of answers: fr, ja or en                       (en)
    MATCHER_PROFILE    profile: a shipped one or a file                        (takamatsu)
    MATCHER_DOWNLOAD   1: encoders may be fetched from the hub                 (0)
    MATCHER_INDEX      index directory of serve, suggest and rank               (none)
    MATCHER_DEBUG      1: tracebacks of unexpected errors, and of damaged files (0)

What a command is told by an option counts more than the environment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from matcher.collectivity import Language
from matcher.errors import DataFileError, Fault

_YES, _NO = frozenset(["1", "true", "yes", "on"]), frozenset(["", "0", "false", "no", "off"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the environment says, or else the defaults.

    `index` is None where none is named; `prompt` and `dimensions` where they are the encoder's.
    """

    encoder: str = "default"
    prompt: str | None = None
    dimensions: int | None = None
    language: Language = Language.EN
    profile: str = "takamatsu"
    download: bool = False
    index: Path | None = None
    debug: bool = False

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Settings:
        """The settings in `environment`. Raises DataFileError naming every unusable variable."""
        faults: list[Fault] = []
        language = environment.get("MATCHER_LANG", "").strip().lower() or str(cls().language)
        if language not in set(Language):
            faults.append(Fault(None, "MATCHER_LANG", language, "fr, ja or en"))
            language = str(cls().language)
        download = _switch(environment, "MATCHER_DOWNLOAD", faults)
        debug = _switch(environment, "MATCHER_DEBUG", faults)
        dimensions = _count(environment, "MATCHER_DIMENSIONS", faults)
        if faults:
            raise DataFileError("environment", tuple(faults))
        index = environment.get("MATCHER_INDEX", "").strip()
        return cls(
            encoder=environment.get("MATCHER_ENCODER", "").strip() or cls().encoder,
            prompt=environment.get("MATCHER_PROMPT") or None,  # the space at its end counts
            dimensions=dimensions,
            language=Language(language),
            profile=environment.get("MATCHER_PROFILE", "").strip() or cls().profile,
            download=download,
            index=Path(index) if index else None,
            debug=debug,
        )


def _switch(environment: Mapping[str, str], name: str, faults: list[Fault]) -> bool:
    value = environment.get(name, "").strip().lower()
    if value not in _YES | _NO:
        faults.append(Fault(None, name, value, "1 or 0"))
    return value in _YES


def _count(environment: Mapping[str, str], name: str, faults: list[Fault]) -> int | None:
    value = environment.get(name, "").strip()
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and int(value) > 0):
        faults.append(Fault(None, name, value, "a whole number from 1"))
        return None
    return int(value)
