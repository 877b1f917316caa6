"""The public part as pages that are files: no server, no script, no contacts, nothing decided.

Who takes part, what they do field by field, the map, and the pairs of a meeting where a shortlist
is to be published. Scores stay inside: what a reader is told of a pair is why it was proposed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from matcher.collectivity import Country, Language
from matcher.i18n.sentences import Speaker
from matcher.matching.pairing import Pairing
from matcher.profile import Profile
from matcher.writing.names import Name, name_for
from matcher.writing.told import tell
from service.live.moment import FicheStanding, Moment
from service.pages.frame import assets
from service.pages.frame.layout import ENDONYMS, NOBODY, Frame, frame
from service.pages.frame.render import page_text
from service.pages.parts.cards import cards_of
from service.pages.public.about import about_view
from service.pages.public.asked import Order
from service.pages.public.collectivities import columns, in_order, row
from service.pages.public.collectivity import authority_view, fiches_told
from service.pages.public.fields import field_rows, field_view
from service.pages.public.home import Drawn, home_view
from service.pages.site.links import SiteLinks, file_of

#: The page that leads to the languages.
ENTRANCE = "index.html"


@dataclass(frozen=True, slots=True)
class PublishedMeeting:
    """The pairs that are published, best first, the words that carry their matches marked."""

    pairings: tuple[Pairing, ...]
    profile: Profile


@dataclass(frozen=True)
class Site:
    """The whole site at one moment; `meeting` is None where no shortlist is published."""

    moment: Moment
    meeting: PublishedMeeting | None

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file: its path within the site, and what it holds."""
        for asset in assets.assets().values():
            if asset.name in {"style.css", "icon.svg"}:
                yield f"assets/{asset.served_as}", asset.content
        for language in Language:
            speaker = Speaker(language)
            for path, text in self._pages(speaker):
                yield f"{language}/{file_of(path)}", text.encode()
        yield ENTRANCE, self._entrance().encode()

    @cached_property
    def paths(self) -> frozenset[str]:
        """The paths of all pages, without their language."""
        fields = {id_ for each in self.moment.roster for id_ in each.domain_ids}
        return frozenset(
            [
                "",
                "about",
                "collectivities",
                "fields",
                *(["meeting"] if self.meeting else []),
                *(f"collectivities/{each.id}" for each in self.moment.roster),
                *(f"fields/{id_}" for id_ in fields),
            ]
        )

    def _pages(self, speaker: Speaker) -> Iterator[tuple[str, str]]:
        yield "", self._page("", "home", speaker, view=self._home(speaker))
        yield (
            "collectivities",
            self._page(
                "collectivities",
                "collectivities",
                speaker,
                countries=self._lists(speaker),
                columns=columns(Order.CODE, speaker),
            ),
        )
        for each in self.moment.roster:
            yield self._collectivity(each.id, speaker)
        rows = field_rows(self.moment, speaker)
        yield "fields", self._page("fields", "fields", speaker, rows=rows)
        everybody = len(self.moment.roster)
        for field in rows:
            if not field.is_empty:
                path = f"fields/{field.id}"
                view = field_view(self.moment, field.id, speaker, a_page=everybody)
                yield path, self._page(path, "field", speaker, view=view)
        if self.meeting is not None:
            yield (
                "meeting",
                self._page(
                    "meeting",
                    "meeting",
                    speaker,
                    view=self._home(speaker),
                    cards=self._cards(self.meeting, speaker),
                ),
            )
        yield "about", self._page("about", "about", speaker, view=about_view(self.moment, speaker))

    def _page(self, path: str, template: str, speaker: Speaker, **view: object) -> str:
        return page_text(f"site/{template}.html.j2", self._frame(path, speaker), view)

    def _frame(self, path: str, speaker: Speaker) -> Frame:
        links = SiteLinks(speaker.language, path, self.paths)
        return frame(speaker, links, path, self._parts(speaker), NOBODY)

    def _parts(self, speaker: Speaker) -> Mapping[str, str]:
        parts = {
            "collectivities": speaker.say("Authorities"),
            "fields": speaker.say("Good practices"),
        }
        if self.meeting is not None:
            parts["meeting"] = speaker.say("The meeting")
        return parts | {"about": speaker.say("About")}

    def _home(self, speaker: Speaker) -> object:
        if self.meeting is None:
            links = Drawn((), self.moment.snapshot.profile)
        else:
            links = Drawn(self.meeting.pairings, self.meeting.profile)
        return home_view(self.moment, links, speaker)

    def _lists(self, speaker: Speaker) -> Sequence[tuple[str, Sequence[object]]]:
        vocabulary = self.moment.snapshot.knowledge.vocabulary
        people = in_order(tuple(self.moment.roster), Order.CODE, speaker.language)
        return [
            (
                speaker.country(country),
                [row(each, vocabulary, speaker) for each in people if each.country is country],
            )
            for country in Country
        ]

    def _collectivity(self, id_: str, speaker: Speaker) -> tuple[str, str]:
        path = f"collectivities/{id_}"
        participant = self.moment.roster[id_]
        stored = [
            each
            for each in self.moment.fiches_of(id_)
            if self.moment.placed[each.id].part is not FicheStanding.SUPERSEDED
        ]
        fiches = fiches_told(participant, stored, self.moment, speaker)
        view = authority_view(participant, fiches, self.moment, speaker)
        return path, self._page(
            path, "collectivity", speaker, view=view, meets=self._meets(id_, speaker)
        )

    def _meets(self, id_: str, speaker: Speaker) -> Sequence[tuple[int, Name]]:
        """Whom a participant is to meet, with the number of the pair."""
        pairings = () if self.meeting is None else self.meeting.pairings
        return [
            (number, name_for(other, speaker.language))
            for number, each in enumerate(pairings, start=1)
            for one, other in ((each.fr, each.jp), (each.jp, each.fr))
            if one.id == id_
        ]

    def _cards(self, meeting: PublishedMeeting, speaker: Speaker) -> object:
        vocabulary = self.moment.snapshot.knowledge.vocabulary
        told = [
            tell(pairing, number, meeting.profile, vocabulary, speaker)
            for number, pairing in enumerate(meeting.pairings, start=1)
        ]
        return cards_of(told, Country.FR, meeting.profile.floor)

    def _entrance(self) -> str:
        """The page before the languages: it stands beside their folders, and is in all three."""
        speakers = [Speaker(language) for language in Language]
        around = self._frame("", speakers[0])
        style, icon = (
            f"assets/{assets.assets()[name].served_as}" for name in ("style.css", "icon.svg")
        )
        view = {"speakers": speakers, "endonyms": ENDONYMS, "style": style, "icon": icon}
        return page_text("site/entrance.html.j2", around, view)
