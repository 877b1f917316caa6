"""The mean embedding of each language, from texts that ship: taken out before comparing.

Key points are centred by reference key points (`data/reference_key_points.tsv`), labels by the
vocabulary's own labels, so that nothing depends on who happens to take part.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from matcher.collectivity import Language
from matcher.domains import Vocabulary
from matcher.errors import DataFileError, Fault
from matcher.matching.hubs import LanguageMeans
from matcher.ports import Encoder
from matcher.shipped import shipped_text

SOURCE = "reference_key_points.tsv"
_HEADER = "topic\tlanguage\ttext"


@dataclass(frozen=True, slots=True)
class ReferenceText:
    """A text and its language."""

    language: Language
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Means:
    """The means of key points and of domain labels."""

    passages: LanguageMeans
    labels: LanguageMeans


def means(encoder: Encoder, vocabulary: Vocabulary) -> Means:
    """The means as `encoder` sees them."""
    labels = [
        ReferenceText(language, text)
        for domain in vocabulary.domains
        for language, text in domain.labels.items()
    ]
    return Means(_mean(encoder, reference_texts()), _mean(encoder, labels))


@cache
def reference_texts() -> tuple[ReferenceText, ...]:
    """The reference key points. Raises DataFileError."""
    return parse_reference(shipped_text(SOURCE), SOURCE)


def parse_reference(text: str, source: str) -> tuple[ReferenceText, ...]:
    """Reference texts from tab-separated lines. Raises DataFileError with every faulty line."""
    head, *lines = text.removesuffix("\n").split("\n")
    faults = [] if head == _HEADER else [Fault(1, "header", head, _HEADER)]
    found: list[ReferenceText] = []
    for number, line in enumerate(lines, start=2):
        cells = line.split("\t")
        if len(cells) != 3 or not all(cells):
            faults.append(Fault(number, "columns", str(len(cells)), "3, none empty"))
        elif cells[1] not in set(Language):
            faults.append(Fault(number, "language", cells[1], "fr, ja or en"))
        else:
            found.append(ReferenceText(Language(cells[1]), cells[2]))
    if faults:
        raise DataFileError(source, tuple(faults))
    return tuple(found)


def _mean(
    encoder: Encoder, texts: tuple[ReferenceText, ...] | list[ReferenceText]
) -> LanguageMeans:
    vectors = encoder.encode([each.text for each in texts])
    return LanguageMeans.of(vectors, [each.language for each in texts])
