"""Which pairs of a board are shown: by a word, an authority, a working group, what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from matcher.collectivity import Country
from matcher.gathering import Participant
from matcher.gazetteer.names import fold
from matcher.i18n.sentences import Speaker
from matcher.shortlist.decision import Verdict
from matcher.writing.names import name_for
from matcher.writing.told import in_language
from service.pages.parts.choice import Choice
from service.pages.shortlists.board_view import STATES, PairView, verdict_told
from service.shortlists.board import Board


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is wanted to be seen; "" asks for nothing. `who` is an id, `group` its number, `state`
    one of STATES or "new"."""

    text: str = ""
    who: str = ""
    group: str = ""
    state: str = ""

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return bool(self.text or self.who or self.group or self.state)

    @property
    def address(self) -> str:
        """As asked in an address, without the question mark."""
        asked = {"text": self.text, "who": self.who, "group": self.group, "state": self.state}
        return urlencode({name: value for name, value in asked.items() if value})


@dataclass(frozen=True, slots=True)
class CountryChoices:
    """Entries of a filter under one heading."""

    heading: str
    entries: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FiltersView:
    """The form of the filters."""

    filters: Filters
    authorities: tuple[CountryChoices, ...]
    groups: tuple[Choice, ...]
    states: tuple[Choice, ...]


def chosen(pairs: Iterable[PairView], filters: Filters) -> tuple[PairView, ...]:
    """The pairs that are wanted, in their order."""
    return tuple(each for each in pairs if _is_wanted(each, filters))


def filters_view(filters: Filters, board: Board, speaker: Speaker) -> FiltersView:
    """The form for the pairs of a board."""
    here = speaker.language
    groups = board.in_force.profile.meeting.working_groups
    return FiltersView(
        filters=filters,
        authorities=headings(served(board), speaker, filters.who),
        groups=tuple(
            Choice(str(number), in_language(group.names, here), str(number) == filters.group)
            for number, group in enumerate(groups)
        ),
        states=tuple(_states(filters, speaker)),
    )


def served(board: Board) -> Sequence[Participant]:
    """Those who have a meeting, each once."""
    people = {each.id: each for pair in board.pairings for each in (pair.fr, pair.jp)}
    return tuple(people.values())


def headings(
    people: Iterable[Participant], speaker: Speaker, chosen_id: str = ""
) -> tuple[CountryChoices, ...]:
    """Participants by country, in order of their names."""
    everybody = [(name_for(each, speaker.language), each) for each in people]
    everybody.sort(key=lambda each: (fold(each[0].text), each[1].id))
    return tuple(
        CountryChoices(
            speaker.country(country),
            tuple(
                Choice(each.id, name.text, each.id == chosen_id, name.language)
                for name, each in everybody
                if each.country is country
            ),
        )
        for country in Country
    )


def _states(filters: Filters, speaker: Speaker) -> Iterable[Choice]:
    for verdict in (None, Verdict.ACCEPTED, Verdict.PINNED):
        value = STATES[verdict]
        yield Choice(value, verdict_told(verdict, speaker), value == filters.state)
    yield Choice("new", speaker.say("new"), filters.state == "new")


def _is_wanted(pair: PairView, filters: Filters) -> bool:
    told = pair.told
    if filters.who and filters.who not in (told.fr.id, told.jp.id):
        return False
    if filters.group and str(told.group_number) != filters.group:
        return False
    if filters.state == "new":
        return pair.is_new
    if filters.state and pair.state != filters.state:
        return False
    return not filters.text or fold(filters.text) in _text(pair)


def _text(pair: PairView) -> str:
    told = pair.told
    names = [name.text for side in told.sides for name in (side.name, *side.others)]
    points = [text for match in told.matches for text in (match.fr.passage, match.jp.passage)]
    return fold("\n".join([*names, *told.fields, told.group, *points]))
