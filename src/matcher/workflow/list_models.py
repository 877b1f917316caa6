"""The encoders that are here and known ones of the hub, with what a profile says of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from matcher.encoders import EncoderHere, KnownEncoder, Origin
from matcher.encoding.cut import described_cut
from matcher.encoding.inventory import Found, cached_encoders, describe, shipped_encoders
from matcher.encoding.known import parse_known
from matcher.encoding.models import find_folder
from matcher.errors import ModelDamaged, ModelError, ModelNotFound
from matcher.matching.calibration import Withheld, withheld
from matcher.profile import Profile
from matcher.shipped import shipped_text

SOURCE = "encoders.toml"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The encoder in use, as the settings name it."""

    name: str
    prompt: str | None = None
    dimensions: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """An encoder that is here. `probabilities`: whether those of the profile hold for it; None
    where its fingerprint was not computed. `withheld` says why they do not.
    """

    encoder: EncoderHere
    in_use: bool
    probabilities: bool | None
    withheld: Withheld | None


@dataclass(frozen=True, slots=True)
class Models:
    """What there is: encoders, those that cannot be used with the reason, and known ones."""

    here: tuple[Listed, ...]
    problems: tuple[ModelError, ...]
    known: tuple[KnownEncoder, ...]
    profile: str

    def is_here(self, name: str) -> bool:
        """Whether the encoder of that name is here."""
        return any(each.encoder.name == name for each in self.here)


def list_models(chosen: Chosen, profile: Profile) -> Models:
    """The encoders here, shipped ones first, and the known ones. Raises DataFileError."""
    here: list[Listed] = []
    problems: list[ModelError] = []
    for found in _found(chosen):
        try:
            encoder = _as_chosen(found, chosen) if _is_chosen(found, chosen) else found
        except ModelError as problem:
            problems.append(problem)
            encoder = found
        if isinstance(encoder, ModelError):
            problems.append(encoder)
        else:
            here.append(_listed(encoder, _is_chosen(found, chosen), profile))
    return Models(
        tuple(here),
        tuple(problems),
        parse_known(shipped_text(SOURCE), SOURCE),
        profile.name,
    )


def _found(chosen: Chosen) -> Iterator[Found | ModelNotFound]:
    named = False
    for found in (*shipped_encoders(), *cached_encoders()):
        named |= found.name == chosen.name
        yield found
    if not named:
        yield _elsewhere(chosen.name)


def _elsewhere(name: str) -> Found | ModelNotFound:
    """The encoder of a folder, or of the hub and not here."""
    try:
        folder = find_folder(name)
        if folder is None:
            return ModelNotFound(name, (f"huggingface.co/{name}", "cache"))
        return describe(folder, name, Origin.FOLDER)
    except (ModelDamaged, ModelNotFound) as problem:
        return problem


def _is_chosen(found: Found | ModelNotFound, chosen: Chosen) -> bool:
    return found.name == chosen.name


def _as_chosen(found: Found | ModelNotFound, chosen: Chosen) -> Found | ModelNotFound:
    """With the prompt and the dimensions of the settings. Raises ModelError."""
    if isinstance(found, ModelError):
        return found
    encoder = found
    if chosen.prompt is not None:
        encoder = describe(Path(found.folder), found.name, found.origin, chosen.prompt)
    return encoder if chosen.dimensions is None else described_cut(encoder, chosen.dimensions)


def _listed(encoder: EncoderHere, in_use: bool, profile: Profile) -> Listed:
    # A fingerprint no encoder has: what is withheld whatever the encoder is told nonetheless.
    why = withheld(profile, encoder.fingerprint or "")
    if encoder.fingerprint is None and why is Withheld.OTHER_ENCODER:
        return Listed(encoder, in_use, None, None)
    return Listed(encoder, in_use, why is None, why)
