"""Many write and read at once: nothing is lost, and nobody sees half of anything."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event as Signal
from typing import TYPE_CHECKING

import pytest

from matcher.errors import ChangedMeanwhile
from matcher.shortlist.decision import Decision
from service.storage.catalogue import Catalogue
from service.storage.opening import open_catalogue
from service.storage.records import Wishes
from tests.storage.samples import SPACE, WISHES, assert_same, fiche, vectors

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier

WRITERS, ROUNDS = 6, 12


def write(catalogue: Catalogue, writer: int, list_id: str) -> None:
    """Store own fiches, count in one that all share, and decide on one pair after the other."""
    for n in range(ROUNDS):
        id_ = f"f-{writer}-{n}"
        catalogue.store({id_: fiche(id_)}, {id_: vectors(writer * ROUNDS + n)}, by=str(writer))
        count_one(catalogue)
        catalogue.decide(list_id, [Decision(fr=f"fr-{writer}", jp=f"jp-{n}", met=True)])


def count_one(catalogue: Catalogue) -> None:
    """Read, change, write, and begin again where somebody was faster."""
    while True:
        before = catalogue.fiche("f-shared")
        after = fiche(str(int(before.fiche.name.value or "0") + 1))
        try:
            catalogue.store({"f-shared": after}, {}, expected={"f-shared": before.version})
        except ChangedMeanwhile:
            continue
        return


def write_in_process(url: str, writer: int, list_id: str, start: Barrier) -> None:
    catalogue = open_catalogue(url)
    start.wait()
    write(catalogue, writer, list_id)
    catalogue.close()


def in_threads(url: str, list_id: str) -> None:
    catalogue = open_catalogue(url)
    with ThreadPoolExecutor(WRITERS) as pool:
        deeds = [pool.submit(write, catalogue, writer, list_id) for writer in range(WRITERS)]
    for deed in deeds:
        deed.result()
    catalogue.close()


def in_processes(url: str, list_id: str) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    start = context.Barrier(WRITERS)
    processes = [
        context.Process(target=write_in_process, args=(url, writer, list_id, start))
        for writer in range(WRITERS)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * WRITERS


@pytest.mark.parametrize("write_all", [in_threads, in_processes])
def test_nothing_is_lost(url: str, write_all: Callable[[str, str], None]) -> None:
    catalogue = open_catalogue(url)
    catalogue.store({"f-shared": fiche("0")}, {})
    id_ = catalogue.add_shortlist("Liste", WISHES).id
    write_all(url, id_)
    changes = catalogue.changes(0, SPACE)
    assert changes.revision == catalogue.revision() == 1 + 2 * WRITERS * ROUNDS
    assert len(changes.changed) == 1 + WRITERS * ROUNDS
    for writer in range(WRITERS):
        for n in range(ROUNDS):
            assert_same(changes.vectors[f"f-{writer}-{n}"], vectors(writer * ROUNDS + n))
    shared = catalogue.fiche("f-shared")
    assert (shared.fiche.name.value, shared.version) == ("72", 73)
    shortlist = catalogue.shortlist(id_)
    assert len(shortlist.decisions) == WRITERS * ROUNDS
    assert shortlist.version == 1 + WRITERS * ROUNDS
    numbers = [event.number for event in catalogue.events(id_)]
    assert numbers == list(range(1, WRITERS * ROUNDS + 1))
    catalogue.close()


def follow(catalogue: Catalogue, written: Signal) -> int:
    """Go along with the changes, as one who keeps a copy; how often something was seen."""
    copy: dict[str, str] = {}
    known = seen = 0
    while True:
        last = written.is_set()
        revision = catalogue.revision()
        changes = catalogue.changes(known, SPACE)
        assert changes.revision >= revision >= known
        for id_ in changes.removed:
            copy.pop(id_, None)
        copy.update({each.id: each.fiche.name.value or "" for each in changes.changed})
        assert set(changes.vectors) == {each.id for each in changes.changed}
        assert len(set(copy.values())) <= 1, "fiches stored together were seen apart"
        whole = {each.id: each.fiche.name.value for each in catalogue.fiches()}
        assert len(whole) in {0, 5}
        assert len(set(whole.values())) <= 1
        seen += changes.revision > known
        known = changes.revision
        if last:
            assert copy == whole
            return seen


def test_who_reads_meanwhile_sees_whole_states_only(url: str) -> None:
    catalogue, written = open_catalogue(url), Signal()
    with ThreadPoolExecutor(3) as pool:
        followers: list[Future[int]] = [pool.submit(follow, catalogue, written) for _ in range(3)]
        try:
            for n in range(40):
                ids = [f"f-{i}" for i in range(5)]
                if n % 8 == 7:
                    catalogue.remove(ids)
                else:
                    made = {id_: vectors(n) for id_ in ids}
                    catalogue.store({id_: fiche(str(n)) for id_ in ids}, made)
        finally:
            written.set()
    assert all(follower.result() > 1 for follower in followers)
    catalogue.close()


def test_forgetting_and_deciding_do_not_wait_for_each_other(url: str) -> None:
    catalogue = open_catalogue(url)
    lists = [catalogue.add_shortlist(str(n), Wishes(profile="takamatsu")).id for n in range(3)]

    def decide(n: int) -> None:
        for i in range(10):
            catalogue.decide(lists[(n + i) % 3], [Decision(fr="fr-1", jp=f"jp-{n}-{i}", met=True)])

    def forget(n: int) -> None:
        for i in range(10):
            catalogue.store({f"f-{n}-{i}": fiche()}, {})
            catalogue.forget("fr-1", [f"f-{n}-{i}"])

    with ThreadPoolExecutor(6) as pool:
        deeds = [pool.submit(deed, n) for n in range(3) for deed in (decide, forget)]
    for done in deeds:
        done.result()
    catalogue.forget("fr-1", [])
    assert [each.decisions for each in catalogue.shortlists()] == [(), (), ()]
    assert catalogue.revision() == 60
    catalogue.close()
