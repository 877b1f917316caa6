"""Which encoder a name means, and what opening the shipped one costs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from matcher.encoding.models import DEFAULT, find_folder, open_encoder
from matcher.errors import ModelDamaged, ModelNotFound


def test_the_default_ships_and_knows_its_name() -> None:
    assert find_folder(DEFAULT) is not None
    assert open_encoder().name == DEFAULT


def test_a_name_that_is_nothing_says_where_it_was_sought() -> None:
    with pytest.raises(ModelNotFound) as caught:
        open_encoder("no-such-model")
    assert caught.value.name == "no-such-model"
    assert any("models" in place for place in caught.value.looked_in)


@pytest.mark.parametrize("name", ["", ".", "..", "../x/y", "/no/such/place", "C:\\modèles\\x"])
def test_a_path_that_is_not_there_is_not_sought_on_the_hub(name: str, tmp_path: Path) -> None:
    with pytest.raises((ModelNotFound, ModelDamaged)):
        open_encoder(name or str(tmp_path / "empty"))


def test_a_hub_model_that_was_not_fetched_is_not_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelNotFound) as caught:
        open_encoder("nobody-here/no-such-model")
    assert caught.value.name == "nobody-here/no-such-model"


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x", "utf-8")
    with pytest.raises(ModelDamaged) as caught:
        open_encoder(str(tmp_path))
    assert caught.value.file == "modules.json"


def test_an_empty_folder_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound):
        open_encoder(str(tmp_path))


def test_encoding_with_the_default_imports_no_torch() -> None:
    program = (
        "import sys, json\n"
        "from matcher.encoding.models import open_encoder\n"
        "open_encoder().encode(['Tours', '高松'])\n"
        "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    heavy = {"torch", "sentence_transformers", "transformers", "huggingface_hub", "sklearn"}
    assert not heavy & set(json.loads(result.stdout))
