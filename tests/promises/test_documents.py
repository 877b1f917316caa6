"""What the program offers is documented."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from matcher import settings
from matcher.cli import fiches, judging, matching, service
from matcher.cli.joining import joined_commands
from matcher.settings import Settings

DOCS = Path(__file__).parents[2] / "docs" / "cli.md"

_VARIABLES = {"language": "MATCHER_LANG"}
#: Tells which variables are set.
_NO_VARIABLE = {"named"}


def test_every_command_is_documented() -> None:
    text = DOCS.read_text(encoding="utf-8")
    joined = joined_commands(())
    assert not joined.broken
    own = [each for module in (fiches, matching, judging, service) for each in module.COMMANDS]
    for command in (*own, *joined.commands):
        assert f"`matcher {command.__name__}" in text
        assert command.__doc__


def test_every_setting_is_documented_in_the_page_and_in_its_module() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for field in dataclasses.fields(Settings):
        if field.name in _NO_VARIABLE:
            continue
        variable = _VARIABLES.get(field.name, f"MATCHER_{field.name.upper()}")
        assert f"`{variable}`" in text
        assert variable in (settings.__doc__ or "")
