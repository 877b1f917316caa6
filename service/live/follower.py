"""The state in memory, brought to the catalogue's revision before every answer."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Lock

from matcher.errors import CatalogueUnusable
from matcher.profile import Profile
from matcher.workflow.opening import Knowledge
from matcher.workflow.snapshot import Snapshot
from service.live.embedding import Embedding
from service.live.gatherer import Gatherer, Gathering
from service.live.kept_vectors import KeptVectors
from service.live.moment import Moment
from service.live.roster import Roster
from service.storage.catalogue import Catalogue
from service.storage.records import FicheChanges, FicheVectors

_log = logging.getLogger("matcher.live")


class Follower:
    """Follows one catalogue; any number of threads may ask, any number of processes may write.

    Whoever finds the catalogue changed brings the state up to it; who asks meanwhile waits for
    that, since the answer must show what was acknowledged. Nobody waits for a reader.
    """

    def __init__(
        self, catalogue: Catalogue, embedding: Embedding, profile: Profile, knowledge: Knowledge
    ) -> None:
        """Reads everything the catalogue holds, and embeds what it holds no vectors of.

        Raises CatalogueUnusable, ModelError.
        """
        self._catalogue = catalogue
        self._embedding = embedding
        self._gatherer = Gatherer(embedding.similarity, knowledge.gazetteer)
        self._empty = Moment(
            revision=0,
            snapshot=Snapshot.of(
                (),
                revision=0,
                encoder=embedding.mark,
                means=embedding.means,
                profile=profile,
                knowledge=knowledge,
            ),
            roster=Roster(()),
            stored={},
            placed={},
            beside={},
            ids_of={},
            links=Gathering().links,
            space=embedding.space,
            digest=0,
        )
        self._kept = KeptVectors(self._empty, {})
        self._lock = Lock()
        #: Told the seconds that each following took.
        self.on_update: Callable[[float], None] = _nobody_asks
        self._moment = self._empty
        self._follow(catalogue.revision())

    @property
    def latest(self) -> Moment:
        """What was known last, without asking whether the catalogue has changed since."""
        return self._moment

    def is_current(self) -> bool:
        """Whether `latest` is at the catalogue's revision. Raises CatalogueUnusable."""
        return self._catalogue.revision() == self._moment.revision

    def now(self) -> Moment:
        """The state at the catalogue's revision. Raises CatalogueUnusable, ModelError."""
        moment, revision = self._moment, self._catalogue.revision()
        return moment if moment.revision == revision else self._follow(revision)

    def _follow(self, revision: int) -> Moment:
        with self._lock:
            before = self._moment
            if before.revision == revision:
                return before  # another thread was faster
            changes = self._catalogue.changes(before.revision, self._embedding.space)
            if changes.revision < before.revision:  # an older state was put in its place
                before, self._kept = self._empty, KeptVectors(self._empty, {})
                changes = self._catalogue.changes(0, self._embedding.space)
            began = time.perf_counter()
            self._moment = self._after(before, changes)
            self.on_update(time.perf_counter() - began)
            return self._moment

    def _after(self, before: Moment, changes: FicheChanges) -> Moment:
        gathering = Gathering(
            stored=before.stored,
            placed=before.placed,
            beside=before.beside,
            ids_of=before.ids_of,
            links=before.links,
            digest=before.digest,
        )
        found = self._gatherer.changed(gathering, changes.changed, changes.removed)
        after = found.gathering
        vectors = {**changes.vectors, **self._embedded(changes, after)}
        moment = Moment(
            revision=changes.revision,
            snapshot=before.snapshot.changed(
                found.gone,
                [self._kept.embodied(each, after, vectors) for each in found.fresh],
                changes.revision,
            ),
            roster=before.roster.changed(found.gone, found.fresh),
            stored=after.stored,
            placed=after.placed,
            beside=after.beside,
            ids_of=after.ids_of,
            links=after.links,
            space=before.space,
            digest=after.digest,
        )
        spare = self._kept.spare(after, changes.removed, vectors, found.concerned)
        self._kept = KeptVectors(moment, spare)
        return moment

    def _embedded(self, changes: FicheChanges, after: Gathering) -> dict[str, FicheVectors]:
        """The vectors that the catalogue does not have yet; it keeps them from now on."""
        missing = {
            stored.id: stored.fiche
            for stored in changes.changed
            if stored.id not in changes.vectors and stored.id in after.links.keys
        }
        if not missing:
            return {}
        _log.info("embedding %d fiches that have no vectors of this encoder", len(missing))
        made = self._embedding.of(missing)
        try:
            # A fiche may have been replaced while its text was embedded.
            versions = {stored.id: stored.version for stored in changes.changed}
            self._catalogue.put_vectors(made, versions=versions)
        except CatalogueUnusable:
            _log.warning("the catalogue does not keep the vectors made", exc_info=True)
        return made


def _nobody_asks(seconds: float) -> None:
    """What is done with the seconds of a following until somebody counts them."""
