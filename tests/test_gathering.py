"""Fiches of one collectivity become one participant."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from matcher import shipped
from matcher.collectivity import Country, Language, Position
from matcher.fiche import (
    MOST_CHARACTERS,
    MOST_KEY_POINTS,
    Fiche,
    KeyPoint,
    Note,
    Origin,
    PartialDate,
    read,
)
from matcher.gathering import Gathered, Participant, gather, refusal_of
from matcher.gazetteer.complete import complete

POINTS = (
    "Tramway et zone piétonne : 40 % de trajets à pied ou à vélo dans le centre.",
    "Hydrogène produit à partir du vent pour douze autobus de la régie.",
)
OTHER_POINTS = (
    "Réseau de chaleur au bois pour six mille logements et l'hôpital.",
    "Festival de marionnettes dans les écoles.",
)
JAPANESE = ("風力で水素をつくり、市営バス12台を走らせる。", "路面電車と歩行者空間。")
#: Which text says the same as which, for the stand-in of an encoder.
SAME = {POINTS[0]: JAPANESE[1], POINTS[1]: JAPANESE[0]}


def similarity(one: Sequence[str], other: Sequence[str]) -> NDArray[np.float32]:
    pairs = SAME.items()
    return np.array(
        [[0.8 if (a, b) in pairs or (b, a) in pairs else 0.05 for b in other] for a in one],
        dtype=np.float32,
    )


def fiche(source: str, name: str = "Ville de Tours", **fields: object) -> Fiche:
    points = tuple(KeyPoint(text) for text in fields.pop("points", POINTS))  # type: ignore[union-attr]
    given = {"language": read(Language.FR), "country": read(Country.FR), **fields}
    made = Fiche(source=source, name=read(name), key_points=points, **given)  # type: ignore[arg-type]
    return complete(made, shipped.gazetteer(), shipped.vocabulary())


def japanese(source: str, name: str, **fields: object) -> Fiche:
    return fiche(
        source,
        name,
        **{
            "language": read(Language.JA),
            "country": read(Country.JP),
            "points": JAPANESE,
            **fields,
        },
    )


def gathered(*fiches: Fiche) -> Gathered:
    return gather(fiches, similarity, shipped.gazetteer())


def only(found: Gathered) -> Participant:
    assert len(found.participants) == 1, found
    return found.participants[0]


def sources(fiches: Sequence[Fiche]) -> list[str]:
    return [each.source for each in fiches]


def told(found: Gathered) -> list[tuple[str, str]]:
    return [(source, note.code) for source, note in found.notes]


def test_one_fiche_is_one_participant() -> None:
    found = only(gathered(fiche("a.docx", domains=("Tourisme", "Magie"))))
    assert found.id == "fr-commune-37261"
    assert found.name == "Ville de Tours"
    assert found.collectivity is not None
    assert found.domains == ("Tourisme", "Magie")
    assert found.domain_ids == ("tourism",)


def test_participants_come_in_order_of_id() -> None:
    found = gathered(fiche("b", "Tours"), japanese("c", "高松市"), fiche("a", "Gard"))
    ids = [each.id for each in found.participants]
    assert ids == ["fr-commune-37261", "fr-departement-30", "jp-municipality-37201"]


def test_different_key_points_are_several_fiches_of_one_participant() -> None:
    found = gathered(fiche("a"), fiche("b", "Tours", points=OTHER_POINTS))
    assert len(only(found).fiches) == 2
    assert [point.text for point in only(found).key_points] == [*POINTS, *OTHER_POINTS]
    assert found.notes == ()


def test_of_near_equal_key_points_the_latest_counts_and_the_other_is_reported() -> None:
    older = fiche("old", updated=read(PartialDate(2013, 2)), domains=("Sport",))
    newer = fiche(
        "new",
        updated=read(PartialDate(2014)),
        points=(POINTS[0].replace("40", "45"), POINTS[1]),
        domains=("Tourisme",),
    )
    for order in ((older, newer), (newer, older)):
        found = gathered(*order)
        assert sources(only(found).fiches) == ["new"]
        assert sources(only(found).superseded) == ["old"]
        assert only(found).domains == ("Tourisme",)
        assert told(found) == [("old", "older-version")]
        assert found.notes[0][1].details["other"] == "new"
        assert found.notes[0][1].details["updated"] == "2013-02"


def test_the_same_fiche_twice_is_said_to_be_that() -> None:
    found = gathered(fiche("tours.docx"), fiche("tours.pdf"))
    assert sources(only(found).fiches) == ["tours.docx"]
    assert told(found) == [("tours.pdf", "fiche-repeated")]


def test_a_translation_is_counted_once_and_shown_to_its_readers() -> None:
    french = fiche("fr.docx")
    translation = japanese("ja.docx", "トゥール市", country=read(Country.FR))
    for order in ((french, translation), (translation, french)):
        found = gathered(*order)
        participant = only(found)
        assert sources(participant.fiches) == ["fr.docx"]
        assert sources(participant.translations) == ["ja.docx"]
        assert told(found) == [("ja.docx", "translation")]
        assert participant.key_point_in(0, Language.JA).text == JAPANESE[1]
        assert participant.key_point_in(1, Language.JA).text == JAPANESE[0]
        assert participant.key_point_in(0, Language.EN).text == POINTS[0]


def test_a_translation_is_aligned_where_it_is_not_the_first_fiche() -> None:
    first = fiche("a", points=OTHER_POINTS, updated=read(PartialDate(2020)))
    participant = only(
        gathered(first, fiche("b"), japanese("c", "トゥール", country=read(Country.FR)))
    )
    assert sources(participant.fiches) == ["a", "b"]
    assert participant.key_point_in(2, Language.JA).text == JAPANESE[1]
    assert participant.key_point_in(0, Language.JA).text == OTHER_POINTS[0]


def test_other_points_in_another_language_are_a_fiche_of_their_own() -> None:
    found = gathered(
        fiche("fr", points=OTHER_POINTS), japanese("ja", "トゥール市", country=read(Country.FR))
    )
    assert len(only(found).fiches) == 2


def test_an_encoder_is_not_asked_without_need() -> None:
    def refuse(one: Sequence[str], other: Sequence[str]) -> NDArray[np.float32]:
        pytest.fail("asked")

    gather([fiche("a"), fiche("b", points=OTHER_POINTS), japanese("c", "高松市")], refuse)


def test_the_id_of_a_fiche_names_the_participant() -> None:
    found = gathered(fiche("a", given_id="fr-tours"), fiche("b", points=OTHER_POINTS))
    assert only(found).id == "fr-tours"
    assert len(only(found).fiches) == 2


def test_several_ids_for_one_authority_are_reported() -> None:
    found = gathered(
        fiche("a", given_id="tours-2"), fiche("b", given_id="tours-1", points=OTHER_POINTS)
    )
    assert only(found).id == "tours-1"
    assert told(found)[0][1] == "several-ids"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (fiche("a", "Tours", given_id="x"), fiche("b", "Nancy", given_id="x")),
        (fiche("a", "Tours", given_id="x"), fiche("b", "Atlantis", given_id="x")),
        (
            fiche("a", "Atlantis"),
            fiche("b", "Atlantis", country=read(Country.JP), given_id="fr-atlantis"),
        ),
        (fiche("a", "Tours"), fiche("b", "Nancy", given_id="fr-commune-37261")),
        (
            fiche("a", "Saint-Denis", population=read(400)),
            fiche("b", "Saint-Denis", population=read(9_000)),
        ),
    ],
    ids=["two authorities", "one unknown", "two countries", "a code of another", "two sizes"],
)
def test_one_id_for_different_authorities_is_refused(one: Fiche, other: Fiche) -> None:
    found = gathered(one, other, fiche("c", "Gard"))
    assert [each.id for each in found.participants] == ["fr-departement-30"]
    (conflict,) = found.conflicts
    assert set(conflict.sources) == {"a", "b"}


def test_one_ambiguous_name_written_in_two_ways_is_one() -> None:
    found = gathered(
        fiche("a", "Saint-Denis", given_id="x"),
        fiche("b", "Ville de Saint-Denis", given_id="x", points=OTHER_POINTS),
    )
    assert len(only(found).fiches) == 2


def test_fiches_that_cannot_take_part_say_why() -> None:
    nameless = Fiche(source="a", country=read(Country.FR))
    stateless = Fiche(source="b", name=read("Atlantis"))
    found = gathered(nameless, stateless)
    assert [(each.source, each.reason) for each in found.refused] == [
        ("a", "no-name"),
        ("b", "no-country"),
    ]
    assert found.participants == ()


def test_population_and_position_are_read_else_completed() -> None:
    said = fiche("a", population=read(140_000), position=read(Position(47.4, 0.7)))
    silent = fiche("b", points=OTHER_POINTS, updated=read(PartialDate(2020)))
    both = only(gathered(said, silent))
    assert both.population.value == 140_000
    assert both.population.origin is Origin.READ
    assert both.position.value == Position(47.4, 0.7)
    alone = only(gathered(silent))
    assert alone.population.value == 139_259
    assert alone.population.origin is Origin.COMPLETED
    unknown = only(gathered(fiche("c", "Atlantis")))
    assert unknown.population.origin is Origin.MISSING
    assert unknown.position.value is None


MANY = [
    fiche("a"),
    fiche("b", updated=read(PartialDate(2014, 3))),
    fiche("c", points=OTHER_POINTS),
    japanese("d", "トゥール市", country=read(Country.FR)),
    japanese("e", "高松市"),
    fiche("f", "Saint-Denis"),
    fiche("g", "Nancy", given_id="fr-nancy"),
]


@settings(deadline=None)
@given(st.permutations(MANY))
def test_the_order_of_the_files_does_not_matter(fiches: list[Fiche]) -> None:
    assert gathered(*fiches).participants == gathered(*MANY).participants


@settings(deadline=None)
@given(st.lists(st.sampled_from(MANY), unique_by=lambda each: each.source))
def test_every_fiche_is_somewhere(fiches: list[Fiche]) -> None:
    found = gathered(*fiches)
    placed = [
        source
        for each in found.participants
        for source in sources((*each.fiches, *each.translations, *each.superseded))
    ]
    assert sorted(placed) == sorted(sources(fiches))


def test_two_fiches_under_one_ambiguous_name_are_not_taken_for_one_authority() -> None:
    note = Note("ambiguous-name", "name", {"name": "府中市", "options": ()})
    one, other, again = (
        Fiche(
            source=f"{n}.yaml",
            name=read("府中市"),
            country=read(Country.JP),
            key_points=(KeyPoint(text),),
            notes=(note,),
        )
        for n, text in enumerate(("街路樹の整備", "木工家具の支援", "街路樹の整備"))
    )
    found = gather([one, other, again], lambda a, b: np.zeros((len(a), len(b)), dtype=np.float32))
    assert [len(p.fiches) for p in found.participants] == [1, 1]
    assert len({p.id for p in found.participants}) == 2


def test_a_fiche_without_key_points_cannot_take_part_and_is_named() -> None:
    fiche = Fiche(source="a.yaml", name=read("Tours"), country=read(Country.FR))
    found = gather([fiche], lambda a, b: np.zeros((len(a), len(b)), dtype=np.float32))
    assert found.participants == ()
    assert [(each.source, each.reason) for each in found.refused] == [("a.yaml", "no-key-points")]


@pytest.mark.parametrize(
    ("points", "reason"),
    [
        (["Le tram."] * MOST_KEY_POINTS, None),
        (["Le tram."] * (MOST_KEY_POINTS + 1), "too-many-key-points"),
        (["e" * (MOST_CHARACTERS - len("Tours"))], None),
        (["e" * MOST_CHARACTERS], "too-long"),
    ],
)
def test_a_fiche_that_says_more_than_a_page_can_takes_no_part(
    points: list[str], reason: str | None
) -> None:
    fiche = Fiche(
        source="a.yaml",
        name=read("Tours"),
        country=read(Country.FR),
        contact=read("Mme Nulle-Part, " * MOST_CHARACTERS),
        key_points=tuple(KeyPoint(point) for point in points),
    )
    refusal = refusal_of(fiche)
    assert (None if refusal is None else refusal.reason) == reason
