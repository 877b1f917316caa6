"""Commands about who may come in: key, keys, revoke."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from matcher.cli.console import Exit, console_of
from matcher.cli.options import Json, Lang
from service.commands.options import CataloguePlace, catalogue_found, catalogue_made

if TYPE_CHECKING:
    from datetime import datetime

    from matcher.fiche import PartialDate
    from matcher.i18n.sentences import Speaker
    from service.storage.records import Key

#: The roles of `service.storage.records`, which is not imported for the sake of `--help`.
RoleName = Literal["read", "curate"]


def key(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(help="Who or what is to use it.", show_default=False),
    ],
    role: Annotated[
        RoleName, typer.Option("--role", help="curate: change fiches, decide, see contacts.")
    ],
    days: Annotated[
        int | None,
        typer.Option(
            "--days", min=1, max=36_500, help="Days until it expires.", show_default="never"
        ),
    ] = None,
    catalogue: CataloguePlace = None,
    lang: Lang = None,
) -> int:
    """Make a key to the API and the pages, and print its secret, which is kept nowhere."""
    from matcher.i18n.sentences import Speaker
    from service.storage.keys import Keys
    from service.storage.records import Role

    console = console_of(context)
    speaker = Speaker(console.speak(lang))
    if not name.strip() or not name.isprintable():
        console.note(speaker.say("A key needs a name on one line."))
        return Exit.USAGE
    with catalogue_made(console, catalogue) as opened:
        made = Keys(opened.database).create(name, Role(role), days=days)
    console.text(made.secret)
    console.note(
        speaker.say(
            "This is the secret of the key {id} ({name}, role “{role}”). It is shown only now.",
            id=made.key.id,
            name=made.key.name,
            role=made.key.role.value,
        )
    )
    return Exit.OK


def keys(
    context: typer.Context,
    catalogue: CataloguePlace = None,
    lang: Lang = None,
    json: Json = False,
) -> int:
    """List the keys, without their secrets."""
    from matcher.i18n.sentences import Speaker
    from service.storage.keys import Keys

    console = console_of(context)
    speaker = Speaker(console.speak(lang))
    with catalogue_found(console, catalogue) as opened:
        found = Keys(opened.database).all()
    if json:
        console.json([_facts(each) for each in found])
        return Exit.OK
    for each in found:
        console.text("\t".join((each.id, each.role.value, each.name, _dates(each, speaker))))
    if not found:
        console.note(speaker.say("There is no key yet; `matcher key` makes one."))
    return Exit.OK


def revoke(
    context: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="The id of the key.")],
    catalogue: CataloguePlace = None,
    lang: Lang = None,
) -> int:
    """Revoke a key: it opens nothing any more, and who signed in with it is signed out."""
    from matcher.i18n.sentences import Speaker
    from service.storage.keys import Keys

    console = console_of(context)
    speaker = Speaker(console.speak(lang))
    with catalogue_found(console, catalogue) as opened:
        gone = Keys(opened.database).revoke(id_.strip())
    console.text(speaker.say("The key {id} ({name}) is revoked.", id=gone.id, name=gone.name))
    return Exit.OK


def _facts(key: Key) -> dict[str, str | None]:
    return {
        "id": key.id,
        "name": key.name,
        "role": key.role.value,
        "created_at": key.created_at.isoformat(timespec="seconds"),
        "expires_at": _iso(key.expires_at),
        "last_used_at": _iso(key.last_used_at),
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def _dates(key: Key, speaker: Speaker) -> str:
    """When the key was made, was last used and expires, to the day."""
    said = [speaker.say("made on {day}", day=_day(key.created_at))]
    if key.last_used_at is None:
        said.append(speaker.say("never used"))
    else:
        said.append(speaker.say("last used on {day}", day=_day(key.last_used_at)))
    if key.expires_at is not None:
        said.append(speaker.say("until {day}", day=_day(key.expires_at)))
    return speaker.series(said)


def _day(moment: datetime) -> PartialDate:
    """The day of `moment` where we are."""
    from matcher.fiche import PartialDate

    here = moment.astimezone()
    return PartialDate(here.year, here.month, here.day)


COMMANDS = (key, keys, revoke)
