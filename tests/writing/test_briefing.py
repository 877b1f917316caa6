"""The briefing: both languages on every page, fonts for both scripts, contacts on request."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from matcher.collectivity import Language
from matcher.shipped import vocabulary
from matcher.shortlist.decision import Decision, Decisions
from matcher.writing.briefing import write_briefing
from matcher.writing.contacts import NO_CONTACTS, Contacts, contacts_of
from tests import samples


def data(language: Language = Language.FR, contacts: Contacts = NO_CONTACTS) -> bytes:
    made = samples.shortlist(samples.pairing(), samples.pairing(fr=samples.participant("fr-b")))
    return write_briefing(made, vocabulary(), language, contacts)


def opened(language: Language = Language.FR, contacts: Contacts = NO_CONTACTS) -> Document:
    return docx.Document(io.BytesIO(data(language, contacts)))


def text(document: Document) -> str:
    return "".join(document.element.body.itertext())


@pytest.mark.parametrize(
    ("language", "label"),
    [
        (Language.FR, "Pourquoi ce rapprochement / この組合せの理由"),
        (Language.JA, "この組合せの理由 / Pourquoi ce rapprochement"),
        (Language.EN, "Why this pair / Pourquoi ce rapprochement / この組合せの理由"),
    ],
)
def test_every_page_speaks_both_languages(language: Language, label: str) -> None:
    said = text(opened(language))
    assert said.count(label) == 2
    assert samples.TOYAMA_POINT in said
    assert samples.NANCY_POINT in said


def test_a_page_begins_with_each_pair() -> None:
    assert len(list(opened().element.body.iter(qn("w:pageBreakBefore")))) == 2


def test_japanese_has_a_font_in_every_style_and_a_tag_in_every_run() -> None:
    document = opened()
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        fonts = document.styles[name].element.rPr.find(qn("w:rFonts"))
        assert fonts.get(qn("w:eastAsia")) == "Yu Gothic"
    for run in document.element.body.iter(qn("w:r")):
        said = "".join(node.text or "" for node in run.iter(qn("w:t")))
        if said.strip():
            assert run.find(f"{qn('w:rPr')}/{qn('w:lang')}") is not None


def test_programs_without_the_japanese_font_are_told_another() -> None:
    with zipfile.ZipFile(io.BytesIO(data())) as archive:
        assert b'w:altName w:val="Noto Sans CJK JP"' in archive.read("word/fontTable.xml")


def test_what_people_typed_stays_text() -> None:
    typed = 'R&D <b>&amp;</b>\x0b\ufffe]]> "quoted"'
    made = samples.shortlist(samples.pairing(fr=samples.participant(points=(typed,))))
    document = docx.Document(io.BytesIO(write_briefing(made, vocabulary(), Language.FR)))
    assert 'R&D <b>&amp;</b>]]> "quoted"' in text(document)


def test_the_parts_of_a_table_stand_in_the_order_that_word_wants() -> None:
    order = ["tblW", "tblBorders", "tblLayout"]
    for properties in opened().element.body.iter(qn("w:tblPr")):
        found = [each.tag.rpartition("}")[2] for each in properties]
        assert found == [name for name in order if name in found]


def test_every_cell_ends_with_a_paragraph() -> None:
    cells = list(opened().element.body.iter(qn("w:tc")))
    assert cells
    assert {cell[-1].tag for cell in cells} == {qn("w:p")}


def test_the_last_section_ends_the_document() -> None:
    body = opened().element.body
    assert [each.getparent() for each in body.iter(qn("w:sectPr"))] == [body]
    assert body[-1].tag == qn("w:sectPr")
    (size,) = body.iter(qn("w:pgSz"))
    assert size.get(qn("w:w")) == "11906"


def test_lines_of_a_note_are_lines() -> None:
    said = Decisions.of([Decision(fr="fr-nancy", jp="jp-toyama", note="Salle 2.\nÀ dix heures.")])
    file = write_briefing(samples.shortlist(), vocabulary(), Language.FR, decisions=said)
    lines = [each.text for each in docx.Document(io.BytesIO(file)).paragraphs]
    assert "Salle 2.\nÀ dix heures." in lines


def test_contacts_stand_only_where_they_are_handed_over() -> None:
    assert "untel@" not in text(opened())
    contacts = contacts_of(samples.shortlist().participants)
    assert "untel@" in text(opened(contacts=contacts))


def test_an_empty_shortlist_says_that_nobody_fits() -> None:
    from dataclasses import replace

    made = replace(samples.shortlist(), pairings=(), served=0, worst_off=None)
    document = docx.Document(io.BytesIO(write_briefing(made, vocabulary(), Language.JA)))
    assert "適した組合せがありません" in text(document)
