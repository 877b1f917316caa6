"""What a catalogue must hold, told in plain Python: the tests compare with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from matcher.fiche import Fiche
from matcher.shortlist.decision import Decision
from service.storage.catalogue import Catalogue
from service.storage.records import FicheVectors, Wishes
from tests.storage.samples import assert_same, bare


@dataclass(frozen=True)
class Kept:
    """A fiche, since which revision it is there as it is, and its vectors by space."""

    fiche: Fiche
    version: int
    revision: int
    by: str
    vectors: Mapping[str, FicheVectors]


@dataclass
class List:
    """A shortlist: its decisions as a stack of (before, after), and those taken back."""

    name: str
    wishes: Wishes
    version: int = 1
    said: list[tuple[Decision, Decision]] = field(default_factory=list)
    taken_back: list[Decision] = field(default_factory=list)

    def decisions(self) -> dict[tuple[str, str], Decision]:
        last = {after.pair: after for _, after in self.said}
        return {pair: each for pair, each in last.items() if not each.is_open}


@dataclass
class Model:
    """A catalogue without a database."""

    revision: int = 0
    fiches: dict[str, Kept] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    lists: dict[str, List] = field(default_factory=dict)

    def store(
        self, fiches: Mapping[str, Fiche], vectors: Mapping[str, FicheVectors], by: str = ""
    ) -> None:
        self.revision += 1
        for id_, fiche in fiches.items():
            version = self.fiches[id_].version + 1 if id_ in self.fiches else 1
            spaces = {vectors[id_].space: vectors[id_]} if id_ in vectors else {}
            self.fiches[id_] = Kept(fiche, version, self.revision, by, spaces)
            self.removed.pop(id_, None)

    def put_vectors(self, vectors: Mapping[str, FicheVectors]) -> None:
        for id_, each in vectors.items():
            if id_ in self.fiches:
                kept = self.fiches[id_]
                spaces = {**kept.vectors, each.space: each}
                self.fiches[id_] = replace(kept, vectors=spaces)

    def remove(self, ids: Collection[str]) -> None:
        self.revision += 1
        for id_ in ids:
            del self.fiches[id_]
            self.removed[id_] = self.revision

    def decide(self, list_: List, decisions: Sequence[Decision]) -> None:
        before = len(list_.said)
        for decision in decisions:
            empty = Decision(fr=decision.fr, jp=decision.jp)
            standing = list_.decisions().get(decision.pair, empty)
            if decision != standing:
                list_.said.append((standing, decision))
        list_.version += len(list_.said) > before

    def undo(self, list_: List) -> None:
        if list_.said:
            list_.taken_back.append(list_.said.pop()[1])
            list_.version += 1

    def forget(self, collectivity: str, ids: Collection[str]) -> None:
        there = [id_ for id_ in ids if id_ in self.fiches]
        if there:
            self.remove(there)
        for list_ in self.lists.values():
            said = [each for each in list_.said if collectivity not in each[1].pair]
            wishes = replace(
                list_.wishes,
                pins=frozenset(p for p in list_.wishes.pins if collectivity not in p),
                vetoes=frozenset(p for p in list_.wishes.vetoes if collectivity not in p),
            )
            taken_back = [each for each in list_.taken_back if collectivity not in each.pair]
            after = (said, taken_back, wishes)
            list_.version += after != (list_.said, list_.taken_back, list_.wishes)
            list_.said, list_.taken_back, list_.wishes = after


def assert_holds(catalogue: Catalogue, model: Model, spaces: Collection[str]) -> None:
    """The catalogue says what the model says: fiches, vectors, removals, shortlists."""
    assert catalogue.revision() == model.revision
    found = list(catalogue.fiches(contacts=True))
    assert [each.id for each in found] == sorted(model.fiches)
    for each in found:
        kept = model.fiches[each.id]
        assert (each.fiche, each.version, each.by) == (kept.fiche, kept.version, kept.by)
    for space in spaces:
        assert_changes(catalogue, model, 0, space)


def assert_changes(catalogue: Catalogue, model: Model, since: int, space: str) -> None:
    """What the catalogue tells to who knows revision `since`."""
    changes = catalogue.changes(since, space)
    assert changes.revision == model.revision
    expected = {id_: kept for id_, kept in model.fiches.items() if kept.revision > since}
    assert [each.id for each in changes.changed] == sorted(expected)
    for each in changes.changed:
        kept = expected[each.id]
        assert (each.fiche, each.version) == (bare(kept.fiche), kept.version)
    gone = {id_ for id_, revision in model.removed.items() if revision > since}
    assert set(changes.removed) == (gone if since else set())
    with_vectors = {id_: kept for id_, kept in expected.items() if space in kept.vectors}
    assert set(changes.vectors) == set(with_vectors)
    for id_, kept in with_vectors.items():
        assert_same(changes.vectors[id_], kept.vectors[space])


def assert_lists(catalogue: Catalogue, model: Model) -> None:
    """The shortlists of the catalogue are those of the model."""
    found = {each.id: each for each in catalogue.shortlists()}
    assert set(found) == set(model.lists)
    for id_, list_ in model.lists.items():
        each = found[id_]
        assert (each.name, each.wishes, each.version) == (list_.name, list_.wishes, list_.version)
        assert each.decisions == tuple(
            decision for _, decision in sorted(list_.decisions().items())
        )
        events = catalogue.events(id_)
        assert [(e.before, e.after) for e in events if not e.undone] == list_.said
        assert sum(e.undone for e in events) == len(list_.taken_back)
