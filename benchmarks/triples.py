"""Related or not: does a text lie nearer to the same policy elsewhere than to something else?

An item is an anchor, a positive (the same policy in another place, other words and another
language) and five negatives of the positive's language and length, a kind each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.evaluation import Figure
from benchmarks.uncertainty import DRAWS, SEED, interval, means
from matcher.collectivity import Language
from matcher.errors import DataFileError, Fault, FileRefused

SOURCE = Path(__file__).resolve().parent / "data" / "triples.tsv"
_HEADER = "item\tanchor_language\tanswer_language\tkind\tanchor\tpositive\tnegative"

#: The negative is of another field.
EASY = "easy"
#: It shares with the anchor what is not the policy: words, figures, kind of place, field.
HARD = ("same-words", "same-figures", "same-place", "same-field")
KINDS = (EASY, *HARD)
#: All hard kinds together.
ALL_HARD = "hard"

#: Texts and their languages → rows to be compared by inner product, float (texts, d).
Embed = Callable[[Sequence[str], Sequence[Language]], NDArray[np.floating]]


@dataclass(frozen=True, slots=True)
class Item:
    """An anchor, its positive, and the negative of every kind of `KINDS`."""

    id: str
    anchor_language: Language
    answer_language: Language
    anchor: str
    positive: str
    negatives: Mapping[str, str]

    @property
    def direction(self) -> str:
        """ "fr to ja": the language of the anchor, that of the answers."""
        return f"{self.anchor_language} to {self.answer_language}"


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Share of triples told right, in [0, 1]; 0.5 is chance.

    `by_kind` maps every kind of `KINDS` and `ALL_HARD` to its figure, `by_direction` the
    languages ("fr to ja") to that of the hard kinds together.
    """

    by_kind: Mapping[str, Figure]
    by_direction: Mapping[str, Figure]


def read_triples(path: Path = SOURCE) -> tuple[Item, ...]:
    """The items of `path`, in its order.

    Raises DataFileError with every faulty line: columns, language, kind, a kind given twice or not
    at all, an anchor or positive that changes within its item. Raises FileRefused.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise FileRefused(str(path), "not-found") from None
    except (OSError, UnicodeDecodeError) as problem:
        raise FileRefused(str(path), "not-readable") from problem
    head, *lines = text.removesuffix("\n").split("\n")
    faults = [] if head == _HEADER else [Fault(1, "header", head, _HEADER)]
    items: dict[str, Item] = {}
    for number, line in enumerate(lines, start=2):
        found = _row(line, number)
        if isinstance(found, Fault):
            faults.append(found)
            continue
        (kind,) = found.negatives
        known = items.setdefault(found.id, found)
        if known is found:
            continue
        if _but_negatives(known) != _but_negatives(found):
            faults.append(Fault(number, found.id, found.anchor, known.anchor))
        elif kind in known.negatives:
            faults.append(Fault(number, found.id, kind, "each kind once"))
        items[found.id] = Item(
            *_but_negatives(known), negatives={**known.negatives, **found.negatives}
        )
    faults += [
        Fault(None, item.id, ", ".join(item.negatives), ", ".join(KINDS))
        for item in items.values()
        if set(item.negatives) != set(KINDS)
    ]
    if not items and not faults:
        faults.append(Fault(None, "items", "0", "1"))
    if faults:
        raise DataFileError(str(path), tuple(faults))
    return tuple(items.values())


def told_right(items: Sequence[Item], embed: Embed) -> dict[str, NDArray[np.float64]]:
    """By kind, for each item: 1 where the anchor is nearer to the positive than to the negative,
    0 where it is not, 0.5 where both are as near. float64 (items,)."""
    answers = [[item.positive, *(item.negatives[kind] for kind in KINDS)] for item in items]
    width = 1 + len(KINDS)
    rows = embed(
        [*(item.anchor for item in items), *(text for texts in answers for text in texts)],
        [
            *(item.anchor_language for item in items),
            *(item.answer_language for item in items for _ in range(width)),
        ],
    ).astype(np.float64)
    anchors, others = rows[: len(items)], rows[len(items) :].reshape(len(items), width, -1)
    cosine = np.einsum("id,ikd->ik", anchors, others)
    return {
        kind: (1.0 + np.sign(cosine[:, 0] - cosine[:, k])) / 2
        for k, kind in enumerate(KINDS, start=1)
    }


def accuracy(items: Sequence[Item], right: Mapping[str, NDArray[np.float64]]) -> Accuracy:
    """Means with bootstrap intervals over items: the triples of an item share their anchor."""
    hard = np.mean([right[kind] for kind in HARD], axis=0)
    direction = np.array([item.direction for item in items])
    return Accuracy(
        by_kind={
            **{kind: _figure(right[kind]) for kind in KINDS},
            ALL_HARD: _figure(hard),
        },
        by_direction={
            str(name): _figure(hard[direction == name]) for name in dict.fromkeys(direction)
        },
    )


def _figure(values: NDArray[np.float64]) -> Figure:
    size = len(values)
    generator = np.random.default_rng(SEED)
    counts = generator.multinomial(size, np.full(size, 1 / size), size=DRAWS)
    return Figure(float(values.mean()), interval(means(values, counts)))


def _row(line: str, number: int) -> Item | Fault:
    """One line as an item with the one negative it has."""
    cells = line.split("\t")
    if len(cells) != len(_HEADER.split("\t")) or not all(cells):
        return Fault(number, "columns", str(len(cells)), "7, none empty")
    id_, asked, answered, kind, anchor, positive, negative = cells
    for language in (asked, answered):
        if language not in set(Language):
            return Fault(number, "language", language, "fr, ja or en")
    if kind not in KINDS:
        return Fault(number, "kind", kind, ", ".join(KINDS))
    return Item(id_, Language(asked), Language(answered), anchor, positive, {kind: negative})


def _but_negatives(item: Item) -> tuple[str, Language, Language, str, str]:
    return item.id, item.anchor_language, item.answer_language, item.anchor, item.positive
