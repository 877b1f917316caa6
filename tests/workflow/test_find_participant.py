"""People say names, not ids."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.errors import AmbiguousCollectivity, UnknownCollectivity
from matcher.gathering import Participant
from matcher.workflow.find_participant import find_participant
from matcher.workflow.opening import Knowledge, LazyEncoder
from matcher.workflow.take_part import Party, take_part
from service.live.roster import Roster, Sought

EXAMPLES = Path(__file__).parents[2] / "examples" / "fiches"


@pytest.fixture(scope="module")
def examples(encoder: LazyEncoder, knowledge: Knowledge) -> tuple[Participant, ...]:
    return take_part([EXAMPLES], encoder, knowledge).participants


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("fr-commune-37261", "Tours"),
        ("FR-COMMUNE-37261 ", "Tours"),
        ("tours", "Tours"),
        ("ＴＯＵＲＳ", "Tours"),
        ("鶴岡市", "鶴岡市"),
        ("鶴岡", "鶴岡市"),
        ("Tsuruoka", "鶴岡市"),
        ("metropole de lyon", "Métropole de Lyon"),
        ("Vallauris", "Vallauris Golfe-Juan"),
    ],
)
def test_ids_names_in_any_language_and_beginnings_are_found(
    party: Party, asked: str, name: str
) -> None:
    assert find_participant(asked, party.participants).name == name


@pytest.mark.parametrize(
    ("asked", "id_"),
    [
        ("Communauté urbaine du Grand Poitiers", "fr-grand-poitiers"),
        ("Grand Poitiers", "fr-grand-poitiers"),
        ("ブルターニュ地域圏", "fr-bretagne"),
        ("Gotō", "jp-goto"),
        ("goto", "jp-goto"),
        ("五島市", "jp-goto"),
        ("Takamatsu", "jp-takamatsu"),
        ("高松", "jp-takamatsu"),
    ],
)
def test_names_of_registers_and_fiches_are_found_by_both_searches(
    examples: tuple[Participant, ...], asked: str, id_: str
) -> None:
    assert find_participant(asked, examples).id == id_
    page = Roster(examples).page(Sought(name=asked))
    assert [each.id for each in page.participants] == [id_]


def test_who_is_not_there_is_told_with_similar_names(party: Party) -> None:
    with pytest.raises(UnknownCollectivity) as caught:
        find_participant("Torus", party.participants)
    assert caught.value.near[0].startswith("Tours (")
    with pytest.raises(UnknownCollectivity) as far:
        find_participant("Zzz", party.participants)
    assert far.value.near == ()
    with pytest.raises(UnknownCollectivity):
        find_participant("  ", party.participants)


def test_a_name_of_several_is_told_with_all(party: Party) -> None:
    twice = [*party.participants, *party.participants]
    with pytest.raises(AmbiguousCollectivity) as caught:
        find_participant("Tours", twice)
    assert len(caught.value.options) == 2
