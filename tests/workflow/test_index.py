"""Fiches → index → partners: the same as without an index, and without encoding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import matcher
from matcher.collectivity import Country
from matcher.errors import IndexOfOtherEncoder, UnknownCollectivity
from matcher.gathering import Participant
from matcher.index.directory import open_index
from matcher.matching.score import score
from matcher.matching.suggest import ranked, suggest
from matcher.profile import Profile, Weight
from matcher.shortlist.constraints import Constraints, TwinRule
from matcher.workflow.build_index import build_index
from matcher.workflow.line_up_fiches import lined_up
from matcher.workflow.make_shortlist import make_shortlist
from matcher.workflow.opening import Knowledge, LazyEncoder
from matcher.workflow.rank_all import rank_all
from matcher.workflow.suggest_partners import Matchmaker, matchmaker
from matcher.workflow.take_part import Party, take_part

EXAMPLES = Path(__file__).parents[2] / "examples" / "fiches"


@pytest.fixture(scope="module")
def examples(encoder: LazyEncoder, knowledge: Knowledge) -> Party:
    return take_part([EXAMPLES], encoder, knowledge)


@pytest.fixture(scope="module")
def asked(
    examples: Party,
    tmp_path_factory: pytest.TempPathFactory,
    encoder: LazyEncoder,
    profile: Profile,
    knowledge: Knowledge,
) -> Matchmaker:
    place = tmp_path_factory.mktemp("index") / "example index 索引"
    build_index(examples.participants, place, encoder, profile, knowledge)
    return matchmaker(open_index(place), profile, knowledge)


def test_the_candidates_hold_the_exhaustive_top_ten_of_all_sixty(asked: Matchmaker) -> None:
    assert len(asked.participants()) == 60
    total = score(asked.sides.fr, asked.sides.jp, asked.profile).total
    for country, rows in ((Country.FR, total), (Country.JP, total.T)):
        own, other = asked.side(country), asked.side(country.other)
        for row, id_ in enumerate(own.ids):
            expected = [other.ids[k] for k in ranked(rows[row], other.ids)[:10]]
            found = asked.partners_of(id_, limit=10)
            assert [each.partner_of(country).id for each in found.pairings] == expected
            assert found.nobody_fits == (rows[row].max() < asked.profile.floor)


def test_suggestions_are_those_of_comparing_with_everybody(asked: Matchmaker) -> None:
    own, other = asked.sides.jp, asked.sides.fr
    row = own.row_of("jp-takamatsu")
    expected = suggest(own, row, other, asked.profile, asked.knowledge.twin_of, 5, withheld=None)
    assert asked.partners_of("jp-takamatsu", limit=5) == expected
    assert any(pairing.evidence.twin for pairing in expected.pairings)  # Tours, since 1988


def test_an_index_scores_as_the_fiches_themselves(
    asked: Matchmaker,
    examples: Party,
    encoder: LazyEncoder,
    profile: Profile,
    knowledge: Knowledge,
) -> None:
    direct = lined_up(examples.participants, encoder, profile, knowledge)
    np.testing.assert_array_equal(
        score(asked.sides.fr, asked.sides.jp, profile).total,
        score(direct.fr, direct.jp, profile).total,
    )


def test_another_profile_is_as_if_the_index_were_built_with_it(
    asked: Matchmaker,
    examples: Party,
    encoder: LazyEncoder,
    profile: Profile,
    knowledge: Knowledge,
) -> None:
    changed = replace(
        profile,
        parameters={**profile.parameters, "hub-prior-count": Weight(50.0, "test")},
        fingerprint="other",
    )
    through = matchmaker(asked.index, changed, knowledge).sides
    direct = lined_up(examples.participants, encoder, changed, knowledge)
    np.testing.assert_array_equal(through.fr.passage_hub, direct.fr.passage_hub)
    np.testing.assert_array_equal(through.jp.label_hub, direct.jp.label_hub)
    assert (through.fr.passage_hub != asked.sides.fr.passage_hub).any()


def test_a_fiche_in_no_index_gets_partners_and_changes_nothing(
    asked: Matchmaker, examples: Party, encoder: LazyEncoder
) -> None:
    lyon = next(each for each in examples.participants if "Lyon" in each.name)
    guest = replace(lyon, id="fr-guest")
    before = asked.partners_of("jp-yokohama", limit=3)
    found = asked.partners_of_fiche(guest, encoder, limit=3)
    known = asked.partners_of(lyon.id, limit=3)
    assert [p.jp.id for p in found.pairings] == [p.jp.id for p in known.pairings]
    assert found.pairings[0].score == pytest.approx(known.pairings[0].score, abs=1e-5)
    assert asked.partners_of("jp-yokohama", limit=3) == before


def test_an_encoder_that_did_not_make_the_index_is_refused(
    asked: Matchmaker, examples: Party, encoder: LazyEncoder
) -> None:
    class Other:
        name, fingerprint, dimension = "other", "0" * 64, encoder.dimension

        def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
            raise AssertionError("nothing is to be encoded")

    opened = matcher.open_index(asked.index.path)
    with pytest.raises(IndexOfOtherEncoder) as caught:
        opened.partners_of_fiche(examples.participants[0], Other(), limit=3)
    assert caught.value.found.startswith("default (")
    assert caught.value.expected.startswith("other (")


def test_an_unknown_id_is_told(asked: Matchmaker) -> None:
    with pytest.raises(UnknownCollectivity):
        asked.partners_of("fr-nowhere", limit=3)


def test_rankings_hold_everybody_once_in_strict_order(asked: Matchmaker) -> None:
    for country in Country:
        lines = list(rank_all(asked.sides.fr, asked.sides.jp, country, asked.profile))
        own, other = asked.side(country), asked.side(country.other)
        assert len(lines) == len(own) * len(other)
        for query in own.ids:
            mine = [line for line in lines if line.query == query]
            assert sorted(line.partner for line in mine) == sorted(other.ids)
            assert [line.rank for line in mine] == list(range(1, len(other) + 1))
            assert [line.score for line in mine] == sorted(
                (line.score for line in mine), reverse=True
            )


def test_signals_are_chosen(asked: Matchmaker) -> None:
    fr, jp = asked.sides.fr, asked.sides.jp
    by_size = list(rank_all(fr, jp, Country.FR, asked.profile, ("population",)))
    without = list(rank_all(fr, jp, Country.FR, asked.profile, ("key-points", "domains")))
    assert [x.partner for x in by_size] != [x.partner for x in without]
    yokohama = [line for line in by_size if line.query == "fr-bordeaux-metropole"]
    assert len({line.score for line in yokohama}) > 10


def test_one_country_alone_makes_an_index(
    examples: Party,
    tmp_path: Path,
    encoder: LazyEncoder,
    profile: Profile,
    knowledge: Knowledge,
) -> None:
    japanese = [each for each in examples.participants if each.country is Country.JP]
    build_index(japanese, tmp_path / "ix", encoder, profile, knowledge)
    alone = matchmaker(open_index(tmp_path / "ix"), profile, knowledge)
    nobody = alone.partners_of("jp-takamatsu", limit=3)
    assert nobody.pairings == ()
    assert nobody.nobody_fits
    french = _french(examples)
    assert len(alone.partners_of_fiche(french, encoder, limit=3).pairings) == 3


def test_the_rule_for_twins_follows_the_list_of_partnerships(
    examples: Party, encoder: LazyEncoder, profile: Profile, knowledge: Knowledge
) -> None:
    def twins(rule: TwinRule) -> list[bool]:
        made = make_shortlist(
            examples.participants,
            Constraints(meetings_each=30, floor=-100.0, twins=rule),
            encoder,
            profile,
            knowledge,
        )
        return [pairing.evidence.twin is not None for pairing in made.pairings]

    only, without, both = twins(TwinRule.ONLY), twins(TwinRule.OUT), twins(TwinRule.IN)
    assert all(only)
    assert len(only) >= 5
    assert not any(without)
    assert sum(both) == len(only)
    assert len(only) + len(without) == len(both) == 900


def _french(party: Party) -> Participant:
    return next(each for each in party.participants if each.country is Country.FR)
