"""What all answers have in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """An answer is made once, from values of the core, and not changed."""

    model_config = ConfigDict(frozen=True)
