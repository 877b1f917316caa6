"""An index directory is whole, or it is refused with the file that is wrong."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matcher.collectivity import Country
from matcher.errors import IndexDamaged, IndexNotFound, IndexOfOtherEncoder, IndexPlaceTaken
from matcher.index import directory
from matcher.index.catalogue import without_contact
from matcher.index.content import Content, EncoderMark
from matcher.index.directory import index_manifest, open_index, write_index
from matcher.matching.score import score
from matcher.matching.side import COLUMNS
from tests.index.small_index import CONTACT, ENCODER, content
from tests.matching.small_world import profile


@pytest.fixture(scope="module")
def made() -> Content:
    return content()


@pytest.fixture
def written(made: Content, tmp_path: Path) -> Path:
    place = tmp_path / "un index 索引"
    write_index(made, place)
    return place


def test_both_sides_come_back_as_they_were(made: Content, written: Path) -> None:
    found = open_index(written, ENCODER).content
    for country in Country:
        old, new = made.side(country), found.side(country)
        assert new.participants == tuple(map(without_contact, old.participants))
        assert new.passages == old.passages
        assert new.labels == old.labels
        for texts in ("passage_texts", "label_texts"):
            for name in ("vectors", "owner", "weight"):
                np.testing.assert_array_equal(
                    getattr(getattr(new, texts), name), getattr(getattr(old, texts), name)
                )
        for name in COLUMNS:
            np.testing.assert_array_equal(getattr(new, name), getattr(old, name))
        assert new.fields.ids == old.fields.ids
        np.testing.assert_array_equal(new.fields.rarity, old.fields.rarity)
    for language, mean in made.passage_means.vectors.items():
        np.testing.assert_array_equal(found.passage_means.vectors[language], mean)
    assert found.label_means.vectors == {}


def test_scores_from_an_index_are_those_without_it(made: Content, written: Path) -> None:
    found = open_index(written).content
    np.testing.assert_array_equal(
        score(found.fr, found.jp, profile()).total, score(made.fr, made.jp, profile()).total
    )


def test_the_manifest_says_what_the_index_is(made: Content, written: Path) -> None:
    manifest = index_manifest(written)
    assert manifest.encoder == ENCODER
    assert (manifest.counts.fr, manifest.counts.jp) == (4, 4)
    assert manifest.counts.fr_passages == len(made.fr.passages)
    assert {mark.name for mark in manifest.files.values()} | {"manifest.json"} == set(
        _names(written)
    )


def test_no_contact_stands_in_any_file(written: Path) -> None:
    for file in written.iterdir():
        assert CONTACT.encode() not in file.read_bytes()
        assert b"Sentinelle" not in file.read_bytes()


def test_the_same_content_gives_the_same_bytes(made: Content, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_index(made, tmp_path / name)
    assert _files(tmp_path / "one") == _files(tmp_path / "two")


def test_writing_again_replaces_the_index_and_leaves_nothing_over(
    made: Content, written: Path
) -> None:
    smaller = replace(made, fr=made.fr.take([0, 1]))
    write_index(smaller, written)
    assert len(open_index(written).content.fr) == 2
    assert len(_names(written)) == 5


@pytest.mark.parametrize("file", ["manifest", "catalogue", "columns", "fr-passages", "jp-passages"])
@pytest.mark.parametrize("damage", ["cut", "byte", "gone", "empty"])
def test_a_damaged_file_is_named(written: Path, file: str, damage: str) -> None:
    (path,) = [entry for entry in written.iterdir() if entry.name.startswith(file)]
    data = path.read_bytes()
    middle = len(data) // 2
    if damage == "gone":
        path.unlink()
    else:
        changed = {
            "cut": data[:-5],
            "byte": data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :],
            "empty": b"",
        }
        path.write_bytes(changed[damage])
    if file == "manifest" and damage == "gone":
        with pytest.raises(IndexNotFound):
            open_index(written)
        return
    with pytest.raises(IndexDamaged) as caught:
        open_index(written)
    assert caught.value.file == path.name
    assert caught.value.path == str(written)


def test_every_byte_of_the_manifest_counts(written: Path) -> None:
    path = written / "manifest.json"
    data = path.read_bytes()
    for at in range(0, len(data), 7):
        if data[at : at + 1].isspace():
            continue
        path.write_bytes(data[:at] + bytes([data[at] ^ 2]) + data[at + 1 :])
        with pytest.raises(IndexDamaged):
            index_manifest(written)


def test_another_format_version_is_told(written: Path) -> None:
    path = written / "manifest.json"
    path.write_text(path.read_text().replace('"version": 1', '"version": 2'))
    with pytest.raises(IndexDamaged) as caught:
        open_index(written)
    assert (caught.value.found, caught.value.expected) == ("format version 2", "version 1")


def test_an_index_of_another_encoder_is_told_with_both(written: Path) -> None:
    with pytest.raises(IndexOfOtherEncoder) as caught:
        open_index(written, EncoderMark("other", "0" * 64, 40))
    assert caught.value.found.startswith("small")
    assert caught.value.expected.startswith("other")


def test_nowhere_and_in_a_foreign_folder_there_is_no_index(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    for place in (tmp_path, tmp_path / "nothing", tmp_path / "notes.txt"):
        with pytest.raises(IndexNotFound):
            open_index(place)


@pytest.mark.parametrize("foreign", ["notes.txt", "manifest.json"])
def test_a_foreign_folder_is_never_written_to(made: Content, tmp_path: Path, foreign: str) -> None:
    (tmp_path / foreign).write_text('{"mine": true}')
    with pytest.raises(IndexPlaceTaken):
        write_index(made, tmp_path)
    assert _names(tmp_path) == [foreign]


def test_a_file_in_the_way_is_left_alone(made: Content, tmp_path: Path) -> None:
    (tmp_path / "index").write_text("mine")
    with pytest.raises(IndexPlaceTaken):
        write_index(made, tmp_path / "index")
    assert (tmp_path / "index").read_text() == "mine"


def test_a_damaged_index_can_be_written_anew(made: Content, written: Path) -> None:
    (written / "manifest.json").write_bytes(b"{")
    write_index(made, written)
    assert len(open_index(written).content.fr) == 4


@pytest.mark.parametrize("step", range(10))
def test_an_interrupted_write_leaves_the_old_index(
    made: Content, written: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Power goes at any of the steps that reach the disk (two for each of the five files)."""
    before = open_index(written).content.fr.ids
    countdown = iter([*[False] * step, True])

    def failing(real: object) -> object:
        def called(*arguments: object) -> object:
            if next(countdown, False):
                raise OSError(28, "No space left on device")
            return real(*arguments)  # type: ignore[operator]

        return called

    monkeypatch.setattr(directory.os, "fsync", failing(os.fsync))
    monkeypatch.setattr(directory, "_sync", failing(lambda folder: None))
    smaller = replace(made, fr=made.fr.take([2]))
    with pytest.raises(OSError, match="No space"):
        write_index(smaller, written)
    monkeypatch.undo()
    found = open_index(written).content.fr.ids
    # Only after the manifest is in its place (the last step) the new index counts.
    assert found == (before if step < 9 else ("fr-c",))
    write_index(smaller, written)
    assert len(_names(written)) == 5


def test_a_reader_finds_the_new_index_when_it_is_replaced_under_its_hands(
    made: Content, written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "old"
    shutil.copytree(written, old)
    stale = index_manifest(old)
    write_index(replace(made, fr=made.fr.take([0])), written)
    real = directory.index_manifest
    answers = iter([stale])
    monkeypatch.setattr(directory, "index_manifest", lambda path: next(answers, None) or real(path))
    assert len(open_index(written).content.fr) == 1


def _names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def _files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}
