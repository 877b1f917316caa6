"""How the service is, and what it answers from."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from service.live.moment import Moment
from service.schemas import examples
from service.schemas.answer import Answer


class CountsAnswer(Answer):
    """How many take part."""

    fr: int = Field(ge=0, description="French collectivités.")
    jp: int = Field(ge=0, description="Japanese authorities.")
    fr_passages: int = Field(ge=0)
    jp_passages: int = Field(ge=0)


class IndexAnswer(Answer):
    """Everybody who takes part, with the embeddings that are compared."""

    fingerprint: str = Field(description="Changes with anything the index holds.")
    revision: int = Field(ge=0, description="Counts the changes of fiches in the catalogue.")
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
    def of(cls, moment: Moment, version: str) -> Health:
        """The health of a service of `version` that answers from `moment`."""
        snapshot = moment.snapshot
        encoder, counts = snapshot.encoder, snapshot.counts
        return cls(
            version=version,
            index=IndexAnswer(
                fingerprint=moment.fingerprint,
                revision=moment.revision,
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


class Ready(Answer):
    """The service can answer: the catalogue is there, and what is in memory is at its revision."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.READY]})

    status: Literal["ready"] = "ready"
    version: str
    fingerprint: str = Field(description="Changes with anything that is answered from.")
    revision: int = Field(ge=0, description="Counts the changes of fiches in the catalogue.")

    @classmethod
    def of(cls, moment: Moment, version: str) -> Ready:
        """The readiness of a service of `version` that answers from `moment`."""
        return cls(version=version, fingerprint=moment.fingerprint, revision=moment.revision)
