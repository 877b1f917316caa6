"""What commands about a catalogue share: the option that names it, and how it is opened."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.console import Console
from matcher.errors import CatalogueUnusable

if TYPE_CHECKING:
    from service.storage.catalogue import Catalogue

CataloguePlace = Annotated[
    str | None,
    typer.Option(
        "--catalogue",
        help="File or address of the catalogue (MATCHER_CATALOGUE).",
        show_default=False,
    ),
]


def place_of_catalogue(console: Console, given: str | None) -> str:
    """The catalogue asked for, else that of the settings."""
    return given or console.settings.catalogue


@contextmanager
def catalogue_made(console: Console, given: str | None) -> Iterator[Catalogue]:
    """That catalogue, made where it is not there yet. Raises CatalogueUnusable."""
    from service.storage.opening import open_catalogue

    catalogue = open_catalogue(place_of_catalogue(console, given))
    try:
        yield catalogue
    finally:
        catalogue.close()


@contextmanager
def catalogue_found(console: Console, given: str | None) -> Iterator[Catalogue]:
    """That catalogue, which must be there: a slip in its name shall make no new one.

    Raises CatalogueUnusable.
    """
    from service.storage.place import place_of

    place = place_of(place_of_catalogue(console, given))
    if place.file is not None and not place.file.exists():
        raise CatalogueUnusable(place.shown, "unreachable", {"found": os.strerror(errno.ENOENT)})
    with catalogue_made(console, given) as catalogue:
        yield catalogue
