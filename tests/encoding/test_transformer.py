"""The transformer part of the shipped encoder, alone or in company; damage is told by file."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load, save

from matcher.encoding.model_files import CONFIG
from matcher.encoding.models import open_encoder
from matcher.encoding.transformer import TransformerEncoder
from matcher.encoding.transformer_folder import GRAPH, PIECES, VECTORS
from tests.contracts.encoder import SAID, STRANGE
from tests.contracts.same_bits import SameBitsContract
from tests.encoding.damage import Change, alter, configure, damaged, replace, shipped


@pytest.fixture(scope="module")
def encoder() -> TransformerEncoder:
    part = open_encoder(str(shipped("transformer")))
    assert isinstance(part, TransformerEncoder)
    return part


class TestContract(SameBitsContract):
    """As every encoder that ships."""


def test_what_leaves_no_mark_says_nothing(encoder: TransformerEncoder) -> None:
    assert not encoder.encode(["\u200b", "\u200b\u200e", "\ufeff", "\u2028", "\u00a0 \u3000"]).any()
    assert np.array_equal(encoder.encode(["雪まつり\n\u200b"]), encoder.encode(["雪まつり"]))


def test_the_end_of_a_long_text_counts(encoder: TransformerEncoder) -> None:
    long = " ".join(SAID * 60)
    about_snow, about_wine = encoder.encode([f"{long} 雪まつり", f"{long} vin et fromage"])
    assert not np.array_equal(about_snow, about_wine)


def test_a_long_text_means_what_its_sentence_means(encoder: TransformerEncoder) -> None:
    """Windows are weighed together, so a text that says one thing over and over says that."""
    long, same, other = encoder.encode([" ".join([SAID[0]] * 400), SAID[0], SAID[3]])
    assert long @ same > long @ other + 0.1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "modèle 模型"
    copy.mkdir()
    for file in (CONFIG, GRAPH, VECTORS, PIECES):
        shutil.copy(shipped("transformer") / file, copy / file)
    return copy


def test_a_copy_elsewhere_is_the_same_encoder(folder: Path, encoder: TransformerEncoder) -> None:
    copy = open_encoder(str(folder))
    assert copy.fingerprint == encoder.fingerprint
    assert np.array_equal(copy.encode(STRANGE), encoder.encode(STRANGE))


@pytest.mark.parametrize("file", [GRAPH, VECTORS, PIECES])
def test_what_is_missing_altered_or_of_another_kind_is_named(folder: Path, file: str) -> None:
    alter(folder, file)
    error = damaged(folder)
    assert (error.file, error.found != error.expected) == (file, True)
    (folder / file).unlink()
    assert damaged(folder).file == file
    for other in (b"<html>not found</html>", b"", b"{}"):
        replace(folder, file, other)
        assert damaged(folder).file == file


@pytest.mark.parametrize(
    "change",
    [
        lambda config: config.pop("files"),
        lambda config: config.update(layout=99),
        lambda config: config.update(before="many"),
        lambda config: config.update(after=[10**9]),
        lambda config: config.update(after=[-1]),
    ],
)
def test_settings_that_make_no_sense_are_refused(folder: Path, change: Change) -> None:
    configure(folder, change)
    assert damaged(folder).file == CONFIG


@pytest.mark.parametrize(
    "change",
    [
        lambda tensors: tensors.pop("positions"),
        lambda tensors: tensors.update(positions=tensors["positions"][:, :-1].copy()),
        lambda tensors: tensors.update(positions=tensors["positions"][0].copy()),
        lambda tensors: tensors.update(positions=tensors["positions"][:2].copy()),
        lambda tensors: tensors.update(words=tensors["words"][:, :-1].copy()),
        lambda tensors: tensors.update(words=tensors["words"].astype(np.int32)),
    ],
)
def test_vectors_that_do_not_fit_are_refused(
    folder: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    tensors = load((folder / VECTORS).read_bytes())
    change(tensors)
    replace(folder, VECTORS, save(tensors))
    assert damaged(folder).file == VECTORS


def test_a_graph_and_a_tokenizer_of_other_vectors_are_refused(folder: Path) -> None:
    whole = load((folder / VECTORS).read_bytes())
    replace(folder, VECTORS, save({**whole, "words": whole["words"][:-1].copy()}))
    assert damaged(folder).file == PIECES
    # 32 values a block of 18 bytes: one block less of each piece, and as much of each position.
    shorter = {
        "words": whole["words"][:, :-18].copy(),
        "positions": whole["positions"][:, :-32].copy(),
    }
    replace(folder, VECTORS, save(shorter))
    assert damaged(folder).file == GRAPH
