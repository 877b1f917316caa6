"""What an index keeps of a participant: everything but contacts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.fiche import Note, Sourced
from matcher.gathering import Participant
from matcher.index.catalogue import catalogue_bytes, read_catalogue, without_contact
from matcher.index.codec import CodecError, pack, unpack
from tests.index.small_index import CONTACT, full_participant
from tests.matching.small_world import meeting


def test_a_participant_comes_back_with_every_field_but_contacts() -> None:
    kept = without_contact(full_participant())
    (found,) = read_catalogue(catalogue_bytes([full_participant()], [])).fr
    assert found == kept
    assert found.fiches[0].contact == Sourced()
    assert [note.code for note in found.fiches[0].notes] == ["of-every-kind"]


def test_all_but_contact_fields_are_kept() -> None:
    before, after = full_participant(), without_contact(full_participant())
    for old, new in zip(
        (*before.fiches, *before.translations, *before.superseded),
        (*after.fiches, *after.translations, *after.superseded),
        strict=True,
    ):
        assert new == replace(old, contact=Sourced(), notes=old.notes[:1])


def test_no_contact_stands_in_the_bytes() -> None:
    assert CONTACT.encode() not in catalogue_bytes([full_participant()], [])


def test_countries_are_told_apart_and_order_is_kept() -> None:
    people = meeting()
    found = read_catalogue(catalogue_bytes(people[:4], people[4:]))
    assert (found.fr, found.jp) == (tuple(people[:4]), tuple(people[4:]))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"fr": 1, "jp": 0}\n',
        b'{"fr": 1, "jp": 0}\n{"id": 3}\n',
        b'{"fr": 1, "jp": 0}\n{"id": "fr-a", "unheard": 1}\n',
        b'{"fr": 1, "jp": 0}\n[]\n',
        b"\xff\xfe\n",
    ],
)
def test_something_else_is_refused(data: bytes) -> None:
    with pytest.raises(CodecError):
        read_catalogue(data)


def test_a_wrong_enumeration_or_origin_is_refused_with_its_place() -> None:
    good = pack(full_participant())
    assert isinstance(good, dict)
    with pytest.raises(CodecError) as caught:
        unpack(Participant, {**good, "country": "DE"})
    assert caught.value.place == ".country"
    broken = {**good, "fiches": [{"source": "a", "name": {"value": "x"}}]}
    with pytest.raises(CodecError):
        unpack(Participant, broken)


def test_a_value_without_json_form_is_a_programming_error() -> None:
    with pytest.raises(TypeError):
        pack(Note("code", "field", {"found": object()}))


details = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner).map(tuple)
        | st.dictionaries(st.text().filter(lambda key: not key.startswith("$")), inner)
    ),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), details))
def test_any_details_of_a_note_come_back(facts: dict[str, object]) -> None:
    note = Note("code", "field", facts)
    assert unpack(Note, pack(note)) == note
