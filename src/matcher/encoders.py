"""What is known of encoders without opening one: how they make vectors, which are here, which are
known. Values only; what reads them from a disk stands in `matcher.encoding`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """What sort of model a folder holds. `JOINED` is a convolutional one and a transformer."""

    JOINED = "joined"
    CONVOLUTIONAL = "convolutional"
    TRANSFORMER = "transformer"
    SENTENCE_TRANSFORMERS = "sentence-transformers"


class Origin(StrEnum):
    """Where an encoder lies: shipped with the program, in the hub's cache, in a folder named."""

    SHIPPED = "shipped"
    CACHE = "cache"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Making:
    """How texts become vectors, as far as there is a choice; empty where there is none.

    prompt: put before every text. pooling: how the vectors of the pieces become one ("mean",
    "cls" …). normalised_by: "model", or "matcher" where the model does not do it; every vector
    ends at length one. cut_from: dimensions of the model, where its vectors were cut.
    """

    prompt: str = ""
    pooling: str = ""
    normalised_by: str = ""
    cut_from: int | None = None


#: Published figures that are told of a known encoder, all in [0, 1]: nDCG@10 among questions of
#: Japanese public bodies and in a French collective agreement, accuracy among translations.
FIGURES: Mapping[str, str] = {
    "jagovfaqs": "JaGovFaqs",
    "syntec": "Syntec",
    "ntrex_fr_ja": "NTREX fr→ja",
    "ntrex_ja_fr": "NTREX ja→fr",
}

#: Of an encoder that leaves no choice.
PLAIN = Making()


@dataclass(frozen=True, slots=True)
class EncoderHere:
    """An encoder that lies on this machine, as its files tell of it.

    size: bytes of all its files. dimension: None where the files do not tell. fingerprint: None
    where it would take long to compute.
    """

    name: str
    kind: Kind
    origin: Origin
    folder: Path
    size: int
    dimension: int | None
    fingerprint: str | None
    making: Making = PLAIN


@dataclass(frozen=True, slots=True)
class KnownEncoder:
    """A model of the hub that is known to suit French and Japanese, as its publishers describe it.

    megabytes: of its weights (10^6 bytes). cuts: dimensions it was trained to be cut to. prompt:
    what to set as prompt, empty where nothing is to be set. gated: whether the hub asks for an
    account that has accepted the licence. figures: published ones, by name in `FIGURES`.
    """

    name: str
    megabytes: int
    dimension: int
    licence: str
    prompt: str = ""
    gated: bool = False
    cuts: tuple[int, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)
