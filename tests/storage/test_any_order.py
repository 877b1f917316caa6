"""Whatever is done to a catalogue, and in whatever order: it says what the model says."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from matcher.errors import ChangedMeanwhile, NotInCatalogue
from matcher.fiche import Fiche
from matcher.shortlist.decision import Decision
from service.storage.catalogue import Catalogue
from service.storage.opening import open_catalogue
from service.storage.records import FicheVectors, Wishes
from tests.postgres import new_database
from tests.storage.model import List, Model, assert_changes, assert_holds, assert_lists
from tests.storage.samples import OTHER_SPACE, SPACE, decisions, fiches, texts, vectors

SPACES = (SPACE, OTHER_SPACE)

ids = st.sampled_from(["f-1", "f-2", "f-é", 'f-"'])
embeddings = st.builds(
    lambda seed, space, passages: vectors(seed, space=space, passages=passages),
    st.integers(0, 99),
    st.sampled_from(SPACES),
    st.integers(0, 3),
)
pairs = st.frozensets(st.sampled_from([("fr-nancy", "jp-toyama"), ("fr-brest", "jp-hita")]))
wishes = st.builds(Wishes, profile=texts, pins=pairs, vetoes=pairs)


class Deeds(RuleBasedStateMachine):
    """Two open handles take turns, as two processes would."""

    lists = Bundle("lists")

    @initialize()
    def begin(self) -> None:
        self.url = self.place()
        self.model = Model()
        self.handles = [open_catalogue(self.url), open_catalogue(self.url)]

    def place(self) -> str:
        raise NotImplementedError

    @property
    def catalogue(self) -> Catalogue:
        self.handles.reverse()
        return self.handles[0]

    def teardown(self) -> None:
        for handle in getattr(self, "handles", ()):
            handle.close()

    # --- deeds

    @rule(
        given=st.dictionaries(ids, fiches, min_size=1),
        made=st.dictionaries(ids, embeddings),
        by=st.sampled_from(["", "Anaïs", "純"]),
    )
    def store(self, given: dict[str, Fiche], made: dict[str, FicheVectors], by: str) -> None:
        of_given = {id_: each for id_, each in made.items() if id_ in given}
        expected = {
            id_: self.model.fiches[id_].version if id_ in self.model.fiches else None
            for id_ in given
        }
        self.catalogue.store(given, of_given, by=by, expected=expected)
        self.model.store(given, of_given, by)

    @rule(id_=ids, given=fiches, off=st.sampled_from([-1, 1, 7]))
    def store_late(self, id_: str, given: Fiche, off: int) -> None:
        kept = self.model.fiches.get(id_)
        version = (kept.version if kept else 0) + off
        with pytest.raises(ChangedMeanwhile):
            self.catalogue.store({id_: given, "f-new": given}, {}, expected={id_: version})

    @rule(made=st.dictionaries(ids, embeddings, min_size=1))
    def put_vectors(self, made: dict[str, FicheVectors]) -> None:
        self.catalogue.put_vectors(made)
        self.model.put_vectors(made)

    @rule(some=st.sets(ids, min_size=1))
    def remove(self, some: set[str]) -> None:
        if some <= self.model.fiches.keys():
            self.catalogue.remove(some)
            self.model.remove(some)
        else:
            with pytest.raises(NotInCatalogue):
                self.catalogue.remove(some)

    @rule(target=lists, name=texts, wished=wishes)
    def add_list(self, name: str, wished: Wishes) -> str:
        added = self.catalogue.add_shortlist(name, wished)
        self.model.lists[added.id] = List(name, wished)
        return added.id

    @rule(id_=lists, name=texts, wished=wishes)
    def change_list(self, id_: str, name: str, wished: Wishes) -> None:
        known = self.model.lists[id_]
        changed = self.catalogue.change_shortlist(id_, name, wished, expected=known.version)
        known.version += (name, wished) != (known.name, known.wishes)
        known.name, known.wishes = name, wished
        assert changed.version == known.version

    @rule(id_=consumes(lists))
    def remove_list(self, id_: str) -> None:
        self.catalogue.remove_shortlist(id_)
        del self.model.lists[id_]

    @rule(id_=lists, said=st.lists(decisions, max_size=3))
    def decide(self, id_: str, said: list[Decision]) -> None:
        self.catalogue.decide(id_, said, expected=self.model.lists[id_].version)
        self.model.decide(self.model.lists[id_], said)

    @rule(id_=lists)
    def undo(self, id_: str) -> None:
        self.catalogue.undo(id_)
        self.model.undo(self.model.lists[id_])

    @rule(who=st.sampled_from(["fr-nancy", "jp-hita", "jp-nobody"]), some=st.sets(ids))
    def forget(self, who: str, some: set[str]) -> None:
        self.catalogue.forget(who, some)
        self.model.forget(who, some)

    @rule()
    def open_anew(self) -> None:
        self.handles[0].close()
        self.handles[0] = open_catalogue(self.url)

    # --- what must hold

    @rule(data=st.data(), space=st.sampled_from(SPACES))
    def changes_since_any_time(self, data: st.DataObject, space: str) -> None:
        since = data.draw(st.integers(0, self.model.revision))
        assert_changes(self.catalogue, self.model, since, space)

    @invariant()
    def both_say_what_the_model_says(self) -> None:
        for handle in getattr(self, "handles", ()):
            assert_holds(handle, self.model, SPACES)
            assert_lists(handle, self.model)


class InAFile(Deeds):
    def place(self) -> str:
        self.folder = tempfile.TemporaryDirectory()
        return str(Path(self.folder.name) / "catalogue.db")

    def teardown(self) -> None:
        super().teardown()
        if hasattr(self, "folder"):
            self.folder.cleanup()


class OnAServer(Deeds):
    def place(self) -> str:
        return new_database()


def test_in_a_file() -> None:
    run_state_machine_as_test(InAFile, settings=settings(max_examples=30, stateful_step_count=25))


def test_on_a_server() -> None:
    run_state_machine_as_test(OnAServer, settings=settings(max_examples=10, stateful_step_count=25))


@pytest.mark.full
@pytest.mark.parametrize("machine", [InAFile, OnAServer])
def test_for_long(machine: type[Deeds]) -> None:
    run_state_machine_as_test(machine, settings=settings(max_examples=400, stateful_step_count=60))
