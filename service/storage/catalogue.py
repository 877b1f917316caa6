"""The stored fiches: what the service knows, kept so that nothing acknowledged is ever lost."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from matcher.errors import ChangedMeanwhile, NotInCatalogue
from matcher.fiche import Fiche
from matcher.shortlist.decision import Decision
from service.storage import fiche_rows, shortlist_rows, vector_rows
from service.storage.codec import is_storable, without_contact
from service.storage.engine import Database
from service.storage.records import (
    Event,
    FicheChanges,
    FicheVectors,
    StoredFiche,
    StoredShortlist,
    Wishes,
)
from service.storage.revision import watch

_FICHE = "fiche"


class Catalogue:
    """One database of fiches and shortlists; any number of threads and processes may use it.

    All methods raise CatalogueUnusable where the database fails us. Each writing method is one
    transaction: when it returns, everything is safely stored; when it raises, nothing is. Ids,
    and the names of those who change something, are any text without NUL.
    """

    def __init__(self, database: Database) -> None:
        """Use a database whose tables are up to date: `service.storage.opening` sees to that."""
        self.database = database
        self._watch = watch(database)

    def revision(self) -> int:
        """Counts the changes of fiches, from 0. Cheap: asked before every answer."""
        return self._watch.now()

    # --- fiches

    def changes(self, since: int, space: str) -> FicheChanges:
        """What happened after revision `since` (0: everything), read at one moment.

        Fiches without vectors of `space` are among `changed` and missing in `vectors`. Where the
        catalogue has not come to `since` yet (an older state was restored), the answer is that
        to 0: who asked has to begin anew.
        """
        with self.database.reading() as connection:
            revision = fiche_rows.revision(connection)
            if since == revision:
                return FicheChanges(revision=revision, changed=(), vectors={}, removed=())
            since = since if since < revision else 0
            changed = fiche_rows.read_changed(connection, since)
            return FicheChanges(
                revision=revision,
                changed=changed,
                vectors=vector_rows.read(connection, [each.id for each in changed], space),
                removed=fiche_rows.read_removed(connection, since) if since else (),
            )

    def fiche(self, id_: str, *, contacts: bool = False) -> StoredFiche:
        """One fiche. Raises NotInCatalogue."""
        with self.database.reading() as connection:
            for stored in fiche_rows.read(connection, [id_], contacts=contacts):
                return stored
        raise NotInCatalogue(_FICHE, id_)

    def fiches(
        self, ids: Collection[str] | None = None, *, contacts: bool = False
    ) -> Iterator[StoredFiche]:
        """Those fiches, or all of them, in order of id; ids that are not there are passed over.

        They are read as they are asked for, all at one moment.
        """
        with self.database.reading() as connection:
            yield from fiche_rows.read(connection, ids, contacts=contacts)

    def store(
        self,
        fiches: Mapping[str, Fiche],
        vectors: Mapping[str, FicheVectors],
        *,
        by: str = "",
        expected: Mapping[str, int | None] | None = None,
    ) -> tuple[StoredFiche, ...]:
        """Create or replace fiches by id, all or none; embeddings they had before are dropped.

        `expected` maps ids to the version they must have now, None for « must not be there yet ».
        What is given back bears no contacts. Raises ChangedMeanwhile (found 0: not there), and
        ValueError for vectors of other fiches, or an id that is no text.
        """
        _refuse_odd(fiches, vectors)
        if not fiches:
            return ()
        at = datetime.now(UTC)
        expected = expected or {}
        with self.database.writing() as connection:
            revision = fiche_rows.next_revision(connection)
            found = fiche_rows.versions(connection, fiches.keys() | expected.keys())
            _refuse_changed(found, {id_: version or 0 for id_, version in expected.items()})
            stored = [
                StoredFiche(id=id_, version=found.get(id_, 0) + 1, fiche=fiche, stored_at=at, by=by)
                for id_, fiche in fiches.items()
            ]
            fiche_rows.write(connection, stored, revision)
            vector_rows.write(connection, vectors)
        return tuple(replace(each, fiche=without_contact(each.fiche)) for each in stored)

    def put_vectors(
        self,
        vectors: Mapping[str, FicheVectors],
        *,
        versions: Mapping[str, int] | None = None,
    ) -> None:
        """Keep embeddings of stored fiches in a further space; ids not there are passed over.

        So are fiches that are no longer at the version that `versions` names: the embeddings
        would be those of another text. The revision stays.
        """
        asked = versions or {}
        with self.database.writing() as connection:
            fiche_rows.take_turn(connection)
            found = fiche_rows.versions(connection, vectors.keys())
            current = {
                id_: each
                for id_, each in vectors.items()
                if id_ in found and asked.get(id_, found[id_]) == found[id_]
            }
            vector_rows.put(connection, current)

    def remove(self, ids: Collection[str], *, expected: Mapping[str, int] | None = None) -> None:
        """Remove fiches with everything derived from them.

        Raises NotInCatalogue, ChangedMeanwhile.
        """
        if not ids:
            return
        with self.database.writing() as connection:
            revision = fiche_rows.next_revision(connection)
            found = fiche_rows.versions(connection, ids)
            for id_ in ids:
                if id_ not in found:
                    raise NotInCatalogue(_FICHE, id_)
            _refuse_changed(found, expected or {})
            fiche_rows.remove(connection, found.keys(), revision)
        self.database.scrub()

    # --- shortlists

    def shortlists(self) -> tuple[StoredShortlist, ...]:
        """All shortlists, the latest changed first."""
        with self.database.reading() as connection:
            return shortlist_rows.read_all(connection)

    def shortlist(self, id_: str) -> StoredShortlist:
        """One shortlist. Raises NotInCatalogue."""
        with self.database.reading() as connection:
            return shortlist_rows.read(connection, id_)

    def add_shortlist(self, name: str, wishes: Wishes, *, by: str = "") -> StoredShortlist:
        """A new shortlist, without decisions."""
        with self.database.writing() as connection:
            id_ = shortlist_rows.add(connection, name, wishes, datetime.now(UTC))
            return shortlist_rows.read(connection, id_)

    def change_shortlist(
        self, id_: str, name: str, wishes: Wishes, *, expected: int | None = None
    ) -> StoredShortlist:
        """Wish otherwise; decisions stay. Raises NotInCatalogue, ChangedMeanwhile."""
        with self.database.writing() as connection:
            before = shortlist_rows.take(connection, id_, expected)
            if (name, wishes) == (before.name, before.wishes):
                return before
            shortlist_rows.change(connection, before, name, wishes, datetime.now(UTC))
            return shortlist_rows.read(connection, id_)

    def remove_shortlist(self, id_: str, *, expected: int | None = None) -> None:
        """Remove a shortlist with its decisions. Raises NotInCatalogue, ChangedMeanwhile."""
        with self.database.writing() as connection:
            shortlist_rows.take(connection, id_, expected)
            shortlist_rows.remove(connection, id_)

    def decide(
        self, id_: str, decisions: Sequence[Decision], *, by: str = "", expected: int | None = None
    ) -> StoredShortlist:
        """Take decisions; each replaces what was said of its pair.

        Decisions that say nothing new change nothing. Raises NotInCatalogue, ChangedMeanwhile.
        """
        at = datetime.now(UTC)
        with self.database.writing() as connection:
            before = shortlist_rows.take(connection, id_, expected)
            if not shortlist_rows.decide(connection, before, decisions, by, at):
                return before
            shortlist_rows.change(connection, before, before.name, before.wishes, at)
            return shortlist_rows.read(connection, id_)

    def undo(self, id_: str, *, by: str = "", expected: int | None = None) -> StoredShortlist:
        """Take back the last decision that stands; nothing to take back changes nothing.

        Raises NotInCatalogue, ChangedMeanwhile.
        """
        at = datetime.now(UTC)
        with self.database.writing() as connection:
            before = shortlist_rows.take(connection, id_, expected)
            if not shortlist_rows.undo(connection, id_, by, at):
                return before
            shortlist_rows.change(connection, before, before.name, before.wishes, at)
            return shortlist_rows.read(connection, id_)

    def events(self, id_: str) -> tuple[Event, ...]:
        """The history of a shortlist, the first event first. Raises NotInCatalogue."""
        with self.database.reading() as connection:
            return shortlist_rows.history(connection, id_)

    def forget(self, collectivity: str, fiches: Collection[str]) -> None:
        """Remove the fiches `fiches` and every decision, wish and event naming `collectivity`.

        Fiches that are not there any more are passed over. What people wrote in notes on pairs of
        others is theirs and stays.
        """
        with self.database.writing() as connection:
            fiche_rows.take_turn(connection)
            found = fiche_rows.versions(connection, fiches)
            if found:
                revision = fiche_rows.next_revision(connection)
                fiche_rows.remove(connection, found.keys(), revision)
            shortlist_rows.forget(connection, collectivity, datetime.now(UTC))
        self.database.scrub()

    def close(self) -> None:
        """Give back connections."""
        self._watch.close()
        self.database.close()


def _refuse_odd(fiches: Mapping[str, Fiche], vectors: Mapping[str, FicheVectors]) -> None:
    stray = sorted(vectors.keys() - fiches.keys())
    if stray:
        raise ValueError(f"vectors of {stray[0]!r}, which is not to be stored")
    for id_ in fiches:
        if not id_ or not is_storable(id_):
            raise ValueError(f"{id_!r} is no id")


def _refuse_changed(found: Mapping[str, int], expected: Mapping[str, int]) -> None:
    for id_, version in expected.items():
        if found.get(id_, 0) != version:
            raise ChangedMeanwhile(_FICHE, id_, found=found.get(id_, 0), expected=version)
