"""Files become participants; whoever cannot take part is told, and nobody is lost silently."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from matcher.collectivity import Country
from matcher.errors import IdentityConflict, NothingToMatch
from matcher.workflow.opening import Knowledge, LazyEncoder
from matcher.workflow.take_in import take_in, take_in_bytes
from matcher.workflow.take_part import Party, take_part


def test_every_fiche_of_the_folder_takes_part_completed(party: Party) -> None:
    by_name = {each.name: each for each in party.participants}
    assert len(by_name) == 8
    tsuruoka = by_name["鶴岡市"]
    assert tsuruoka.country is Country.JP
    assert tsuruoka.collectivity is not None
    assert tsuruoka.id == "jp-municipality-06203"
    assert tsuruoka.domain_ids == ("culture", "agriculture-food")
    assert party.problems == ()


def test_one_bad_file_never_stops_the_others(
    folder: Path, tmp_path: Path, encoder: LazyEncoder, knowledge: Knowledge
) -> None:
    mixed = tmp_path / "mixed"
    shutil.copytree(folder, mixed)
    (mixed / "empty.docx").write_bytes(b"")
    (mixed / "page.doc").write_bytes(b"<html><body>Ville</body></html>")
    (mixed / "courriel.eml").write_bytes(b"From: a@b.example\nSubject: x\n\ntext")
    (mixed / "~$fiche.docx").write_bytes(b"lock")
    found = take_part([mixed], encoder, knowledge)
    assert len(found.participants) == 8
    assert {Path(each.source).name: each.reason for each in found.refusals} == {
        "empty.docx": "empty-file",
        "page.doc": "html-not-word",
        "courriel.eml": "mail-not-read",
    }


def test_a_fiche_without_name_is_told_and_the_others_take_part(
    tmp_path: Path, encoder: LazyEncoder, knowledge: Knowledge
) -> None:
    (tmp_path / "a.yaml").write_text("key_points: [Un tramway]\nlanguage: fr\ncountry: FR\n")
    (tmp_path / "b.yaml").write_text("name: Tours\nkey_points: [Un tramway]\n")
    found = take_part([tmp_path], encoder, knowledge)
    assert [each.name for each in found.participants] == ["Tours"]
    (rejected,) = found.rejected
    assert not isinstance(rejected, IdentityConflict)
    assert rejected.reason == "no-name"
    assert ("fiche-no-name", "a.yaml") in [(note.code, source) for source, note in found.notes]


def test_one_id_for_two_authorities_is_refused_with_both_names(
    tmp_path: Path, encoder: LazyEncoder, knowledge: Knowledge
) -> None:
    for name in ("Tours", "Nantes"):
        (tmp_path / f"{name}.yaml").write_text(
            f"id: fr-x\nname: {name}\nkey_points: [Un tramway à {name}]\n", encoding="utf-8"
        )
    found = take_part([tmp_path], encoder, knowledge)
    (conflict,) = found.rejected
    assert isinstance(conflict, IdentityConflict)
    assert sorted(conflict.names) == ["Nantes", "Tours"]
    assert found.participants == ()


def test_a_translation_counts_once_and_is_shown_to_its_readers(
    tmp_path: Path, encoder: LazyEncoder, knowledge: Knowledge
) -> None:
    (tmp_path / "ja.yaml").write_text(
        "name: 高松市\nlanguage: ja\nkey_points:\n"
        "- 商店街を住民の会社が再開発し、空き店舗をなくした。\n"
        "- 市民の自転車利用を進め、レンタサイクルと走行空間を整備する。\n",
        encoding="utf-8",
    )
    (tmp_path / "fr.yaml").write_text(
        "name: Takamatsu\ncountry: JP\nlanguage: fr\nkey_points:\n"
        "- La rue commerçante est rénovée par une société des habitants ; plus de locaux vides.\n"
        "- La ville développe l'usage du vélo : vélos en location et pistes cyclables.\n",
        encoding="utf-8",
    )
    (participant,) = take_part([tmp_path], encoder, knowledge).participants
    assert participant.name == "高松市"
    assert len(participant.key_points) == 2
    assert len(participant.translations) == 1


def test_nobody_and_one_country_alone_are_told_apart(
    tmp_path: Path, folder: Path, encoder: LazyEncoder, knowledge: Knowledge
) -> None:
    with pytest.raises(NothingToMatch) as nothing:
        take_part([tmp_path], encoder, knowledge).refuse_one_country("here")
    assert (nothing.value.reason, nothing.value.source) == ("no-files", "here")
    (tmp_path / "x.docx").write_bytes(b"")
    with pytest.raises(NothingToMatch) as unread:
        take_part([tmp_path], encoder, knowledge).refuse_one_country("here")
    assert unread.value.reason == "no-fiches"
    french = list(folder.glob("fr-*"))
    with pytest.raises(NothingToMatch) as one:
        take_part(french, encoder, knowledge).refuse_one_country("here")
    assert (one.value.reason, one.value.found) == ("one-country", "FR")


def test_an_upload_gives_what_the_file_gives(folder: Path, knowledge: Knowledge) -> None:
    path = folder / "fr-tours.yaml"
    uploaded = take_in_bytes(path.read_bytes(), path.name, knowledge)
    assert uploaded.fiches == take_in([path], knowledge).fiches
    assert take_in_bytes(b"", "x.pdf", knowledge).refusals[0].reason == "empty-file"


def test_what_the_program_wrote_is_not_read_as_fiches(
    folder: Path, tmp_path: Path, knowledge: Knowledge
) -> None:
    place = tmp_path / "fiches"
    shutil.copytree(folder, place)
    before = take_in([place], knowledge)
    for kind in ("html", "xlsx", "docx", "csv", "json"):
        (place / f"shortlist.{kind}").write_text("Nom;Points clés\nX;x\n", encoding="utf-8")
    (place / "index").mkdir()
    (place / "index" / "manifest.json").write_text("{}", encoding="utf-8")
    (place / "index" / "fr.faiss").write_bytes(b"x")
    assert take_in([place], knowledge) == before


def test_sources_are_told_from_the_folder_given(folder: Path, knowledge: Knowledge) -> None:
    assert all(str(folder) not in fiche.source for fiche in take_in([folder], knowledge).fiches)
