"""What files that were sent would bring into the catalogue."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from matcher.check import Finding, Kind
from matcher.errors import FileRefused
from matcher.i18n import messages
from matcher.i18n.sentences import Speaker
from service.live.preview import Preview, PreviewedFiche, PreviewedFile, Related, Relation
from service.schemas import examples
from service.schemas.answer import Answer
from service.schemas.stored_fiche import ReasonAnswer, StoredContent


class FindingAnswer(Answer):
    """One thing to look at, as `matcher check` tells it."""

    kind: Kind = Field(description="Whether a value is missing, was guessed, or is odd.")
    code: str
    field: str
    text: str = Field(description="As a sentence in the reader's language.")

    @classmethod
    def of(cls, finding: Finding, speaker: Speaker) -> FindingAnswer:
        """A finding for the reader."""
        note = finding.note
        return cls(
            kind=finding.kind,
            code=note.code,
            field=note.field,
            text=messages.note(note, speaker),
        )


class RelatedAnswer(Answer):
    """A stored fiche of the same collectivity, and what the new one is to it."""

    id: str
    relation: Relation = Field(
        description="It repeats it, replaces it, is an older version of it, or stands beside it."
    )

    @classmethod
    def of(cls, related: Related) -> RelatedAnswer:
        """A stored fiche of the same collectivity."""
        return cls(id=related.id, relation=related.relation)


class PreviewedFicheAnswer(Answer):
    """A fiche that was found in a file: `fiche` can be sent to be stored as it is."""

    fiche: StoredContent
    findings: list[FindingAnswer]
    collectivity: str | None = Field(
        description="Id it would take part under; null where it cannot take part."
    )
    known: bool = Field(description="Whether that collectivity takes part already.")
    refused: ReasonAnswer | None = Field(description="Why it cannot take part.")
    related: list[RelatedAnswer] = Field(description="Stored fiches of that collectivity.")
    replaces: str | None = Field(
        description="Id of the stored fiche that it repeats or replaces: PUT it there."
    )

    @classmethod
    def of(cls, previewed: PreviewedFiche, speaker: Speaker) -> PreviewedFicheAnswer:
        """A fiche that was looked at."""
        return cls(
            fiche=StoredContent.of(previewed.fiche, (), speaker),
            findings=[FindingAnswer.of(each, speaker) for each in previewed.findings],
            collectivity=previewed.collectivity,
            known=previewed.known,
            refused=ReasonAnswer.of(previewed.refused, speaker),
            related=[RelatedAnswer.of(each) for each in previewed.related],
            replaces=previewed.replaces,
        )


class PreviewedFileAnswer(Answer):
    """A file that was read."""

    source: str
    fiches: list[PreviewedFicheAnswer]
    beside: list[FindingAnswer] = Field(
        description="How its fiches go with those of the other files sent with it."
    )

    @classmethod
    def of(cls, file: PreviewedFile, speaker: Speaker) -> PreviewedFileAnswer:
        """A file that was read."""
        return cls(
            source=file.source,
            fiches=[PreviewedFicheAnswer.of(each, speaker) for each in file.fiches],
            beside=[FindingAnswer.of(each, speaker) for each in file.beside],
        )


class RefusedFileAnswer(Answer):
    """A file that was not read, and why."""

    source: str
    reason: str
    text: str = Field(description="The reason as a sentence in the reader's language.")

    @classmethod
    def of(cls, refused: FileRefused, speaker: Speaker) -> RefusedFileAnswer:
        """A file that was not read."""
        return cls(
            source=refused.source,
            reason=refused.reason,
            text=messages.refusal(refused, speaker),
        )


class UploadAnswer(Answer):
    """What the files would bring; nothing of it is stored."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.UPLOAD]})

    files: list[PreviewedFileAnswer]
    refused: list[RefusedFileAnswer]

    @classmethod
    def of(cls, preview: Preview, speaker: Speaker) -> UploadAnswer:
        """A preview for the reader."""
        return cls(
            files=[PreviewedFileAnswer.of(each, speaker) for each in preview.files],
            refused=[RefusedFileAnswer.of(each, speaker) for each in preview.refusals],
        )
