"""The shipped folder, opened by sentence-transformers: the same vectors as by our own code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed: only our own code opens the folder")
pytest.importorskip("sentence_transformers", reason="sentence-transformers is not installed")

from matcher.encoders import EncoderHere, Kind
from matcher.encoding.inventory import shipped_encoders
from matcher.encoding.models import DEFAULT, find_folder, open_encoder
from matcher.errors import ModelDamaged, ModelNotFound
from matcher.ports import Encoder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

pytestmark = pytest.mark.filterwarnings("default::DeprecationWarning", "default::FutureWarning")

ROOT = Path(__file__).parents[2]
# Of unlike lengths, for sentence-transformers encodes the longest first.
TEXTS = [
    "Tramway",
    "学校の省エネルギー改修",
    "",
    "Energy retrofit of the town's schools, paid for by what it saves",
    "Rénovation énergétique des écoles de la commune. " * 40,
    "\u3000",
    "\ud800 half",
    "雪まつり",
]


def opened(folder: Path) -> SentenceTransformer:
    """By the name of the class in the folder, which sentence-transformers 6 wants allowed."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), trust_remote_code=True, local_files_only=True)


@pytest.fixture(scope="module")
def folder() -> Path:
    found = find_folder(DEFAULT)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def own() -> Encoder:
    return open_encoder()


@pytest.fixture(scope="module")
def model(folder: Path) -> SentenceTransformer:
    return opened(folder)


@pytest.mark.parametrize("batch_size", [1, 3, 32])
def test_it_gives_the_vectors_of_our_own_code_in_the_order_of_the_texts(
    model: SentenceTransformer, own: Encoder, batch_size: int
) -> None:
    vectors = model.encode(TEXTS, batch_size=batch_size, show_progress_bar=False)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, own.encode(TEXTS), rtol=0, atol=1e-6)
    assert [bool(row.any()) for row in vectors] == [bool(text.strip()) for text in TEXTS]


def test_it_tells_its_dimension_and_compares_by_cosine_without_a_prompt(
    model: SentenceTransformer, own: Encoder
) -> None:
    assert model.get_embedding_dimension() == own.dimension
    assert model.similarity_fn_name == "cosine"
    assert model.default_prompt_name is None
    np.testing.assert_allclose(
        model.encode_query("雪まつり"), own.encode(["雪まつり"])[0], rtol=0, atol=1e-6
    )


def test_a_prompt_that_is_asked_for_stands_before_the_text(
    model: SentenceTransformer, own: Encoder
) -> None:
    asked = model.encode(["Tramway"], prompt="Transports : ")
    np.testing.assert_allclose(asked, own.encode(["Transports : Tramway"]), rtol=0, atol=1e-6)


def test_it_opens_by_its_class_where_no_foreign_code_is_allowed(folder: Path, own: Encoder) -> None:
    from sentence_transformers import SentenceTransformer

    from matcher.encoding.sentence_module import OwnEncoder

    model = SentenceTransformer(modules=[OwnEncoder.load(str(folder))])
    np.testing.assert_allclose(model.encode(TEXTS), own.encode(TEXTS), rtol=0, atol=1e-6)


def test_what_it_saves_opens_both_ways(
    model: SentenceTransformer, own: Encoder, tmp_path: Path
) -> None:
    place = tmp_path / "modèle enregistré"
    model.save(str(place))
    vectors = own.encode(TEXTS)
    np.testing.assert_allclose(opened(place).encode(TEXTS), vectors, rtol=0, atol=1e-6)
    saved = open_encoder(str(place))
    np.testing.assert_array_equal(saved.encode(TEXTS), vectors)
    assert saved.fingerprint == own.fingerprint
    opened(place).save(str(place))  # onto itself
    np.testing.assert_array_equal(open_encoder(str(place)).encode(TEXTS), vectors)


def test_a_folder_without_an_encoder_is_refused(tmp_path: Path) -> None:
    from matcher.encoding.sentence_module import OwnEncoder

    with pytest.raises(ModelNotFound):
        OwnEncoder.load(str(tmp_path), subfolder="none")
    with pytest.raises(ModelDamaged):
        OwnEncoder.load(str(tmp_path))


def test_it_is_not_listed_as_a_model_of_sentence_transformers() -> None:
    (found,) = (each for each in shipped_encoders() if each.name == DEFAULT)
    assert not isinstance(found, EncoderHere) or found.kind is not Kind.SENTENCE_TRANSFORMERS


def test_the_wheel_carries_what_sentence_transformers_reads() -> None:
    wheel = pytest.importorskip("hatchling.builders.wheel", reason="hatchling is not installed")
    if not (ROOT / "pyproject.toml").is_file():
        pytest.skip("no checkout")
    builder = wheel.WheelBuilder(str(ROOT))
    carried = {Path(file.distribution_path) for file in builder.recurse_included_files()}
    for name in ("modules.json", "config_sentence_transformers.json", "config.json"):
        assert Path("matcher/models", DEFAULT, name) in carried
    assert Path("matcher/encoding/sentence_module.py") in carried
