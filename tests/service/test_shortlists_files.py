"""Shortlists taken away: five formats with the decisions, names of files, judgments."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import docx
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from starlette.testclient import TestClient

from matcher.reading.qrels import read_qrels
from matcher.shortlist.decision import Decision, Verdict
from service.opened import Opened
from service.shortlists.exports import disposition, file_name
from tests.service import meeting, world
from tests.service.meeting import Officer

ENDINGS = ("xlsx", "docx", "csv", "json", "html")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return meeting.opened(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="module")
def officer(opened: Opened) -> Iterator[Officer]:
    with meeting.client(opened) as client:
        officer = Officer(client, name="高松 2014 – réunion")
        officer.decide("fr-aube", "jp-asa", verdict="accepted", note="=NOTE()")
        officer.decide("fr-dune", "jp-dogo", verdict="pinned", follow_up="SUITES en mai")
        officer.decide("fr-brise", "jp-bashi", verdict="rejected", note="NOTE : déjà vus")
        officer.amend("fr-aube", "jp-asa", met=True, worth_it=True)
        yield officer


@pytest.fixture(scope="module")
def reader(opened: Opened) -> Iterator[TestClient]:
    with meeting.client(opened, world.SETTINGS) as client:
        yield client


def taken(officer: Officer, ending: str, query: str = "") -> bytes:
    answer = officer.client.get(f"{officer.address}/export.{ending}?{query}")
    assert answer.status_code == 200, answer.text
    return answer.content


def text_of(ending: str, data: bytes) -> str:
    if ending == "xlsx":
        return "\n".join(
            str(cell.value)
            for sheet in load_workbook(io.BytesIO(data))
            for row in sheet.iter_rows()
            for cell in row
        )
    if ending == "docx":
        document = docx.Document(io.BytesIO(data))
        return "".join(document.element.body.itertext())
    return data.decode("utf-8-sig")


def book(officer: Officer, query: str) -> Workbook:
    return load_workbook(io.BytesIO(taken(officer, "xlsx", query)))


def rows_of(sheet: Worksheet) -> list[dict[str, object]]:
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


@pytest.mark.parametrize("ending", ENDINGS)
def test_notes_and_contacts_stand_only_where_they_are_asked_for(
    officer: Officer, ending: str
) -> None:
    bare = text_of(ending, taken(officer, ending))
    assert "NOTE" not in bare
    assert "SUITES" not in bare
    assert "sentinelle@" not in bare
    noted = text_of(ending, taken(officer, ending, "notes=true"))
    assert "NOTE" in noted
    assert "SUITES" in noted
    assert "sentinelle@" not in noted
    whole = text_of(ending, taken(officer, ending, "contacts=true"))
    assert ("sentinelle@" in whole) is (ending in ("xlsx", "docx"))
    assert "NOTE" not in whole


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("query", ["notes=true", "contacts=true"])
def test_readers_may_not_ask_for_them(
    officer: Officer, reader: TestClient, ending: str, query: str
) -> None:
    address = f"{officer.address}/export.{ending}"
    assert reader.get(f"{address}?{query}").status_code == 403
    assert reader.get(address).status_code == 200


def test_the_workbook_has_the_decisions_in_their_columns(officer: Officer) -> None:
    read = book(officer, "lang=fr&notes=true")
    rows = {(row["France"], row["Japon"]): row for row in rows_of(read["Rapprochements"])}
    assert len(rows) == 5
    accepted, pinned = rows["Aube", "Asa"], rows["Dune", "Dogo"]
    assert (accepted["Décision"], pinned["Décision"]) == ("retenu", "imposé")
    assert accepted["Remarques"] == "=NOTE()\nL’entretien a eu lieu et a été utile."
    assert pinned["Remarques"] == "Suites\u00a0: SUITES en mai"
    assert rows["Crue", "Chisui"]["Décision"] is None
    sheet = read["Rapprochements"]
    cells = [cell for row in sheet.iter_rows() for cell in row if "=NOTE" in str(cell.value)]
    assert [cell.data_type for cell in cells] == ["s"]
    (drop_down,) = sheet.data_validations.dataValidation
    assert "retenu,imposé,à discuter,écarté" in drop_down.formula1
    (declined,) = rows_of(read["Rapprochements écartés"])
    assert (declined["France"], declined["Japon"]) == ("Brise", "Bashi")
    assert declined["Remarques"] == "NOTE : déjà vus"


def test_the_table_has_five_columns_more(officer: Officer) -> None:
    data = taken(officer, "csv", "lang=en&notes=true").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data, newline="")))
    (accepted,) = [row for row in rows if row["French id"] == "fr-aube"]
    told = [accepted[head] for head in ("Decision", "Remarks", "They met", "Worth it", "To follow")]
    assert told == ["accepted", "'=NOTE()", "yes", "yes", ""]
    (open_,) = [row for row in rows if row["French id"] == "fr-crue"]
    assert [open_["Decision"], open_["Remarks"], open_["They met"]] == ["", "", ""]


def test_the_data_have_every_decision(officer: Officer) -> None:
    document = json.loads(taken(officer, "json", "notes=true"))
    decisions = {(each["fr"], each["jp"]): each["decision"] for each in document["pairings"]}
    assert decisions["fr-aube", "jp-asa"] == {
        "verdict": "accepted",
        "note": "=NOTE()",
        "met": True,
        "worth_it": True,
        "follow_up": "",
    }
    assert decisions["fr-crue", "jp-chisui"]["verdict"] is None
    (rejected,) = document["rejected"]
    assert (rejected["fr"], rejected["jp"]) == ("fr-brise", "jp-bashi")


def test_page_and_briefing_mark_what_was_decided_in_every_language(officer: Officer) -> None:
    page = text_of("html", taken(officer, "html", "lang=ja"))
    for verdict in ("採用", "指定", "retenu", "imposé", "accepted", "pinned"):
        assert re.search(rf'<span class="verdict">{verdict}</span>', page), verdict
    briefing = text_of("docx", taken(officer, "docx", "lang=fr&notes=true"))
    assert "retenu / 採用" in briefing
    assert "L’entretien a eu lieu et a été utile. / 面談が行われ、有意義でした。" in briefing


@pytest.mark.parametrize("ending", ENDINGS)
def test_files_have_a_name_that_people_can_read(officer: Officer, ending: str) -> None:
    answer = officer.client.get(f"{officer.address}/export.{ending}")
    told = answer.headers["content-disposition"]
    plain, full = re.fullmatch(
        r"attachment; filename=\"([^\"]+)\"; filename\*=UTF-8''(\S+)", told
    ).groups()
    assert re.fullmatch(rf"高松 2014 – réunion \d{{4}}-\d\d-\d\d\.{ending}", unquote(full))
    assert re.fullmatch(rf"2014 reunion \d{{4}}-\d\d-\d\d\.{ending}", plain)
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "etc passwd.csv"),
        ('a"b\r\nSet-Cookie: x', "a b Set-Cookie x.csv"),
        ("...", "shortlist.csv"),
        ("あ" * 200, "あ" * 80 + ".csv"),
    ],
)
def test_no_name_of_a_list_makes_a_harmful_name_of_a_file(name: str, expected: str) -> None:
    made = file_name(name, "csv")
    assert made == expected
    disposition(made).encode("ascii")
    assert "\n" not in disposition(made)


def test_another_ending_is_refused(officer: Officer) -> None:
    assert officer.client.get(f"{officer.address}/export.pdf").status_code == 422


def test_decisions_are_taken_away_as_judgments_that_the_benchmark_reads(
    officer: Officer, tmp_path: Path
) -> None:
    file = tmp_path / "decisions.qrels"
    for direction, queries, documents in (
        ("fr-jp", meeting.FRENCH, meeting.JAPANESE),
        ("jp-fr", meeting.JAPANESE, meeting.FRENCH),
    ):
        answer = officer.client.get(f"{officer.address}/qrels?direction={direction}")
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        file.write_bytes(answer.content)
        judged = read_qrels(file, list(queries), list(documents))
        assert sorted(each.grade for each in judged) == [0, 2, 3]
        assert "NOTE" not in answer.text
    assert {(each.query, each.document): each.grade for each in judged} == {
        ("jp-asa", "fr-aube"): 3,
        ("jp-bashi", "fr-brise"): 0,
        ("jp-dogo", "fr-dune"): 2,
    }


def test_where_wishes_contradict_there_is_nothing_to_take_away(
    officer: Officer, opened: Opened
) -> None:
    stored = opened.catalogue.shortlist(Officer(officer.client).address.rpartition("/")[2])
    both = [Decision(fr="fr-aube", jp=jp, verdict=Verdict.PINNED) for jp in ("jp-asa", "jp-dogo")]
    opened.catalogue.decide(stored.id, both)
    address = f"{meeting.ADDRESS}/{stored.id}"
    assert officer.client.get(f"{address}/export.xlsx").status_code == 409
    board = officer.client.get(f"{address}?lang=en").json()
    assert (board["state"], board["pairs"], board["fairness"]) == ("conflicting", [], None)
    assert "Aube" in board["conflicts"][0]["detail"]
    assert officer.client.get(f"{address}/pairs/fr-aube/jp-asa").status_code == 200
