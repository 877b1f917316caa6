"""How the service is, and what it answers from."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from matcher.index.manifest import Manifest
from service.schemas import examples
from service.schemas.answer import Answer


class CountsAnswer(Answer):
    """How much the index holds."""

    fr: int = Field(ge=0, description="French collectivités.")
    jp: int = Field(ge=0, description="Japanese authorities.")
    fr_passages: int = Field(ge=0)
    jp_passages: int = Field(ge=0)


class IndexAnswer(Answer):
    """The index the service answers from."""

    fingerprint: str = Field(description="Changes with anything the index holds.")
    counts: CountsAnswer


class EncoderAnswer(Answer):
    """The encoder that made the index and reads new fiches."""

    name: str
    fingerprint: str
    dimension: int = Field(ge=1)


class Health(Answer):
    """The service runs."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.HEALTH]})

    status: Literal["ok"] = "ok"
    version: str
    index: IndexAnswer
    encoder: EncoderAnswer

    @classmethod
    def of(cls, manifest: Manifest, version: str) -> Health:
        """The health of a service of `version` that answers from the index of `manifest`."""
        counts, encoder = manifest.counts, manifest.encoder
        return cls(
            version=version,
            index=IndexAnswer(
                fingerprint=manifest.fingerprint,
                counts=CountsAnswer(
                    fr=counts.fr,
                    jp=counts.jp,
                    fr_passages=counts.fr_passages,
                    jp_passages=counts.jp_passages,
                ),
            ),
            encoder=EncoderAnswer(
                name=encoder.name, fingerprint=encoder.fingerprint, dimension=encoder.dimension
            ),
        )
