"""The table of known models ships whole, and is refused with every fault."""

from __future__ import annotations

import pytest

from matcher.encoding.known import parse_known
from matcher.errors import DataFileError
from matcher.shipped import shipped_text


def test_the_shipped_table_is_read() -> None:
    known = {each.name: each for each in parse_known(shipped_text("encoders.toml"), "e")}
    assert known["intfloat/multilingual-e5-small"].prompt == "query: "
    assert known["google/embeddinggemma-300m"].gated
    assert "syntec" not in known["BAAI/bge-m3"].figures


@pytest.mark.parametrize("text", ["[[encoder", "encoder = 3"])
def test_what_is_no_table_of_encoders_is_refused(text: str) -> None:
    with pytest.raises(DataFileError):
        parse_known(text, "e.toml")


def test_all_faults_are_told_together() -> None:
    text = '[[encoder]]\nname = "x"\nmegabytes = -1\nfigures = {other = 0.5}\ncolour = 1\n'
    with pytest.raises(DataFileError) as caught:
        parse_known(text, "e.toml")
    places = {fault.place for fault in caught.value.faults}
    fields = ("name", "megabytes", "figures", "colour")
    assert places == {"encoder x", *(f"encoder x, {field}" for field in fields)}
