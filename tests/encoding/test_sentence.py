"""A real sentence-transformers model, built here and small, behind the same port."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed: only the shipped encoder is tested")
pytest.importorskip("sentence_transformers", reason="sentence-transformers is not installed")

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from matcher.encoding.models import open_encoder
from matcher.encoding.sentence import SentenceEncoder, fingerprint
from matcher.errors import ModelDamaged
from tests.contracts.encoder import SAID, EncoderContract

pytestmark = pytest.mark.filterwarnings("default::DeprecationWarning", "default::FutureWarning")


def vocabulary() -> dict[str, int]:
    characters = sorted({c for text in SAID for c in text.lower() if not c.isspace()})
    return {piece: i for i, piece in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *characters])}


def static_model(folder: Path) -> None:
    """Characters with random vectors, averaged."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    pieces = vocabulary()
    tokenizer = Tokenizer(models.WordPiece(pieces, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    torch.manual_seed(0)
    module = StaticEmbedding(tokenizer, embedding_weights=torch.randn(len(pieces), 24))
    SentenceTransformer(modules=[module], device="cpu").save(str(folder))


def transformer_model(folder: Path) -> None:
    """Two random attention layers, mean-pooled, not normalised."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    parts = folder.with_name("parts")
    parts.mkdir()
    (parts / "vocab.txt").write_text("\n".join(vocabulary()), "utf-8")
    torch.manual_seed(0)
    size = len(vocabulary())
    config = BertConfig(
        vocab_size=size,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=128,
    )
    BertModel(config).save_pretrained(parts)
    BertTokenizerFast(str(parts / "vocab.txt"), model_max_length=128).save_pretrained(parts)
    transformer = Transformer(str(parts))
    pooling = Pooling(transformer.get_embedding_dimension())
    SentenceTransformer(modules=[transformer, pooling], device="cpu").save(str(folder))


BUILDERS = {"static": static_model, "transformer": transformer_model}


@pytest.fixture(scope="module", params=sorted(BUILDERS))
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("hub") / request.param
    BUILDERS[request.param](place)
    return place


@pytest.fixture(scope="module")
def encoder(folder: Path) -> SentenceEncoder:
    opened = open_encoder(str(folder))
    assert isinstance(opened, SentenceEncoder)
    return opened


class TestContract(EncoderContract):
    tolerance = 2e-6


def test_vectors_are_the_models_own_brought_to_length_one(
    folder: Path, encoder: SentenceEncoder
) -> None:
    from sentence_transformers import SentenceTransformer

    theirs = SentenceTransformer(str(folder), device="cpu").encode(SAID, normalize_embeddings=True)
    np.testing.assert_allclose(encoder.encode(SAID), theirs, atol=2e-6)


def test_a_prompt_changes_vectors_and_fingerprint(folder: Path, encoder: SentenceEncoder) -> None:
    prompted = open_encoder(str(folder), prompt="fête ")
    assert prompted.fingerprint != encoder.fingerprint
    assert not np.allclose(prompted.encode(SAID), encoder.encode(SAID), atol=1e-3)


def test_the_fingerprint_is_of_the_content_not_of_the_place(folder: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "ailleurs"
    shutil.copytree(folder, copy)
    (copy / "README.md").write_text("changed", "utf-8")
    assert fingerprint(copy, None) == fingerprint(folder, None)
    weights = next(copy.rglob("model.safetensors"))
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    assert fingerprint(copy, None) != fingerprint(folder, None)


def test_a_model_without_weights_is_damaged(folder: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "sans poids"
    shutil.copytree(folder, copy)
    for weights in copy.rglob("*.safetensors"):
        weights.unlink()
    with pytest.raises(ModelDamaged):
        open_encoder(str(copy))
