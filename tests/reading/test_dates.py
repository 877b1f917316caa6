"""A date as people type it."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.dates import date_in

MONTHS_FR = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre"),
    *("octobre", "novembre", "décembre"),
)
MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)

TYPED = [
    ("12/03/2014", "2014-03-12"),
    ("12.03.2014", "2014-03-12"),
    ("12-03-2014", "2014-03-12"),
    ("12 / 03 / 2014", "2014-03-12"),
    ("12/03/14", "2014-03-12"),
    ("Mis à jour le 12/03/2014", "2014-03-12"),
    ("le 3 février 2013", "2013-02-03"),
    ("1er mars 2014", "2014-03-01"),
    ("mars 2014", "2014-03"),
    ("Mars 2014", "2014-03"),
    ("déc. 2013", "2013-12"),
    ("Sept. 2021", "2021-09"),
    ("15 AOUT 2014", "2014-08-15"),
    ("5 mars 2014", "2014-03-05"),
    ("March 5, 2014", "2014-03-05"),
    ("March 5th, 2014", "2014-03-05"),
    ("5th of March 2014", "2014-03-05"),
    ("5 March 2014", "2014-03-05"),
    ("5-Mar-2014", "2014-03-05"),
    ("Mar 2014", "2014-03"),
    ("October, 2014", "2014-10"),
    ("2014-10-14", "2014-10-14"),
    ("2014/10/14", "2014-10-14"),
    ("2014.10.14", "2014-10-14"),
    ("2014-10-14T00:00:00", "2014-10-14"),
    ("2014-10-14 00:00:00", "2014-10-14"),
    ("2014-03", "2014-03"),
    ("2014/3", "2014-03"),
    ("03/2014", "2014-03"),
    ("20140312", "2014-03-12"),
    ("201403", "2014-03"),
    ("2014", "2014"),
    ("2014年3月12日", "2014-03-12"),
    ("2014年 3月 12日", "2014-03-12"),
    ("２０１４年３月１２日", "2014-03-12"),
    ("2014年3月", "2014-03"),
    ("2014年", "2014"),
    ("平成26年3月", "2014-03"),
    ("平成26年3月12日", "2014-03-12"),
    ("平成２６年３月", "2014-03"),
    ("平成元年4月", "1989-04"),
    ("令和3年", "2021"),
    ("令和元年10月1日", "2019-10-01"),
    ("令和３年１０月１日現在", "2021-10-01"),
    ("昭和60年", "1985"),
    ("H26.3", "2014-03"),
    ("H26.3.12", "2014-03-12"),
    ("R3.10.1", "2021-10-01"),
    ("R3/10/1", "2021-10-01"),
    ("2014年（平成26年）3月12日", "2014-03-12"),
    ("平成26年（2014年）3月", "2014-03"),
    ("二〇一四年三月", "2014-03"),
    ("更新日：2014年3月12日", "2014-03-12"),
    ("12 mars 2014 (version 2)", "2014-03-12"),
    ("3月12日2014年", "2014"),
    ("n.c.", None),
    ("", None),
    ("bientôt", None),
]


@pytest.mark.parametrize(("typed", "expected"), TYPED)
def test_what_people_type_is_read(typed: str, expected: str | None) -> None:
    found = date_in(typed)
    assert (str(found.date) if found else None) == expected


@pytest.mark.parametrize(
    ("typed", "ambiguous"),
    [
        ("03/04/2014", True),
        ("04/04/2014", False),
        ("13/04/2014", False),
        ("04/13/2014", False),
        ("2014-03-04", False),
    ],
)
def test_a_day_that_could_be_the_month_is_noticed(typed: str, ambiguous: bool) -> None:
    found = date_in(typed)
    assert found is not None
    assert found.ambiguous is ambiguous


def test_month_first_is_read_where_nothing_else_fits() -> None:
    found = date_in("04/13/2014")
    assert found is not None
    assert str(found.date) == "2014-04-13"


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2099, 12, 31)))
def test_every_day_survives_every_writing(day: datetime.date) -> None:
    writings = [
        day.isoformat(),
        day.strftime("%d/%m/%Y"),
        day.strftime("%Y%m%d"),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.day} {MONTHS_FR[day.month - 1]} {day.year}",
        f"{MONTHS_EN[day.month - 1]} {day.day}, {day.year}",
    ]
    read = [date_in(writing) for writing in writings]
    assert [str(found.date) if found else None for found in read] == [day.isoformat()] * len(read)


@pytest.mark.parametrize(
    "text", ["31/02/2014", "Mis à jour le 32/13/2014", "13/2014", "13/25/2014"]
)
def test_an_impossible_date_is_none_not_the_year_in_it(text: str) -> None:
    assert date_in(text) is None
