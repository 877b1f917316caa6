"""Score and parts are the same in every output, since all read the same pairing."""

from __future__ import annotations

import io
import json
import re

import docx
from openpyxl import load_workbook

from matcher.collectivity import Language
from matcher.shipped import vocabulary
from matcher.writing.briefing import write_briefing
from matcher.writing.page import write_page
from matcher.writing.tables import shortlist_json
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
