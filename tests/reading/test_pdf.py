"""PDF: tables, columns, wrapped prose, form fields, and what is no text."""

# ruff: noqa: E501 -- what a document says stands here as it is

from __future__ import annotations

import io

import pypdf
import pytest

from tests.reading.builders import FILES, pdf, printed, refusal, ruled, shown


def said(content: bytes, fields: tuple[bytes, ...] = ()) -> list[str]:
    return shown(pdf(content, fields), "fiche.pdf")


def test_a_table_gives_pairs_and_wrapped_text_is_joined() -> None:
    assert shown((FILES / "form.pdf").read_bytes(), "form.pdf") == [
        "Fiche « Bonne pratique » – 柏市",
        "Nom de la collectivité / 自治体名 | 柏市 (Kashiwa)",
        "Localisation (sur carte) | CARTE (lien)",
        "人口 | 約41万9千人",
        "Contact : | Service « Europe & Asie » / quai d’Œuvre, 12 €",
        "先進的な取組の要点 | 柏の葉スマートシティ：公・民・学の連携拠点が主導し、街区間で電力を融通、停電時も"
        "供給を継続。東京大学と共同で在宅医療と高齢者の生きがい就労による長寿社会のまちづくりを進めている。"
        " / \uf0b7 Réseau de chaleur au bois bocager, géré par les éleveurs eux-mêmes depuis 2011."
        " / \uf0b7 手賀沼の浄化",
        "(Mis à jour le 3 février 2013)",
        "Rencontres de la coopération décentralisée",
    ]


def test_prose_over_a_page_break_comes_out_as_the_paragraphs_that_were_typed() -> None:
    printed_pages = shown((FILES / "prose.pdf").read_bytes(), "prose.pdf")
    typed = shown((FILES / "prose.docx").read_bytes(), "prose.docx")
    assert printed_pages == typed


def test_kangxi_radicals_of_a_browser_are_kanji_again() -> None:
    assert shown((FILES / "browser.pdf").read_bytes(), "browser.pdf") == [
        "グッドプラクティス 高石市",
        "自治体名 | 高石市",
        "人口 | 約5万8千人",
        "先進的な取組の要点 | 金方生水長青・青い海の再生。 / 避難時間を短縮するため、高台の公園と津波避難タワー"
        "を整備し、住民とともに毎年訓練を行っている。市のページ <https://www.city.takaishi.lg.jp/>",
    ]


def test_columns_without_ruled_lines_are_labels_and_values() -> None:
    content = (
        printed(50, 780, "Nom de la collectivité")
        + printed(250, 780, "Quimper")
        + printed(50, 760, "Population")
        + printed(250, 760, "63 000 habitants")
        + printed(50, 740, "Contact")
        + printed(250, 740, "Mairie de Quimper")
        + printed(250, 726, "44 place Saint-Corentin")
    )
    assert said(content) == [
        "Nom de la collectivité | Quimper",
        "Population | 63 000 habitants",
        "Contact | Mairie de Quimper / 44 place Saint-Corentin",
    ]


def test_a_hyphen_of_the_word_stays_and_a_hyphen_of_the_line_goes() -> None:
    lines = [
        "La ville de Saint-Denis a ouvert un musée-promenade le long du canal et un savoir-",
        "faire ancien y est montré aux enfants des écoles de toute la région, de mars à la fin",
    ]
    content = b"".join(printed(50, 780 - 14 * n, text) for n, text in enumerate(lines))
    assert said(content) == [f"{lines[0]}{lines[1]}"]


def test_words_broken_by_a_typesetter_are_whole_again() -> None:
    lines = [
        "La commune met en œuvre depuis vingt ans une politique ambitieuse d'aménage-",
        "ment du territoire qui repose sur la concertation avec les habitants et les entre-",
        "prises du bassin, et qui a permis la restructuration complète des quartiers indus-",
        "triels du nord de la ville.",
    ]
    content = b"".join(printed(50, 780 - 14 * n, text) for n, text in enumerate(lines))
    (text,) = said(content)
    assert "aménagement du territoire" in text
    assert "entreprises du bassin" in text
    assert "industriels du nord" in text


def test_dash_items_and_labels_begin_anew() -> None:
    content = b"".join(
        printed(50, 780 - 14 * n, text)
        for n, text in enumerate(
            [
                "La politique de la ville s'appuie sur deux axes qui se complètent et que voici",
                "- le premier axe est un réseau de chaleur",
                "- le second axe est un tramway",
                "Population : 45 000 habitants",
                "Contact : mairie",
            ]
        )
    )
    assert len(said(content)) == 5


def field(kind: bytes, name: bytes, value: bytes, box: bytes, more: bytes = b"") -> bytes:
    return (
        b"<< /Type /Annot /Subtype /Widget /FT /%s /T (%s) /V %s /Rect [%s] /P 3 0 R /F 4 %s >>"
        % (kind, name, value, box, more)
    )


def text(value: str) -> bytes:
    return b"<FEFF" + value.encode("utf-16-be").hex().encode() + b">"


def test_the_fields_of_a_form_stand_beside_their_labels() -> None:
    content = (
        printed(50, 760, "Nom de la collectivité :")
        + printed(50, 730, "Domaine(s) concerné(s)")
        + printed(50, 640, "Points essentiels de la politique novatrice déployée :")
    )
    fields = (
        field(b"Tx", b"f1", text("高松市 – Takamatsu’s"), b"200 755 400 775"),
        field(
            b"Ch",
            b"f2",
            b"(2)",
            b"200 725 400 745",
            b"/Ff 131072 /Opt [[(1) (Culture)] [(2) %s]]" % text("Énergie – œuvre"),
        ),
        field(b"Tx", b"f3", b"(45 000)", b"200 695 400 715", b"/TU (Population)"),
        field(b"Tx", b"f4", text("Premier\nSecond"), b"50 500 500 630", b"/Ff 4096"),
    )
    assert said(content, fields) == [
        "Nom de la collectivité : | 高松市 – Takamatsu’s",
        "Domaine(s) concerné(s) | Énergie – œuvre",
        "Population | 45 000",
        "Points essentiels de la politique novatrice déployée : | Premier / Second",
    ]


def test_fields_inside_a_ruled_table_are_its_cells() -> None:
    content = (
        ruled((50, 700, 500, 700), (50, 730, 500, 730), (50, 760, 500, 760))
        + ruled((50, 700, 50, 760), (200, 700, 200, 760), (500, 700, 500, 760))
        + printed(55, 740, "Population")
        + printed(55, 710, "Contact")
    )
    fields = (
        field(b"Tx", b"a", b"(45 000)", b"205 735 495 755"),
        field(b"Tx", b"b", b"(mairie)", b"205 705 495 725"),
    )
    assert said(content, fields) == ["Population | 45 000", "Contact | mairie"]


def test_a_check_box_shows_its_state_before_its_caption() -> None:
    box = field(b"Btn", b"c", b"/Oui", b"50 698 62 710", b"/AS /Oui /AP << /N << /Oui 4 0 R >> >>")
    assert said(printed(70, 700, "Environnement"), (box,)) == ["☒ Environnement"]


def test_a_link_on_a_picture_is_kept() -> None:
    link = (
        b"<< /Type /Annot /Subtype /Link /Rect [50 500 200 600]"
        b" /A << /S /URI /URI (https://www.openstreetmap.org/#map=12/47/0) >> >>"
    )
    assert said(printed(50, 700, "Localisation"), (link,)) == [
        "Localisation",
        "<https://www.openstreetmap.org/#map=12/47/0>",
    ]


def test_a_page_lying_on_its_side_is_read_as_it_is_seen() -> None:
    content = (
        b"BT /F1 11 Tf 0 1 -1 0 100 60 Tm (Nom de la collectivit\xe9) Tj ET\n"
        b"BT /F1 11 Tf 0 1 -1 0 100 260 Tm (Quimper) Tj ET\n"
        b"BT /F1 11 Tf 0 1 -1 0 120 60 Tm (Population) Tj ET\n"
        b"BT /F1 11 Tf 0 1 -1 0 120 260 Tm (63 000) Tj ET\n"
    )
    assert shown(pdf(content, extra=b"/Rotate 90"), "fiche.pdf") == [
        "Nom de la collectivité | Quimper",
        "Population | 63 000",
    ]


def test_a_stamp_across_the_page_is_not_content() -> None:
    stamp = b"BT /F1 60 Tf 0.7 0.7 -0.7 0.7 100 200 Tm (PROJET) Tj ET\n"
    assert said(printed(50, 700, "Nom : Tours") + stamp) == ["Nom : Tours"]


def test_a_row_left_open_at_the_end_of_a_page_is_still_a_row() -> None:
    content = (
        ruled((50, 760, 500, 760), (50, 700, 500, 700))
        + ruled((50, 600, 50, 760), (200, 600, 200, 760), (500, 600, 500, 760))
        + printed(55, 740, "Population")
        + printed(205, 740, "45 000")
        + printed(55, 680, "Points essentiels")
        + printed(205, 680, "un")
        + printed(205, 650, "deux")
    )
    assert said(content) == ["Population | 45 000", "Points essentiels | un / deux"]


def test_small_kana_above_kanji_are_their_reading_not_text() -> None:
    big, small = "BT /F1 12 Tf {} Td <{}> Tj ET\n", "BT /F1 5 Tf {} Td <{}> Tj ET\n"
    content = big.format("50 700", "9AD8677E5E02") + small.format("50 711", "305F304B307E3064")
    raw = pdf(content.encode()).replace(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3 /Encoding /UniJIS-UCS2-H"
        b" /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /DW 1000"
        b" /FontDescriptor << /Type /FontDescriptor /FontName /HeiseiMin-W3 /Flags 4 /FontBBox"
        b" [0 -200 1000 900] /ItalicAngle 0 /Ascent 800 /Descent -200 /StemV 80 >> >>] >>",
    )
    assert shown(raw, "fiche.pdf") == ["高松市"]


def encrypted(user: str, owner: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(printed(50, 700, "Nom : Tours"))))
    writer.encrypt(user, owner, algorithm="AES-256")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_a_pdf_that_needs_a_password_is_refused() -> None:
    assert refusal(encrypted("secret", "secret"), "fiche.pdf").reason == "encrypted"


def test_a_pdf_only_protected_against_changes_is_read() -> None:
    assert shown(encrypted("", "secret"), "fiche.pdf") == ["Nom : Tours"]


@pytest.mark.parametrize("content", [b"", b"50 50 400 400 re f"])
def test_a_page_without_text_is_refused_as_a_scan(content: bytes) -> None:
    refused = refusal(pdf(content), "scan.pdf")
    assert (refused.reason, refused.details) == ("scanned-without-text", {"pages": 1})


def test_a_truncated_pdf_is_refused() -> None:
    whole = (FILES / "form.pdf").read_bytes()
    assert refusal(whole[: len(whole) // 3], "fiche.pdf").reason == "damaged"
