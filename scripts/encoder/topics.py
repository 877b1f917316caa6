"""Texts on policy topics: what is learnt from, and which topics are kept from learning."""

from __future__ import annotations

import csv
import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LANGUAGES = ("fr", "ja", "en")
COLUMNS = ("topic", "label", "language", "text", "neighbours")

#: A topic with fewer texts teaches nothing about what belongs together.
_FEWEST_TEXTS = 4
_HELD_OUT_OF = 10


@dataclass(slots=True)
class Topic:
    """What is told on one topic, by language, and which topics lie next to it."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    beside: set[str] = field(default_factory=set)

    def all(self) -> list[tuple[str, str]]:
        """Its texts with their languages: (language, text)."""
        return [(language, text) for language, texts in self.texts.items() for text in texts]


def rows(file: Path) -> Iterator[list[str]]:
    """The rows of a file of topics, after its head, as `COLUMNS` says; the last may be missing."""
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(row) >= len(COLUMNS) - 1 and row[0] != COLUMNS[0]:
                yield row


def read_topics(files: Sequence[Path]) -> dict[str, Topic]:
    """Topics with at least four texts; being neighbours is made mutual."""
    topics: dict[str, Topic] = {}
    for file in files:
        for row in rows(file):
            topic = topics.setdefault(row[0], Topic())
            topic.texts.setdefault(row[2], []).append(row[3])
            if len(row) > 4:
                topic.beside |= {one.strip() for one in row[4].split(",") if one.strip()}
    topics = {name: topic for name, topic in topics.items() if len(topic.all()) >= _FEWEST_TEXTS}
    for name, topic in topics.items():
        for other in list(topic.beside):
            if other in topics:
                topics[other].beside.add(name)
    return topics


def is_held_out(name: str) -> bool:
    """Whether a topic is kept from training: about one in ten, by the sha256 of its name."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % _HELD_OUT_OF == 0


def texts_of(topics: Mapping[str, Topic]) -> list[str]:
    """All texts, topic by topic."""
    return [text for topic in topics.values() for _, text in topic.all()]


def drawn(file: Path, count: int, seed: int = 0) -> list[str]:
    """So many texts of a file, drawn at random; the same ones for the same seed."""
    texts = [row[3] for row in rows(file)]
    random.Random(seed).shuffle(texts)
    return texts[:count]
