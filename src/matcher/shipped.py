"""Opens what ships in `data/`, wherever the package is installed, and refuses errors by line.

Each table is read once; what reads it keeps no file open.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from matcher.domains import Vocabulary, parse_vocabulary
from matcher.gazetteer.authorities import Gazetteer, parse_authorities
from matcher.gazetteer.twins import Twins, parse_partnerships


def shipped_text(name: str) -> str:
    """The text of a file in `data/` (`profiles/takamatsu.toml`); FileNotFoundError if not there."""
    return files("matcher").joinpath("data", name).read_text(encoding="utf-8")


@cache
def gazetteer() -> Gazetteer:
    """All French and Japanese authorities. Raises DataFileError."""
    return parse_authorities(shipped_text("authorities.csv"), "authorities.csv")


@cache
def vocabulary() -> Vocabulary:
    """The controlled domains. Raises DataFileError."""
    return parse_vocabulary(shipped_text("domains.toml"), "domains.toml")


@cache
def twins() -> Twins:
    """The listed partnerships. Raises DataFileError."""
    return parse_partnerships(shipped_text("partnerships.csv"), "partnerships.csv")
