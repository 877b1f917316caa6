"""The command that writes the public part as files: site."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.console import Console, Exit, console_of
from matcher.cli.options import Lang
from service.commands.options import CataloguePlace, catalogue_found, place_of_catalogue

if TYPE_CHECKING:
    from service.opened import Opened
    from service.pages.site.files import PublishedMeeting
    from service.storage.records import StoredShortlist

#: Seconds to wait for a list; the largest that are made take a few.
_PATIENCE = 600.0


def site(
    context: typer.Context,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder to write.", show_default=False)
    ],
    shortlist: Annotated[
        str | None,
        typer.Option(
            "--shortlist",
            help="Id or name of the shortlist whose pairs are published.",
            show_default=False,
        ),
    ] = None,
    catalogue: CataloguePlace = None,
    lang: Lang = None,
) -> int:
    """Write the public part as a folder of pages: map, authorities, good practices, meeting.

    They need no server. Contacts, decisions, notes and scores are left out.
    """
    from matcher.i18n.sentences import Speaker
    from service.opened import open_all
    from service.pages.site.files import Site
    from service.pages.site.folder import refuse_foreign, write_folder

    console = console_of(context)
    speaker = Speaker(console.speak(lang))
    refuse_foreign(output)
    with catalogue_found(console, catalogue):
        pass
    place = place_of_catalogue(console, catalogue)
    opened = open_all(replace(console.settings, catalogue=place, index=None))
    try:
        meeting = None if shortlist is None else _meeting(opened, shortlist, console)
        if shortlist is not None and meeting is None:
            return Exit.NOTHING
        count = write_folder(output, Site(opened.follower.now(), meeting).files())
    finally:
        opened.close()
    told = speaker.plural("{count} file", "{count} files", count)
    console.text(f"{output}: {told}")
    return Exit.OK


def _meeting(opened: Opened, asked: str, console: Console) -> PublishedMeeting | None:
    """The pairs of the shortlist asked for; None, and why is told, where there can be no list."""
    from matcher.i18n.sentences import Speaker
    from service.pages.site.files import PublishedMeeting
    from service.shortlists.board import Board
    from service.shortlists.boards import Boards
    from service.shortlists.telling import conflicts_told

    boards = Boards.over(opened)
    try:
        board = boards.wait(_shortlist(opened, asked), _PATIENCE)
    finally:
        boards.close()
    if not isinstance(board, Board):
        console.note(Speaker(console.language).say("The shortlist is being computed."))
        return None
    if board.shortlist is None:
        people = board.moment.snapshot.participants()
        for each in conflicts_told(board.in_force.conflicts, people, Speaker(console.language)):
            console.note(f"{each.sentence} {each.help}".rstrip())
        return None
    return PublishedMeeting(opened.words.marked(board.pairings), board.in_force.profile)


def _shortlist(opened: Opened, asked: str) -> StoredShortlist:
    """The shortlist of that id, else of that name. Raises NotInCatalogue."""
    named = [each for each in opened.catalogue.shortlists() if each.name == asked]
    return named[0] if len(named) == 1 else opened.catalogue.shortlist(asked)


COMMANDS = (site,)
