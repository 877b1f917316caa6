"""Partner matching for French–Japanese decentralised cooperation.

The face of the package: four verbs and the types they speak. The rest is reached by module.
Names are imported when they are first used, so that `import matcher` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcher.errors import MatcherError
    from matcher.fiche import Fiche
    from matcher.gathering import Participant
    from matcher.matching.pairing import Pairing, Suggestions
    from matcher.shortlist.constraints import TwinRule
    from matcher.shortlist.shortlist import Shortlist
    from matcher.workflow.verbs import build_index, make_shortlist, open_index, read_fiches

__all__ = [
    "Fiche",
    "MatcherError",
    "Pairing",
    "Participant",
    "Shortlist",
    "Suggestions",
    "TwinRule",
    "build_index",
    "make_shortlist",
    "open_index",
    "read_fiches",
]

_HOME = {
    "Fiche": "fiche",
    "MatcherError": "errors",
    "Pairing": "matching.pairing",
    "Participant": "gathering",
    "Shortlist": "shortlist.shortlist",
    "Suggestions": "matching.pairing",
    "TwinRule": "shortlist.constraints",
    "build_index": "workflow.verbs",
    "make_shortlist": "workflow.verbs",
    "open_index": "workflow.verbs",
    "read_fiches": "workflow.verbs",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
