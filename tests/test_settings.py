"""The environment is read once, and refused with every variable that is not usable."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.collectivity import Language
from matcher.errors import DataFileError
from matcher.settings import Settings


def test_nothing_set_and_empty_variables_give_the_defaults() -> None:
    empty = dict.fromkeys(
        [
            *("MATCHER_LANG", "MATCHER_ENCODER", "MATCHER_PROMPT", "MATCHER_DIMENSIONS"),
            *("MATCHER_PROFILE", "MATCHER_INDEX"),
        ],
        "",
    )
    assert Settings.of({}) == Settings.of(empty) == Settings()


def test_what_is_set_counts() -> None:
    found = Settings.of(
        {
            "MATCHER_LANG": "JA",
            "MATCHER_ENCODER": "mine",
            "MATCHER_PROMPT": "query: ",
            "MATCHER_DIMENSIONS": "256",
            "MATCHER_PROFILE": "p.toml",
            "MATCHER_DOWNLOAD": "yes",
            "MATCHER_INDEX": "un index",
            "MATCHER_DEBUG": "1",
            "HOME": "/",
        }
    )
    assert found == Settings(
        encoder="mine",
        prompt="query: ",
        dimensions=256,
        language=Language.JA,
        profile="p.toml",
        download=True,
        index=Path("un index"),
        debug=True,
    )


def test_all_unusable_variables_are_told_together() -> None:
    with pytest.raises(DataFileError) as caught:
        Settings.of(
            {"MATCHER_LANG": "de", "MATCHER_DOWNLOAD": "perhaps", "MATCHER_DIMENSIONS": "0"}
        )
    places = [fault.place for fault in caught.value.faults]
    assert places == ["MATCHER_LANG", "MATCHER_DOWNLOAD", "MATCHER_DIMENSIONS"]
