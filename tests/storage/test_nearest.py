"""pgvector finds what comparing with everything finds, and follows every change by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Thread

import numpy as np
import psycopg
import pytest
from numpy.typing import NDArray

from matcher.collectivity import Country
from matcher.errors import CatalogueUnusable
from matcher.fiche import guessed
from matcher.index.nearest import NearestPassages
from matcher.workflow.opening import LazyEncoder, open_knowledge, open_profile
from matcher.workflow.take_in import take_in
from service.live.database_search import DatabaseSearch, PlacesInMoment
from service.live.embedding import Embedding
from service.live.follower import Follower
from service.live.moment import FicheStanding
from service.storage.backup import back_up, restore
from service.storage.catalogue import Catalogue
from service.storage.nearest import DatabasePassages
from service.storage.opening import open_catalogue
from service.storage.pgvector import lists_for, make_ready, table_of
from service.storage.records import FicheVectors
from tests.contracts.passage_search import PassageSearchContract
from tests.postgres import new_database, postgres_url  # noqa: F401
from tests.service.live.pool import fiches as linked
from tests.service.world import SmallEncoder
from tests.storage.samples import SPACE, fiche, vectors

ODD = 'Tours \0 \ud800 "country":{"value":"JP"'
DIMENSION = 6


@pytest.fixture
def catalogue(postgres_url: str) -> Iterator[Catalogue]:  # noqa: F811
    with closing(open_catalogue(postgres_url)) as opened:
        yield opened


class Placed:
    """Fiches with the number of passages of each, at the catalogue's revision."""

    def __init__(
        self, catalogue: Catalogue, fiches: Sequence[tuple[str, int]], vectors: NDArray[np.float32]
    ) -> None:
        starts = np.cumsum([0, *(count for _, count in fiches)]).tolist()
        self.revision = catalogue.revision()
        self.vectors = vectors
        self.size = len(vectors)
        self._found = {id_: (at, n) for (id_, n), at in zip(fiches, starts[:-1], strict=True)}

    def of(self, fiche: str) -> tuple[int, int]:
        return self._found.get(fiche, (0, 0))

    def all(self) -> NDArray[np.int64]:
        return np.arange(self.size)


def searching(
    catalogue: Catalogue,
    fiches: Sequence[tuple[str, int]],
    vectors: NDArray[np.float32],
    country: Country = Country.FR,
) -> DatabasePassages:
    placed = Placed(catalogue, fiches, vectors)
    return DatabasePassages(catalogue.database, SPACE, country, placed)


def kept(catalogue: Catalogue, space: str = SPACE) -> dict[tuple[str, int], tuple[str, str]]:
    """What the table holds: country and vector of each passage."""
    with catalogue.database.reading() as connection:
        rows = connection.exec_driver_sql(
            f"SELECT fiche_id, number, country, vector::text FROM {table_of(space)}"
        )
        return {(row[0], row[1]): (row[2], row[3]) for row in rows}


def store(
    catalogue: Catalogue, rows: NDArray[np.float32], each: int, country: Country = Country.FR
) -> list[tuple[str, int]]:
    """Fiches with the passages `rows`, `each` of them a fiche; what they are called."""
    parts = {
        f"{country.value}-{start:06}": rows[start : start + each]
        for start in range(0, len(rows), each)
    }
    said = replace(fiche(contact=None), country=guessed(country))
    found = {id_: FicheVectors(SPACE, part, part[:0]) for id_, part in parts.items()}
    catalogue.store(dict.fromkeys(parts, said), found)
    return [(id_, len(part)) for id_, part in parts.items()]


class TestSearchInTheDatabase(PassageSearchContract):
    """What every search among passages must do."""

    @pytest.fixture(autouse=True)
    def _opened(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def searching(self, vectors: NDArray[np.float32]) -> DatabasePassages:
        make_ready(self.catalogue.database, SPACE, vectors.shape[1])
        fiches = store(self.catalogue, vectors, 4)
        return searching(self.catalogue, fiches, vectors)


@pytest.mark.parametrize("ready_first", [True, False])
def test_the_table_follows_every_change(catalogue: Catalogue, ready_first: bool) -> None:
    if ready_first:
        make_ready(catalogue.database, SPACE, DIMENSION)
    catalogue.store({"f-1": fiche(ODD), "f-2": fiche()}, {"f-1": vectors(1), "f-2": vectors(2)})
    japanese = replace(fiche(), country=guessed(Country.JP))
    catalogue.store({"f-3": japanese}, {"f-3": vectors(3, passages=3)})
    catalogue.put_vectors({"f-3": vectors(3, space="another space")})
    for _ in range(2):
        make_ready(catalogue.database, SPACE, DIMENSION)
    found = kept(catalogue)
    assert {key: country for key, (country, _) in found.items()} == {
        ("f-1", 0): "FR", ("f-1", 1): "FR", ("f-2", 0): "FR", ("f-2", 1): "FR",
        ("f-3", 0): "JP", ("f-3", 1): "JP", ("f-3", 2): "JP",
    }  # fmt: skip
    for (id_, number), (_, written) in found.items():
        seed = int(id_[2:])
        expected = vectors(seed, passages=3 if seed == 3 else 2).passages[number]
        numbers = np.array(written[1:-1].split(","), np.float32)
        np.testing.assert_allclose(numbers, expected, rtol=2**-11)
    catalogue.store({"f-1": fiche()}, {"f-1": vectors(9, passages=1)})
    catalogue.store({"f-2": fiche()}, {})
    catalogue.remove(["f-3"])
    assert list(kept(catalogue)) == [("f-1", 0)]
    assert kept(catalogue)["f-1", 0] != found["f-1", 0]


def test_a_change_that_fails_leaves_no_trace_in_the_table(catalogue: Catalogue) -> None:
    make_ready(catalogue.database, SPACE, DIMENSION)
    catalogue.store({"f-1": fiche()}, {"f-1": vectors(1)})
    before = kept(catalogue)
    wrong = FicheVectors(
        SPACE, np.ones((1, DIMENSION + 1), np.float32), np.ones((0, 7), np.float32)
    )
    with pytest.raises(CatalogueUnusable):
        catalogue.store({"f-1": fiche("Brest"), "f-2": fiche()}, {"f-2": wrong})
    assert kept(catalogue) == before
    assert catalogue.fiche("f-1").fiche.name.value == "Nancy"


def test_several_processes_may_make_it_ready_at_once(postgres_url: str) -> None:  # noqa: F811
    problems = list[Exception]()

    def start() -> None:
        try:
            with closing(open_catalogue(postgres_url)) as each:
                make_ready(each.database, SPACE, DIMENSION)
        except Exception as problem:  # noqa: BLE001
            problems.append(problem)

    threads = [Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


def test_the_catalogue_opens_and_is_restored_with_such_a_table(
    catalogue: Catalogue,
    postgres_url: str,  # noqa: F811
    tmp_path: Path,
) -> None:
    make_ready(catalogue.database, SPACE, DIMENSION)
    catalogue.store({"f-1": fiche()}, {"f-1": vectors(1)})
    back_up(catalogue, tmp_path / "b.gz")
    place = new_database()
    for url in (postgres_url, place):
        with closing(open_catalogue(url)) as again:
            make_ready(again.database, SPACE, DIMENSION)
    restore(tmp_path / "b.gz", place)
    with closing(open_catalogue(place)) as again:
        assert kept(again) == kept(catalogue)


def test_rows_that_are_unknown_here_are_passed_over(catalogue: Catalogue) -> None:
    rows = np.random.default_rng(0).normal(size=(400, DIMENSION)).astype(np.float32)
    fiches = store(catalogue, rows, 2)
    make_ready(catalogue.database, SPACE, DIMENSION)
    kept_rows, known = rows[: 2 * 60], fiches[:60]  # later versions count instead of the others
    search = searching(catalogue, known, kept_rows)
    found = search.nearest(rows[:20], 12)
    exact = NearestPassages.of(kept_rows).nearest(rows[:20], 12)
    np.testing.assert_array_equal(found.position, exact.position)


def test_rows_that_are_not_in_the_table_are_made_up_for(catalogue: Catalogue) -> None:
    rows = np.random.default_rng(0).normal(size=(400, DIMENSION)).astype(np.float32)
    fiches = store(catalogue, rows, 2)
    make_ready(catalogue.database, SPACE, DIMENSION)
    catalogue.remove([id_ for id_, _ in fiches[10:]])
    search = searching(catalogue, fiches, rows)
    found = search.nearest(rows[:5], 30)
    exact = NearestPassages.of(rows).nearest(rows[:5], 30)
    np.testing.assert_array_equal(found.position, exact.position)


def test_what_changes_meanwhile_counts_for_the_next_moment(catalogue: Catalogue) -> None:
    rows = np.random.default_rng(0).normal(size=(400, DIMENSION)).astype(np.float32)
    make_ready(catalogue.database, SPACE, DIMENSION)
    fiches = store(catalogue, rows, 2)
    search = searching(catalogue, fiches, rows)
    store(catalogue, -rows[:100], 2)  # what was nearest is now the farthest
    found = search.nearest(rows[:100], 12)
    exact = NearestPassages.of(rows).nearest(rows[:100], 12)
    np.testing.assert_array_equal(found.position, exact.position)


def test_the_sides_of_a_moment_are_searched(catalogue: Catalogue) -> None:
    knowledge = open_knowledge()
    embedding = Embedding(SmallEncoder(), knowledge.vocabulary)
    fiches = {f"f-{n}": each for n, each in enumerate(linked())}
    catalogue.store(fiches, {})
    searches = DatabaseSearch(catalogue.database, embedding.space, embedding.encoder.dimension)
    searches.make_ready()
    follower = Follower(catalogue, embedding, open_profile(knowledge), knowledge)
    follower.now()
    catalogue.store({"f-1": fiches["f-1"]}, {})  # its old rows stay, of nobody
    moment = follower.now()
    for country, side in moment.snapshot.live.items():
        search = searches.of(moment)[country]
        assert search is searches.of(moment)[country]
        places = np.flatnonzero(side.alive[side.passage_texts.owner])
        assert search.size == len(places) > 3
        for place in places:
            query = side.vectors.array[place : place + 1]
            found = search.nearest(query, 1)
            np.testing.assert_allclose(found.similarity, (query @ query.T), atol=1e-6)
            assert found.position[0, 0] in places
    for id_, stored in moment.stored.items():
        expected = embedding.of({id_: stored.fiche})[id_].passages
        for country, side in moment.snapshot.live.items():
            start, count = PlacesInMoment(moment, side).of(id_)
            place, of = moment.placed.get(id_), stored.fiche.country.value
            if place is None or place.part is not FicheStanding.COUNTED or of is not country:
                assert count == 0
                continue
            rows = side.vectors.array[start : start + count]
            np.testing.assert_allclose(rows, expected, atol=1e-6)


def indexes(catalogue: Catalogue) -> set[str]:
    with catalogue.database.reading() as connection:
        asked = f"SELECT indexname FROM pg_indexes WHERE tablename = '{table_of(SPACE)}'"
        names = {row[0] for row in connection.exec_driver_sql(asked)}
    return {name.removeprefix(f"{table_of(SPACE)}_") for name in names if "_fr_" in name}


def test_an_index_is_made_when_it_pays_and_anew_when_it_is_outgrown(catalogue: Catalogue) -> None:
    rows = np.random.default_rng(0).normal(size=(8_900, DIMENSION)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    rows[7] = 0
    sizes, expected = (1_900, 2_100, 8_900), (set[str](), {"fr_46"}, {"fr_94"})
    for size, names in zip(sizes, expected, strict=True):
        fiches = store(catalogue, rows[:size], 20)
        make_ready(catalogue.database, SPACE, DIMENSION)
        assert indexes(catalogue) == names
        search = searching(catalogue, fiches, rows[:size])
        found = search.nearest(rows[:40], 50)
        exact = NearestPassages.of(rows[:size]).nearest(rows[:40], 50)
        assert recall(np.delete(found.position, 7, 0), np.delete(exact.position, 7, 0)) >= 0.99
        assert (found.similarity[7] == 0).all()


def test_queries_of_another_encoder_are_refused(catalogue: Catalogue) -> None:
    search = searching(catalogue, [("f-1", 3)], np.zeros((3, DIMENSION), np.float32))
    with pytest.raises(ValueError, match="queries of length 5"):
        search.nearest(np.zeros((1, 5), np.float32), 2)


def refused(catalogue: Catalogue) -> CatalogueUnusable:
    with pytest.raises(CatalogueUnusable) as problem:
        make_ready(catalogue.database, SPACE, DIMENSION)
    return problem.value


@pytest.mark.parametrize("version", ["0.7.4", "0.5.0"])
def test_an_older_pgvector_is_refused(catalogue: Catalogue, version: str) -> None:
    with catalogue.database.writing() as connection:
        connection.exec_driver_sql("CREATE EXTENSION vector")
        connection.exec_driver_sql(f"UPDATE pg_extension SET extversion = '{version}'")
    problem = refused(catalogue)
    assert (problem.reason, problem.details) == ("old-pgvector", {"found": version})


def test_a_server_without_pgvector_is_refused(postgres_url: str) -> None:  # noqa: F811
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute("CREATE SCHEMA hides")
        admin.execute(
            "CREATE VIEW hides.pg_available_extensions AS"
            " SELECT * FROM pg_catalog.pg_available_extensions WHERE name <> 'vector'"
        )
        (name,) = admin.execute("SELECT current_database()").fetchone() or ("",)
        admin.execute(f'ALTER DATABASE "{name}" SET search_path = public, hides, pg_catalog')
    with closing(open_catalogue(postgres_url)) as catalogue:
        assert refused(catalogue).reason == "no-pgvector"


def test_a_file_has_no_pgvector(tmp_path: Path) -> None:
    with closing(open_catalogue(str(tmp_path / "c.db"))) as catalogue:
        assert refused(catalogue).reason == "pgvector-in-file"


Sides = dict[Country, tuple[Sequence[tuple[str, int]], NDArray[np.float32]]]


def real_passages() -> dict[Country, NDArray[np.float32]]:
    """The embeddings of the passages of the example fiches, by country."""
    knowledge = open_knowledge()
    embedding = Embedding(LazyEncoder("default"), knowledge.vocabulary)
    fiches = take_in([Path(__file__).parents[2] / "examples" / "fiches"], knowledge).fiches
    found: dict[Country, NDArray[np.float32]] = {}
    for country in Country:
        of_country = [each for each in fiches if each.country.value is country]
        made = embedding.of({str(number): each for number, each in enumerate(of_country)})
        found[country] = np.concatenate([each.passages for each in made.values()])
    return found


def perturbed(rows: NDArray[np.float32], count: int, seed: int) -> NDArray[np.float32]:
    """`rows` and copies of them, each turned a little, `count` in all; unit rows."""
    generator = np.random.default_rng(seed)
    copies = rows[np.arange(count) % len(rows)]
    noise = generator.normal(size=copies.shape) / np.sqrt(copies.shape[1])
    noise *= generator.uniform(0.1, 1.0, size=(count, 1))
    noise[: len(rows)] = 0
    turned = copies + noise
    unit: NDArray[np.float32] = turned / np.linalg.norm(turned, axis=1, keepdims=True)
    return unit.astype(np.float32)


def recall(found: NDArray[np.int64], exact: NDArray[np.int64]) -> float:
    pairs = zip(found, exact, strict=True)
    return float(np.mean([len({*ours} & {*theirs}) / len(theirs) for ours, theirs in pairs]))


@pytest.fixture(scope="module")
def filled() -> Iterator[tuple[Catalogue, Sides]]:
    """The example fiches among perturbed copies, both countries in one table."""
    real = real_passages()
    with closing(open_catalogue(new_database())) as catalogue:
        people = {}
        for country, count in ((Country.FR, 3_600), (Country.JP, 2_100)):
            rows = perturbed(real[country], count, seed=count)
            people[country] = (store(catalogue, rows, 5, country), rows)
        make_ready(catalogue.database, SPACE, real[Country.FR].shape[1])
        yield catalogue, people


@pytest.mark.parametrize("country", Country)
@pytest.mark.parametrize("count", [1, 10, 64, 120])
def test_the_nearest_of_real_passages_are_found(
    filled: tuple[Catalogue, Sides],
    country: Country,
    count: int,
) -> None:
    catalogue, people = filled
    fiches, rows = people[country]
    queries = people[country.other][1][:100]
    search = searching(catalogue, fiches, rows, country)
    found = search.nearest(queries, count)
    exact = NearestPassages.of(rows).nearest(queries, count)
    assert found.position.shape == (100, count)
    assert all(len({*row}) == count for row in found.position.tolist())
    assert recall(found.position, exact.position) >= 0.99
    np.testing.assert_array_less(-1e-6, np.diff(-found.similarity, axis=1))


def test_the_index_is_what_answers(
    filled: tuple[Catalogue, Sides],
) -> None:
    catalogue, people = filled
    query = "[" + ",".join(map(str, people[Country.JP][1][0].tolist())) + "]"
    with catalogue.database.reading() as connection:
        plan = connection.exec_driver_sql(
            f"EXPLAIN SELECT fiche_id, number FROM {table_of(SPACE)} WHERE country = 'FR'"
            f" ORDER BY vector <#> '{query}'::halfvec LIMIT 72"
        )
        assert f"{table_of(SPACE)}_fr_{lists_for(3_600)}" in " ".join(row[0] for row in plan)
