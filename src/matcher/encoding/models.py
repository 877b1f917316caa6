"""Which encoder a name means: the shipped one, a folder, or a model of the hub.

A model is a folder that says what it is. Nothing is fetched unless a caller allows it.
"""

from __future__ import annotations

from pathlib import Path

from matcher.encoding.cut import cut
from matcher.encoding.own_folder import is_own, open_own
from matcher.encoding.sentence_files import NO_PROMPT
from matcher.errors import ModelNotFound, PromptNotTaken
from matcher.ports import Encoder

#: The encoder that ships with the package.
DEFAULT = "default"


def shipped_folders() -> tuple[Path, ...]:
    """Where shipped models are sought: in an installed package, then in a checkout's root."""
    package = Path(__file__).parents[1]
    return (package / "models", package.parents[1] / "models")


def open_encoder(
    name: str = DEFAULT,
    *,
    prompt: str | None = None,
    dimensions: int | None = None,
    allow_download: bool = False,
) -> Encoder:
    """Open the encoder that `name` means.

    `name` is that of a shipped model, else the path of a model folder, else a name of the hub
    ("owner/model") that was fetched before, or is fetched now with `allow_download`. `prompt` is
    put before every text, or names one of the model's own; `None` leaves it to the model, and
    "none" puts none (`matcher.encoding.sentence_files`). `dimensions` cuts the vectors. Raises
    `ModelNotFound`, `ModelDamaged`, `PromptNotTaken`, `DimensionsTooMany`.
    """
    encoder = _whole(name, prompt, allow_download)
    return encoder if dimensions is None else cut(encoder, dimensions)


def _whole(name: str, prompt: str | None, allow_download: bool) -> Encoder:
    folder = find_folder(name)
    if folder is not None and is_own(folder):
        if prompt is not None and prompt not in NO_PROMPT:
            raise PromptNotTaken(name, prompt)
        return open_own(folder, name)
    # Here, not above: it costs seconds, and the shipped encoder does without.
    from matcher.encoding import sentence

    if folder is None:
        folder = sentence.hub_folder(name, allow_download=allow_download)
    return sentence.open_folder(folder, name, prompt=prompt)


def find_folder(name: str) -> Path | None:
    """The folder that `name` means, or `None` where it can only be a name of the hub.

    Raises `ModelNotFound` where it is neither.
    """
    places = [folder / name for folder in shipped_folders()] if _is_plain(name) else []
    places.append(Path(name).expanduser())
    for place in places:
        if place.is_dir() and any(place.iterdir()):
            return place
    if _may_be_of_the_hub(name):
        return None
    raise ModelNotFound(name, tuple(str(place) for place in places))


def _is_plain(name: str) -> bool:
    return bool(name) and name not in {".", ".."} and not set(name) & set("/\\:")


def _may_be_of_the_hub(name: str) -> bool:
    owner, slash, model = name.partition("/")
    return bool(owner.strip(".~") and slash and model) and "/" not in model and "\\" not in name
