"""A real sentence-transformers model, built here and small, behind the same port."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed: only the shipped encoder is tested")
pytest.importorskip("sentence_transformers", reason="sentence-transformers is not installed")

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from matcher.encoders import Kind, Origin
from matcher.encoding.inventory import describe
from matcher.encoding.models import open_encoder
from matcher.encoding.sentence import SentenceEncoder
from matcher.encoding.sentence_files import fingerprint
from matcher.errors import DimensionsTooMany, IndexOfOtherEncoder, ModelDamaged
from matcher.index.content import EncoderMark
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
    pooled_model(folder, "mean")


def pooled_model(
    folder: Path,
    mode: str,
    *,
    include_prompt: bool = True,
    prompts: dict[str, str] | None = None,
    default: str | None = None,
) -> None:
    """Two random attention layers under a pooling of that mode, with prompts."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    parts = folder.with_name(f"{folder.name}-parts")
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
    pooling = Pooling(transformer.get_embedding_dimension(), mode, include_prompt=include_prompt)
    SentenceTransformer(
        modules=[transformer, pooling],
        device="cpu",
        prompts=prompts,
        default_prompt_name=default,
    ).save(str(folder))


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
    assert fingerprint(copy, "") == fingerprint(folder, "")
    weights = next(copy.rglob("model.safetensors"))
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    assert fingerprint(copy, "") != fingerprint(folder, "")


def test_a_model_without_weights_is_damaged(folder: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "sans poids"
    shutil.copytree(folder, copy)
    for weights in copy.rglob("*.safetensors"):
        weights.unlink()
    with pytest.raises(ModelDamaged):
        open_encoder(str(copy))


def test_what_the_files_tell_is_what_the_opened_encoder_is(
    folder: Path, encoder: SentenceEncoder
) -> None:
    told = describe(folder, str(folder), Origin.FOLDER)
    assert told.kind is Kind.SENTENCE_TRANSFORMERS
    assert (told.dimension, told.fingerprint) == (encoder.dimension, encoder.fingerprint)
    assert told.making == encoder.making
    assert told.making.normalised_by == "matcher"
    cut_off = next(folder.rglob("*.safetensors"))
    whole = cut_off.read_bytes()
    cut_off.write_bytes(whole[:-9])
    try:
        with pytest.raises(ModelDamaged) as caught:
            describe(folder, "m", Origin.FOLDER)
    finally:
        cut_off.write_bytes(whole)
    assert caught.value.expected == f"{len(whole)} bytes"


def test_cut_vectors_are_those_the_library_cuts(folder: Path, encoder: SentenceEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    shorter = open_encoder(str(folder), dimensions=10)
    theirs = SentenceTransformer(str(folder), device="cpu", truncate_dim=10)
    expected = theirs.encode(SAID, normalize_embeddings=True)
    np.testing.assert_allclose(shorter.encode([*SAID, ""])[:-1], expected, atol=2e-6)
    assert not shorter.encode([" "]).any()
    assert len({shorter.fingerprint, encoder.fingerprint}) == 2
    assert EncoderMark.of(shorter).making.cut_from == encoder.dimension
    same = open_encoder(str(folder), dimensions=encoder.dimension)
    assert same.fingerprint == encoder.fingerprint
    with pytest.raises(DimensionsTooMany) as caught:
        open_encoder(str(folder), dimensions=encoder.dimension + 1)
    assert (caught.value.asked, caught.value.most) == (encoder.dimension + 1, encoder.dimension)


@pytest.mark.parametrize(
    ("mode", "include_prompt", "told"),
    [
        ("cls", True, "cls"),
        ("lasttoken", True, "lasttoken"),
        ("mean", False, "mean, without the prompt"),
    ],
)
def test_pooling_and_prompt_are_as_the_model_says(
    tmp_path: Path, mode: str, include_prompt: bool, told: str
) -> None:
    from sentence_transformers import SentenceTransformer

    place = tmp_path / "model"
    pooled_model(
        place, mode, include_prompt=include_prompt, prompts={"query": "fête ", "passage": "雪 "}
    )
    theirs = SentenceTransformer(str(place), device="cpu")
    ours = open_encoder(str(place))
    expected = theirs.encode(SAID, prompt_name="query", normalize_embeddings=True)
    np.testing.assert_allclose(ours.encode(SAID), expected, atol=2e-6)
    mark = EncoderMark.of(ours)
    assert (mark.making.prompt, mark.making.pooling) == ("fête ", told)
    bare = open_encoder(str(place), prompt="none")
    expected = theirs.encode(SAID, normalize_embeddings=True)
    np.testing.assert_allclose(bare.encode(SAID), expected, atol=2e-6)


def test_which_prompt_a_model_is_given(tmp_path: Path) -> None:
    place = tmp_path / "model"
    pooled_model(place, "mean", prompts={"query": "a ", "alike": "é "}, default="alike")
    assert EncoderMark.of(open_encoder(str(place))).making.prompt == "é "
    assert EncoderMark.of(open_encoder(str(place), prompt="query")).making.prompt == "a "
    assert EncoderMark.of(open_encoder(str(place), prompt="ici ")).making.prompt == "ici "
    bare = open_encoder(str(place), prompt="none")
    assert EncoderMark.of(bare).making.prompt == ""
    assert not np.allclose(bare.encode(SAID), open_encoder(str(place)).encode(SAID), atol=1e-3)


def test_an_index_of_another_prompt_or_dimension_is_refused_and_keeps_how_it_was_made(
    folder: Path, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    from dataclasses import replace

    from matcher.index.directory import index_manifest, open_index, write_index
    from tests.index.small_index import content

    prompted = EncoderMark.of(open_encoder(str(folder), prompt="query: ", dimensions=10))
    write_index(replace(content(), encoder=prompted), tmp_path)
    assert index_manifest(tmp_path).encoder == prompted
    assert '"prompt": "query: "' in (tmp_path / "manifest.json").read_text("utf-8")
    with pytest.raises(IndexOfOtherEncoder) as caught:
        open_index(tmp_path, EncoderMark.of(encoder))
    told = {each.what: (each.found, each.expected) for each in caught.value.differences}
    assert told == {"prompt": ("query: ", ""), "dimension": ("10", str(encoder.dimension))}
