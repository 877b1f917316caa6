"""The list of authorities: searched in any language, narrowed, sorted, page by page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from matcher.collectivity import Country, Language
from matcher.domains import Vocabulary
from matcher.fiche import PartialDate
from matcher.gathering import Participant
from matcher.gazetteer.names import fold
from matcher.i18n.sentences import Speaker
from matcher.workflow.opening import Knowledge
from matcher.writing.names import Name, name_for, other_names, parent_for
from service.dependencies import MomentDep, ReaderDep
from service.live.moment import Moment
from service.pages.frame.render import render, speaker_of
from service.pages.parts.choice import Choice
from service.pages.public.asked import ListAsked, Order, list_asked
from service.pages.public.kept import KeptViews, kept_of
from service.pages.public.paging import Paged

#: Authorities on one page.
A_PAGE = 50

router = APIRouter()


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """An authority in the list; `fields` are labels of the vocabulary."""

    id: str
    name: Name
    others: tuple[Name, ...]
    country: str
    parent: Name | None
    population: str
    fields: tuple[str, ...]
    points: str
    updated: str


@dataclass(frozen=True, slots=True)
class Column:
    """A head of the table; `order` is what a click on it sorts by, None where it cannot be."""

    label: str
    order: Order | None
    is_number: bool
    arrow: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView(Paged):
    """One page of the list."""

    asked: ListAsked
    rows: tuple[AuthorityRow, ...]
    found: str
    columns: tuple[Column, ...]
    countries: tuple[Choice, ...]
    domains: tuple[Choice, ...]
    orders: tuple[Choice, ...]


@router.get("/collectivities")
async def list_collectivities(request: Request, visitor: ReaderDep, moment: MomentDep) -> Response:
    """The list, narrowed by what the form says."""
    speaker = speaker_of(request)
    asked = list_asked(request.query_params, moment.snapshot.knowledge)
    view = await run_in_threadpool(list_view, moment, asked, speaker, kept_of(request))
    return await render(request, "collectivities.html.j2", view=view)


def list_view(moment: Moment, asked: ListAsked, speaker: Speaker, kept: KeptViews) -> ListView:
    """One page of those asked for."""
    knowledge = moment.snapshot.knowledge
    ordered = _ordered(moment, asked, speaker.language, kept)
    pages = max(1, ceil(len(ordered) / A_PAGE))
    number = min(asked.page, pages)
    shown = ordered[(number - 1) * A_PAGE : number * A_PAGE]
    return ListView(
        asked=asked,
        rows=tuple(row(each, knowledge.vocabulary, speaker) for each in shown),
        found=speaker.plural("{count} authority", "{count} authorities", len(ordered)),
        columns=columns(asked.order, speaker),
        countries=tuple(
            Choice(each, speaker.country(each), each is asked.country) for each in Country
        ),
        domains=domain_choices(knowledge, frozenset([asked.domain]), speaker),
        orders=tuple(
            Choice(each, label, each is asked.order) for each, label in _orders(speaker).items()
        ),
        page=number,
        pages=pages,
    )


def _ordered(
    moment: Moment, asked: ListAsked, language: Language, kept: KeptViews
) -> Sequence[Participant]:
    """Those asked for in the order asked for; that of everybody is made once a moment."""
    if asked.is_narrowed:
        sought = asked.sought(moment.snapshot.knowledge.gazetteer)
        page = moment.roster.page(sought, None, max(1, len(moment.roster)))
        return in_order(page.participants, asked.order, language)
    return kept.of(
        moment,
        ("everybody", asked.order, language),
        lambda: in_order(tuple(moment.roster), asked.order, language),
    )


def _orders(speaker: Speaker) -> Mapping[Order, str]:
    return {
        Order.CODE: speaker.say("Country and official code"),
        Order.NAME: speaker.say("Name"),
        Order.POPULATION: speaker.say("Population"),
        Order.UPDATED: speaker.say("Date of update"),
        Order.POINTS: speaker.say("Number of key points"),
    }


def row(participant: Participant, vocabulary: Vocabulary, speaker: Speaker) -> AuthorityRow:
    """An authority for readers of the speaker's language."""
    updated = latest_update(participant)
    return AuthorityRow(
        id=participant.id,
        name=name_for(participant, speaker.language),
        others=other_names(participant, speaker.language),
        country=speaker.country(participant.country),
        parent=parent_for(participant, speaker.language),
        population=""
        if participant.population.value is None
        else speaker.number(participant.population.value),
        fields=tuple(vocabulary.label(id_, speaker.language) for id_ in participant.domain_ids),
        points=speaker.number(len(participant.key_points)),
        updated="" if updated is None else speaker.date(updated),
    )


def latest_update(participant: Participant) -> PartialDate | None:
    """The latest date of update that its counted fiches say."""
    said = [fiche.updated.value for fiche in participant.fiches if fiche.updated.value is not None]
    return max(said, key=lambda each: each.sort_key, default=None)


def in_order(people: Sequence[Participant], order: Order, language: Language) -> list[Participant]:
    """`people`, who come sorted by id, in the order asked for; of equal ones the id decides.

    By code, France comes first, and who has no official code last of its country.
    """
    return sorted(people, key=_keys(language)[order])


def _keys(language: Language) -> Mapping[Order, Callable[[Participant], Any]]:
    return {
        Order.CODE: _by_code,
        Order.NAME: lambda each: fold(name_for(each, language).text),
        Order.POPULATION: lambda each: -(each.population.value or -1),
        Order.UPDATED: _by_update,
        Order.POINTS: lambda each: -len(each.key_points),
    }


def _by_code(participant: Participant) -> tuple[str, bool, str]:
    place = participant.collectivity
    return (participant.country, place is None, "" if place is None else place.code)


def _by_update(participant: Participant) -> tuple[int, int, int]:
    updated = latest_update(participant)
    if updated is None:
        return (1, 0, 0)
    year, month, day = updated.sort_key
    return (-year, -month, -day)


def domain_choices(
    knowledge: Knowledge, chosen: frozenset[str], speaker: Speaker
) -> tuple[Choice, ...]:
    """The fields of the vocabulary to choose from."""
    return tuple(
        Choice(domain.id, domain.labels[speaker.language], domain.id in chosen)
        for domain in knowledge.vocabulary.domains
    )


def columns(order: Order, speaker: Speaker) -> tuple[Column, ...]:
    """The heads of the table, that of `order` with an arrow."""
    heads: list[tuple[str, Order | None, bool]] = [
        (speaker.say("Authority"), Order.NAME, False),
        (speaker.say("Country, département or prefecture"), Order.CODE, False),
        (speaker.say("Population"), Order.POPULATION, True),
        (speaker.say("Fields"), None, False),
        (speaker.say("Key points"), Order.POINTS, True),
        (speaker.say("Date of update"), Order.UPDATED, False),
    ]
    down = {Order.POPULATION, Order.POINTS, Order.UPDATED}
    return tuple(
        Column(
            label,
            by,
            is_number,
            "" if by is not order else "down" if by in down else "up",
        )
        for label, by, is_number in heads
    )
