"""A damaged folder of a convolutional encoder is refused with the file, what was found and what was
expected.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from safetensors.numpy import load, save

from matcher.encoding.folder import CONFIG, PIECES, WEIGHTS
from matcher.encoding.models import open_encoder
from tests.encoding.damage import Change, alter, configure, damaged, replace, shipped


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "modèle 模型"
    copy.mkdir()
    for file in (CONFIG, WEIGHTS, PIECES):
        shutil.copy(shipped("convolutional") / file, copy / file)
    return copy


def test_a_copy_elsewhere_is_the_same_encoder(folder: Path) -> None:
    whole = open_encoder(str(shipped("convolutional")))
    assert open_encoder(str(folder)).fingerprint == whole.fingerprint


@pytest.mark.parametrize("file", [WEIGHTS, PIECES])
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    assert damaged(folder).file == file


@pytest.mark.parametrize("file", [WEIGHTS, PIECES])
def test_one_altered_byte_is_noticed(folder: Path, file: str) -> None:
    alter(folder, file)
    error = damaged(folder)
    assert error.file == file
    assert error.found != error.expected


@pytest.mark.parametrize("file", [WEIGHTS, PIECES])
def test_a_file_of_another_kind_is_refused(folder: Path, file: str) -> None:
    replace(folder, file, b"<html>not found</html>")
    assert damaged(folder).file == file


def test_a_missing_tensor_is_named(folder: Path) -> None:
    tensors = load((folder / WEIGHTS).read_bytes())
    del tensors["pool.weight"]
    replace(folder, WEIGHTS, save(tensors))
    assert damaged(folder).expected == "pool.weight"


def test_a_tensor_of_another_shape_is_refused_with_both_shapes(folder: Path) -> None:
    tensors = load((folder / WEIGHTS).read_bytes())
    tensors["norm.shift"] = tensors["norm.shift"][:-1].copy()
    replace(folder, WEIGHTS, save(tensors))
    error = damaged(folder)
    assert "(1279,)" in error.found
    assert "(1280,)" in error.expected


def test_a_row_too_few_is_refused(folder: Path) -> None:
    tensors = load((folder / WEIGHTS).read_bytes())
    tensors["pieces.lowest"] = tensors["pieces.lowest"][:-1].copy()
    replace(folder, WEIGHTS, save(tensors))
    assert damaged(folder).file == WEIGHTS


@pytest.mark.parametrize(
    "change",
    [
        lambda config: config.pop("dimension"),
        lambda config: config.update(dimension="many"),
        lambda config: config.update(layout=99),
        lambda config: config.update(start=10**9),
        lambda config: config.update(windows=[{"width": 2}]),
    ],
)
def test_settings_that_make_no_sense_are_refused(folder: Path, change: Change) -> None:
    configure(folder, change)
    assert damaged(folder).file == CONFIG


def test_a_changed_setting_is_another_encoder(folder: Path) -> None:
    configure(folder, lambda config: config.update(epsilon=1e-6))
    whole = open_encoder(str(shipped("convolutional")))
    assert open_encoder(str(folder)).fingerprint != whole.fingerprint
