"""The weights that ship are those the search finds today, with the encoder that ships."""

from __future__ import annotations

import sys

import pytest

from scripts import tune_profile


def test_the_shipped_profile_is_what_the_search_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["tune_profile.py", "--check"])
    assert tune_profile.main() == 0
