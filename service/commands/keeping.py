"""Commands that keep a catalogue safe: backup, restore."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.console import Exit, console_of
from matcher.cli.options import Lang
from service.commands.options import CataloguePlace, catalogue_found, place_of_catalogue

if TYPE_CHECKING:
    from matcher.i18n.sentences import Speaker


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file to write.", show_default=False)],
    catalogue: CataloguePlace = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a backup that is there.")] = False,
    lang: Lang = None,
) -> int:
    """Write the whole catalogue to one file, while the service goes on.

    The file holds contacts, and can be read by its owner alone.
    """
    from matcher.i18n.sentences import Speaker
    from service.storage.backup import back_up
    from service.storage.backup_file import refuse_other_file

    console = console_of(context)
    speaker = Speaker(console.speak(lang))
    if file.exists() and not force:
        console.note(speaker.say("{path} is there already; --force replaces it.", path=str(file)))
        return Exit.NOTHING
    if file.exists():
        refuse_other_file(file)  # above all not the catalogue itself
    with catalogue_found(console, catalogue) as opened:
        counts = back_up(opened, file)
    console.text(f"{file}: {_told(counts, speaker)}")
    console.note(speaker.say("The file holds contacts: keep it as safe as the catalogue."))
    return Exit.OK


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file of a backup.", show_default=False)],
    catalogue: CataloguePlace = None,
    lang: Lang = None,
) -> int:
    """Fill a catalogue from a backup, all or nothing.

    The catalogue must be empty or not there yet; it may be of another kind than the one that was
    backed up (SQLite, PostgreSQL). Keys come back, too, as they were at the time of the backup.
    """
    from matcher.i18n.sentences import Speaker
    from service.storage.backup import restore as restore_file
    from service.storage.place import place_of

    console = console_of(context)
    speaker = Speaker(console.speak(lang))
    place = place_of_catalogue(console, catalogue)
    counts = restore_file(file, place)
    console.text(f"{place_of(place).shown}: {_told(counts, speaker)}")
    if counts["keys"]:
        console.note(
            speaker.say("Keys revoked since the backup are valid again; `matcher keys` lists them.")
        )
    return Exit.OK


def _told(counts: Mapping[str, int], speaker: Speaker) -> str:
    """What is in the file, as far as a person thinks of it."""
    return speaker.series(
        [
            speaker.plural("{count} fiche", "{count} fiches", counts["fiches"]),
            speaker.plural("{count} shortlist", "{count} shortlists", counts["shortlists"]),
            speaker.plural("{count} key", "{count} keys", counts["keys"]),
        ]
    )


COMMANDS = (backup, restore)
