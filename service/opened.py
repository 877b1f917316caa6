"""What is opened once when the service starts and then only read, by any number of threads."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.collectivity import Language
from matcher.errors import IndexNotFound
from matcher.index.content import EncoderMark
from matcher.index.directory import open_index
from matcher.matching.pairing import Suggestions
from matcher.ports import Encoder
from matcher.settings import Settings
from matcher.workflow.mark_words import WordMarker
from matcher.workflow.opening import LazyEncoder, open_knowledge, open_profile
from matcher.workflow.suggest_partners import Matchmaker, matchmaker
from service.newcomer import newcomer
from service.roster import Roster
from service.threads import OneThreadEach


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """An index with everything needed to ask it."""

    matchmaker: Matchmaker
    encoder: Encoder
    roster: Roster
    threads: OneThreadEach
    words: WordMarker

    def label(self, domain_id: str, language: Language) -> str:
        """The label of a field of the vocabulary. KeyError where there is none of that id."""
        return self.matchmaker.knowledge.vocabulary.label(domain_id, language)

    def partners_of(self, id_: str, limit: int) -> Suggestions:
        """The `limit` best partners of a participant. Raises UnknownCollectivity."""
        self.threads.here()
        return self.matchmaker.partners_of(self.roster[id_].id, limit)

    def partners_for(self, text: str, limit: int) -> Suggestions:
        """The `limit` best partners for the fiche that `text`, a JSON object, says.

        It is read and completed as a file of it would be, and kept nowhere. Raises FileRefused,
        FicheRefused.
        """
        self.threads.here()
        who = newcomer(text, self.encoder, self.matchmaker.knowledge)
        return self.matchmaker.partners_of_fiche(who, self.encoder, limit)


def open_all(settings: Settings) -> Opened:
    """Open what `settings` name.

    Raises IndexNotFound, IndexDamaged, IndexOfOtherEncoder, ModelError, DataFileError.
    """
    if settings.index is None:
        raise IndexNotFound("MATCHER_INDEX")
    encoder = LazyEncoder(
        settings.encoder,
        prompt=settings.prompt,
        dimensions=settings.dimensions,
        allow_download=settings.download,
    )
    index = open_index(settings.index, EncoderMark.of(encoder))
    knowledge = open_knowledge()
    made = matchmaker(index, open_profile(knowledge, settings.profile), knowledge)
    return Opened(made, encoder, Roster(made.participants()), OneThreadEach(), WordMarker(encoder))
