"""Decisions in the files: told where they are handed over, and nowhere else."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re

import pytest
from openpyxl import load_workbook

from matcher.collectivity import Language
from matcher.i18n.sentences import Speaker
from matcher.shipped import vocabulary
from matcher.shortlist.decision import Decision, Decisions, Verdict
from matcher.writing.briefing import write_briefing
from matcher.writing.decided import tell_decision
from matcher.writing.page import write_page
from matcher.writing.tables import shortlist_csv, shortlist_json
from matcher.writing.workbook import write_workbook
from tests import samples

MADE = samples.shortlist()
PAIRING = MADE.pairings[0]
PAIR = {"fr": PAIRING.fr.id, "jp": PAIRING.jp.id}
ENGLISH = Speaker(Language.EN)


@pytest.mark.parametrize(
    ("met", "worth_it", "told"),
    [
        (None, None, ()),
        (False, None, ("They did not meet.",)),
        (True, None, ("They met.",)),
        (True, True, ("They met, and it was worth it.",)),
        (True, False, ("They met, and it was not worth it.",)),
    ],
)
def test_what_came_of_a_meeting_is_a_sentence(
    met: bool | None, worth_it: bool | None, told: tuple[str, ...]
) -> None:
    said = Decision(**PAIR, met=met, worth_it=worth_it)
    assert tell_decision(said, ENGLISH).remarks == told


def test_note_outcome_and_what_follows_stand_in_this_order() -> None:
    said = Decision(
        **PAIR, verdict=Verdict.PINNED, note="Mayors agree.", met=True, follow_up="Visit {soon}"
    )
    told = tell_decision(said, ENGLISH)
    assert told.verdict == "pinned"
    assert told.remarks == ("Mayors agree.", "They met.", "To follow: Visit {soon}")


def test_markup_in_a_note_stays_text() -> None:
    note = "<script>alert(1)</script>"
    said = Decisions.of([Decision(**PAIR, verdict=Verdict.ACCEPTED, note=note)])
    page = write_page(MADE, vocabulary(), Language.FR, said)
    assert note not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_policy_of_a_page_with_decisions_lets_its_own_style_in() -> None:

    for page in (
        write_page(MADE, vocabulary(), Language.FR),
        write_page(MADE, vocabulary(), Language.FR, Decisions()),
    ):
        (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"sha256-{digest}" in page.replace("&#43;", "+").replace("&#x2B;", "+")


def test_where_no_decisions_are_handed_over_nothing_speaks_of_them() -> None:
    page = write_page(MADE, vocabulary(), Language.EN)
    assert "verdict" not in page
    assert "decision" not in json.loads(shortlist_json(MADE))["pairings"][0]
    heads = next(csv.reader(io.StringIO(shortlist_csv(MADE, vocabulary(), ENGLISH).decode())))
    assert "Decision" not in heads
    sheet = load_workbook(io.BytesIO(write_workbook(MADE, vocabulary(), Language.EN)))["Pairings"]
    assert sheet["F2"].value is None


def test_open_pairs_have_empty_columns_and_no_mark() -> None:
    none = Decisions()
    page = write_page(MADE, vocabulary(), Language.EN, none)
    assert '<span class="verdict">' not in page
    document = json.loads(shortlist_json(MADE, none))
    assert document["rejected"] == []
    assert document["pairings"][0]["decision"]["verdict"] is None
    book = load_workbook(
        io.BytesIO(write_workbook(MADE, vocabulary(), Language.EN, decisions=none))
    )
    assert "Rejected pairs" not in book.sheetnames
    assert write_briefing(MADE, vocabulary(), Language.EN, decisions=none)


def test_a_rejected_pair_of_someone_who_is_not_in_the_list_is_told_by_its_id() -> None:
    said = Decisions.of([Decision(fr="fr-gone", jp=PAIRING.jp.id, verdict=Verdict.REJECTED)])
    data = write_workbook(MADE, vocabulary(), Language.EN, decisions=said)
    sheet = load_workbook(io.BytesIO(data))["Rejected pairs"]
    assert sheet["A2"].value == "fr-gone"
    assert sheet["B2"].value != PAIRING.jp.id
