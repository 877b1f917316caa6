"""People say names, not ids."""

from __future__ import annotations

import pytest

from matcher.errors import AmbiguousCollectivity, UnknownCollectivity
from matcher.workflow.find_participant import find_participant
from matcher.workflow.take_part import Party


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
