"""The file of pins, vetoes and limits, as people write it, with its faults by line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from matcher.collectivity import Country
from matcher.errors import (
    AmbiguousCollectivity,
    DataFileError,
    FileRefused,
    UnknownCollectivity,
)
from matcher.reading.wishes import (
    LimitWish,
    PairWish,
    RawWishes,
    WishKind,
    parse_wishes,
    read_wishes,
    resolved,
)

PIN, VETO = WishKind.PIN, WishKind.VETO


@dataclass(frozen=True)
class Somebody:
    id: str
    country: Country


KNOWN = {
    "Lyon": Somebody("fr-lyon", Country.FR),
    "Nantes": Somebody("fr-nantes", Country.FR),
    "横浜市": Somebody("jp-yokohama", Country.JP),
    "新潟市": Somebody("jp-niigata", Country.JP),
}


def find(name: str) -> Somebody:
    if name == "府中市":
        raise AmbiguousCollectivity(name, ("jp-13206", "jp-34208"))
    if name not in KNOWN:
        raise UnknownCollectivity(name, ("fr-lyon",) if name == "Lion" else ())
    return KNOWN[name]


def table(text: str, charset: str = "utf-8") -> RawWishes:
    return parse_wishes(text.encode(charset), "wishes.csv")


WRITTEN = RawWishes(
    "wishes.csv",
    (
        PairWish(PIN, 1, ("Lyon", "横浜市"), "depuis 1959"),
        PairWish(VETO, 2, ("Nantes", "新潟市"), None),
    ),
    (LimitWish(3, "Lyon", 2),),
)


def test_a_table_with_commas() -> None:
    text = "pin, Lyon, 横浜市, depuis 1959\nveto, Nantes, 新潟市\nlimit, Lyon, 2\n"
    assert table(text) == WRITTEN


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "cp932"])
def test_a_table_as_spreadsheets_save_it(charset: str) -> None:
    text = "pin;Lyon;横浜市;depuis 1959\r\nveto;Nantes;新潟市;\r\nlimit;Lyon;2;\r\n"
    assert table(text, charset) == WRITTEN


def test_kinds_in_three_languages_header_remarks_and_blank_lines() -> None:
    text = "souhait;qui;avec\n\n# jumelages\n"
    text += "Imposé;Lyon;横浜市\n固定;Nantes;新潟市\n上限;Lyon;２\n"
    wishes = table(text)
    assert [(wish.kind, wish.line) for wish in wishes.pairs] == [(PIN, 4), (PIN, 5)]
    assert wishes.limits == (LimitWish(6, "Lyon", 2),)


def test_a_reason_with_commas_in_a_table_with_semicolons() -> None:
    (wish,) = table("pin;Lyon;横浜市;vieux amis, depuis 1959, fidèles\n").pairs
    assert wish.reason == "vieux amis, depuis 1959, fidèles"


def test_yaml_says_the_same() -> None:
    text = (
        "pins:\n- {fr: Lyon, jp: 横浜市, reason: depuis 1959}\n"
        "vetoes:\n- {fr: Nantes, jp: 新潟市}\n"
        "limits:\n- {participant: Lyon, meetings: 2}\n"
    )
    wishes = parse_wishes(text.encode(), "wishes.yaml")
    assert [wish.names for wish in wishes.pairs] == [("Lyon", "横浜市"), ("Nantes", "新潟市")]
    assert [wish.line for wish in wishes.pairs] == [2, 4]
    assert wishes.limits == (LimitWish(6, "Lyon", 2),)


def test_json_says_the_same() -> None:
    text = '{"pins": [{"fr": "Lyon", "jp": "横浜市"}], "limits": []}'
    (wish,) = parse_wishes(text.encode(), "wishes.json").pairs
    assert wish.names == ("Lyon", "横浜市")


@pytest.mark.parametrize("source", ["wishes.csv", "wishes.yaml"])
def test_an_empty_file_wishes_nothing(source: str) -> None:
    assert parse_wishes(b"", source) == RawWishes(source)


def test_every_fault_of_a_table_is_named_with_its_line() -> None:
    text = "pin,Lyon\nwish,Lyon,横浜市\nlimit,Lyon,many\nlimit,,2\nveto,Lyon,新潟市\n"
    with pytest.raises(DataFileError) as raised:
        table(text)
    faults = [(fault.line, fault.place, fault.found) for fault in raised.value.faults]
    assert faults == [(1, "pin", ""), (2, "wish", "wish"), (3, "limit", "many"), (4, "limit", "")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("pins:\n  - {fr: Lyon}\n", 2),
        ("pins:\n  - {fr: Lyon, jp: 横浜市, note: x}\n", 2),
        ("pins:\n  - {fr: [Lyon], jp: 横浜市}\n", 2),
        ("pins:\n  - {{a: b}: Lyon, jp: 横浜市}\n", 2),
        ("pins:\n  - Lyon\n", 2),
        ("pins: Lyon\n", 1),
        ("pin:\n  - {fr: Lyon, jp: 横浜市}\n", 1),
        ("- pins\n", 1),
        ("pins: [\n", 2),
        ("limits:\n  - {participant: Lyon, meetings: -1}\n", 2),
    ],
)
def test_every_fault_of_yaml_is_named_with_its_line(text: str, line: int) -> None:
    with pytest.raises(DataFileError) as raised:
        parse_wishes(text.encode(), "wishes.yml")
    assert [fault.line for fault in raised.value.faults] == [line]


def test_names_become_ids_whichever_comes_first() -> None:
    wishes = resolved(table("pin,横浜市,Lyon,amis\nveto,Nantes,新潟市\nlimit,Lyon,2\n"), find)
    assert wishes.pins == {("fr-lyon", "jp-yokohama")}
    assert wishes.vetoes == {("fr-nantes", "jp-niigata")}
    assert wishes.meetings == {"fr-lyon": 2}
    assert wishes.reasons == {("fr-lyon", "jp-yokohama"): "amis"}


def test_names_of_nobody_and_of_several_are_all_named() -> None:
    raw = table("pin,Lion,横浜市\nveto,Lyon,府中市\nlimit,Personne,1\nlimit,Lyon,1\nlimit,Lyon,2\n")
    with pytest.raises(DataFileError) as raised:
        resolved(raw, find)
    faults = [(fault.line, fault.found, fault.expected) for fault in raised.value.faults]
    assert faults == [
        (1, "Lion", "fr-lyon"),
        (2, "府中市", "jp-13206 | jp-34208"),
        (3, "Personne", "participant"),
        (5, "2", "1"),
    ]


def test_a_file_with_a_japanese_name_and_one_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "希望 リスト.csv"
    path.write_text("pin,Lyon,横浜市\n", encoding="utf-8")
    assert read_wishes(path).pairs[0].names == ("Lyon", "横浜市")
    with pytest.raises(FileRefused) as raised:
        read_wishes(tmp_path / "none.csv")
    assert raised.value.reason == "not-found"


def test_a_file_too_large_to_be_a_wish_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wishes.csv"
    path.write_bytes(b"pin,a,b\n" * 200_000)
    with pytest.raises(FileRefused) as raised:
        read_wishes(path)
    assert raised.value.reason == "too-large"
