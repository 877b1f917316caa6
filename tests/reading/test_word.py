"""Word files as people and programs make them."""

# ruff: noqa: E501 -- what a document says stands here as it is

from __future__ import annotations

import pytest

from tests.reading.builders import FILES, paragraph, part, run, shown, table, word


def said(body: str, **more: object) -> list[str]:
    return shown(word(body, **more), "fiche.docx")  # type: ignore[arg-type]


def control(content: str, properties: str = "<w:text/>") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def test_a_form_with_two_languages_links_lists_merged_row_and_footer() -> None:
    assert shown((FILES / "form.docx").read_bytes(), "form.docx") == [
        "Rencontres de la coopération décentralisée",  # the footer: never the last key point
        "Fiche « Bonne pratique » – 柏市",
        "Nom de la collectivité / 自治体名 | 柏市 (Kashiwa)",
        "Localisation (sur carte) | CARTE (lien) <https://www.openstreetmap.org/#map=12/35.87/139.97>",
        "人口 | 約41万9千人",
        "Contact : | Service « Europe & Asie » / quai d’Œuvre, 12 €",
        "先進的な取組の要点 | 柏の葉スマートシティ：公・民・学の連携拠点が主導し、街区間で電力を融通、停電時も"
        "供給を継続。東京大学と共同で在宅医療と高齢者の生きがい就労による長寿社会のまちづくりを進めている。"
        " / * Réseau de chaleur au bois bocager, géré par les éleveurs eux-mêmes depuis 2011."
        " / * 手賀沼の浄化",
        "(Mis à jour le 3 février 2013)",
    ]


def test_content_controls_are_read_inline_as_block_and_as_cell() -> None:
    cell = control(f"<w:tc>{paragraph(run('Tours'))}</w:tc>")
    body = (
        f"<w:tbl><w:tr><w:tc>{paragraph(run('Nom'))}</w:tc>{cell}</w:tr></w:tbl>"
        + control(paragraph(run("Population : 136 000")))
        + paragraph(run("Domaine : "), control(run("Culture"), "<w:dropDownList/>"))
    )
    assert said(body) == ["Nom | Tours", "Population : 136 000", "Domaine : Culture"]


def test_the_prompt_of_an_empty_control_is_not_content() -> None:
    prompt = control(run("Cliquez ici pour taper du texte."), "<w:showingPlcHdr/><w:text/>")
    assert said(table((paragraph(run("Contact")), paragraph(prompt)))) == ["Contact |"]


def test_a_check_box_shows_its_state() -> None:
    box = control(run("☒"), "<w14:checkbox><w14:checked w14:val='1'/></w14:checkbox>")
    old = (
        "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:checked/></w:checkBox>"
        "</w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    assert said(paragraph(box, run(" Culture")) + paragraph(old, run("Sport"))) == [
        "☒ Culture",
        "☒ Sport",
    ]


def test_a_drop_down_of_an_old_form_shows_what_was_chosen() -> None:
    field = (
        "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:result w:val='1'/>"
        "<w:listEntry w:val='Culture'/><w:listEntry w:val='Transports'/></w:ddList></w:ffData>"
        "</w:fldChar></w:r><w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    assert said(paragraph(run("Domaine : "), field)) == ["Domaine : Transports"]


def test_tracked_changes_are_read_as_accepted() -> None:
    body = paragraph(
        run("Tours "),
        f"<w:ins>{run('Métropole')}</w:ins>",
        "<w:del><w:r><w:delText>ville</w:delText></w:r></w:del>",
        f"<w:moveFrom>{run('ailleurs')}</w:moveFrom>",
    )
    assert said(body) == ["Tours Métropole"]


def test_a_paragraph_whose_mark_is_deleted_runs_on_into_the_next() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    body = paragraph(run("Réseau de "), properties=gone) + paragraph(run("chaleur"))
    assert said(body) == ["Réseau de chaleur"]


def test_a_deleted_row_is_gone() -> None:
    kept = (
        f"<w:tr><w:tc>{paragraph(run('Nom'))}</w:tc><w:tc>{paragraph(run('Tours'))}</w:tc></w:tr>"
    )
    gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph(run('Nom'))}</w:tc></w:tr>"
    assert said(f"<w:tbl>{kept}{gone}</w:tbl>") == ["Nom | Tours"]


def test_ruby_gives_the_kanji_without_their_reading() -> None:
    ruby = (
        f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('たかまつし')}</w:rt>"
        f"<w:rubyBase>{run('高松市')}</w:rubyBase></w:ruby></w:r>"
    )
    assert said(paragraph(run("自治体名："), ruby)) == ["自治体名：高松市"]


def test_a_text_box_stands_twice_in_the_file_and_is_read_once() -> None:
    inside = f"<w:txbxContent>{paragraph(run('Contact : mairie'))}</w:txbxContent>"
    shape = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{inside}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert said(paragraph(run("Titre"), shape)) == ["Titre", "Contact : mairie"]


def test_comments_notes_and_hidden_text_are_not_content() -> None:
    body = paragraph(
        run("Tours"),
        "<w:commentRangeStart/><w:r><w:footnoteReference w:id='2'/></w:r>",
        run("secret", "<w:vanish/>"),
        run(" visible", "<w:vanish w:val='0'/>"),
    )
    assert said(body) == ["Tours visible"]


def test_links_are_found_in_hyperlinks_and_in_fields_with_what_follows_the_hash() -> None:
    link = f"<w:hyperlink r:id='L' w:anchor='map=12/47.4/0.7'>{run('carte')}</w:hyperlink>"
    field = (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        "<w:r><w:instrText> HYPERLINK &quot;https://tours.fr/&quot; </w:instrText></w:r>"
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{run('site')}"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    body = paragraph(link) + paragraph(field, run(" officiel"))
    assert said(body, links={"L": "https://www.openstreetmap.org/"}) == [
        "carte <https://www.openstreetmap.org/#map=12/47.4/0.7>",
        "site officiel <https://tours.fr/>",
    ]


def test_list_items_are_known_by_their_numbering_or_their_style() -> None:
    styles = part(
        "styles",
        "<w:style w:type='paragraph' w:styleId='Liste'><w:pPr><w:numPr><w:numId w:val='3'/>"
        "</w:numPr></w:pPr></w:style><w:style w:type='paragraph' w:styleId='Puce'>"
        "<w:basedOn w:val='Liste'/></w:style>",
    )
    body = (
        paragraph(run("un"), properties="<w:numPr><w:numId w:val='1'/></w:numPr>")
        + paragraph(run("deux"), properties="<w:pStyle w:val='Puce'/>")
        + paragraph(
            run("trois"),
            properties="<w:pStyle w:val='Puce'/><w:numPr><w:numId w:val='0'/></w:numPr>",
        )
    )
    assert said(body, styles=styles) == ["* un", "* deux", "trois"]


def test_a_soft_break_parts_lines_but_not_a_list_item() -> None:
    broken = "<w:r><w:t>rue</w:t><w:br/><w:t>ville</w:t></w:r>"
    item = paragraph(broken, properties="<w:numPr><w:numId w:val='1'/></w:numPr>")
    assert said(paragraph(broken) + item) == ["rue", "ville", "* rue ville"]


def test_merged_cells_are_met_once() -> None:
    wide = f"<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{paragraph(run('titre'))}</w:tc>"
    first = f"<w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>{paragraph(run('Contact'))}</w:tc>"
    below = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{paragraph(run('Contact'))}</w:tc>"
    body = (
        f"<w:tbl><w:tr>{wide}</w:tr><w:tr>{first}<w:tc>{paragraph(run('a'))}</w:tc></w:tr>"
        f"<w:tr>{below}<w:tc>{paragraph(run('b'))}</w:tc></w:tr></w:tbl>"
    )
    assert said(body) == ["titre", "Contact | a", "| b"]


def test_a_table_as_frame_gives_what_is_inside() -> None:
    inner = table((paragraph(run("Nom")), paragraph(run("Tours"))))
    assert said(table((inner + paragraph(),))) == ["Nom | Tours"]


def test_the_header_comes_first_unless_the_body_says_the_same() -> None:
    header = part("hdr", paragraph(run("Fiche « Bonne pratique »")) + paragraph(run("Tours")))
    assert said(paragraph(run("Tours")), header1=header) == ["Fiche « Bonne pratique »", "Tours"]


def test_page_numbers_are_not_content() -> None:
    number = "<w:fldSimple w:instr=' PAGE '>" + run("3") + "</w:fldSimple>"
    assert said(paragraph(run("Tours")), footer1=part("ftr", paragraph(number))) == ["Tours"]


@pytest.mark.parametrize(("code", "sign"), [("F0FE", "☒"), ("F0A8", "☐"), ("F0B7", "•")])
def test_signs_of_symbol_fonts(code: str, sign: str) -> None:
    symbol = f"<w:r><w:sym w:font='Wingdings' w:char='{code}'/></w:r>"
    assert said(paragraph(symbol, run(" Culture"))) == [f"{sign} Culture"]


def test_radicals_and_invisible_characters_are_repaired() -> None:
    assert said(paragraph(run("⻘⾼\u200b市\u00ad"))) == ["青高市"]
