"""What lies in the hub's cache is told without opening it; what is damaged stops nothing."""

from __future__ import annotations

import json
import shutil
import struct
from hashlib import sha256
from pathlib import Path

import pytest

from matcher.encoders import EncoderHere, Kind, Origin
from matcher.encoding.inventory import cached_encoders, describe, shipped_encoders
from matcher.encoding.models import DEFAULT, find_folder, open_encoder
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


def shipped() -> Path:
    folder = find_folder(DEFAULT)
    assert folder is not None
    return folder


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        (".", Kind.JOINED),
        ("convolutional", Kind.CONVOLUTIONAL),
        ("transformer", Kind.TRANSFORMER),
    ],
)
def test_an_encoder_of_ours_is_told_as_it_opens(part: str, kind: Kind) -> None:
    folder = shipped() / part
    told, opened = describe(folder, "ours", Origin.FOLDER), open_encoder(str(folder))
    assert (told.kind, told.dimension) == (kind, opened.dimension)
    assert told.fingerprint == opened.fingerprint
    assert told.size == sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def test_damage_is_told_as_opening_tells_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "models" / "joined"
    shutil.copytree(shipped(), folder)
    monkeypatch.setattr("matcher.encoding.inventory.shipped_folders", lambda: (folder.parent,))
    within = [
        f"{part.name}/{file}"
        for part in sorted(each for each in folder.iterdir() if each.is_dir())
        for file in ("config.json", *json.loads((part / "config.json").read_text())["files"])
    ]
    assert len(within) == 7
    for file in within:
        whole = (folder / file).read_bytes()
        for content in (b"", whole[:-1] + bytes([whole[-1] ^ 1]), None):
            if content is None:
                (folder / file).unlink()
            else:
                (folder / file).write_bytes(content)
            (found,) = shipped_encoders()
            assert isinstance(found, ModelDamaged)
            assert found.file == file
            with pytest.raises(ModelDamaged) as caught:
                open_encoder(str(folder))
            assert caught.value.file == file
        (folder / file).write_bytes(whole)
    (found,) = shipped_encoders()
    assert isinstance(found, EncoderHere)


@pytest.mark.parametrize("settings", [b"{", b"[]", b"{}", b'{"architecture": "unheard-of"}'])
def test_settings_that_are_unreadable_hide_no_damage(tmp_path: Path, settings: bytes) -> None:
    """`modules.json` lies there too, and must not make it a model of sentence-transformers."""
    folder = tmp_path / "joined"
    shutil.copytree(shipped(), folder)
    (folder / "config.json").write_bytes(settings)
    with pytest.raises(ModelDamaged) as caught:
        describe(folder, "joined", Origin.FOLDER)
    assert caught.value.file == "config.json"
    with pytest.raises(ModelDamaged) as caught:
        open_encoder(str(folder))
    assert caught.value.file == "config.json"
