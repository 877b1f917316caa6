"""Partners of a collectivity: parts, evidence, limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import exp, fsum
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from matcher.matching.carrying_words import WordLink
from matcher.matching.pairing import Pairing
from matcher.matching.whole_words import Span
from matcher.profile import Calibration
from service.opened import Opened
from tests.service import world


def partners(client: TestClient, id_: str, query: str = "") -> dict[str, object]:
    answer = client.get(f"/v1/collectivities/{id_}/partners?{query}")
    assert answer.status_code == 200
    return answer.json()


def test_ten_partners_of_the_other_country_best_first(client: TestClient) -> None:
    found = partners(client, "fr-elan")["items"]
    assert len(found) == 10
    assert {item["collectivity"]["country"] for item in found} == {"JP"}
    scores = [item["score"] for item in found]
    assert scores == sorted(scores, reverse=True)


def test_a_japanese_authority_gets_french_partners(client: TestClient) -> None:
    found = partners(client, "jp-kaze")["items"]
    assert {item["collectivity"]["country"] for item in found} == {"FR"}


@pytest.mark.parametrize("id_", ["fr-elan", "fr-unknown-size", "jp-yu"])
def test_parts_add_up_to_the_score(client: TestClient, id_: str) -> None:
    for item in partners(client, id_, "limit=100")["items"]:
        assert abs(fsum(item["parts"].values()) - item["score"]) < 1e-9


@pytest.mark.parametrize("limit", [1, 7, 100])
def test_the_limit_counts(client: TestClient, limit: int) -> None:
    assert len(partners(client, "fr-elan", f"limit={limit}")["items"]) == limit


def test_the_passages_that_match_stand_in_their_key_points(client: TestClient) -> None:
    (best,) = partners(client, "fr-elan", "limit=1")["items"]
    matches = best["evidence"]["matches"]
    assert matches
    for match in matches:
        for side in (match["fr"], match["jp"]):
            assert side["key_point"][side["start"] : side["end"]] == side["text"]
    top = matches[0]
    assert top["fr"]["text"].split("#")[0] == top["jp"]["text"].split("#")[0]
    assert top["similarity"] > 0.7
    assert set(top["serves"]) == {"FR", "JP"}


def test_without_explanation_scores_stay_and_evidence_goes(client: TestClient) -> None:
    told = partners(client, "fr-elan")["items"]
    bare = partners(client, "fr-elan", "explain=false")["items"]
    assert [item["score"] for item in bare] == [item["score"] for item in told]
    assert {item["evidence"] for item in bare} == {None}


@pytest.mark.parametrize(
    ("query", "header", "label"),
    [
        ("lang=ja", "fr", "再生可能エネルギー"),
        ("", "fr-CA, en;q=0.5", "Énergies renouvelables"),
        ("", "de", "Renewable energy"),
    ],
)
def test_labels_of_fields_are_in_the_readers_language(
    client: TestClient, query: str, header: str, label: str
) -> None:
    address = f"/v1/collectivities/fr-elan/partners?limit=100&{query}"
    found = client.get(address, headers={"accept-language": header}).json()["items"]
    labels = {
        domain["id"]: domain["label"]
        for item in found
        for domain in item["evidence"]["shared_domains"]
    }
    assert labels["renewable-energy"] == label


def test_a_missing_value_is_named(client: TestClient) -> None:
    (best,) = partners(client, "fr-unknown-size", "limit=1")["items"]
    assert "population" in best["missing"]
    assert best["parts"]["population"] == 0
    assert best["evidence"]["population"]["fr"] is None
    assert best["evidence"]["population"]["ratio"] is None


def test_where_the_other_country_is_absent_nobody_fits(tmp_path: Path) -> None:
    alone = world.opened(tmp_path, [world.participant("fr-alone", ["spa"])])
    app = world.application(alone)
    with TestClient(app) as client:
        answer = partners(client, "fr-alone")
    assert (answer["items"], answer["nobody_fits"]) == ([], True)


def test_a_probability_is_withheld_with_the_reason_for_an_encoder_it_was_not_learnt_with(
    client: TestClient,
) -> None:
    answer = partners(client, "fr-elan")
    assert answer["probability_withheld"] == "other-encoder"
    assert {item["probability"] for item in answer["items"]} == {None}


def test_a_probability_stands_beside_the_score(opened: Opened, tmp_path: Path) -> None:
    profile = opened.profiles.configured
    own = replace(
        profile,
        calibration=Calibration(
            encoder="small",
            encoder_fingerprint=world.SmallEncoder.fingerprint,
            weights_fingerprint=profile.weights_fingerprint,
            fitted_on="test",
            reason="test",
        ),
    )
    calibrated = world.opened(tmp_path, world.participants(), own)
    with TestClient(world.application(calibrated)) as client:
        answer = partners(client, "fr-elan")
    assert answer["probability_withheld"] is None
    for item in answer["items"]:
        assert item["probability"] == pytest.approx(1 / (1 + exp(-item["score"])), abs=5.1e-5)


class MarksFirstLetters:
    """Marks the first letter of either passage; counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def marked(self, pairings: Sequence[Pairing]) -> tuple[Pairing, ...]:
        self.asked += 1
        link = WordLink(Span(0, 1), Span(0, 1), 0.5)
        return tuple(
            replace(
                pairing,
                evidence=replace(
                    pairing.evidence,
                    matches=tuple(
                        replace(match, links=(link,)) for match in pairing.evidence.matches
                    ),
                ),
            )
            for pairing in pairings
        )


def test_words_are_marked_at_once_and_only_where_reasons_are_wanted(opened: Opened) -> None:
    marker = MarksFirstLetters()
    marking = replace(opened, words=marker)  # type: ignore[arg-type]
    app = world.application(marking)
    with TestClient(app) as client:
        partners(client, "fr-elan", "explain=false")
        assert marker.asked == 0
        found = partners(client, "fr-elan")["items"]
    assert marker.asked == 1
    for item in found:
        for match in item["evidence"]["matches"]:
            (words,) = match["words"]
            for side in ("fr", "jp"):
                word = words[side]
                assert match[side]["text"][word["start"] : word["end"]] == word["text"]


def test_an_encoder_that_cannot_tell_claims_nothing(client: TestClient) -> None:
    (best,) = partners(client, "fr-elan", "limit=1")["items"]
    assert {match["words"] for match in best["evidence"]["matches"]} == {None}
