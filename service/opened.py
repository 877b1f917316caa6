"""What is opened once when the service starts, for any number of threads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from matcher.collectivity import Language
from matcher.index.content import Content, EncoderMark
from matcher.index.directory import open_index
from matcher.matching.pairing import Suggestions
from matcher.matching.wanted import Wanted
from matcher.ports import Encoder
from matcher.profile import Profile
from matcher.settings import MEMORY, PGVECTOR, Settings
from matcher.workflow.language_means import Means
from matcher.workflow.mark_words import WordMarker
from matcher.workflow.opening import Knowledge, LazyEncoder, open_knowledge, open_profile
from matcher.workflow.snapshot import Searches
from service.live.database_search import DatabaseSearch
from service.live.embedding import Embedding
from service.live.follower import Follower
from service.live.moment import Moment
from service.live.newcomer import newcomer
from service.live.profiles import Profiles
from service.live.registrar import Registrar
from service.live.seeding import seed
from service.live.threads import OneThreadEach
from service.storage.catalogue import Catalogue
from service.storage.opening import open_catalogue


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Opened:
    """A catalogue that is followed, with everything needed to ask it and to change it.

    `is_near` is whether the catalogue lies on this machine, so that asking it takes no time.
    `search` is asked for passages where the database is to find them. `folder` holds the catalogue
    of who wants none that lasts.
    """

    catalogue: Catalogue
    follower: Follower
    registrar: Registrar
    embedding: Embedding
    knowledge: Knowledge
    profiles: Profiles
    threads: OneThreadEach
    words: WordMarker
    search: DatabaseSearch | None = None
    is_near: bool = True
    folder: TemporaryDirectory[str] | None = None

    @classmethod
    def over(
        cls,
        catalogue: Catalogue,
        encoder: Encoder,
        profile: Profile,
        knowledge: Knowledge,
        *,
        content: Content | None = None,
        vectors: str = MEMORY,
        is_near: bool = True,
        folder: TemporaryDirectory[str] | None = None,
    ) -> Opened:
        """A catalogue, which begins with the fiches of the index `content` where it is empty.

        `vectors` is what searches the passages, as in the settings. Raises CatalogueUnusable,
        ModelError.
        """
        taken_out = None if content is None else Means(content.passage_means, content.label_means)
        embedding = Embedding(encoder, knowledge.vocabulary, taken_out)
        search = None
        if vectors == PGVECTOR:
            search = DatabaseSearch(catalogue.database, embedding.space, encoder.dimension)
            search.make_ready()
        if content is not None and catalogue.revision() == 0:
            seed(catalogue, content, embedding, knowledge)
        follower = Follower(catalogue, embedding, profile, knowledge)
        if search is not None:
            search.make_ready()  # again, with the indexes for what has just come in
        return cls(
            catalogue=catalogue,
            follower=follower,
            registrar=Registrar(catalogue, embedding, follower, knowledge),
            embedding=embedding,
            knowledge=knowledge,
            profiles=Profiles(knowledge, profile),
            threads=OneThreadEach(),
            words=WordMarker(encoder),
            search=search,
            is_near=is_near,
            folder=folder,
        )

    @property
    def encoder(self) -> Encoder:
        """What embeds fiches."""
        return self.embedding.encoder

    def label(self, domain_id: str, language: Language) -> str:
        """The label of a field of the vocabulary. KeyError where there is none of that id."""
        return self.knowledge.vocabulary.label(domain_id, language)

    def partners_of(self, moment: Moment, id_: str, wanted: Wanted) -> Suggestions:
        """The best partners of a participant. Raises UnknownCollectivity."""
        self.threads.here()
        return moment.snapshot.partners_of(moment.roster[id_].id, wanted, self._searches(moment))

    def partners_for(self, moment: Moment, text: str, wanted: Wanted) -> Suggestions:
        """The best partners for the fiche that `text`, a JSON object, says.

        It is read and completed as a file of it would be, and kept nowhere. Raises FileRefused,
        FicheRefused.
        """
        self.threads.here()
        who = newcomer(text, self.embedding.similarity, self.knowledge)
        return moment.snapshot.partners_for(who, self.encoder, wanted, self._searches(moment))

    def _searches(self, moment: Moment) -> Searches | None:
        return None if self.search is None else self.search.of(moment)

    def close(self) -> None:
        """Give back what was opened."""
        self.embedding.close()
        self.catalogue.close()
        if self.folder is not None:
            self.folder.cleanup()


def open_all(settings: Settings) -> Opened:
    """Open what `settings` name.

    An index seeds an empty catalogue; where no catalogue is named besides it, it is answered from
    one of this process alone, so that nothing of an earlier run is mixed in. Raises IndexNotFound,
    IndexDamaged, IndexOfOtherEncoder, ModelError, DataFileError, CatalogueUnusable.
    """
    encoder = LazyEncoder(
        settings.encoder,
        prompt=settings.prompt,
        dimensions=settings.dimensions,
        allow_download=settings.download,
    )
    content = None
    if settings.index is not None:
        content = open_index(settings.index, EncoderMark.of(encoder)).content
    knowledge = open_knowledge()
    profile = open_profile(knowledge, settings.profile)
    place, folder = settings.catalogue, None
    if content is not None and not settings.names_catalogue:
        folder = TemporaryDirectory(prefix="matcher-", ignore_cleanup_errors=True)
        place = str(Path(folder.name, "catalogue.db"))
    catalogue = open_catalogue(place)
    return Opened.over(
        catalogue,
        encoder,
        profile,
        knowledge,
        content=content,
        vectors=settings.vectors,
        is_near=not place.startswith("postgres"),
        folder=folder,
    )
