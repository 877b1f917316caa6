"""What the training does before and after the network: blocks, pieces, numbers, rates, figures."""

from __future__ import annotations

import dataclasses
import json
import lzma
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers

from scripts.encoder import parallel
from scripts.encoder.batches import Mixer, exchange_figures
from scripts.encoder.four_bits import fold, unfold
from scripts.encoder.held_out import measure_topics
from scripts.encoder.objective import closeness, topic_loss
from scripts.encoder.recipe import Recipe, remember
from scripts.encoder.sources import Source, fetch
from scripts.encoder.topics import Topic
from scripts.encoder.training import rate_at
from scripts.encoder.vocabulary import counts, cut, most_used, needed, pieces_of
from scripts.train_encoder import Workshop, main


def test_numbers_of_four_bit_blocks_become_the_same_numbers_again() -> None:
    chance = np.random.default_rng(1)
    levels = chance.integers(-8, 8, (40, 3, 32)).astype(np.float32)
    levels[0] = 0.0
    steps = chance.normal(size=(40, 3, 1)).astype(np.float16).astype(np.float32)
    numbers = (levels * steps).reshape(40, 96)
    blocks = fold(numbers)
    assert blocks.shape == (40, 54)
    assert np.array_equal(unfold(blocks, 96), numbers)


def test_other_numbers_are_no_four_bit_blocks() -> None:
    numbers = np.linspace(-1, 1, 32, dtype=np.float32)[None]
    with pytest.raises(ValueError, match="1 of 1 blocks"):
        fold(numbers)


def _tokenizer(pieces: list[str]) -> str:
    marks = ["<s>", "<pad>", "</s>", "<unk>"]
    tokenizer = Tokenizer(models.Unigram([(piece, -1.0) for piece in marks + pieces], unk_id=3))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.enable_truncation(1)
    return tokenizer.to_str()


def test_a_cut_vocabulary_keeps_marks_signs_and_what_is_used() -> None:
    whole = _tokenizer(["▁", "a", "é", "ж", "町", "▁ab", "ab", "жж", "町町"])
    pieces = pieces_of(whole)
    seen = counts(whole, ["ab ab ab", "町町"])
    assert {pieces[i]: n for i, n in seen.items()} == {"▁ab": 3, "▁": 1, "町町": 1}
    kept = needed(pieces, seen, least=1)
    assert [pieces[i] for i in kept[4:]] == ["▁", "a", "é", "町", "▁ab", "町町"]
    smaller = cut(whole, kept)
    assert pieces_of(smaller) == [pieces[i] for i in kept]
    assert Tokenizer.from_str(smaller).encode("ab 町").tokens == ["▁ab", "▁", "町"]
    fewest = most_used(pieces_of(smaller), counts(smaller, ["町町", "町町", "ab"]), size=9)
    assert [pieces_of(smaller)[i] for i in fewest[4:]] == ["▁", "a", "é", "町", "町町"]


def test_texts_exchange_numbers_of_equal_length_and_nothing_else() -> None:
    texts = [f"{n} écoles, {n + 500} arbres en {2000 + n}" for n in range(10, 30)]
    changed = exchange_figures(texts, random.Random(1))
    assert changed != texts

    def numbers(lines: list[str]) -> Counter[str]:
        return Counter("".join(c if c.isdigit() else " " for c in " ".join(lines)).split())

    assert numbers(changed) == numbers(texts)
    shape = str.maketrans("0123456789", "0" * 10)
    assert [text.translate(shape) for text in changed] == [text.translate(shape) for text in texts]


def test_the_rate_rises_and_falls_to_a_tenth() -> None:
    recipe = Recipe()
    rates = [rate_at(step, recipe) for step in range(recipe.steps)]
    assert rates[0] == pytest.approx(recipe.rate / 15)
    highest = rates.index(max(rates))
    assert highest == 14
    assert rates[: highest + 1] == sorted(rates[: highest + 1])
    assert rates[highest:] == sorted(rates[highest:], reverse=True)
    assert rates[-1] == pytest.approx(recipe.rate / 10, rel=0.01)


def _mixer(recipe: Recipe) -> Mixer:
    topics = {
        name: Topic({language: [f"{name} {language} {i}" for i in "12"] for language in "fje"})
        for name in "abcdef"
    }
    topics["a"].beside, topics["b"].beside = {"b"}, {"a"}
    chance = torch.Generator().manual_seed(1)
    pool = {kind: torch.randn(400, 8, generator=chance) for kind in parallel.SHARES}
    return Mixer(topics, sorted(topics), torch.randn(36, 8, generator=chance), pool, recipe)


def test_a_step_gets_the_same_texts_again_and_another_seed_others() -> None:
    recipe = Recipe(topics_a_step=4, pairs_a_step=16)
    one, again = _mixer(recipe).batch(7), _mixer(recipe).batch(7)
    assert one == again
    assert one != _mixer(recipe).batch(8)
    assert one != _mixer(dataclasses.replace(recipe, seed=2)).batch(7)
    assert len(one.texts) == 4 * 3
    assert len(set(one.pairs)) == len(one.pairs) <= 16


def test_neighbours_are_a_quarter_of_a_positive_and_no_text_is_its_own() -> None:
    mixer = _mixer(Recipe(topics_a_step=6, pairs_a_step=16))
    batch = mixer.batch(0)
    weight = closeness(batch, mixer)
    for i, name in enumerate(batch.owners):
        for j, other in enumerate(batch.owners):
            expected = 0.25 if {name, other} == {"a", "b"} else float(name == other and i != j)
            assert weight[i, j] == expected


def test_texts_of_a_topic_that_lie_together_cost_less() -> None:
    weight = torch.tensor([[0.0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]])
    apart = torch.eye(4)
    together = torch.tensor([[1.0, 0], [1, 0], [0, 1], [0, 1]])
    assert topic_loss(together, weight, 18.0) < 0.01 < 1 < topic_loss(apart, weight, 18.0)


def test_topics_held_out_are_found_or_not() -> None:
    topics = {n: Topic({one: [n + one] * 2 for one in ("fr", "ja", "en")}) for n in "abcdefghijklm"}
    place = {n: torch.eye(13)[i] for i, n in enumerate(topics)}
    found = measure_topics(lambda t: torch.stack([place[x[0]] for x in t]), topics, list(topics))
    assert set(found) == {"fr-ja", "fr-en", "ja-fr", "ja-en", "en-fr", "en-ja", "mean"}
    assert found["mean"] == pytest.approx(1.0)
    shifted = {"f": 0, "j": 1, "e": 2}

    def astray(texts: list[str]) -> torch.Tensor:
        return torch.stack([place[x[0]].roll(shifted[x[1]]) for x in texts])

    assert measure_topics(astray, topics, list(topics))["mean"] < 0.5  # type: ignore[arg-type]


def test_parallel_text_is_taken_in_one_order_and_joined_by_twos(tmp_path: Path) -> None:
    lines = [f"ja\tfr\t町の文{i}です\tUne phrase française {i}" for i in range(4)]
    lines += ["fr\tja\tbref\t短い", "de\tfr\tEin Satz mehr\tUne phrase"]
    with lzma.open(tmp_path / "tatoeba.tsv.xz", "wt", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    found = parallel.read_pairs(tmp_path, seed=1)
    pairs = found["fr", "ja"]["tatoeba"]
    assert sorted(pairs) == [(f"Une phrase française {i}", f"町の文{i}です") for i in range(4)]
    joined = found["fr", "ja"][parallel.JOINED]
    assert joined[0] == (f"{pairs[0][0]} {pairs[1][0]}", pairs[0][1] + pairs[1][1])
    assert len(joined) == 2
    assert len(parallel.choose(found, {("fr", "ja"): 5})["fr", "ja"]) == 4
    with pytest.raises(SystemExit, match="no parallel text"):
        parallel.files(tmp_path / "none")


def test_a_work_folder_keeps_to_its_recipe(tmp_path: Path) -> None:
    path = tmp_path / "recipe.json"
    remember(Recipe(), path)
    remember(Recipe(), path)
    assert json.loads(path.read_text("utf-8"))["steps"] == Recipe().steps
    with pytest.raises(SystemExit, match=r"other settings \(rate, seed\)"):
        remember(Recipe(seed=2, rate=1e-4), path)


def test_stages_go_on_after_the_last_result(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path, tmp_path, [], Recipe())
    made: list[str] = []

    def stage(name: str) -> None:
        def make(folder: Path) -> None:
            made.append(name)
            (folder / "done").touch()

        workshop.stages[name] = make

    for name in list(workshop.stages):
        stage(name)
    workshop.make("base")
    (workshop.result("fetch") / "done").unlink()
    workshop.result("fetch").rmdir()
    workshop.make("prune")
    assert made == ["fetch", "base", "train", "prune"]
    assert not list(tmp_path.glob("*.part"))


def test_work_inside_the_repository_and_a_changed_package_are_refused(tmp_path: Path) -> None:
    inside = Path(__file__).parents[2] / "out"
    with pytest.raises(SystemExit, match="repository"):
        main(["--corpora", str(tmp_path), "--out", str(inside)])
    with pytest.raises(SystemExit, match="holds no"):
        main(["--corpora", str(tmp_path), "--out", str(tmp_path / "work")])
    (tmp_path / "some_package-1-py3-none-any.whl").write_bytes(b"else")
    with pytest.raises(SystemExit, match="expected 00"):
        fetch(Source("some-package", "1", "00"), tmp_path)
