"""Fiches → an index directory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher.gathering import Participant
from matcher.index.directory import write_index
from matcher.index.manifest import Manifest
from matcher.ports import Encoder
from matcher.profile import Profile
from matcher.workflow.line_up_fiches import lined_up
from matcher.workflow.opening import Knowledge


@dataclass(frozen=True, slots=True)
class Built:
    """An index as written."""

    path: Path
    manifest: Manifest


def build_index(
    participants: Sequence[Participant],
    path: Path,
    encoder: Encoder,
    profile: Profile,
    knowledge: Knowledge,
) -> Built:
    """Embed the key points of `participants` and write the index to the directory `path`.

    One country alone is enough for an index: the other may be asked for by a fiche. Raises
    IndexPlaceTaken, ModelNotFound, ModelDamaged.
    """
    content = lined_up(participants, encoder, profile, knowledge)
    return Built(path, write_index(content, path))
