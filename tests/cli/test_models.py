"""`matcher models`, and the settings of an encoder, as a user meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.encoding.models import open_encoder
from tests.cli.conftest import Matcher


@pytest.fixture(autouse=True)
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))


def test_the_shipped_encoder_is_listed_with_what_it_is(matcher: Matcher) -> None:
    ran = matcher("models", "--json")
    assert (ran.status, ran.err) == (0, "")
    (found,) = ran.lines
    (default,) = [each for each in found["encoders"] if each["name"] == "default"]
    encoder = open_encoder()
    assert default["in_use"]
    assert default["kind"] == "joined"
    assert default["fingerprint"] == encoder.fingerprint
    assert default["dimension"] == encoder.dimension
    assert default["probabilities"] == (default["probability_withheld"] is None)
    assert 0 < default["bytes"] < 60_000_000
    assert not found["problems"]
    (small,) = [each for each in found["known"] if each["name"].endswith("e5-small")]
    assert small["settings"] == {
        "MATCHER_DOWNLOAD": "1",
        "MATCHER_ENCODER": "intfloat/multilingual-e5-small",
        "MATCHER_PROMPT": "query: ",
    }
    assert small["figures"]["jagovfaqs"] == 0.656


@pytest.mark.parametrize(
    ("lang", "size", "kind"),
    [
        ("fr", "471 Mo", "réseau convolutif et transformeur"),
        ("ja", "471 MB", "畳み込みネットワークとトランスフォーマー"),
        ("en", "471 MB", "convolutional network and transformer"),
    ],
)
def test_people_read_it_in_their_language(
    matcher: Matcher, lang: str, size: str, kind: str
) -> None:
    said = matcher("models", "--lang", lang).out.replace("\u00a0", " ")
    assert said.splitlines()[1].strip() == "* default"
    assert size in said
    assert kind in said.splitlines()[2]
    assert "MATCHER_PROMPT='query: '" in said


def test_the_encoder_in_use_is_listed_as_the_settings_make_it(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MATCHER_DIMENSIONS", "64")
    (found,) = matcher("models", "--json").lines
    (default,) = [each for each in found["encoders"] if each["in_use"]]
    assert default["fingerprint"] == open_encoder(dimensions=64).fingerprint
    assert (default["dimension"], default["probability_withheld"]) == (64, "other-encoder")
    monkeypatch.setenv("MATCHER_DIMENSIONS", "100000")
    monkeypatch.setenv("MATCHER_LANG", "fr")
    assert "100\u202f000" in matcher("models").out
    (tmp_path / "modèle").mkdir()
    (tmp_path / "modèle" / "modules.json").write_text("[]")
    for name in (tmp_path / "modèle", tmp_path / "absent", "owner/not-fetched"):
        monkeypatch.setenv("MATCHER_ENCODER", str(name))
        ran = matcher("models", "--json")
        assert ran.status == 0
        assert [each["name"] for each in ran.lines[0]["problems"]] == [str(name)]


def test_an_option_cuts_vectors_and_too_many_are_refused(matcher: Matcher, tmp_path: Path) -> None:
    (tmp_path / "texts").write_text("Un tramway\n高松市\n", "utf-8")
    asked = ("encode", tmp_path / "texts", "-o", tmp_path / "v.npy")
    assert matcher(*asked, "--dimensions", "64").out.endswith("2 × 64\n")
    ran = matcher(*asked, "--dimensions", "100000", "--lang", "en")
    assert ran.status == 1
    assert "100,000 cannot be had" in ran.err
    ran = matcher(*asked, "--prompt", "query: ", "--lang", "en")
    assert (ran.status, "takes no prompt" in ran.err) == (1, True)
