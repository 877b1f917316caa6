"""What the program offers is documented."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from matcher import settings
from matcher.cli import fiches, judging, matching, service
from matcher.settings import Settings

DOCS = Path(__file__).parents[2] / "docs" / "cli.md"

_VARIABLES = {"language": "MATCHER_LANG"}


def test_every_command_is_documented() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for module in (fiches, matching, judging, service):
        for command in module.COMMANDS:
            assert f"`matcher {command.__name__}" in text
            assert command.__doc__


def test_every_setting_is_documented_in_the_page_and_in_its_module() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for field in dataclasses.fields(Settings):
        variable = _VARIABLES.get(field.name, f"MATCHER_{field.name.upper()}")
        assert f"`{variable}`" in text
        assert variable in (settings.__doc__ or "")
