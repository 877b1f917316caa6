"""The shipped encoder, of two parts: alone or in company; damage is told by file."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.encoding.joined import JoinedEncoder
from matcher.encoding.model_files import CONFIG
from matcher.encoding.models import DEFAULT, find_folder, open_encoder
from matcher.errors import ModelDamaged
from tests.contracts.encoder import BLANK, SAID, STRANGE, EncoderContract

SAME_POLICY = [
    (
        "Rénovation énergétique des écoles communales",
        "市立小中学校の省エネルギー改修",
        "Energy renovation of municipal schools",
    ),
    (
        "Prévention des inondations et plans d'évacuation des habitants",
        "洪水対策と住民の避難計画",
        "Flood prevention and evacuation plans for residents",
    ),
    (
        "Accompagnement à domicile des personnes âgées isolées",
        "一人暮らしの高齢者の在宅支援",
        "Home support for isolated elderly people",
    ),
]


def shipped() -> Path:
    folder = find_folder(DEFAULT)
    assert folder is not None
    return folder


def settings_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / CONFIG).read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def encoder() -> JoinedEncoder:
    found = open_encoder()
    assert isinstance(found, JoinedEncoder)
    return found


class TestContract(EncoderContract):
    tolerance = 0.0


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


@pytest.mark.parametrize("policy", range(len(SAME_POLICY)))
def test_the_same_policy_is_nearer_in_another_language_than_another_policy_in_the_same(
    encoder: JoinedEncoder, policy: int
) -> None:
    same = encoder.encode(SAME_POLICY[policy])
    others = [texts for number, texts in enumerate(SAME_POLICY) if number != policy]
    for language in range(3):
        unrelated = encoder.encode([texts[language] for texts in others])
        assert min(same[language] @ same.T) > max(same[language] @ unrelated.T)


def test_widths_and_ways_of_writing_do_not_matter(encoder: JoinedEncoder) -> None:
    one = ["ﾊﾞｽ路線の再編", "pre\u0301fecture", "か\u3099いこく", "la\u00a0mairie\r\n de  Tours "]
    other = ["バス路線の再編", "préfecture", "がいこく", "la mairie de Tours"]
    assert np.array_equal(encoder.encode(one), encoder.encode(other))


@given(
    st.lists(st.text(max_size=60) | st.sampled_from([*SAID, *BLANK]), min_size=1, max_size=12),
    st.randoms(use_true_random=False),
)
@settings(max_examples=25, deadline=None)
def test_order_and_company_change_no_bit(
    encoder: JoinedEncoder, texts: list[str], chance: object
) -> None:
    order = list(range(len(texts)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    together = encoder.encode(texts)
    assert np.array_equal(encoder.encode([texts[i] for i in order]), together[order])
    assert np.array_equal(encoder.encode(texts[:1])[0], together[0])
    lengths = np.linalg.norm(together, axis=1).tolist()
    assert all(length == 0 or abs(length - 1) < 1e-5 for length in lengths)


def test_several_threads_get_the_same_bits(encoder: JoinedEncoder) -> None:
    expected = encoder.encode(SAID * 4)
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(encoder.encode, [SAID * 4] * 4):
            assert np.array_equal(found, expected)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "modèle 模型"
    shutil.copytree(shipped(), copy)
    return copy


def damaged(folder: Path) -> ModelDamaged:
    with pytest.raises(ModelDamaged) as caught:
        open_encoder(str(folder))
    assert caught.value.name == str(folder)
    return caught.value


def configure(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    config = settings_of(folder)
    change(config)
    (folder / CONFIG).write_text(json.dumps(config), "utf-8")


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
        altered = bytearray(whole)
        altered[len(altered) // 2] ^= 1
        (folder / file).write_bytes(altered)
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
def test_settings_that_make_no_sense_are_refused(
    folder: Path, change: Callable[[dict[str, Any]], object]
) -> None:
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
        (folder / place).write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        configure(folder, lambda config, d=digest: config["files"].update({place: d}))
        error = damaged(folder)
        assert (error.file, error.found) == (place, architecture)


def test_other_weights_are_another_encoder(folder: Path, encoder: JoinedEncoder) -> None:
    configure(folder, lambda config: [part.update(weight=0.5) for part in config["parts"]])
    other = open_encoder(str(folder))
    assert other.fingerprint != encoder.fingerprint
    assert not np.array_equal(other.encode(SAID), encoder.encode(SAID))
