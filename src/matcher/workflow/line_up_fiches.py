"""Participants → both sides, embedded and lined up: the step that shortlist and index share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.collectivity import Country
from matcher.gathering import Participant
from matcher.index.content import Content, EncoderMark, ProfileMark
from matcher.matching.line_up import Embedded, Listed, embed, line_up, list_texts
from matcher.matching.side import Side
from matcher.ports import Encoder
from matcher.profile import Profile
from matcher.workflow.language_means import means
from matcher.workflow.opening import Knowledge


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """Both sides."""

    fr: Side
    jp: Side


def lined_up(
    participants: Sequence[Participant], encoder: Encoder, profile: Profile, knowledge: Knowledge
) -> Content:
    """Both sides with what is needed to compare a further fiche with them.

    Raises ModelNotFound, ModelDamaged.
    """
    taken_out = means(encoder, knowledge.vocabulary)
    fr, jp = (
        embed(
            list_texts(participants, country),
            encoder.encode,
            taken_out.passages,
            taken_out.labels,
        )
        for country in (Country.FR, Country.JP)
    )
    sides = sides_of(fr, jp, profile, knowledge)
    return Content(
        fr=sides.fr,
        jp=sides.jp,
        passage_means=taken_out.passages,
        label_means=taken_out.labels,
        encoder=EncoderMark.of(encoder),
        profile=ProfileMark(profile.name, profile.fingerprint),
    )


def under_profile(content: Content, profile: Profile, knowledge: Knowledge) -> Sides:
    """The sides of an index as `profile` wants them: as stored where it is the profile they were
    lined up with, else lined up again; nothing is encoded."""
    if profile.fingerprint == content.profile.fingerprint:
        return Sides(content.fr, content.jp)
    return sides_of(embedded_in(content.fr), embedded_in(content.jp), profile, knowledge)


def sides_of(fr: Embedded, jp: Embedded, profile: Profile, knowledge: Knowledge) -> Sides:
    """Both sides, each the reference of the other; nothing is encoded."""
    people = (*fr.listed.participants, *jp.listed.participants)
    one, other = line_up(fr, jp, knowledge.fields(people, profile), knowledge.rank, profile)
    return Sides(one, other)


def embedded_in(side: Side) -> Embedded:
    """The texts of a side with their embeddings, to be lined up again."""
    return Embedded(
        Listed(side.country, side.participants, side.passages, side.labels),
        side.passage_texts.vectors,
        side.label_texts.vectors,
    )
