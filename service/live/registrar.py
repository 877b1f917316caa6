"""What changes the catalogue: fiches are looked at, stored with their embeddings, and removed."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence

from matcher.fiche import Fiche
from matcher.gathering import refusal_of
from matcher.workflow.opening import Knowledge
from service.live.embedding import Embedding
from service.live.follower import Follower
from service.live.preview import Preview, PreviewedFiche, Previewer
from service.storage.catalogue import Catalogue
from service.storage.records import StoredFiche


def new_id() -> str:
    """An id for a fiche that has none yet: `f-` and twelve digits that say nothing."""
    return f"f-{secrets.token_hex(6)}"


class Registrar:
    """Writes to one catalogue; any number of threads may ask."""

    def __init__(
        self,
        catalogue: Catalogue,
        embedding: Embedding,
        follower: Follower,
        knowledge: Knowledge,
    ) -> None:
        """`follower` follows the same catalogue."""
        self._catalogue = catalogue
        self._embedding = embedding
        self._follower = follower
        self._previewer = Previewer(knowledge, embedding.similarity)

    def preview(self, uploads: Sequence[tuple[str, bytes]]) -> Preview:
        """What files (names and bytes) would bring, also beside each other; nothing is stored.

        Raises CatalogueUnusable, ModelError.
        """
        return self._previewer.preview(uploads, self._follower.now())

    def look_at(self, fiche: Fiche, *, instead_of: str | None = None) -> PreviewedFiche:
        """One completed fiche beside what is stored, as `preview` tells it.

        The stored fiche `instead_of`, whose place it is to take, does not count.
        """
        return self._previewer.fiche(fiche, self._follower.now(), instead_of=instead_of)

    def store(
        self,
        fiches: Mapping[str, Fiche],
        *,
        by: str = "",
        expected: Mapping[str, int | None] | None = None,
    ) -> tuple[StoredFiche, ...]:
        """Create or replace completed fiches by id, all or none; the next answer shows them.

        Fiches that cannot take part are stored all the same, without embeddings. `expected` as
        in `Catalogue.store`. Raises ChangedMeanwhile, CatalogueUnusable, ModelError.
        """
        usable = {id_: fiche for id_, fiche in fiches.items() if refusal_of(fiche) is None}
        vectors = self._embedding.of(usable)  # before the transaction, which is to be short
        return self._catalogue.store(fiches, vectors, by=by, expected=expected)

    def remove(self, ids: Collection[str], *, expected: Mapping[str, int] | None = None) -> None:
        """Remove fiches. Raises NotInCatalogue, ChangedMeanwhile, CatalogueUnusable."""
        self._catalogue.remove(ids, expected=expected)
