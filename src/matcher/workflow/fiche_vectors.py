"""The embeddings of one fiche, and the name of the space they lie in: what may be kept of it."""

from __future__ import annotations

import hashlib
import json

import numpy as np
from numpy.typing import NDArray

from matcher.collectivity import Language
from matcher.domains import Vocabulary
from matcher.fiche import Fiche
from matcher.matching.line_up import texts_of
from matcher.passages import passages
from matcher.ports import Encoder
from matcher.workflow.language_means import Means, reference_texts

Vectors = NDArray[np.float32]


def vectors_of_fiche(fiche: Fiche, encoder: Encoder, means: Means) -> tuple[Vectors, Vectors]:
    """The embeddings of the passages and of the labels of `fiche`, the means taken out.

    float32 (p, d) and (l, d), unit rows (zero rows for blank texts), in the order of
    `matcher.matching.line_up.texts_of`. Raises ModelNotFound, ModelDamaged.
    """
    pieces, labels = texts_of(fiche)
    return (
        means.passages.taken_out(
            encoder.encode([each.passage.text for each in pieces]),
            [each.language for each in pieces],
        ),
        means.labels.taken_out(
            encoder.encode([each.label for each in labels]), [each.language for each in labels]
        ),
    )


def space_of(encoder: Encoder, vocabulary: Vocabulary) -> str:
    """A fingerprint of everything the vectors of a fiche depend on besides the fiche.

    That is the encoder, the texts whose means are taken out, and how key points are cut into
    passages, which is told by cutting those texts. Vectors of two spaces say nothing about each
    other. Raises ModelNotFound, ModelDamaged.
    """
    references = reference_texts()
    specimens = {
        language: "\n".join(each.text for each in references if each.language is language)
        for language in Language
    }
    depends_on = {
        "encoder": encoder.fingerprint,
        "key points": [[each.language, each.text] for each in references],
        "labels": [sorted(domain.labels.items()) for domain in vocabulary.domains],
        "passages": {
            language: [[each.start, each.end] for each in passages(text, language)]
            for language, text in specimens.items()
        },
    }
    return hashlib.sha256(json.dumps(depends_on, sort_keys=True).encode()).hexdigest()
