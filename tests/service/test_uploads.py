"""Files are read and told, and nothing is stored."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.http.form_data import MOST_UPLOADED
from tests.service import world

PATH = "/v1/uploads"

YAML = f"""\
name: Ville de Tours
domains: Culture ; Nonsense
population: environ 136 000 habitants
contact: {world.CONTACT}
key_points:
  - La ville a construit une ligne de tramway et ses quartiers.
  - Les vignobles de Loire sont ouverts aux visiteurs.
"""


@pytest.fixture
def curator(tmp_path: Path) -> Iterator[TestClient]:
    settings = replace(world.CURATING, upload_mb=1)
    with TestClient(world.application(world.follow(tmp_path), settings)) as client:
        yield client


def sent(client: TestClient, *files: tuple[str, bytes]) -> dict[str, object]:
    answer = client.post(PATH, files=[("files", file) for file in files])
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_file_is_told_and_not_stored(curator: TestClient) -> None:
    answer = sent(curator, ("tours.yaml", YAML.encode()))
    ((file,), refused) = answer["files"], answer["refused"]
    assert (file["source"], refused) == ("tours.yaml", [])
    (read,) = file["fiches"]
    assert read["fiche"]["name"] == "Ville de Tours"
    assert read["fiche"]["contact"] == world.CONTACT
    assert (read["collectivity"], read["known"]) == ("fr-commune-37261", False)
    assert (read["related"], read["replaces"]) == ([], None)
    codes = {(finding["kind"], finding["code"]) for finding in read["findings"]}
    assert ("odd", "domain-unknown") in codes
    assert ("guessed", "country-deduced") in codes
    assert all(finding["text"] for finding in read["findings"])
    assert curator.get("/v1/fiches").json()["total"] == 0


def test_what_was_read_can_be_stored_as_it_is(curator: TestClient) -> None:
    ((file,),) = (sent(curator, ("tours.yaml", YAML.encode()))["files"],)
    told = file["fiches"][0]["fiche"]
    (item,) = curator.post("/v1/fiches", json=told).json()["items"]
    kept = curator.get(f"/v1/fiches/{item['id']}?contacts=true").json()["fiche"]
    assert {**kept, "notes": None} == {**told, "notes": None}
    assert item["collectivity"] == file["fiches"][0]["collectivity"]


@pytest.mark.parametrize(
    ("points", "code", "numbers"),
    [
        ([f"Le tram {number}" for number in range(1_500)], "too-many-key-points", ("1,500", "60")),
        (["Le tram de la ville. " * 600] * 2, "too-long", ("25,2", "20,000")),
    ],
)
def test_a_fiche_that_says_too_much_is_told_and_harms_no_other(
    curator: TestClient, points: list[str], code: str, numbers: tuple[str, ...]
) -> None:
    long = json.dumps({"name": "Rennes", "country": "fr", "key_points": points}).encode()
    answer = sent(curator, ("long.json", long), ("tours.yaml", YAML.encode()))
    (first, second) = answer["files"]
    (read,) = first["fiches"]
    assert (read["collectivity"], read["refused"]["code"]) == (None, code)
    assert all(number in read["refused"]["text"] for number in numbers)
    (other,) = second["fiches"]
    assert (other["collectivity"], other["refused"]) == ("fr-commune-37261", None)


def test_a_stored_fiche_that_is_repeated_or_replaced_is_named(curator: TestClient) -> None:
    def relation(text: str) -> tuple[str, str | None]:
        (file,) = sent(curator, ("again.yaml", text.encode()))["files"]
        (read,) = file["fiches"]
        assert read["known"]
        (related,) = read["related"]
        assert related["id"] == "f-1"
        return related["relation"], read["replaces"]

    (file,) = sent(curator, ("tours.yaml", YAML.encode()))["files"]
    curator.put("/v1/fiches/f-1", json=file["fiches"][0]["fiche"] | {"updated": "2014-03"})
    later = YAML.replace("ses quartiers", "ses nouveaux quartiers")
    assert relation(YAML) == ("repeats", "f-1")
    assert relation(later + "updated: 2014-05\n") == ("replaces", "f-1")
    assert relation(later + "updated: 2013-05\n") == ("older", None)
    other = "name: Tours\nkey_points: [Une école de musique accueille les enfants.]\n"
    assert relation(other) == ("beside", None)


def test_one_bad_file_stops_no_other(curator: TestClient) -> None:
    answer = sent(
        curator,
        ("empty.docx", b""),
        ("tours.yaml", YAML.encode()),
        ("noise.bin", bytes(range(256)) * 4),
    )
    assert [file["source"] for file in answer["files"]] == ["tours.yaml"]
    refused = {each["source"]: each for each in answer["refused"]}
    assert refused["empty.docx"]["reason"] == "empty-file"
    assert set(refused) == {"empty.docx", "noise.bin"}
    assert all(each["text"] for each in refused.values())


def test_an_archive_is_opened(curator: TestClient) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("tours.yaml", YAML)
        archive.writestr("rennes.yaml", YAML.replace("Tours", "Rennes"))
    (file,) = sent(curator, ("all.zip", packed.getvalue()))["files"]
    found = {each["fiche"]["place"]: each["fiche"]["name"] for each in file["fiches"]}
    assert found == {"tours.yaml": "Ville de Tours", "rennes.yaml": "Ville de Rennes"}
    curator.post("/v1/fiches", json=[each["fiche"] for each in file["fiches"]])
    kept = [each["fiche"]["place"] for each in curator.get("/v1/fiches").json()["items"]]
    assert set(kept) == set(found)


def test_files_sent_together_are_looked_at_beside_each_other(curator: TestClient) -> None:
    answer = sent(curator, ("a.yaml", YAML.encode()), ("b.yaml", YAML.encode()))
    codes = [finding["code"] for file in answer["files"] for finding in file["beside"]]
    assert codes == ["fiche-repeated"]


def test_paths_in_file_names_are_not_kept(curator: TestClient) -> None:
    (file,) = sent(curator, ("C:\\Users\\x\\tours.yaml", YAML.encode()))["files"]
    assert file["source"] == "tours.yaml"
    assert file["fiches"][0]["fiche"]["source"] == "tours.yaml"


def test_findings_are_told_in_the_readers_language(curator: TestClient) -> None:
    answer = curator.post(
        PATH, files={"files": ("a.yaml", YAML.encode())}, headers={"accept-language": "ja"}
    )
    said = [each["text"] for each in answer.json()["files"][0]["fiches"][0]["findings"]]
    assert any("入力" in text or "ありません" in text or "です" in text for text in said), said


@pytest.mark.parametrize(
    ("sent_", "status", "name"),
    [
        ({"files": {"files": ("a.txt", b"x" * 1_100_000)}}, 413, "body-too-large"),
        ({"json": {}}, 415, "not-multipart"),
        ({"data": {"files": "x"}}, 415, "not-multipart"),
        ({"files": {"other": ("a.txt", b"x")}}, 422, "invalid-request"),
        (
            {"content": b"no form", "headers": {"content-type": "multipart/form-data"}},
            400,
            "malformed-form",
        ),
        (
            {
                "content": b"no form",
                "headers": {"content-type": "multipart/form-data; boundary=x"},
            },
            400,
            "malformed-form",
        ),
        (
            {"files": [("files", (f"{n}.txt", b"x")) for n in range(MOST_UPLOADED + 1)]},
            422,
            "invalid-request",
        ),
    ],
)
def test_what_is_too_much_or_no_upload_is_refused_in_words(
    curator: TestClient, sent_: dict[str, object], status: int, name: str
) -> None:
    answer = curator.post(PATH, **sent_)
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (status, f"/problems/{name}")
    assert problem["title"]


def test_a_form_without_announced_length_is_counted(curator: TestClient) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    pieces = (piece for piece in [head, *[b"x" * 100_000] * 12, b"\r\n--x--\r\n"])
    answer = curator.post(
        PATH, content=pieces, headers={"content-type": "multipart/form-data; boundary=x"}
    )
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/body-too-large")


def test_a_json_of_many_fiches_is_one_file(curator: TestClient) -> None:
    many = [{"name": f"Ville {n}", "country": "FR", "key_points": ["Un port."]} for n in range(5)]
    (file,) = sent(curator, ("many.json", json.dumps(many).encode()))["files"]
    assert len(file["fiches"]) == 5
