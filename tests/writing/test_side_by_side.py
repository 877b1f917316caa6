"""Two texts in columns: nothing is lost, nothing sticks out, each language breaks as it may."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from matcher.writing.check_report import width_of
from matcher.writing.side_by_side import column_width, side_by_side, wrapped

TEXTS = st.text("abcé'’ \u00a0\n\x1b:!«»-、。「」（）ーっ漢字かナ１Ａe\u0301", max_size=80)


@given(TEXTS, st.integers(8, 40))
def test_no_letter_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = list(wrapped(text, width, mark="• "))
    shown = "".join(line[2:] for line in lines)
    assert shown.replace(" ", "") == text.replace(" ", "").replace("\n", "").replace("\x1b", "")
    assert all(width_of(line) <= width for line in lines)


def test_japanese_lines_begin_with_no_mark_that_belongs_before() -> None:
    text = "約60種の在来作物を農家・料理人・大学が守り、「食文化」を伝える。チョコレートも。"
    for width in range(8, 40):
        starts = {line[0] for line in wrapped(text, width)}
        assert not starts & set("、。」・ーョ"), width


def test_words_and_spaced_french_marks_stay_together() -> None:
    text = "Parcours « Estuaire » : œuvres au bord de la Loire ; c'est permanent !"
    for width in range(14, 40):
        for line in wrapped(text, width):
            assert line[0] not in "»:;!"
            assert not line.endswith("«")
            assert all(word in text.split() for word in line.split())


def test_columns_stand_under_each_other() -> None:
    left = list(wrapped("高松市は瀬戸内海に面する。", column_width(30)))
    shown = side_by_side(left, ["Tours", "", "Loire", "", "", ""], 30).splitlines()
    assert len(shown) == 6
    assert {width_of(line.partition("│")[0]) for line in shown} == {column_width(30) + 1}
    assert all(width_of(line) <= 30 for line in shown)
