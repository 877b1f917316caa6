"""Versions and translations: the same points told again."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.same_points import aligned, are_translations, are_versions, possible_versions

POINTS = [
    "Tramway et zone piétonne : 40 % de trajets à pied ou à vélo dans le centre.",
    "Hydrogène produit à partir du vent pour douze autobus de la régie.",
    "Une maison commune pour les associations, ouverte tous les jours.",
]
OTHERS = [
    "Réseau de chaleur au bois pour six mille logements et l'hôpital.",
    "Zone piétonne le samedi, tramway gratuit le premier dimanche du mois.",
    "Festival de marionnettes dans les écoles.",
]


def test_a_fiche_is_a_version_of_itself() -> None:
    assert are_versions(POINTS, POINTS)
    assert are_versions([], [])


@pytest.mark.parametrize(
    "changed",
    [
        [POINTS[0].replace("40 %", "45 %"), *POINTS[1:]],
        [point.upper() + " " for point in POINTS],
        POINTS[::-1],
        POINTS[:2],
        [*POINTS, "Une crèche dans l'ancienne gare."],
        [" ".join(POINTS)],
    ],
    ids=["figure", "letters", "order", "one less", "one more", "one paragraph"],
)
def test_a_reworked_fiche_is_a_version(changed: list[str]) -> None:
    assert are_versions(POINTS, changed)
    assert are_versions(changed, POINTS)


@pytest.mark.parametrize("other", [OTHERS, [], [POINTS[0], *OTHERS[::2]]])
def test_another_fiche_is_not(other: list[str]) -> None:
    assert not are_versions(POINTS, other)


@given(st.lists(st.text(max_size=30), max_size=4), st.lists(st.text(max_size=30), max_size=4))
def test_being_a_version_is_mutual(one: list[str], other: list[str]) -> None:
    assert are_versions(one, other) == are_versions(other, one)


def matrix(*rows: list[float]) -> np.ndarray:
    return np.array(rows, dtype=np.float32)


def test_points_that_answer_each_other_are_a_translation() -> None:
    """Cosines of the shipped encoder for a fiche and its translation by hand."""
    assert are_translations(matrix([0.6, 0.11, 0.12], [0.05, 0.64, 0.12], [0.2, 0.11, 0.74]))
    assert are_translations(matrix([0.7]))
    assert are_translations(matrix([0.5, 0.55, 0.6]))


@pytest.mark.parametrize(
    "cosines",
    [
        matrix([0.3, 0.1], [0.1, 0.35]),
        matrix([0.7, 0.1, 0.1], [0.1, 0.2, 0.15], [0.1, 0.2, 0.1]),
        matrix([0.85, 0.8], [0.8, 0.86]),
        np.zeros((0, 3), dtype=np.float32),
        np.zeros((2, 0), dtype=np.float32),
    ],
    ids=["same field", "one point shared", "all texts alike", "nothing", "nothing either"],
)
def test_points_that_do_not_are_none(cosines: np.ndarray) -> None:
    assert not are_translations(cosines)


def test_points_are_aligned_where_both_choose_each_other() -> None:
    cosines = matrix([0.1, 0.8, 0.0], [0.7, 0.2, 0.1], [0.6, 0.1, 0.2])
    assert aligned(cosines) == {0: 1, 1: 0}
    assert aligned(np.zeros((0, 0), dtype=np.float32)) == {}


WORDS = st.sampled_from(["tramway", "énergie", "écoles", "forêt communale", "港", "", "?"])
TEXTS = st.lists(st.lists(WORDS, max_size=6).map(" ".join), max_size=4)


@given(st.lists(TEXTS, max_size=6))
def test_no_version_is_passed_over_among_many_fiches(fiches: list[list[str]]) -> None:
    possible = possible_versions(fiches)
    for at, fiche in enumerate(fiches):
        versions = {each for each in range(at) if are_versions(fiche, fiches[each])}
        assert versions <= possible[at]


def test_other_fiches_are_no_possible_versions() -> None:
    assert possible_versions([POINTS, OTHERS, POINTS[:2]]) == [
        frozenset(),
        frozenset(),
        frozenset([0]),
    ]
