"""Hubs and languages do not decide."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.collectivity import Language
from matcher.matching.hubs import LanguageMeans, corrected, hub_column


def test_what_a_language_has_in_common_is_taken_out() -> None:
    generator = np.random.default_rng(7)
    meaning = generator.normal(size=(6, 16)).astype(np.float32)
    accent = 3 * generator.normal(size=16).astype(np.float32)
    french, japanese = meaning, meaning + accent
    means = LanguageMeans.of(np.vstack([french, japanese]), [Language.FR] * 6 + [Language.JA] * 6)
    a = means.taken_out(french, [Language.FR] * 6)
    b = means.taken_out(japanese, [Language.JA] * 6)
    assert np.allclose(a, b, atol=1e-5)
    assert np.allclose(np.linalg.norm(a, axis=1), 1.0)


def test_a_blank_text_stays_without_meaning() -> None:
    means = LanguageMeans({Language.FR: np.ones(4, dtype=np.float32)})
    assert not means.taken_out(np.zeros((1, 4), dtype=np.float32), [Language.FR]).any()


def test_a_language_without_reference_keeps_its_vectors() -> None:
    vectors = np.eye(3, dtype=np.float32)
    assert np.array_equal(LanguageMeans({}).taken_out(vectors, [Language.EN] * 3), vectors)


def test_a_participant_near_to_everyone_loses_its_lead() -> None:
    affinity = np.array([[0.5, 0.6], [0.1, 0.6], [0.1, 0.6]])
    fr, jp = hub_column(affinity, 0.3, 1.0), hub_column(affinity.T, 0.3, 1.0)
    fair = corrected(affinity, fr, jp, 0.3)
    assert affinity[0].argmax() == 1
    assert fair[0].argmax() == 0


def test_few_partners_say_little_about_a_hub() -> None:
    column = hub_column(np.array([[0.9]]), prior=0.1, prior_count=5.0)
    assert column == pytest.approx([(0.9 + 5 * 0.1) / 6])


def test_unknown_affinities_do_not_count() -> None:
    assert hub_column(np.array([[np.nan, 0.4]]), 0.0, 1.0) == pytest.approx([0.2])
