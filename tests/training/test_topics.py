"""The texts that the encoder learns from: their form, and which are held out."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from scripts.encoder.topics import COLUMNS, LANGUAGES, drawn, is_held_out, read_topics, rows
from scripts.train_encoder import TOPICS

FILES = sorted(TOPICS.glob("*.tsv"))


def _told() -> list[list[str]]:
    return [row for file in FILES for row in rows(file)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_of_topics_has_five_filled_columns_and_plain_lines(file: Path) -> None:
    raw = file.read_bytes().decode("utf-8")
    assert "\r" not in raw
    assert raw.endswith("\n")
    head, *lines = csv.reader(raw.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    assert tuple(head) == COLUMNS
    for row in lines:
        assert len(row) == len(COLUMNS), row
        assert all(value == value.strip() for value in row), row
        assert all(row[:4]), row
    assert len(lines) == len(list(rows(file)))


def test_each_topic_is_told_twice_in_each_language_under_one_label_in_one_file() -> None:
    topics: dict[str, list[list[str]]] = {}
    for file in FILES:
        here: dict[str, list[list[str]]] = {}
        for row in rows(file):
            here.setdefault(row[0], []).append(row)
        assert not here.keys() & topics.keys()
        topics |= here
    for name, told in topics.items():
        assert Counter(row[2] for row in told) == dict.fromkeys(LANGUAGES, 2), name
        assert len({(row[1], row[4]) for row in told}) == 1, name


def test_every_neighbour_is_a_topic_and_none_is_its_own() -> None:
    told = _told()
    names = {row[0] for row in told}
    for row in told:
        beside = row[4].split(",") if row[4] else []
        assert set(beside) <= names - {row[0]}, row
        assert len(set(beside)) == len(beside), row


def test_no_text_is_told_twice_and_japanese_is_in_japanese_script() -> None:
    told = _told()
    assert [text for text, times in Counter(row[3] for row in told).items() if times > 1] == []
    for row in told:
        japanese = re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", row[3]) is not None
        assert japanese == (row[2] == "ja"), row


def test_the_files_hold_what_their_page_says() -> None:
    page = (TOPICS.parent / "README.md").read_text("utf-8")
    for file in FILES:
        texts = [row[0] for row in rows(file)]
        counts = (f"{count:,}".replace(",", " ") for count in (len(set(texts)), len(texts)))
        assert f"| `{file.name}` | {' | '.join(counts)} |" in page
    names = {row[0] for row in _told()}
    assert f"{sum(map(is_held_out, names))} of {len(names):,}".replace(",", " ") in page


def test_topics_are_read_with_neighbours_on_both_sides(tmp_path: Path) -> None:
    file = tmp_path / "topics.tsv"
    lines = ["\t".join(COLUMNS)]
    for name, beside in (("a", "b"), ("b", ""), ("thin", "a")):
        for number in range(1 if name == "thin" else 4):
            lines.append(
                "\t".join((name, "A label", LANGUAGES[number % 3], f"{name}{number}", beside))
            )
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    topics = read_topics([file])
    assert topics.keys() == {"a", "b"}
    assert topics["b"].beside == {"a"}
    assert topics["a"].texts == {"fr": ["a0", "a3"], "ja": ["a1"], "en": ["a2"]}
    assert sorted(drawn(file, 99)) == sorted(row[3] for row in rows(file))
    assert drawn(file, 3) == drawn(file, 9)[:3]


def test_a_topic_stays_on_its_side_of_the_split() -> None:
    """The rule must not change: a model would be measured on what it learnt from."""
    held = {"city2-29", "city2-34", "cul2-01", "cul2-05"}
    taught = {"city2-01", "city2-02", "city2-03", "city2-04"}
    assert {name for name in held | taught if is_held_out(name)} == held
