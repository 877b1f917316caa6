"""JSON and CSV: complete, adding up, harmless, without contacts."""

from __future__ import annotations

import csv
import io
import json

import pytest

from matcher.collectivity import Language
from matcher.i18n.sentences import Speaker
from matcher.shipped import vocabulary
from matcher.writing.tables import pairing_dict, shortlist_csv, shortlist_json
from tests import samples


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def written(language: Language = Language.FR, **changes: object) -> bytes:
    fr = samples.participant(**changes)  # type: ignore[arg-type]
    made = samples.shortlist(samples.pairing(fr=fr))
    return shortlist_csv(made, vocabulary(), Speaker(language))


def test_json_has_the_agreed_shape() -> None:
    document = json.loads(shortlist_json(samples.shortlist()))
    assert {"pairings", "unserved", "objective", "bound", "price_of_fairness"} <= set(document)
    (pairing,) = document["pairings"]
    assert (pairing["fr"], pairing["jp"], pairing["working_group"]) == ("fr-nancy", "jp-toyama", 0)
    assert sum(pairing["parts"].values()) == pytest.approx(pairing["score"], abs=1e-9)
    assert document["unserved"][0]["id"] == "fr-alone"
    assert document["unserved"][0]["why"] == "nobody-above-floor"
    assert document["working_groups"][0]["names"]["ja"] == "都市"


def test_a_pairing_carries_its_evidence() -> None:
    told = json.loads(json.dumps(pairing_dict(samples.pairing(twin=samples.twin()))))
    match = told["evidence"]["key_points"][0]
    fr = match["fr"]
    assert fr["key_point"][fr["start"] : fr["end"]] == fr["text"]
    assert match["serves"] == ["FR", "JP"]
    for words in match["words"]:
        for side in ("fr", "jp"):
            word = words[side]
            assert match[side]["text"][word["start"] : word["end"]] == word["text"]
    assert [words["jp"]["text"] for words in match["words"]] == ["公共交通", "LRT"]
    assert told["evidence"]["twin"]["link"] == "through-commune"
    assert told["evidence"]["population"]["fr"] == 104_000


def test_csv_opens_in_a_spreadsheet() -> None:
    data = written()
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    head, line = rows(data)
    assert len(head) == len(line)
    assert line[head.index("Collectivité japonaise")] == "Toyama"
    assert float(line[head.index("Score")]) == samples.pairing().score


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_a_name_is_never_a_formula(start: str) -> None:
    head, line = rows(written(name=f"{start}HYPERLINK(1)"))
    assert line[head.index("Collectivité française")].startswith(f"'{start}")


def test_contacts_stay_out() -> None:
    made = samples.shortlist()
    csv_text = shortlist_csv(made, vocabulary(), Speaker(Language.FR)).decode()
    for text in (shortlist_json(made), csv_text):
        assert "untel@" not in text
        assert "+33 5" not in text
