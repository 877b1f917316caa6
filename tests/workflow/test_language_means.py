"""The means that are taken out come from texts that ship, the same for everybody."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from matcher.collectivity import Language
from matcher.errors import DataFileError
from matcher.workflow.language_means import means, parse_reference, reference_texts
from matcher.workflow.opening import Knowledge, LazyEncoder


def test_every_language_has_as_many_reference_texts() -> None:
    counts = Counter(each.language for each in reference_texts())
    assert set(counts) == set(Language)
    assert min(counts.values()) == max(counts.values()) >= 100


def test_all_faulty_lines_are_told() -> None:
    with pytest.raises(DataFileError) as caught:
        parse_reference("topic\tlanguage\ttext\nx\tfr\ty\nx\tde\ty\nx\tfr\n", "r.tsv")
    assert [(fault.line, fault.place) for fault in caught.value.faults] == [
        (3, "language"),
        (4, "columns"),
    ]
    with pytest.raises(DataFileError):
        parse_reference("", "r.tsv")


def test_what_texts_of_a_language_share_is_taken_out(
    encoder: LazyEncoder, knowledge: Knowledge
) -> None:
    passages = means(encoder, knowledge.vocabulary).passages
    for language in Language:
        texts = [each.text for each in reference_texts() if each.language is language]
        vectors = encoder.encode(texts)
        centred = passages.taken_out(vectors, [language] * len(texts))
        before, after = (np.linalg.norm(rows.mean(axis=0)) for rows in (vectors, centred))
        assert after < 0.2 * before
        np.testing.assert_allclose(np.linalg.norm(centred, axis=1), 1.0, atol=1e-5)
