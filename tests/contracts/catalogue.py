"""What every catalogue must do, whatever database it lies in.

A test module subclasses `CatalogueContract` and gives `url`, a new place for a catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import text

from matcher.errors import CatalogueUnusable, ChangedMeanwhile, NotInCatalogue
from matcher.shortlist.decision import Decision, Verdict
from service.storage.catalogue import Catalogue
from service.storage.opening import open_catalogue
from service.storage.records import FicheVectors, Wishes
from tests.storage.samples import (
    OTHER_SPACE,
    SECRET,
    SPACE,
    WISHES,
    assert_same,
    bare,
    fiche,
    rejected,
    vectors,
)

ODD_IDS = (
    "f-'; DROP TABLE fiches; --",
    'f-"quoted"',
    "f-高松市・🗾",
    "f-e\u0301",
    "f-\u00e9",
    "F-UPPER",
    "f-upper",
    " f ",
    "%",
    "_",
    "f-\n\t",
    "x" * 2000,
)


class CatalogueContract:
    """Kept, found again, counted, and never half."""

    @pytest.fixture
    def url(self) -> str:
        """A place where no catalogue is yet."""
        raise NotImplementedError

    @pytest.fixture
    def catalogue(self, url: str) -> Iterator[Catalogue]:
        opened = open_catalogue(url)
        yield opened
        opened.close()

    # --- fiches

    def test_a_new_catalogue_is_empty(self, catalogue: Catalogue) -> None:
        assert catalogue.revision() == 0
        assert list(catalogue.fiches()) == []
        assert catalogue.shortlists() == ()
        changes = catalogue.changes(0, SPACE)
        assert (changes.revision, changes.changed, changes.removed) == (0, (), ())

    def test_what_was_stored_is_there_for_who_opens_it_later(
        self, catalogue: Catalogue, url: str
    ) -> None:
        whole, kept = fiche("Nancy"), vectors(1)
        before = datetime.now(UTC)
        (stored,) = catalogue.store({"f-1": whole}, {"f-1": kept}, by="Anaïs")
        catalogue.close()
        again = open_catalogue(url)
        found = again.fiche("f-1")
        assert found == stored
        assert (found.id, found.version, found.fiche, found.by) == ("f-1", 1, bare(whole), "Anaïs")
        assert found.stored_at.utcoffset() == timedelta(0)
        assert before <= found.stored_at <= datetime.now(UTC)
        changes = again.changes(0, SPACE)
        assert changes.revision == again.revision() == 1
        assert changes.changed == (found,)
        assert_same(changes.vectors["f-1"], kept)
        again.close()

    def test_contacts_come_only_where_they_are_asked_for(self, catalogue: Catalogue) -> None:
        whole = fiche()
        stored = catalogue.store({"f-1": whole}, {})
        read = (
            *stored,
            catalogue.fiche("f-1"),
            *catalogue.fiches(),
            *catalogue.changes(0, SPACE).changed,
        )
        assert all(SECRET not in repr(each) and each.fiche == bare(whole) for each in read)
        assert catalogue.fiche("f-1", contacts=True).fiche == whole
        assert [each.fiche for each in catalogue.fiches(contacts=True)] == [whole]

    def test_reading_without_contacts_never_touches_them(self, catalogue: Catalogue) -> None:
        catalogue.store({"f-1": fiche()}, {"f-1": vectors(1)})
        with catalogue.database.writing() as connection:
            connection.execute(text("DROP TABLE contacts"))
        assert catalogue.fiche("f-1").fiche == bare(fiche())
        assert len(list(catalogue.fiches())) == len(catalogue.changes(0, SPACE).changed) == 1
        with pytest.raises(CatalogueUnusable) as refused:
            catalogue.fiche("f-1", contacts=True)
        assert refused.value.reason == "damaged"

    def test_a_replaced_fiche_leaves_nothing_behind(self, catalogue: Catalogue) -> None:
        catalogue.store({"f-1": fiche()}, {"f-1": vectors(1, passages=5)})
        catalogue.put_vectors({"f-1": vectors(2, space=OTHER_SPACE)})
        plain = fiche("Brest", contact=None)
        catalogue.store({"f-1": plain}, {"f-1": vectors(3, passages=1)}, by="Jun")
        found = catalogue.fiche("f-1", contacts=True)
        assert (found.version, found.fiche, found.by) == (2, plain, "Jun")
        assert_same(catalogue.changes(0, SPACE).vectors["f-1"], vectors(3, passages=1))
        assert catalogue.changes(0, OTHER_SPACE).vectors == {}

    def test_a_fiche_removed_and_stored_again_begins_anew(self, catalogue: Catalogue) -> None:
        catalogue.store({"f-1": fiche()}, {"f-1": vectors(1)})
        catalogue.store({"f-1": fiche()}, {"f-1": vectors(1)})
        catalogue.remove(["f-1"])
        with pytest.raises(NotInCatalogue) as refused:
            catalogue.fiche("f-1")
        assert (refused.value.kind, refused.value.asked) == ("fiche", "f-1")
        assert catalogue.changes(2, SPACE).removed == ("f-1",)
        (stored,) = catalogue.store({"f-1": fiche(contact=None)}, {})
        assert stored.version == 1
        changes = catalogue.changes(2, SPACE)
        assert (changes.removed, changes.changed, changes.vectors) == ((), (stored,), {})
        assert catalogue.fiche("f-1", contacts=True).fiche == fiche(contact=None)

    def test_changes_tell_what_happened_since(self, catalogue: Catalogue) -> None:
        catalogue.store({"f-3": fiche(), "f-1": fiche()}, {"f-1": vectors(1), "f-3": vectors(3)})
        catalogue.store({"f-2": fiche()}, {"f-2": vectors(2)})
        catalogue.remove(["f-1"])
        catalogue.store({"f-3": fiche("Brest")}, {})
        seen = [catalogue.changes(since, SPACE) for since in range(5)]
        assert {each.revision for each in seen} == {4}
        assert [[one.id for one in each.changed] for each in seen] == [
            ["f-2", "f-3"],
            ["f-2", "f-3"],
            ["f-3"],
            ["f-3"],
            [],
        ]
        assert [each.removed for each in seen] == [(), ("f-1",), ("f-1",), (), ()]
        assert [sorted(each.vectors) for each in seen] == [["f-2"], ["f-2"], [], [], []]

    def test_who_is_ahead_of_the_catalogue_is_told_everything(self, catalogue: Catalogue) -> None:
        catalogue.store({"f-1": fiche()}, {})
        changes = catalogue.changes(7, SPACE)
        assert (changes.revision, len(changes.changed)) == (1, 1)

    def test_one_change_counts_once_however_many_fiches_it_has(self, catalogue: Catalogue) -> None:
        catalogue.store({f"f-{i}": fiche() for i in range(1200)}, {})
        assert catalogue.revision() == 1
        catalogue.remove([f"f-{i}" for i in range(1100)])
        assert catalogue.revision() == 2
        assert len(catalogue.changes(1, SPACE).removed) == 1100
        assert len(list(catalogue.fiches())) == 100
        assert catalogue.store({}, {}) == ()
        catalogue.remove([])
        assert catalogue.revision() == 2

    def test_every_handle_sees_a_change_at_once(self, catalogue: Catalogue, url: str) -> None:
        other = open_catalogue(url)
        for n in range(1, 4):
            catalogue.store({"f-1": fiche()}, {})
            assert other.revision() == catalogue.revision() == 2 * n - 1
            other.store({"f-1": fiche()}, {})
            assert other.revision() == catalogue.revision() == 2 * n
        other.close()

    def test_fiches_come_in_order_of_id(self, catalogue: Catalogue) -> None:
        ids = ["f-10", "f-2", "F-3", "f-é", "f-z", "f-高"]
        catalogue.store({id_: fiche() for id_ in reversed(ids)}, {})
        assert [each.id for each in catalogue.fiches()] == sorted(ids)
        assert [each.id for each in catalogue.changes(0, SPACE).changed] == sorted(ids)
        asked = ["f-z", "f-2", "nobody", "f-2"]
        assert [each.id for each in catalogue.fiches(asked)] == ["f-2", "f-z"]
        assert list(catalogue.fiches([])) == []

    def test_fiches_are_all_of_one_moment(self, catalogue: Catalogue) -> None:
        catalogue.store({f"f-{i:04}": fiche("old") for i in range(1200)}, {})
        reading = catalogue.fiches()
        names = {next(reading).fiche.name.value}
        catalogue.store({f"f-{i:04}": fiche("new") for i in range(1300)}, {})
        rest = [each.fiche.name.value for each in reading]
        assert names | set(rest) == {"old"}
        assert len(rest) == 1199

    @pytest.mark.parametrize("id_", ODD_IDS)
    def test_odd_ids_are_ids(self, catalogue: Catalogue, id_: str) -> None:
        others = {other: fiche(f"n° {i}") for i, other in enumerate(ODD_IDS) if other != id_}
        catalogue.store({id_: fiche("odd"), **others}, {id_: vectors(1)})
        assert catalogue.fiche(id_).fiche.name.value == "odd"
        assert_same(catalogue.changes(0, SPACE).vectors[id_], vectors(1))
        catalogue.remove([id_])
        assert [each.id for each in catalogue.fiches()] == sorted(others)
        assert catalogue.changes(1, SPACE).removed == (id_,)

    @pytest.mark.parametrize("id_", ["f-\0", "f-\ud800"])
    def test_what_can_be_no_id_is_nowhere(self, catalogue: Catalogue, id_: str) -> None:
        catalogue.store({"f-": fiche()}, {})
        for ask in (catalogue.fiche, catalogue.shortlist, catalogue.events):
            with pytest.raises(NotInCatalogue):
                ask(id_)
        with pytest.raises(NotInCatalogue):
            catalogue.remove([id_])
        with pytest.raises(ValueError, match="no id"):
            catalogue.store({id_: fiche()}, {})
        assert catalogue.revision() == 1

    def test_text_is_kept_to_the_letter(self, catalogue: Catalogue) -> None:
        odd = "a\0b \ud83d e\u0301 \u00e9 高﨑 \u2028 '\" \\ </script>"
        catalogue.store({"f-1": fiche(odd, contact=odd)}, {})
        assert catalogue.fiche("f-1", contacts=True).fiche == fiche(odd, contact=odd)

    # --- versions

    def test_who_is_late_is_refused_and_changes_nothing(self, catalogue: Catalogue) -> None:
        catalogue.store({"f-1": fiche("first")}, {"f-1": vectors(1)})
        catalogue.store({"f-1": fiche("second")}, {"f-1": vectors(2)}, expected={"f-1": 1})
        for expected, found in (({"f-1": 1}, 2), ({"f-1": None}, 2), ({"f-2": 4}, 0)):
            with pytest.raises(ChangedMeanwhile) as refused:
                catalogue.store(
                    {"f-0": fiche(), "f-1": fiche(), "f-2": fiche()}, {}, expected=expected
                )
            ((id_, version),) = expected.items()
            facts = refused.value
            assert (facts.kind, facts.id, facts.found) == ("fiche", id_, found)
            assert facts.expected == (version or 0)
        assert catalogue.revision() == 2
        assert [each.fiche.name.value for each in catalogue.fiches()] == ["second"]
        assert_same(catalogue.changes(0, SPACE).vectors["f-1"], vectors(2))

    def test_what_must_be_new_can_be_stored_once(self, catalogue: Catalogue) -> None:
        catalogue.store({"f-1": fiche()}, {}, expected={"f-1": None})
        with pytest.raises(ChangedMeanwhile):
            catalogue.store({"f-1": fiche()}, {}, expected={"f-1": None})

    def test_removing_is_for_all_or_none(self, catalogue: Catalogue) -> None:
        catalogue.store({"f-1": fiche(), "f-2": fiche()}, {})
        with pytest.raises(NotInCatalogue) as missing:
            catalogue.remove(["f-1", "f-3"])
        assert missing.value.asked == "f-3"
        with pytest.raises(ChangedMeanwhile) as late:
            catalogue.remove(["f-1", "f-2"], expected={"f-1": 1, "f-2": 2})
        assert (late.value.id, late.value.found, late.value.expected) == ("f-2", 1, 2)
        assert [each.id for each in catalogue.fiches()] == ["f-1", "f-2"]
        assert catalogue.revision() == 1
        catalogue.remove(["f-1", "f-2"], expected={"f-1": 1, "f-2": 1})
        assert list(catalogue.fiches()) == []

    # --- vectors

    def test_a_fiche_without_text_has_empty_vectors(self, catalogue: Catalogue) -> None:
        empty = FicheVectors(SPACE, np.empty((0, 6), np.float32), np.empty((0, 6), np.float32))
        catalogue.store({"f-1": fiche(), "f-2": fiche()}, {"f-1": empty})
        changes = catalogue.changes(0, SPACE)
        assert list(changes.vectors) == ["f-1"]
        assert changes.vectors["f-1"].passages.shape == (0, 6)
        assert changes.vectors["f-1"].labels.shape == (0, 6)

    def test_spaces_stand_beside_each_other(self, catalogue: Catalogue) -> None:
        catalogue.store({"f-1": fiche(), "f-2": fiche()}, {"f-1": vectors(1)})
        further = {id_: vectors(2, space=OTHER_SPACE, passages=3) for id_ in ("f-1", "f-2", "f-3")}
        catalogue.put_vectors(further)
        assert catalogue.revision() == 1
        assert [each.id for each in catalogue.fiches()] == ["f-1", "f-2"]
        assert_same(catalogue.changes(0, SPACE).vectors["f-1"], vectors(1))
        found = catalogue.changes(0, OTHER_SPACE).vectors
        assert sorted(found) == ["f-1", "f-2"]
        assert_same(found["f-2"], further["f-2"])
        catalogue.put_vectors({"f-1": vectors(4, space=OTHER_SPACE, passages=1)})
        again = catalogue.changes(0, OTHER_SPACE).vectors["f-1"]
        assert_same(again, vectors(4, space=OTHER_SPACE, passages=1))

    def test_vectors_of_an_earlier_text_are_not_kept(self, catalogue: Catalogue) -> None:
        catalogue.store({"f-1": fiche(), "f-2": fiche()}, {})
        catalogue.store({"f-1": fiche("Brest")}, {})
        late = {"f-1": vectors(1), "f-2": vectors(2)}
        catalogue.put_vectors(late, versions={"f-1": 1, "f-2": 1})
        assert list(catalogue.changes(0, SPACE).vectors) == ["f-2"]

    def test_vectors_of_nobody_are_refused(self, catalogue: Catalogue) -> None:
        with pytest.raises(ValueError, match="f-2"):
            catalogue.store({"f-1": fiche()}, {"f-2": vectors(1)})
        assert catalogue.revision() == 0

    def test_numbers_come_back_to_the_last_bit(self, catalogue: Catalogue) -> None:
        odd = np.array([[np.nan, np.inf, -0.0, 1e-45, 3.4e38, 0.1]], np.float32)
        given = FicheVectors(SPACE, np.asfortranarray(np.repeat(odd, 3, axis=0)), odd[:, ::1])
        catalogue.store({"f-1": fiche()}, {"f-1": given})
        found = catalogue.changes(0, SPACE).vectors["f-1"]
        assert found.passages.tobytes() == np.ascontiguousarray(given.passages).tobytes()

    # --- shortlists

    def test_a_shortlist_keeps_its_wishes(self, catalogue: Catalogue) -> None:
        added = catalogue.add_shortlist("Takamatsu « 2027 »\0", WISHES, by="Anaïs")
        assert (added.version, added.name, added.wishes) == (1, "Takamatsu « 2027 »\0", WISHES)
        assert added.decisions == ()
        assert added.created_at == added.changed_at
        assert added.created_at.utcoffset() == timedelta(0)
        assert catalogue.shortlist(added.id) == added
        changed = catalogue.change_shortlist(added.id, "Autre", Wishes(profile="x"), expected=1)
        assert (changed.version, changed.name) == (2, "Autre")
        assert changed.wishes == Wishes(profile="x")
        assert changed.changed_at > changed.created_at == added.created_at
        assert catalogue.revision() == 0

    def test_the_latest_changed_comes_first(self, catalogue: Catalogue) -> None:
        one, two, three = (catalogue.add_shortlist(name, WISHES) for name in ("1", "2", "3"))
        assert len({one.id, two.id, three.id}) == 3
        catalogue.decide(one.id, [rejected()])
        assert [each.name for each in catalogue.shortlists()] == ["1", "3", "2"]
        catalogue.remove_shortlist(three.id)
        assert [each.name for each in catalogue.shortlists()] == ["1", "2"]
        assert catalogue.shortlists()[0].decisions == (rejected(),)

    def test_the_last_word_on_a_pair_counts(self, catalogue: Catalogue) -> None:
        id_ = catalogue.add_shortlist("Liste", WISHES).id
        pinned = Decision(fr="fr-brest", jp="jp-hita", verdict=Verdict.PINNED, met=False)
        catalogue.decide(id_, [rejected(), pinned], by="Anaïs")
        word = replace(rejected(), verdict=Verdict.ACCEPTED, follow_up="Stage d'été")
        found = catalogue.decide(id_, [word], by="Jun")
        assert found.decisions == (pinned, word)
        assert found.version == 3
        assert [
            (each.number, each.by, each.before, each.after, each.undone)
            for each in catalogue.events(id_)
        ] == [
            (1, "Anaïs", Decision(fr="fr-nancy", jp="jp-toyama"), rejected(), False),
            (2, "Anaïs", Decision(fr="fr-brest", jp="jp-hita"), pinned, False),
            (3, "Jun", rejected(), word, False),
        ]

    def test_what_was_decided_can_be_taken_back_to_the_beginning(
        self, catalogue: Catalogue
    ) -> None:
        id_ = catalogue.add_shortlist("Liste", WISHES).id
        first, second = rejected(), replace(rejected(), note="")
        catalogue.decide(id_, [first])
        catalogue.decide(id_, [second])
        assert catalogue.undo(id_).decisions == (first,)
        third = rejected("fr-brest", "jp-hita")
        catalogue.decide(id_, [third])
        assert catalogue.undo(id_).decisions == (first,)
        assert catalogue.undo(id_).decisions == ()
        last = catalogue.shortlist(id_)
        assert catalogue.undo(id_) == last
        assert [each.undone for each in catalogue.events(id_)] == [True, True, True]

    def test_a_decision_that_says_nothing_new_changes_nothing(self, catalogue: Catalogue) -> None:
        id_ = catalogue.add_shortlist("Liste", WISHES).id
        decided = catalogue.decide(id_, [rejected()])
        nothing = Decision(fr="fr-brest", jp="jp-hita")
        assert catalogue.decide(id_, [rejected(), nothing]) == decided
        assert len(catalogue.events(id_)) == 1
        taken_back = catalogue.decide(id_, [Decision(fr="fr-nancy", jp="jp-toyama")])
        assert taken_back.decisions == ()
        assert catalogue.undo(id_).decisions == (rejected(),)

    def test_who_decides_late_is_refused(self, catalogue: Catalogue) -> None:
        added = catalogue.add_shortlist("Liste", WISHES)
        decided = catalogue.decide(added.id, [rejected()], expected=1)
        with pytest.raises(ChangedMeanwhile) as refused:
            catalogue.decide(added.id, [rejected("fr-brest")], expected=1)
        assert (refused.value.kind, refused.value.found, refused.value.expected) == (
            "shortlist",
            2,
            1,
        )
        with pytest.raises(ChangedMeanwhile):
            catalogue.undo(added.id, expected=1)
        with pytest.raises(ChangedMeanwhile):
            catalogue.change_shortlist(added.id, "x", WISHES, expected=3)
        with pytest.raises(ChangedMeanwhile):
            catalogue.remove_shortlist(added.id, expected=1)
        assert catalogue.shortlist(added.id) == decided
        assert catalogue.undo(added.id, expected=2).version == 3

    def test_what_is_not_there_is_told_so(self, catalogue: Catalogue) -> None:
        gone = catalogue.add_shortlist("Liste", WISHES).id
        catalogue.decide(gone, [rejected()])
        catalogue.remove_shortlist(gone)
        asks = (
            lambda: catalogue.shortlist(gone),
            lambda: catalogue.change_shortlist(gone, "x", WISHES),
            lambda: catalogue.remove_shortlist(gone),
            lambda: catalogue.decide(gone, [rejected()]),
            lambda: catalogue.undo(gone),
            lambda: catalogue.events(gone),
        )
        for ask in asks:
            with pytest.raises(NotInCatalogue) as refused:
                ask()
            assert (refused.value.kind, refused.value.asked) == ("shortlist", gone)

    # --- forgetting

    def test_who_is_forgotten_is_nowhere(self, catalogue: Catalogue) -> None:
        catalogue.store({"f-1": fiche(), "f-2": fiche()}, {"f-1": vectors(1), "f-2": vectors(2)})
        named = catalogue.add_shortlist("Liste", WISHES)
        catalogue.decide(named.id, [rejected(), rejected("fr-brest", "jp-hita")])
        apart = catalogue.add_shortlist("Autre", Wishes(profile="takamatsu"))
        catalogue.forget("fr-nancy", ["f-1", "f-gone"])
        assert [each.id for each in catalogue.fiches()] == ["f-2"]
        changes = catalogue.changes(1, SPACE)
        assert (changes.revision, changes.removed) == (2, ("f-1",))
        found = catalogue.shortlist(named.id)
        assert "fr-nancy" not in repr((found, catalogue.events(named.id)))
        assert found.decisions == (rejected("fr-brest", "jp-hita"),)
        assert found.wishes == replace(
            WISHES,
            pins=frozenset({("fr-brest", "jp-hita")}),
            participants=frozenset({"fr-brest", "jp-toyama", "jp-hita"}),
        )
        assert found.version == 3
        assert catalogue.shortlist(apart.id) == apart
        catalogue.forget("fr-nancy", ["f-1"])
        assert catalogue.revision() == 2
        assert catalogue.shortlist(named.id) == found
        assert catalogue.undo(named.id).decisions == ()

    def test_nothing_removed_stays_in_any_table(self, catalogue: Catalogue) -> None:
        catalogue.store({"f-1": fiche()}, {"f-1": vectors(1)})
        catalogue.remove(["f-1"])
        with catalogue.database.reading() as connection:
            for table in ("fiches", "contacts", "embedded", "embeddings"):
                assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0

    # --- what only this layer can tell

    @pytest.mark.parametrize(
        "content", ["", "[]", '{"source": 1}', '{"unknown": 1, "source": "x"}']
    )
    def test_content_that_is_no_fiche_is_told_as_damage(
        self, catalogue: Catalogue, content: str
    ) -> None:
        catalogue.store({"f-1": fiche()}, {})
        with catalogue.database.writing() as connection:
            connection.execute(text("UPDATE fiches SET content = :c"), {"c": content})
        with pytest.raises(CatalogueUnusable) as refused:
            catalogue.fiche("f-1")
        assert refused.value.reason == "damaged"
        assert refused.value.details["found"]
