"""The message catalogues: gettext PO files read as they are, without a compile step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from babel.messages.pofile import read_po

from matcher.collectivity import Language

#: Messages are written in English in the code; only the other languages have a catalogue.
SOURCE_LANGUAGE = Language.EN


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What every message is called in one language.

    `single` maps a message to its translation, `plural` a message with a plural form to its
    translations, one for each plural class of the language.
    """

    single: Mapping[str, str]
    plural: Mapping[str, tuple[str, ...]]


@cache
def catalogue(language: Language) -> Catalogue:
    """The catalogue of `language`; empty for the language the messages are written in."""
    if language is SOURCE_LANGUAGE:
        return Catalogue({}, {})
    folder = resources.files("matcher.i18n").joinpath("locale", language.value, "LC_MESSAGES")
    files = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".po")),
        key=lambda entry: entry.name,
    )
    single: dict[str, str] = {}
    plural: dict[str, tuple[str, ...]] = {}
    for file in files:
        _read(file, single, plural)
    return Catalogue(single, plural)


def _read(file: Traversable, single: dict[str, str], plural: dict[str, tuple[str, ...]]) -> None:
    """Put the messages of one file to the others; one area of the product has one file."""
    with file.open("rb") as stream:
        for message in read_po(stream, abort_invalid=True):
            if not message.id or message.fuzzy:
                continue
            match message.id, message.string:
                case (str(one), _many), (str(), *_) as forms:
                    plural[one] = tuple(str(form) for form in forms)
                case str(text), str(translation) if translation:
                    single[text] = translation
