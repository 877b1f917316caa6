"""Good practices by field of the vocabulary: who does what, in both countries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from fastapi import APIRouter, HTTPException, Request, Response
from starlette.concurrency import run_in_threadpool

from matcher.collectivity import Country
from matcher.gathering import Participant
from matcher.i18n.sentences import Speaker
from matcher.writing.names import Name, name_for, other_names, own_language, parent_for
from service.dependencies import MomentDep, ReaderDep
from service.live.moment import Moment
from service.pages.frame.render import render, speaker_of
from service.pages.public.asked import page_asked
from service.pages.public.collectivity import FicheTold, fiche_told
from service.pages.public.paging import Paged

#: Authorities of each country on one page of a field.
A_PAGE = 25

router = APIRouter()


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field with how many authorities of each country name it."""

    id: str
    label: str
    french: int
    japanese: int

    @property
    def is_empty(self) -> bool:
        """Whether nobody names it."""
        return not (self.french or self.japanese)


@dataclass(frozen=True, slots=True)
class Practice:
    """An authority with its fiches that name the field."""

    id: str
    name: Name
    others: tuple[Name, ...]
    parent: Name | None
    fiches: tuple[FicheTold, ...]


@dataclass(frozen=True, slots=True)
class CountryPractices:
    """The good practices of one country in one field; `found` says how many authorities."""

    country: str
    found: str
    practices: tuple[Practice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView(Paged):
    """A page of one field."""

    id: str
    label: str
    countries: tuple[CountryPractices, ...]


@router.get("/fields")
async def list_fields(request: Request, visitor: ReaderDep, moment: MomentDep) -> Response:
    """All fields."""
    rows = await run_in_threadpool(field_rows, moment, speaker_of(request))
    return await render(request, "fields.html.j2", rows=rows)


@router.get("/fields/{id}")
async def show_field(request: Request, id: str, visitor: ReaderDep, moment: MomentDep) -> Response:
    """One field."""
    if id not in moment.snapshot.knowledge.vocabulary.ids:
        raise HTTPException(404)
    page = page_asked(request.query_params)
    view = await run_in_threadpool(field_view, moment, id, speaker_of(request), page)
    return await render(request, "field.html.j2", view=view)


def field_rows(moment: Moment, speaker: Speaker) -> tuple[FieldRow, ...]:
    """All fields in the order of the vocabulary, with who names them."""
    counts = {country: dict[str, int]() for country in Country}
    for each in moment.roster:
        named = counts[each.country]
        for id_ in each.domain_ids:
            named[id_] = named.get(id_, 0) + 1
    return tuple(
        FieldRow(
            domain.id,
            domain.labels[speaker.language],
            counts[Country.FR].get(domain.id, 0),
            counts[Country.JP].get(domain.id, 0),
        )
        for domain in moment.snapshot.knowledge.vocabulary.domains
    )


def field_view(
    moment: Moment, id_: str, speaker: Speaker, page: int = 1, a_page: int = A_PAGE
) -> FieldView:
    """The good practices in the field `id_`, `a_page` authorities of each country a page."""
    naming = {
        country: [
            each for each in moment.roster if each.country is country and id_ in each.domain_ids
        ]
        for country in Country
    }
    pages = max(1, *(ceil(len(each) / a_page) for each in naming.values()))
    page = min(page, pages)
    return FieldView(
        id=id_,
        label=moment.snapshot.knowledge.vocabulary.label(id_, speaker.language),
        countries=tuple(
            CountryPractices(
                speaker.country(country),
                speaker.plural("{count} authority", "{count} authorities", len(people)),
                _practices(people[(page - 1) * a_page : page * a_page], id_, speaker),
            )
            for country, people in naming.items()
        ),
        page=page,
        pages=pages,
    )


def _practices(people: Sequence[Participant], id_: str, speaker: Speaker) -> tuple[Practice, ...]:
    return tuple(
        Practice(
            id=each.id,
            name=name_for(each, speaker.language),
            others=other_names(each, speaker.language),
            parent=parent_for(each, speaker.language),
            fiches=tuple(_fiches(each, id_, speaker)),
        )
        for each in people
    )


def _fiches(participant: Participant, id_: str, speaker: Speaker) -> Iterable[FicheTold]:
    own = own_language(participant.country)
    for fiche in participant.fiches:
        if id_ in fiche.domain_ids:
            yield fiche_told(fiche, own, speaker)
