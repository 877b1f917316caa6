"""The space that embeddings lie in: what may be compared, and kept, with what."""

from __future__ import annotations

import hashlib
import json

from matcher.collectivity import Language
from matcher.domains import Vocabulary
from matcher.passages import passages
from matcher.ports import Encoder
from matcher.workflow.language_means import reference_texts


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
