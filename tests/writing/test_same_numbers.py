"""Score and parts are the same in every output, since all read the same pairing."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import docx
import pytest
from openpyxl import load_workbook

from matcher.collectivity import Language
from matcher.i18n.messages import withheld
from matcher.i18n.sentences import Speaker
from matcher.matching.calibration import Withheld
from matcher.matching.pairing import Suggestions
from matcher.shipped import vocabulary
from matcher.shortlist.shortlist import Shortlist
from matcher.writing.briefing import write_briefing
from matcher.writing.page import write_page
from matcher.writing.suggestions import suggestions_json, suggestions_text
from matcher.writing.tables import shortlist_csv, shortlist_json
from matcher.writing.workbook import write_workbook
from tests import samples

PARTS = {"constant": -4.0, "key-points": 4.335, "domains": 1.12, "population": 0.3349}


def test_every_view_shows_the_same_numbers() -> None:
    made = samples.shortlist(samples.pairing(parts=PARTS))
    (told,) = json.loads(shortlist_json(made))["pairings"]
    assert told["parts"] == PARTS

    sheet = load_workbook(io.BytesIO(write_workbook(made, vocabulary(), Language.EN)))["Pairings"]
    row = {cell.value: sheet.cell(2, cell.column).value for cell in sheet[1]}
    labels = ("Starting point", "Key points", "Fields", "Population")
    assert [row[label] for label in labels] == list(PARTS.values())
    assert row["Score"] == told["score"]

    html = write_page(made, vocabulary(), Language.EN)
    english = html[html.index('data-edition="en"') :]
    table = english[english.index('<table class="parts">') :]
    shown = re.findall(r'<td class="n">([^<]+)</td>', table[: table.index("</table>")])
    assert shown == ["\N{MINUS SIGN}4.00", "+4.34", "+1.12", "+0.33", "1.79"]

    document = docx.Document(io.BytesIO(write_briefing(made, vocabulary(), Language.EN)))
    said = "".join(document.element.body.itertext())
    assert all(number in said for number in shown)


FR = Speaker(Language.FR)
HEAD = "Probabilité d’être jugé bon"


def views(made: Shortlist) -> dict[str, str]:
    """Everything a French reader may open, as text."""
    found = Suggestions(
        participant=made.pairings[0].fr,
        pairings=made.pairings,
        nobody_fits=False,
        probability_withheld=made.probability_withheld,
    )
    html = write_page(made, vocabulary(), Language.FR)
    document = docx.Document(io.BytesIO(write_briefing(made, vocabulary(), Language.FR)))
    book = load_workbook(io.BytesIO(write_workbook(made, vocabulary(), Language.FR)))
    cells = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row)
    return {
        "page": html[html.index('data-edition="fr"') : html.index('data-edition="ja"')],
        "briefing": "".join(document.element.body.itertext()),
        "workbook": "\n".join(str(value) for value in cells if value is not None),
        "terminal": suggestions_text(found, made.profile, vocabulary(), FR),
        "suggestions": json.dumps(suggestions_json(found)),
        "json": shortlist_json(made),
    }


def last_column(made: Shortlist) -> dict[str, object]:
    """The probability of the first pair, as the two tables hold it."""
    data = shortlist_csv(made, vocabulary(), FR).decode("utf-8-sig")
    head, line = csv.reader(io.StringIO(data, newline=""))
    book = load_workbook(io.BytesIO(write_workbook(made, vocabulary(), Language.FR)))
    sheet = book["Rapprochements"]
    assert head[-1] == sheet.cell(1, sheet.max_column).value == HEAD
    return {"csv": line[-1], "workbook": sheet.cell(2, sheet.max_column).value}


def test_every_view_shows_the_same_probability() -> None:
    made = samples.shortlist(samples.pairing(probability=0.6234))
    told = views(made)
    assert all("62\N{NO-BREAK SPACE}%" in told[name] for name in ("page", "briefing", "terminal"))
    for name, where in (("json", "pairings"), ("suggestions", "items")):
        document = json.loads(told[name])
        assert document[where][0]["probability"] == 0.6234
        assert document["probability_withheld"] is None
    assert last_column(made) == {"csv": "0.6234", "workbook": 0.6234}
    assert "fiches de mise au point (900 paires notées)" in told["page"]


@pytest.mark.parametrize("why", Withheld)
def test_where_no_probability_can_be_told_every_view_says_why(why: Withheld) -> None:
    made = replace(samples.shortlist(samples.pairing(probability=None)), probability_withheld=why)
    told = views(made)
    sentence = withheld(why, FR)
    assert sentence.startswith("Aucune probabilité")
    assert all(sentence in told[name].replace("&#39;", "'") for name in
               ("page", "briefing", "workbook", "terminal"))  # fmt: skip
    assert "jugé bon\N{NO-BREAK SPACE}:" not in told["page"] + told["terminal"]
    for name in ("json", "suggestions"):
        assert json.loads(told[name])["probability_withheld"] == why
    assert last_column(made) == {"csv": "", "workbook": None}
