"""Which language an answer is in."""

from __future__ import annotations

import pytest

from matcher.collectivity import Language
from service.http.language import accepted


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("de, ja;q=0.5, fr;q=0.7", "fr"),
        ("ja;q=0.5, fr;q=0.5", "ja"),
        ("fr;q=0, ja;q=0.1", "ja"),
        ("*", "en"),
        ("fr;q=high, JA-JP ; q=0.2", "ja"),
        (";;,q=1,fr;level=1", "fr"),
    ],
)
def test_the_language_preferred_among_ours(header: str, language: str) -> None:
    assert accepted(header, Language.EN) == language


def test_where_none_of_ours_is_asked_for_the_service_has_its_own() -> None:
    assert accepted("de-DE, es", Language.JA) is Language.JA
