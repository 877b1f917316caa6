"""OpenDocument, RTF and old Word: the same form as in Word."""

# ruff: noqa: E501 -- what a document says stands here as it is

from __future__ import annotations

import pytest

from matcher.reading import office
from tests.reading.builders import FILES, archive, refusal, shown


def same_as_word(name: str) -> None:
    expected = shown((FILES / "form.docx").read_bytes(), "form.docx")
    assert shown((FILES / name).read_bytes(), name) == expected


@pytest.mark.parametrize("name", ["form.odt", "form.rtf"])
def test_a_form_saved_by_another_program_says_the_same(name: str) -> None:
    same_as_word(name)


@pytest.mark.full
def test_an_old_word_file_is_read_through_libreoffice() -> None:
    if office.libreoffice() is None:
        pytest.skip("LibreOffice is not installed")
    same_as_word("form.doc")


def test_without_libreoffice_an_old_word_file_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(office, "libreoffice", lambda: None)
    refused = refusal((FILES / "form.doc").read_bytes(), "ancienne.doc")
    assert (refused.source, refused.reason) == ("ancienne.doc", "needs-libreoffice")


def test_a_libreoffice_that_fails_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "libreoffice", lambda: "/bin/false")
    assert refusal((FILES / "form.doc").read_bytes(), "a.doc").reason == "conversion-failed"


_OPEN = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:draw="urn:draw"'
    ' xmlns:loext="urn:loext" xmlns:style="urn:style" xmlns:form="urn:form">'
    "<office:automatic-styles>{styles}</office:automatic-styles>"
    "<office:body><office:text>{body}</office:text></office:body></office:document-content>"
)


def open_text(body: str, styles: str = "") -> list[str]:
    members: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": _OPEN.format(body=body, styles=styles),
    }
    return shown(archive(members), "fiche.odt")


def test_open_document_deletions_comments_notes_and_ruby_are_not_content() -> None:
    body = (
        "<text:tracked-changes><text:p>supprimé</text:p></text:tracked-changes>"
        "<text:p>高松<text:ruby><text:ruby-base>市</text:ruby-base><text:ruby-text>し</text:ruby-text>"
        "</text:ruby><office:annotation><text:p>à revoir</text:p></office:annotation>"
        "<text:note><text:note-body><text:p>note</text:p></text:note-body></text:note></text:p>"
    )
    assert open_text(body) == ["高松市"]


def test_open_document_controls_and_spaces() -> None:
    body = (
        "<text:p>Domaine :<text:s text:c='2'/><text:drop-down text:name='d'>"
        "<text:label text:value='Culture'/><text:label text:value='Sport'/>Sport</text:drop-down></text:p>"
        "<text:p>Contact : <loext:content-control loext:showing-place-holder='true'>Cliquez"
        "</loext:content-control><text:placeholder>&lt;nom&gt;</text:placeholder></text:p>"
        "<text:p>rue<text:line-break/>ville<text:tab/>\n   France</text:p>"
    )
    assert open_text(body) == ["Domaine :  Sport", "Contact :", "rue", "ville\t France"]


def test_open_document_lists_boxes_links_and_covered_cells() -> None:
    body = (
        "<text:list><text:list-item><text:p>un</text:p><text:p>suite</text:p></text:list-item></text:list>"
        "<text:p><text:a xlink:href='https://tours.fr/'>site</text:a><draw:frame><draw:text-box>"
        "<text:p>encadré</text:p></draw:text-box></draw:frame></text:p>"
        "<table:table><table:table-row><table:table-cell table:number-columns-spanned='2'>"
        "<text:p>titre</text:p></table:table-cell><table:covered-table-cell/></table:table-row>"
        "<table:table-row><table:covered-table-cell/><table:table-cell><text:p>b</text:p>"
        "</table:table-cell></table:table-row></table:table>"
    )
    assert open_text(body) == [
        "* un",
        "suite",
        "site <https://tours.fr/>",
        "encadré",
        "titre",
        "| b",
    ]


def test_open_document_hidden_text_is_not_content() -> None:
    hidden = (
        "<style:style style:name='H'><style:text-properties text:display='none'/></style:style>"
    )
    body = "<text:p>vu<text:span text:style-name='H'> caché</text:span></text:p>"
    assert open_text(body, hidden) == ["vu"]


def test_an_open_document_with_a_password_is_refused() -> None:
    members: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<manifest><file-entry><encryption-data/></file-entry></manifest>",
        "content.xml": b"\x00\x01",
    }
    assert refusal(archive(members), "fiche.odt").reason == "encrypted"


def rich(body: str) -> list[str]:
    head = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset128 MS Mincho;}}"
    return shown(f"{head}{body}}}".encode("ascii"), "fiche.rtf")


def test_rich_text_code_pages_unicode_and_fallbacks() -> None:
    assert rich(r"{\f0 \'ab Orl\'e9ans \'bb \'8cuvre\par}") == ["« Orléans » Œuvre"]
    assert rich(r"{\f1 \'8d\'82\'8f\'bc\'8es\par}") == ["高松市"]  # a trail byte as plain letter
    assert rich(r"\uc1\u39640?\u26494 ?{\uc2\u24066 ??}\par") == ["高松市"]
    assert rich(r"\u-10179?\u-8704?\par") == ["😀"]


def test_rich_text_tables_lists_and_links() -> None:
    row = r"\trowd\cellx2000\cellx4000\pard\intbl Nom\cell\pard\intbl rue\par ville\cell\row"
    item = r"\pard{\listtext\'b7\tab}\ls1 un\par\pard deux\par"
    link = r'{\field{\*\fldinst HYPERLINK "https://tours.fr/"}{\fldrslt site}}\par'
    assert rich(row + item + link) == [
        "Nom | rue / ville",
        "* un",
        "deux",
        "site <https://tours.fr/>",
    ]


def test_rich_text_hidden_and_deleted_text_and_destinations_are_not_content() -> None:
    body = r"vu{\v  cach\'e9}{\deleted  effac\'e9}{\*\inconnu rien}{\pict 0102}{\footnote note}\par"
    assert rich(body) == ["vu"]


def test_rich_text_groups_without_end_are_refused() -> None:
    assert refusal(b"{\\rtf1" + b"{" * 5000, "a.rtf").reason == "damaged"
