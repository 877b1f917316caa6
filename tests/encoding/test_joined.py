"""The shipped encoder, of two parts: alone or in company; damage is told by file."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from matcher.encoding.joined import JoinedEncoder
from matcher.encoding.model_files import CONFIG
from matcher.encoding.models import open_encoder
from tests.contracts.encoder import BLANK, SAID, STRANGE
from tests.contracts.meaning import MeaningContract
from tests.contracts.same_bits import SameBitsContract
from tests.encoding.damage import Change, alter, configure, damaged, replace, settings_of, shipped


@pytest.fixture(scope="module")
def encoder() -> JoinedEncoder:
    found = open_encoder()
    assert isinstance(found, JoinedEncoder)
    return found


class TestContract(SameBitsContract, MeaningContract):
    """As every encoder that ships."""


def test_a_cosine_is_the_weighted_mean_of_the_parts(encoder: JoinedEncoder) -> None:
    expected = np.zeros((len(SAID), len(SAID)))
    dimension = 0
    for part in settings_of(shipped())["parts"]:
        alone = open_encoder(str(shipped() / part["folder"]))
        rows = alone.encode(SAID)
        expected += part["weight"] * (rows @ rows.T)
        dimension += alone.dimension
    rows = encoder.encode(SAID)
    np.testing.assert_allclose(rows @ rows.T, expected, atol=1e-5)
    assert encoder.dimension == dimension


def test_the_settings_are_its_fingerprint(encoder: JoinedEncoder) -> None:
    raw = (shipped() / CONFIG).read_bytes()
    assert encoder.fingerprint == hashlib.sha256(raw).hexdigest()


def test_every_text_that_shows_anything_has_a_vector(encoder: JoinedEncoder) -> None:
    shown = [text for text in STRANGE if text not in ("\u200b\u200e", "\x00\x01")]
    assert len(shown) == len(STRANGE) - 2
    lengths = np.linalg.norm(encoder.encode(shown), axis=1)
    np.testing.assert_allclose(lengths, 1, atol=1e-5)
    assert not encoder.encode(["\u200b", "\ufeff", "\u2028", "\u00a0", *BLANK]).any()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "modèle 模型"
    shutil.copytree(shipped(), copy)
    return copy


def files_of(folder: Path) -> list[str]:
    """All files of the parts that settings speak of, as paths in `folder`."""
    parts = [part["folder"] for part in settings_of(folder)["parts"]]
    within = [f"{part}/{file}" for part in parts for file in settings_of(folder / part)["files"]]
    return [f"{part}/{CONFIG}" for part in parts] + within


def test_a_copy_elsewhere_is_the_same_encoder(folder: Path, encoder: JoinedEncoder) -> None:
    assert open_encoder(str(folder)).fingerprint == encoder.fingerprint


def test_an_altered_or_missing_file_is_named_with_its_part(folder: Path) -> None:
    for file in files_of(folder):
        whole = (folder / file).read_bytes()
        alter(folder, file)
        assert damaged(folder).file == file
        (folder / file).unlink()
        assert damaged(folder).file == file
        (folder / file).write_bytes(whole)
    assert open_encoder(str(folder)).encode(SAID).any()


@pytest.mark.parametrize(
    "change",
    [
        lambda config: config.pop("parts"),
        lambda config: config.update(layout=99),
        lambda config: config.update(parts=[]),
        lambda config: config["parts"].pop(),
        lambda config: config["parts"][0].update(weight=0.9),
        lambda config: config["parts"][0].update(weight=float("nan")),
        lambda config: config["parts"][0].update(weight="heavy"),
        lambda config: [
            part.update(weight=weight)
            for part, weight in zip(config["parts"], (-1, 2), strict=True)
        ],
    ],
)
def test_settings_that_make_no_sense_are_refused(folder: Path, change: Change) -> None:
    configure(folder, change)
    assert damaged(folder).file == CONFIG


def test_a_part_that_is_not_vouched_for_or_of_another_architecture_is_refused(
    folder: Path,
) -> None:
    place = f"transformer/{CONFIG}"
    configure(folder, lambda config: config["files"].pop(place))
    assert damaged(folder).file == place
    for architecture in ("something-else", "joined-sentence-encoder"):
        content = json.dumps({"architecture": architecture}).encode()
        replace(folder, place, content)
        error = damaged(folder)
        assert (error.file, error.found) == (place, architecture)


def test_other_weights_are_another_encoder(folder: Path, encoder: JoinedEncoder) -> None:
    configure(folder, lambda config: [part.update(weight=0.5) for part in config["parts"]])
    other = open_encoder(str(folder))
    assert other.fingerprint != encoder.fingerprint
    assert not np.array_equal(other.encode(SAID), encoder.encode(SAID))
