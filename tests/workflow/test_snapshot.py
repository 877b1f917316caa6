"""Everyone at one moment: a change gives what starting anew would give, and disturbs nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.collectivity import Country
from matcher.errors import UnknownCollectivity
from matcher.gathering import Participant
from matcher.matching import live_side, references, rough, shadow
from matcher.matching.pairing import Suggestions
from matcher.matching.score import score
from matcher.matching.wanted import TwinRule, Wanted
from matcher.workflow.snapshot import Snapshot
from tests.matching.small_world import TOPICS, meeting, participant, profile
from tests.workflow.small_snapshot import SmallEncoder, at, embodied, snapshot

key_points = st.lists(
    st.builds("{}#{}".format, st.sampled_from(TOPICS), st.integers(0, 30)), max_size=5
)
ids = st.builds(
    "{}-{:02}".format, st.sampled_from([country.lower() for country in Country]), st.integers(0, 15)
)
people = st.builds(
    participant,
    ids,
    key_points,
    population=st.none() | st.integers(100, 4_000_000),
    domains=st.lists(st.sampled_from(["transport", "culture", "?", "!"]), max_size=3),
)
somebody = st.lists(people, max_size=20, unique_by=lambda each: each.id)
changes = st.lists(
    st.tuples(st.lists(ids, max_size=4), st.lists(people, max_size=5, unique_by=lambda p: p.id)),
    max_size=6,
)


@pytest.fixture(params=["few", "many"])
def size(request: pytest.FixtureRequest) -> Iterator[str]:
    """As for a meeting; or as for tens of thousands, all of whose ways few take then."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "many":
            patch.setattr(references, "MOST", 3)
            patch.setattr(live_side, "_GONE", 2)
            patch.setattr(shadow, "WITHOUT", 4)
            patch.setattr(shadow, "DIMENSIONS", 12)
            patch.setattr(rough, "FEW", 2)
            patch.setattr(rough, "NEAR", 14)
        yield request.param


@pytest.mark.usefixtures("size")
@given(somebody, changes)
@settings(max_examples=60, deadline=None)
def test_after_any_changes_all_is_as_if_started_anew(
    start: list[Participant], changes: list[tuple[list[str], list[Participant]]]
) -> None:
    present = {each.id: each for each in start}
    changing = snapshot(start)
    for revision, (gone, fresh) in enumerate(changes, start=2):
        changing = changing.changed(gone, [embodied(each) for each in fresh], revision)
        for id_ in gone:
            present.pop(id_, None)
        present |= {each.id: each for each in fresh}
        anew = snapshot(list(present.values()))
        assert changing.revision == revision
        assert changing.participants() == anew.participants()
        assert_alike(changing, anew)


def assert_alike(one: Snapshot, other: Snapshot) -> None:
    ours, theirs = one.sides(), other.sides()
    np.testing.assert_allclose(
        score(ours.fr, ours.jp, profile()).total,
        score(theirs.fr, theirs.jp, profile()).total,
        atol=1e-6,
    )
    for each in one.participants():
        found, expected = (
            scores(side.partners_of(each.id, Wanted(limit=3))) for side in (one, other)
        )
        assert list(found.values()) == pytest.approx(list(expected.values()), abs=1e-6)


def scores(suggestions: Suggestions) -> dict[str, float]:
    """The partners' scores by id, best first."""
    own = suggestions.participant
    return {pair.partner_of(own.country).id: pair.score for pair in suggestions.pairings}


@pytest.mark.usefixtures("size")
@given(somebody, st.integers(1, 5), st.data())
@settings(max_examples=60, deadline=None)
def test_partners_are_the_best_of_all_who_are_wanted(
    present: list[Participant], limit: int, data: st.DataObject
) -> None:
    everyone = snapshot([*present, participant("fr-asking", ["energy#1", "wine#2"])])
    wanted = Wanted(
        limit=limit,
        domains=data.draw(st.sampled_from([frozenset(), frozenset({"transport"})])),
        population_ratio=data.draw(st.sampled_from([None, 1.0, 3.0])),
    )
    sides = everyone.sides()
    row = sides.fr.row_of("fr-asking")
    totals = score(sides.fr, sides.jp, profile()).total[row]
    fitting = [
        (-total, partner.id)
        for total, partner in zip(totals.tolist(), sides.jp.participants, strict=True)
        if fits(partner, wanted)
    ]
    best = sorted(fitting)[:limit]
    found = scores(everyone.partners_of("fr-asking", wanted))
    assert list(found.items()) == [(id_, pytest.approx(-total, abs=1e-6)) for total, id_ in best]


def fits(partner: Participant, wanted: Wanted) -> bool:
    population = partner.population.value
    ratio = wanted.population_ratio
    return (not wanted.domains or not wanted.domains.isdisjoint(partner.domain_ids)) and (
        ratio is None
        or (population is not None and 100_000 / ratio <= population <= 100_000 * ratio)
    )


@pytest.mark.usefixtures("size")
def test_whoever_looks_at_an_old_snapshot_sees_no_change() -> None:
    old = snapshot(meeting())
    before = old.partners_of("fr-a", Wanted())
    vectors = old.sides().jp.passage_texts.vectors.copy()
    new = old
    for number in range(12):
        fresh = participant(f"jp-n{number}", [f"energy#{number}", f"tram#{number}"])
        new = new.changed(["jp-a", f"jp-n{number - 2}"], [embodied(fresh)], number + 2)
    other = old.changed([], [embodied(participant("jp-other", ["wine#5"]))], 2)
    assert old.partners_of("fr-a", Wanted()) == before
    np.testing.assert_array_equal(old.sides().jp.passage_texts.vectors, vectors)
    assert {p.id for p in new.participants()} - {p.id for p in old.participants()} == {
        "jp-n10",
        "jp-n11",
    }
    assert scores(other.partners_of("fr-c", Wanted())).keys() >= {"jp-other", "jp-a"}


def test_somebody_new_gets_what_the_same_fiche_would_get_here() -> None:
    people = meeting()
    everyone = snapshot(people)
    stranger = replace(people[0], id="fr-stranger")
    asked = everyone.partners_for(stranger, SmallEncoder(), Wanted(limit=4))
    assert scores(asked) == pytest.approx(scores(everyone.partners_of("fr-a", Wanted(limit=4))))
    assert "fr-stranger" not in {each.id for each in everyone.participants()}


def test_weights_of_a_question_change_its_scores_alone() -> None:
    everyone = snapshot(meeting())
    rules = profile(key_points=0.0, population=5.0)
    found = scores(everyone.partners_of("fr-a", Wanted(profile=rules)))
    assert found == scores(snapshot(meeting(), rules).partners_of("fr-a", Wanted()))
    assert found != scores(everyone.partners_of("fr-a", Wanted()))
    assert everyone.sides(rules).fr is everyone.sides().fr  # nothing is lined up anew


def test_another_temperature_lines_up_anew() -> None:
    everyone = snapshot(meeting())
    rules = profile(key_points_temperature=0.3, hub_prior_count=1.0)
    anew = snapshot(meeting(), rules)
    found = scores(everyone.partners_of("jp-b", Wanted(profile=rules)))
    assert found == pytest.approx(scores(anew.partners_of("jp-b", Wanted())))


def test_a_part_of_the_sides_keeps_the_columns_of_all() -> None:
    everyone = snapshot(meeting())
    whole, part = everyone.sides(), everyone.sides(ids=["jp-c", "fr-b"])
    assert part.fr.ids == ("fr-b",)
    assert part.jp.ids == ("jp-c",)
    row = whole.fr.row_of("fr-b"), whole.jp.row_of("jp-c")
    assert score(part.fr, part.jp, profile()).total == pytest.approx(
        score(whole.fr, whole.jp, profile()).total[row]
    )


@pytest.mark.parametrize("region", ["37000", "37", "香川県", "Kagawa", "四国"])
def test_a_region_is_meant_by_code_or_name(region: str) -> None:
    everyone = snapshot(
        [
            at("fr-tours", "fr-commune-37261"),
            at("jp-takamatsu", "jp-municipality-37201"),
            at("jp-kagawa", "jp-prefecture-37000"),
            at("jp-kyoto", "jp-municipality-26100"),
        ]
    )
    found = scores(everyone.partners_of("fr-tours", Wanted(region=region)))
    assert found.keys() == {"jp-takamatsu", "jp-kagawa"}
    assert not everyone.partners_of("fr-tours", Wanted(region="Bretagne")).pairings


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (TwinRule.IN, {"fr-tours", "fr-lyon"}),
        (TwinRule.OUT, {"fr-lyon"}),
        (TwinRule.ONLY, {"fr-tours"}),
    ],
)
def test_known_twins_are_in_out_or_alone(rule: TwinRule, expected: set[str]) -> None:
    everyone = snapshot(
        [
            at("fr-tours", "fr-commune-37261"),
            at("fr-lyon", "fr-commune-69123"),
            at("jp-takamatsu", "jp-municipality-37201"),
        ]
    )
    assert scores(everyone.partners_of("jp-takamatsu", Wanted(twins=rule))).keys() == expected


def test_nobody_of_that_id_takes_part() -> None:
    everyone = snapshot(meeting()).changed(["fr-a"], [], 2)
    with pytest.raises(UnknownCollectivity):
        everyone.partners_of("fr-a", Wanted())
    with pytest.raises(UnknownCollectivity):
        everyone.sides(ids=["fr-a"])


def test_vectors_that_are_not_those_of_the_texts_are_refused() -> None:
    one = embodied(participant("fr-a", ["energy#1"]))
    with pytest.raises(ValueError, match="vectors"):
        snapshot([]).changed([], [replace(one, passages=one.passages[:0])], 2)
    with pytest.raises(ValueError, match="vectors"):
        snapshot([]).changed([], [replace(one, labels=one.labels[:0])], 2)
