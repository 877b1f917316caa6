"""A population as people type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.numbers import population_in, unit_of, year_in

TYPED = [
    ("12 345 hab.", 12345),
    ("12\u00a0345 habitants", 12345),
    ("12\u202f345", 12345),
    ("12\u2009345\u2009678 hab", 12345678),
    ("12.345", 12345),
    ("12,345", 12345),
    ("12'345 habitants", 12345),
    ("12’345", 12345),
    ("1,2 million", 1200000),
    ("1.2 million", 1200000),
    ("1,2 million d'habitants", 1200000),
    ("1,416 million", 1416000),
    ("1,2 M", 1200000),
    ("1,2 M hab.", 1200000),
    ("1,2M d’habitants", 1200000),
    ("2 millions", 2000000),
    ("45 milliers", 45000),
    ("45 mille habitants", 45000),
    ("45k", 45000),
    ("980 000 habitants (2013)", 980000),
    ("13 220 000 habitants", 13220000),
    ("約42万人", 420000),
    ("42万", 420000),
    ("4.2万人", 42000),
    ("3万5千人", 35000),
    ("41万9,429人", 419429),
    ("41万9429人", 419429),
    ("41 万 9 千人", 419000),
    ("十二万人", 120000),
    ("十二万三千人", 123000),
    ("千二百人", 1200),
    ("5千人", 5000),
    ("１２３，４５６人", 123456),
    ("１２３４５６", 123456),
    ("1億2千万人", 120000000),
    ("３７７万人", 3770000),
    ("人口 419,429人（令和2年国勢調査）", 419429),
    ("419,429人（2020年10月1日現在）", 419429),
    ("令和2年10月1日現在 419,429人", 419429),
    ("2020年：419,429人", 419429),
    ("H27国勢調査 55,621人", 55621),
    ("INSEE 2020 : 147 000", 147000),
    ("147 000 en 2020", 147000),
    ("147 000 (INSEE, 2020)", 147000),
    ("2020 : 147 000 hab.", 147000),
    ("au 1er janvier 2020 : 147 000 hab.", 147000),
    ("147 000 hab. au 01/01/2020", 147000),
    ("environ 8 900 habitants", 8900),
    ("Plus de 700 000", 700000),
    ("~ 60 000", 60000),
    ("40 000 à 45 000 habitants", 40000),
    ("4～5万人", 40000),
    ("1 à 2 millions d'habitants", 1000000),
    ("ville : 270 000 ; métropole : 500 000", 270000),
    ("45 km², 12 345 habitants", 12345),
    ("12 345 hab. (45,3 km²)", 12345),
    ("2 013 habitants", 2013),
    ("2013 habitants", 2013),
    ("2013", 2013),
    ("147000.0", 147000),
    ("147000", 147000),
    ("511,000 inhabitants", 511000),
    ("511,000 (as of 2013)", 511000),
    ("about 3.7 million people", 3700000),
    ("7万2,345人（世帯数 31,234世帯）", 72345),
    ("31,234世帯、72,345人", 72345),
    ("Population municipale 2019 : 86 788", 86788),
    ("86 788 hab. (densité : 1 979 hab./km²)", 86788),
    ("12 345 habitants dont 25 % de plus de 65 ans", 12345),
    ("3 374 000 hab.", 3374000),
    ("約8,300人", 8300),
    ("人口：8300人（高齢化率35.2％）", 8300),
]


@pytest.mark.parametrize(("typed", "expected"), TYPED)
def test_what_people_type_is_read(typed: str, expected: int) -> None:
    figure = population_in(typed)
    assert figure is not None
    assert figure.value == expected


@pytest.mark.parametrize(
    "typed", ["", "n.c.", "à compléter", "45 km²", "35 %", "0", "なし", "beaucoup", "12 communes"]
)
def test_what_is_no_population_is_none(typed: str) -> None:
    assert population_in(typed) is None


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("980 000 habitants (2013)", 2013),
        ("419,429人（令和2年国勢調査）", 2020),
        ("419,429人（平成27年）", 2015),
        ("2020年：419,429人", 2020),
        ("147 000 hab. au 01/01/2020", 2020),
        ("147 000 en 2020", 2020),
        ("H27国勢調査 55,621人", 2015),
        ("12 345", None),
        ("2013", None),
    ],
)
def test_the_year_comes_with_it(typed: str, year: int | None) -> None:
    figure = population_in(typed)
    assert figure is not None
    assert figure.year == year


def test_of_several_figures_the_first_counts_and_the_others_are_named() -> None:
    figure = population_in("ville : 270 000 hab. ; métropole : 500 000 hab.")
    assert figure is not None
    assert (figure.value, figure.others) == (270_000, (500_000,))


@pytest.mark.parametrize(
    ("typed", "about"),
    [
        ("約42万人", True),
        ("environ 8 900", True),
        ("8 900", False),
        ("42万人弱", True),
        ("40 000 - 45 000", True),
    ],
)
def test_approximation_is_noticed(typed: str, about: bool) -> None:
    figure = population_in(typed)
    assert figure is not None
    assert figure.approximate is about


@pytest.mark.parametrize(
    ("typed", "step"),
    [
        ("約42万人", 10_000),
        ("4.2万人", 1_000),
        ("41万9,429人", 1),
        ("1,2 million", 100_000),
        ("12 345", 1),
    ],
)
def test_precision_is_kept(typed: str, step: int) -> None:
    figure = population_in(typed)
    assert figure is not None
    assert figure.step == step


@pytest.mark.parametrize(
    ("label", "typed", "expected"),
    [
        ("人口（万人）", "42", 420_000),
        ("人口（千人）", "419", 419_000),
        ("Population (en milliers)", "147", 147_000),
        ("Population (million)", "1.4", 1_400_000),
        ("人口（人）", "419,429", 419_429),
        ("人口（万人）", "42万人", 420_000),
    ],
)
def test_the_label_may_hold_the_unit(label: str, typed: str, expected: int) -> None:
    figure = population_in(typed, unit=unit_of(label))
    assert figure is not None
    assert figure.value == expected


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("人口（令和2年国勢調査）", 2020),
        ("Population (2013)", 2013),
        ("Population", None),
        ("2020", 2020),
    ],
)
def test_a_year_alone(text: str, year: int | None) -> None:
    assert year_in(text) == year


@given(
    st.integers(1, 30_000_000),
    st.sampled_from(["{:,}", "{}", "{:,} 人", "約{:,}人", "{:,} inhabitants"]),
)
def test_every_number_survives_its_writing(value: int, form: str) -> None:
    figure = population_in(form.format(value))
    assert figure is not None
    assert figure.value == value


@given(
    st.integers(1000, 30_000_000), st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", ".", "'"])
)
def test_every_separator_of_thousands(value: int, separator: str) -> None:
    figure = population_in(f"{value:,}".replace(",", separator) + " hab.")
    assert figure is not None
    assert figure.value == value


@given(st.integers(1, 3000), st.integers(0, 9999))
def test_every_man(man: int, rest: int) -> None:
    figure = population_in(f"{man}万{rest}人" if rest else f"{man}万人")
    assert figure is not None
    assert figure.value == man * 10_000 + rest


@pytest.mark.parametrize(
    "typed", ["9" * 400, "9" * 400 + " habitants", f"12 345 ({'9' * 400} hab.)"]
)
def test_a_figure_beyond_all_numbers_is_no_population(typed: str) -> None:
    found = population_in(typed)
    assert found is None or found.value == 12_345
