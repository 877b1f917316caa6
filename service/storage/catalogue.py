"""The stored fiches: what the service knows, kept so that nothing acknowledged is ever lost."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from matcher.fiche import Fiche
from matcher.shortlist.decision import Decision
from service.storage.records import (
    Changes,
    Event,
    FicheVectors,
    StoredFiche,
    StoredShortlist,
    Wishes,
)


class Catalogue:
    """One database of fiches and shortlists; any number of threads and processes may use it.

    All methods raise CatalogueUnusable where the database fails us. Each writing method is one
    transaction: when it returns, everything is safely stored; when it raises, nothing is.
    """

    def revision(self) -> int:
        """Counts the changes of fiches, from 0. Cheap: asked before every answer."""
        raise NotImplementedError

    # --- fiches

    def changes(self, since: int, space: str) -> Changes:
        """What happened after revision `since` (0: everything), read at one moment.

        Fiches without vectors of `space` are among `changed` and missing in `vectors`.
        """
        raise NotImplementedError

    def fiche(self, id_: str, *, contacts: bool = False) -> StoredFiche:
        """One fiche. Raises NotInCatalogue."""
        raise NotImplementedError

    def fiches(
        self, ids: Collection[str] | None = None, *, contacts: bool = False
    ) -> Iterator[StoredFiche]:
        """Those fiches, or all of them, in order of id."""
        raise NotImplementedError

    def store(
        self,
        fiches: Mapping[str, Fiche],
        vectors: Mapping[str, FicheVectors],
        *,
        by: str = "",
        expected: Mapping[str, int | None] | None = None,
    ) -> tuple[StoredFiche, ...]:
        """Create or replace fiches by id, all or none.

        `expected` maps ids to the version they must have now, None for « must not be there yet ».
        Raises ChangedMeanwhile (found 0: not there).
        """
        raise NotImplementedError

    def put_vectors(self, vectors: Mapping[str, FicheVectors]) -> None:
        """Keep embeddings of stored fiches in a further space; ids not there are passed over."""
        raise NotImplementedError

    def remove(self, ids: Collection[str], *, expected: Mapping[str, int] | None = None) -> None:
        """Remove fiches with everything derived from them. Raises NotInCatalogue, ChangedMeanwhile."""
        raise NotImplementedError

    # --- shortlists

    def shortlists(self) -> tuple[StoredShortlist, ...]:
        """All shortlists, the latest changed first."""
        raise NotImplementedError

    def shortlist(self, id_: str) -> StoredShortlist:
        """One shortlist. Raises NotInCatalogue."""
        raise NotImplementedError

    def add_shortlist(self, name: str, wishes: Wishes, *, by: str = "") -> StoredShortlist:
        """A new shortlist, without decisions."""
        raise NotImplementedError

    def change_shortlist(
        self, id_: str, name: str, wishes: Wishes, *, expected: int | None = None
    ) -> StoredShortlist:
        """Wish otherwise; decisions stay. Raises NotInCatalogue, ChangedMeanwhile."""
        raise NotImplementedError

    def remove_shortlist(self, id_: str, *, expected: int | None = None) -> None:
        """Remove a shortlist with its decisions. Raises NotInCatalogue, ChangedMeanwhile."""
        raise NotImplementedError

    def decide(
        self, id_: str, decisions: Sequence[Decision], *, by: str = "", expected: int | None = None
    ) -> StoredShortlist:
        """Take decisions; each replaces what was said of its pair. Raises NotInCatalogue,
        ChangedMeanwhile."""
        raise NotImplementedError

    def undo(self, id_: str, *, by: str = "", expected: int | None = None) -> StoredShortlist:
        """Take back the last decision that stands; nothing to take back changes nothing.

        Raises NotInCatalogue, ChangedMeanwhile.
        """
        raise NotImplementedError

    def events(self, id_: str) -> tuple[Event, ...]:
        """The history of a shortlist, the first event first. Raises NotInCatalogue."""
        raise NotImplementedError

    def forget(self, collectivity: str, fiches: Collection[str]) -> None:
        """Remove the fiches `fiches` and every decision, wish and event that names `collectivity`."""
        raise NotImplementedError

    def close(self) -> None:
        """Give back connections."""
        raise NotImplementedError
