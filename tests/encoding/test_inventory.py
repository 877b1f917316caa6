"""What lies in the hub's cache is told without opening it; what is damaged stops nothing."""

from __future__ import annotations

import json
import struct
from hashlib import sha256
from pathlib import Path

import pytest

from matcher.encoders import EncoderHere
from matcher.encoding.inventory import cached_encoders, shipped_encoders
from matcher.encoding.sentence_files import fingerprint
from matcher.errors import ModelDamaged


def safetensors(rows: int, columns: int) -> bytes:
    size = rows * columns * 4
    tensor = {"dtype": "F32", "shape": [rows, columns], "data_offsets": [0, size]}
    head = json.dumps({"embedding.weight": tensor}).encode()
    return struct.pack("<Q", len(head)) + head + bytes(size)


def static_files() -> dict[str, bytes]:
    module = {
        "idx": 0,
        "name": "0",
        "path": "0_S",
        "type": "sentence_transformers.S.StaticEmbedding",
    }
    about = {"prompts": {"query": "q: ", "passage": "p: "}}
    return {
        "modules.json": json.dumps([module]).encode(),
        "config_sentence_transformers.json": json.dumps(about).encode(),
        "0_S/model.safetensors": safetensors(5, 16),
        "0_S/tokenizer.json": b"{}",
    }


def put_in_cache(cache: Path, name: str, files: dict[str, bytes]) -> Path:
    """As the hub's client lays a model down: contents by digest, names as links."""
    repo = cache / f"models--{name.replace('/', '--')}"
    snapshot = repo / "snapshots" / "abc"
    for file, content in files.items():
        digest = sha256(content).hexdigest()
        blob = repo / "blobs" / (digest if file.endswith("safetensors") else digest[:40])
        blob.parent.mkdir(parents=True, exist_ok=True)
        blob.write_bytes(content)
        place = snapshot / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(blob)
    (repo / "refs").mkdir(exist_ok=True)
    (repo / "refs" / "main").write_text("abc")
    return snapshot


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "hub"
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(place))
    return place


def test_without_a_cache_there_is_none(cache: Path) -> None:
    assert list(cached_encoders()) == []


def test_a_fetched_model_is_told_by_its_files(cache: Path) -> None:
    snapshot = put_in_cache(cache, "owner/model", static_files())
    (found,) = cached_encoders()
    assert isinstance(found, EncoderHere)
    assert (found.name, found.dimension, found.making.prompt) == ("owner/model", 16, "q: ")
    assert found.size == sum(len(content) for content in static_files().values())
    assert found.fingerprint == fingerprint(snapshot, "q: ")


def test_damaged_ones_are_told_beside_the_others_and_other_models_left_out(cache: Path) -> None:
    whole = static_files()
    put_in_cache(
        cache, "a/half-fetched", {**whole, "0_S/model.safetensors": safetensors(5, 16)[:99]}
    )
    put_in_cache(cache, "b/bad-settings", {**whole, "modules.json": b"{"})
    put_in_cache(cache, "c/wrong-settings", {**whole, "modules.json": b'{"a": 1}'})
    put_in_cache(cache, "d/no-weights", {"modules.json": whole["modules.json"]})
    put_in_cache(cache, "e/no-head", {**whole, "0_S/model.safetensors": b"123"})
    put_in_cache(cache, "f/good", whole)
    put_in_cache(cache, "g/no-encoder", {"config.json": b"{}"})
    (cache / "models--h--broken").mkdir()
    found = list(cached_encoders())
    assert [each.name for each in found if isinstance(each, EncoderHere)] == ["f/good"]
    damaged = [each.name for each in found if isinstance(each, ModelDamaged)]
    assert damaged == [
        *("a/half-fetched", "b/bad-settings", "c/wrong-settings", "d/no-weights", "e/no-head"),
        "h/broken",
    ]


def test_shipped_folders_that_are_damaged_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, config in {
        "bad": b"{",
        "other": b"{}",
        "short": b'{"architecture": "convolutional-sentence-encoder"}',
        "altered": b'{"architecture": "convolutional-sentence-encoder", "dimension": 3,'
        b' "files": {"config.json": "00"}}',
        "gone": b'{"architecture": "convolutional-sentence-encoder", "dimension": 3,'
        b' "files": {"model.safetensors": "00"}}',
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "config.json").write_bytes(config)
    (tmp_path / "empty").mkdir()
    monkeypatch.setattr("matcher.encoding.inventory.shipped_folders", lambda: (tmp_path,))
    found = list(shipped_encoders())
    assert all(isinstance(each, ModelDamaged) for each in found)
    assert [each.name for each in found] == ["altered", "bad", "empty", "gone", "other", "short"]
