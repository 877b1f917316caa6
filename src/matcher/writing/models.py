"""The encoders that are here and known ones of the hub: as lines for a terminal, and as JSON."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import Protocol

from matcher.encoders import FIGURES, EncoderHere, Kind, KnownEncoder
from matcher.errors import ModelError
from matcher.i18n import messages
from matcher.i18n.sentences import Speaker

Json = dict[str, object]

_MEGABYTE = 1_000_000
_SHOWN_OF_FINGERPRINT = 12


class Listed(Protocol):
    """An encoder that is here, and whether the profile's probabilities hold for it."""

    @property
    def encoder(self) -> EncoderHere:
        """What its files tell."""
        ...

    @property
    def in_use(self) -> bool:
        """Whether the settings name it."""
        ...

    @property
    def probabilities(self) -> bool | None:
        """Whether they hold; None where that was not computed."""
        ...

    @property
    def withheld(self) -> str | None:
        """Why they do not hold."""
        ...


class Models(Protocol):
    """All that is listed."""

    @property
    def here(self) -> Sequence[Listed]:
        """Encoders on this machine."""
        ...

    @property
    def problems(self) -> Sequence[ModelError]:
        """Folders that are no usable encoder, and settings that cannot be followed."""
        ...

    @property
    def known(self) -> Sequence[KnownEncoder]:
        """Models of the hub."""
        ...

    @property
    def profile(self) -> str:
        """The profile whose probabilities are meant."""
        ...

    def is_here(self, name: str) -> bool:
        """Whether the encoder of that name is here."""
        ...


def models_json(models: Models, speaker: Speaker) -> Json:
    """The list for programs. Sizes in bytes and 10^6 bytes, figures in [0, 1]."""
    return {
        "profile": models.profile,
        "encoders": [_here_json(each) for each in models.here],
        "problems": [
            {
                "name": getattr(problem, "name", ""),
                "kind": type(problem).__name__,
                "text": messages.error(problem, speaker),
            }
            for problem in models.problems
        ],
        "known": [
            {
                "name": known.name,
                "here": models.is_here(known.name),
                "megabytes": known.megabytes,
                "dimension": known.dimension,
                "cuts": list(known.cuts),
                "licence": known.licence,
                "gated": known.gated,
                "figures": {figure: known.figures.get(figure) for figure in FIGURES},
                "settings": _settings(known, here=models.is_here(known.name)),
            }
            for known in models.known
        ],
    }


def models_text(models: Models, speaker: Speaker) -> str:
    """The list for people."""
    lines = [speaker.say("Encoders on this machine (the one in use is marked with *):")]
    for each in models.here:
        lines += _here(each, models.profile, speaker)
    if models.problems:
        lines += ["", speaker.say("Not usable:")]
        lines += [f"  {messages.error(problem, speaker)}" for problem in models.problems]
    lines += ["", speaker.say("Known models of the hub, with what to set; nothing is fetched now:")]
    for known in models.known:
        lines += _known(known, models.is_here(known.name), speaker)
    lines += ["", speaker.say("Where the figures come from and what they mean: docs/cli.md.")]
    return "\n".join(lines)


def _here(each: Listed, profile: str, speaker: Speaker) -> Iterator[str]:
    encoder, making = each.encoder, each.encoder.making
    yield f"{'*' if each.in_use else ' '} {encoder.name}"
    mark = encoder.fingerprint
    told = [
        _kind(encoder.kind, speaker),
        _dimension(encoder.dimension, speaker),
        _size(round(encoder.size / _MEGABYTE), speaker),
        speaker.say("fingerprint not computed: large files")
        if mark is None
        else speaker.say("fingerprint {mark}", mark=mark[:_SHOWN_OF_FINGERPRINT]),
    ]
    yield f"    {speaker.series(told)}"
    if making.cut_from is not None:
        yield f"    {speaker.say('cut from {dimension} dimensions', dimension=making.cut_from)}"
    if making.pooling:
        yield f"    {speaker.say('pooling: {pooling}', pooling=making.pooling)}"
    if making.prompt:
        yield f"    {speaker.say('before each text: “{prompt}”', prompt=making.prompt)}"
    yield f"    {_probabilities(each, profile, speaker)}"
    yield f"    {encoder.folder}"


def _known(known: KnownEncoder, here: bool, speaker: Speaker) -> Iterator[str]:
    told = [
        _size(known.megabytes, speaker),
        _dimension(known.dimension, speaker),
        speaker.say("licence: {licence}", licence=known.licence),
    ]
    yield f"  {known.name}" + (f" ({speaker.say('on this machine')})" if here else "")
    yield f"    {speaker.series(told)}"
    if known.cuts:
        yield f"    {speaker.say('may be cut to {dimensions} dimensions', dimensions=known.cuts)}"
    if known.gated:
        yield f"    {speaker.say('The hub asks for an account that has accepted the licence.')}"
    figures = [
        f"{label} {speaker.decimal(known.figures[figure], 3)}"
        for figure, label in FIGURES.items()
        if figure in known.figures
    ]
    yield f"    {speaker.series(figures)}"
    set_ = _settings(known, here=here)
    yield "    " + " ".join(f"{name}={shlex.quote(value)}" for name, value in set_.items())


def _settings(known: KnownEncoder, *, here: bool) -> dict[str, str]:
    """What to set to use it, download included where it is not here."""
    download = {} if here else {"MATCHER_DOWNLOAD": "1"}
    prompt = {"MATCHER_PROMPT": known.prompt} if known.prompt else {}
    return {**download, "MATCHER_ENCODER": known.name, **prompt}


def _here_json(each: Listed) -> Json:
    encoder = each.encoder
    return {
        "name": encoder.name,
        "in_use": each.in_use,
        "kind": str(encoder.kind),
        "origin": str(encoder.origin),
        "folder": str(encoder.folder),
        "bytes": encoder.size,
        "dimension": encoder.dimension,
        "cut_from": encoder.making.cut_from,
        "prompt": encoder.making.prompt,
        "pooling": encoder.making.pooling,
        "normalised_by": encoder.making.normalised_by,
        "fingerprint": encoder.fingerprint,
        "probabilities": each.probabilities,
        "probability_withheld": each.withheld,
    }


def _kind(kind: Kind, speaker: Speaker) -> str:
    match kind:
        case Kind.JOINED:
            return speaker.say("convolutional network and transformer")
        case Kind.CONVOLUTIONAL:
            return speaker.say("convolutional network")
        case Kind.TRANSFORMER:
            return speaker.say("transformer")
        case Kind.SENTENCE_TRANSFORMERS:
            return speaker.say("sentence-transformers model")


def _dimension(dimension: int | None, speaker: Speaker) -> str:
    if dimension is None:
        return speaker.say("dimension not told by its files")
    return speaker.say("{dimension} dimensions", dimension=dimension)


def _size(megabytes: int, speaker: Speaker) -> str:
    return speaker.say("{size} MB", size=megabytes)


def _probabilities(each: Listed, profile: str, speaker: Speaker) -> str:
    if each.probabilities:
        return speaker.say(
            "The probabilities of the profile {profile} hold for it.", profile=profile
        )
    if each.withheld is not None:
        return messages.withheld(each.withheld, speaker)
    return speaker.say(
        "Whether the probabilities of the profile {profile} hold for it was not computed.",
        profile=profile,
    )
