"""The tokenizer with fewer pieces: first those that three languages need, then the most used."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from tokenizers import Tokenizer

from scripts.encoder.characters import is_ours

#: `<s>`, `<pad>`, `</s>` and `<unk>` stand first.
MARKS = 4
UNKNOWN = 3
_SPACE_MARK = "\u2581"
_AT_ONCE = 20_000


def cut_up(tokenizer: str, texts: Iterable[str]) -> Iterator[list[int]]:
    """The numbers of each text's pieces; `tokenizer` is the content of its file."""
    cutter = Tokenizer.from_str(tokenizer)
    cutter.no_truncation()
    cutter.no_padding()
    left = iter(texts)
    while part := list(islice(left, _AT_ONCE)):
        for one in cutter.encode_batch_fast(part, add_special_tokens=False):
            yield one.ids


def counts(tokenizer: str, texts: Iterable[str]) -> Counter[int]:
    """How often each piece occurs in `texts`, by its number."""
    seen: Counter[int] = Counter()
    for numbers in cut_up(tokenizer, texts):
        seen.update(numbers)
    return seen


def needed(pieces: Sequence[str], seen: Mapping[int, int], least: int) -> list[int]:
    """Numbers of the pieces that French, Japanese and English text needs, ascending.

    Kept are the marks, every single character of these languages, and every longer piece of such
    characters that was seen at least `least` times.
    """
    return [
        number
        for number, piece in enumerate(pieces)
        if number < MARKS
        or (
            all(map(is_ours, _bare(piece)))
            and (len(_bare(piece)) <= 1 or seen.get(number, 0) >= least)
        )
    ]


def most_used(pieces: Sequence[str], seen: Mapping[int, int], size: int) -> list[int]:
    """Numbers of `size` pieces, ascending: marks and single characters, then the most seen.

    Of pieces seen alike the first stays.
    """
    always = [i for i, piece in enumerate(pieces) if i < MARKS or len(_bare(piece)) <= 1]
    longer = sorted(set(range(len(pieces))) - set(always), key=lambda i: (-seen.get(i, 0), i))
    return sorted(always + longer[: max(0, size - len(always))])


def pieces_of(tokenizer: str) -> list[str]:
    """The pieces of a tokenizer's file, by number."""
    return [piece for piece, _ in json.loads(tokenizer)["model"]["vocab"]]


def cut(tokenizer: str, kept: Sequence[int]) -> str:
    """The tokenizer's file with the pieces `kept` alone, without truncation and padding."""
    plan: dict[str, Any] = json.loads(tokenizer)
    vocabulary = plan["model"]["vocab"]
    plan["model"]["vocab"] = [vocabulary[number] for number in kept]
    plan["model"]["unk_id"] = UNKNOWN
    plan["added_tokens"] = [mark for mark in plan["added_tokens"] if mark["id"] < MARKS]
    plan["truncation"] = plan["padding"] = None
    return json.dumps(plan, ensure_ascii=False, separators=(",", ":"))


def _bare(piece: str) -> str:
    return piece.removeprefix(_SPACE_MARK)
