"""The contacts that the fiches of participants give."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.writing.contacts import Contacts
from service.live.moment import Moment
from service.storage.catalogue import Catalogue


def contacts_in(catalogue: Catalogue, moment: Moment, participants: Iterable[str]) -> Contacts:
    """The contacts in all fiches of `participants` (ids), each once; to be told only to who may
    see contacts.

    Who takes part no more gives none. Raises CatalogueUnusable.
    """
    owner = {id_: each for each in participants for id_ in moment.ids_of.get(each, ())}
    found: dict[str, dict[str, None]] = {}
    for stored in catalogue.fiches(owner, contacts=True):
        contact = stored.fiche.contact.value
        if contact:
            found.setdefault(owner[stored.id], {})[contact] = None
    return Contacts({id_: tuple(contacts) for id_, contacts in found.items()})
