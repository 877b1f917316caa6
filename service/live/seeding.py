"""An index directory → the first fiches of an empty catalogue, without encoding what it holds."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from matcher.errors import ChangedMeanwhile
from matcher.fiche import Fiche
from matcher.gathering import Participant, gather, refusal_of
from matcher.index.content import Content
from matcher.matching.line_up import texts_of
from matcher.matching.side import Side
from matcher.workflow.opening import Knowledge
from service.live.embedding import Embedding
from service.storage.catalogue import Catalogue
from service.storage.records import FicheVectors

_log = logging.getLogger("matcher.live")


def seed(
    catalogue: Catalogue, content: Content, embedding: Embedding, knowledge: Knowledge
) -> None:
    """Store the fiches of all participants of an index with their vectors.

    `content` must be of the encoder of `embedding`. A catalogue that another process has begun to
    fill is left as it is. Raises CatalogueUnusable, ModelError.
    """
    people = sorted(  # numbered ids (« fr-saint-denis-10 ») are given again in the same order
        (*content.fr.participants, *content.jp.participants), key=lambda p: (len(p.id), p.id)
    )
    owned = [(person, fiche) for person in people for fiche in _fiches(person)]
    ids = {id(fiche): f"f-{number:012x}" for number, (_, fiche) in enumerate(owned, start=1)}
    vectors = {
        ids[id(fiche)]: FicheVectors(embedding.space, *found)
        for side in (content.fr, content.jp)
        for fiche, *found in _vectors(side)
    }
    again = _found_again(people, embedding, knowledge)
    fiches = {
        ids[id(fiche)]: fiche if person.id in again else replace(fiche, given_id=person.id)
        for person, fiche in owned
    }
    rest = {
        id_: fiche
        for id_, fiche in fiches.items()
        if id_ not in vectors and refusal_of(fiche) is None
    }
    vectors |= embedding.of(rest)
    try:
        catalogue.store(fiches, vectors, expected=dict.fromkeys(fiches))
    except ChangedMeanwhile:
        return
    _log.info("the catalogue begins with %d fiches of the index", len(fiches))


def _fiches(person: Participant) -> Iterator[Fiche]:
    yield from person.fiches
    yield from person.translations
    yield from person.superseded


def _vectors(side: Side) -> Iterator[tuple[Fiche, np.ndarray, np.ndarray]]:
    """The vectors of the counted fiches, as far as key points are cut as they were then."""
    owners = np.arange(len(side) + 1)
    passages = np.searchsorted(side.passage_texts.owner, owners)
    labels = np.searchsorted(side.label_texts.owner, owners)
    for row, person in enumerate(side.participants):
        passage, label = passages[row], labels[row]
        texts = [texts_of(fiche) for fiche in person.fiches]
        if sum(len(each) for each, _ in texts) != passages[row + 1] - passage:
            continue
        for fiche, (of_passages, of_labels) in zip(person.fiches, texts, strict=True):
            to_passage, to_label = passage + len(of_passages), label + len(of_labels)
            yield (
                fiche,
                side.passage_texts.vectors[passage:to_passage],
                side.label_texts.vectors[label:to_label],
            )
            passage, label = to_passage, to_label


def _found_again(
    people: list[Participant], embedding: Embedding, knowledge: Knowledge
) -> frozenset[str]:
    """The ids that gathering the fiches gives again, with the same fiches under them.

    An index made by hand may call participants otherwise than their fiches do.
    """
    fiches = [fiche for person in people for fiche in _fiches(person)]
    gathered = gather(fiches, embedding.similarity, knowledge.gazetteer)
    found: Mapping[str, Participant] = {person.id: person for person in gathered.participants}
    return frozenset(
        person.id
        for person in people
        if person.id in found and list(_fiches(found[person.id])) == list(_fiches(person))
    )
