"""The page of one authority: what it is, what it does well, and who fits it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from matcher.collectivity import Language
from matcher.domains import Vocabulary
from matcher.fiche import Fiche
from matcher.gathering import Participant
from matcher.i18n.sentences import Speaker
from matcher.matching.pairing import Suggestions
from matcher.matching.wanted import TwinRule
from matcher.writing.contacts import without_addresses
from matcher.writing.made import withheld
from matcher.writing.names import own_language
from matcher.writing.told import SideTold, tell, tell_side
from service.dependencies import MomentDep, OpenedDep, ReaderDep
from service.live.contacts import contacts_in
from service.live.moment import FicheStanding, Moment
from service.opened import Opened
from service.pages.frame.render import KEPT_NOWHERE, render, speaker_of
from service.pages.parts.cards import Cards, cards_of
from service.pages.parts.choice import Choice
from service.pages.public.asked import PARTNER_CHOICES, RATIOS, PartnersAsked, partners_asked
from service.pages.public.collectivities import domain_choices
from service.pages.public.facts import Fact, facts_of
from service.pages.public.locator import Locator, locate
from service.storage.records import Role, StoredFiche

router = APIRouter()


@dataclass(frozen=True, slots=True)
class FicheTold:
    """A fiche as its page shows it. `id` is "" where it is no stored one.

    `standing` says in words that it does not count, "" where it does.
    """

    id: str
    source: str
    language: Language
    language_name: str
    updated: str
    stored: str
    standing: str
    points: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldNamed:
    """A field of the vocabulary that an authority names."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class AuthorityView:
    """What an authority is and does, without partners."""

    id: str
    side: SideTold
    facts: tuple[Fact, ...]
    fields: tuple[FieldNamed, ...]
    fiches: tuple[FicheTold, ...]
    locator: Locator | None


@dataclass(frozen=True, slots=True)
class PartnersView:
    """The partners found, with the form that narrows them."""

    asked: PartnersAsked
    cards: Cards
    found: str
    nobody_fits: bool
    withheld: str | None
    domains: tuple[Choice, ...]
    ratios: tuple[Choice, ...]
    twins: tuple[Choice, ...]
    limits: tuple[Choice, ...]


@router.get("/collectivities/{id}")
async def show_collectivity(
    request: Request, id: str, visitor: ReaderDep, opened: OpenedDep, moment: MomentDep
) -> Response:
    """An authority with its best partners. Contacts are shown to who may curate alone."""
    participant = moment.roster[id]
    speaker = speaker_of(request)
    asked = partners_asked(request.query_params, opened.knowledge)

    def found() -> tuple[AuthorityView, PartnersView]:
        fiches = fiches_told(participant, moment.fiches_of(id), moment, speaker)
        return (
            authority_view(participant, fiches, moment, speaker),
            partners_view(opened, moment, id, asked, speaker),
        )

    view, partners = await run_in_threadpool(found)
    contacts = None
    if visitor.role is Role.CURATE:
        known = await run_in_threadpool(contacts_in, opened.catalogue, moment, [id])
        contacts = known.of(id)
    return await render(
        request,
        "collectivity.html.j2",
        headers=KEPT_NOWHERE if contacts else None,
        view=view,
        partners=partners,
        contacts=contacts,
    )


def authority_view(
    participant: Participant, fiches: tuple[FicheTold, ...], moment: Moment, speaker: Speaker
) -> AuthorityView:
    """What a participant is and does, with its `fiches` as told."""
    knowledge = moment.snapshot.knowledge
    side = tell_side(participant, speaker, None)
    return AuthorityView(
        id=participant.id,
        side=side,
        facts=facts_of(participant, side, speaker),
        fields=fields_of(participant, knowledge.vocabulary, speaker),
        fiches=fiches,
        locator=locate(participant, speaker),
    )


def fields_of(
    participant: Participant, vocabulary: Vocabulary, speaker: Speaker
) -> tuple[FieldNamed, ...]:
    """The fields a participant names, as the vocabulary calls them."""
    return tuple(
        FieldNamed(id_, vocabulary.label(id_, speaker.language)) for id_ in participant.domain_ids
    )


def fiches_told(
    participant: Participant, stored: Sequence[StoredFiche], moment: Moment, speaker: Speaker
) -> tuple[FicheTold, ...]:
    """The stored fiches of a participant: those that count first, the latest of them first."""
    standing = {
        FicheStanding.COUNTED: "",
        FicheStanding.TRANSLATION: speaker.say("a translation"),
        FicheStanding.SUPERSEDED: speaker.say("replaced by a later one"),
    }

    def place(each: StoredFiche) -> tuple[int, tuple[int, ...], str]:
        updated = each.fiche.updated.value
        key = (0, 0, 0) if updated is None else updated.sort_key
        part = moment.placed[each.id].part
        return (list(FicheStanding).index(part), tuple(-part for part in key), each.id)

    return tuple(
        fiche_told(
            each.fiche,
            own_language(participant.country),
            speaker,
            id_=each.id,
            standing=standing[moment.placed[each.id].part],
            stored=speaker.dates(each.stored_at.date().isoformat()),
        )
        for each in sorted(stored, key=place)
    )


def fiche_told(
    fiche: Fiche,
    own: Language,
    speaker: Speaker,
    *,
    id_: str = "",
    standing: str = "",
    stored: str = "",
) -> FicheTold:
    """A fiche; where it does not say its language, it is in `own`. Mail addresses are left out."""
    written = fiche.language.value or own
    updated = fiche.updated.value
    return FicheTold(
        id=id_,
        source=fiche.source,
        language=written,
        language_name=speaker.language_name(written),
        updated="" if updated is None else speaker.date(updated),
        stored=stored,
        standing=standing,
        points=tuple(without_addresses(point.text) for point in fiche.key_points),
        labels=fiche.domains,
    )


def partners_view(
    opened: Opened, moment: Moment, id_: str, asked: PartnersAsked, speaker: Speaker
) -> PartnersView:
    """The partners asked for, the words that carry each match marked."""
    found = opened.partners_of(moment, id_, asked.wanted)
    profile = moment.snapshot.profile
    pairings = opened.words.marked(found.pairings)
    told = [
        tell(pairing, number, profile, opened.knowledge.vocabulary, speaker)
        for number, pairing in enumerate(pairings, start=1)
    ]
    return PartnersView(
        asked=asked,
        cards=cards_of(told, found.participant.country, profile.floor),
        found=_found(found, speaker),
        nobody_fits=found.nobody_fits and bool(told),
        withheld=withheld(found.probability_withheld, speaker) if told else None,
        domains=domain_choices(opened.knowledge, asked.domains, speaker),
        ratios=tuple(
            Choice(f"{ratio:g}", speaker.ratio(ratio), ratio == asked.ratio)
            for ratio in sorted({*RATIOS, *([asked.ratio] if asked.ratio else [])})
        ),
        twins=tuple(
            Choice(each, label, each is asked.twins)
            for each, label in (
                (TwinRule.IN, speaker.say("with existing partners")),
                (TwinRule.OUT, speaker.say("without existing partners")),
                (TwinRule.ONLY, speaker.say("existing partners only")),
            )
        ),
        limits=tuple(
            Choice(str(each), speaker.number(each), each == asked.limit)
            for each in sorted({*PARTNER_CHOICES, asked.limit})
        ),
    )


def _found(found: Suggestions, speaker: Speaker) -> str:
    return speaker.plural("{count} partner", "{count} partners", len(found.pairings))
