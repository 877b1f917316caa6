"""The command that removes an authority everywhere: forget."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.console import Exit, console_of
from matcher.cli.options import Lang
from service.commands.options import CataloguePlace, catalogue_found

if TYPE_CHECKING:
    from matcher.i18n.sentences import Speaker
    from service.commands.traces import Traces


def forget(
    context: typer.Context,
    asked: Annotated[
        str, typer.Argument(metavar="ID", help="Id or name of the authority.", show_default=False)
    ],
    catalogue: CataloguePlace = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    lang: Lang = None,
) -> int:
    """Remove an authority from the catalogue: fiches, embeddings, decisions, notes, wishes.

    The text leaves the files of the database, too. Backups made before still hold it.
    """
    from matcher.i18n.sentences import Speaker
    from matcher.shipped import gazetteer
    from service.commands.traces import find_traces
    from service.storage.erasing import erase_removed

    console = console_of(context)
    speaker = Speaker(console.speak(lang))
    with catalogue_found(console, catalogue) as opened:
        traces = find_traces(asked, opened, gazetteer())
        found = _told(traces, speaker)
        if not yes:
            console.note(f"{traces.name} ({traces.id}): {found}")
            sys.stderr.write(
                speaker.say("To remove all this for good, type {id}:", id=traces.id) + " "
            )
            sys.stderr.flush()
            if sys.stdin.readline().strip() != traces.id:
                console.note(speaker.say("Nothing was removed."))
                return Exit.NOTHING
        opened.forget(traces.id, traces.fiches)
        erased = erase_removed(opened.database)
    console.text(
        speaker.say("Removed of {name} ({id}): {what}.", name=traces.name, id=traces.id, what=found)
    )
    console.note(
        speaker.say(
            "Backups, index directories and the files that were read may still hold it: "
            "delete or renew those, too."
        )
    )
    if not erased:
        console.note(
            speaker.say(
                "The database was in use, so its files may still hold traces of the text, "
                "until they are written anew (VACUUM)."
            )
        )
    return Exit.OK


def _told(traces: Traces, speaker: Speaker) -> str:
    return speaker.series(
        [
            speaker.plural("{count} fiche", "{count} fiches", len(traces.fiches)),
            speaker.plural("{count} decision", "{count} decisions", traces.events),
            speaker.plural(
                "named in {count} shortlist", "named in {count} shortlists", traces.shortlists
            ),
        ]
    )


COMMANDS = (forget,)
