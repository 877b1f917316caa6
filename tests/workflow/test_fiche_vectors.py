"""The space of vectors tells what they depend on."""

from __future__ import annotations

from dataclasses import replace

from matcher import shipped
from matcher.collectivity import Language
from matcher.domains import Vocabulary
from matcher.workflow.fiche_vectors import space_of
from tests.workflow.small_snapshot import SmallEncoder


class Another(SmallEncoder):
    """An encoder that makes other vectors."""

    fingerprint = "e" * 64


def test_another_encoder_or_vocabulary_is_another_space() -> None:
    vocabulary = shipped.vocabulary()
    first, *others = vocabulary.domains
    renamed = replace(first, labels={**first.labels, Language.EN: "Something else"})
    spaces = {
        space_of(SmallEncoder(), vocabulary),
        space_of(Another(), vocabulary),
        space_of(SmallEncoder(), Vocabulary((renamed, *others), {})),
    }
    assert len(spaces) == 3
    assert space_of(SmallEncoder(), vocabulary) in spaces  # and the same every time
