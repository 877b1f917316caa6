"""The columns of the sides ↔ named arrays in one NPZ file. Nothing is pickled.

Names begin with `fr.` or `jp.`, the means with `means.`. Vectors of passages are not here: the
search index holds them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.collectivity import Country, Language
from matcher.gathering import Participant
from matcher.index.codec import CodecError
from matcher.index.content import Content
from matcher.matching.hubs import LanguageMeans
from matcher.matching.side import COLUMNS, Fields, LabelOf, PassageOf, Side, Texts
from matcher.passages import Passage

_Scalar = TypeVar("_Scalar", bound=np.generic)
Arrays = Mapping[str, NDArray[np.generic]]
_FIELDS = ("rarity", "stressed", "tohoku", "companies")


def columns_bytes(content: Content) -> bytes:
    """Everything of `content` but participants and passage vectors, as NPZ."""
    arrays: dict[str, NDArray[np.generic]] = {
        **_side_arrays(content.fr),
        **_side_arrays(content.jp),
        "fields.ids": np.array(content.fr.fields.ids, dtype=np.str_),
        **{f"fields.{name}": getattr(content.fr.fields, name) for name in _FIELDS},
    }
    for kind, means in (("passages", content.passage_means), ("labels", content.label_means)):
        arrays |= {f"means.{kind}.{lang}": vector for lang, vector in means.vectors.items()}
    stream = io.BytesIO()
    np.savez(stream, allow_pickle=False, **arrays)
    return stream.getvalue()


def read_columns(data: bytes) -> Arrays:
    """The arrays that `columns_bytes` wrote. Raises CodecError where it is something else."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (ValueError, OSError, EOFError, zipfile.BadZipFile) as problem:
        raise CodecError("columns", str(problem), "arrays") from problem


def side_of(
    country: Country,
    participants: Sequence[Participant],
    passage_vectors: NDArray[np.float32],
    arrays: Arrays,
) -> Side:
    """The side of `country`. Raises CodecError where arrays are missing or do not fit."""
    column = _Columns(arrays, f"{country.lower()}.")
    count = len(participants)
    points = [participant.key_points for participant in participants]
    try:
        passages = tuple(
            PassageOf(
                owner,
                key_point,
                Language(language),
                Passage(points[owner][key_point].text[start:end], start, end, background),
            )
            for owner, key_point, language, start, end, background in zip(
                column.list("passage.owner"),
                column.list("passage.key_point"),
                column.list("passage.language"),
                column.list("passage.start"),
                column.list("passage.end"),
                column.list("passage.background"),
                strict=True,
            )
        )
        labels = tuple(
            LabelOf(owner, Language(language), label)
            for owner, language, label in zip(
                column.list("label.owner"),
                column.list("label.language"),
                column.list("label.text"),
                strict=True,
            )
        )
        return Side(
            country=country,
            participants=tuple(participants),
            fields=_fields(arrays),
            passages=passages,
            labels=labels,
            passage_texts=Texts(
                passage_vectors, column.integers("passage.owner"), column.floats("passage.weight")
            ),
            label_texts=Texts(
                column.array("label.vectors", np.float32),
                column.integers("label.owner"),
                column.floats("label.weight"),
            ),
            domains=column.bools("domains", count),
            log_population=column.floats("log_population", count),
            rank=column.floats("rank", count),
            commune=column.bools("commune", count),
            tohoku=column.bools("tohoku", count),
            passage_hub=column.floats("passage_hub", count),
            label_hub=column.floats("label_hub", count),
        )
    except (ValueError, IndexError) as problem:
        raise CodecError("columns", str(problem), "columns that fit") from problem


def means_of(kind: str, arrays: Arrays) -> LanguageMeans:
    """The means of "passages" or "labels"."""
    prefix = f"means.{kind}."
    return LanguageMeans(
        {
            Language(name.removeprefix(prefix)): array.astype(np.float32)
            for name, array in arrays.items()
            if name.startswith(prefix)
        }
    )


def _side_arrays(side: Side) -> dict[str, NDArray[np.generic]]:
    found: dict[str, NDArray[np.generic]] = {
        "passage.owner": side.passage_texts.owner,
        "passage.weight": side.passage_texts.weight,
        "passage.key_point": np.array([p.key_point for p in side.passages], dtype=np.int64),
        "passage.language": np.array([str(p.language) for p in side.passages], dtype="U2"),
        "passage.start": np.array([p.passage.start for p in side.passages], dtype=np.int64),
        "passage.end": np.array([p.passage.end for p in side.passages], dtype=np.int64),
        "passage.background": np.array(
            [p.passage.background for p in side.passages], dtype=np.float64
        ),
        "label.owner": side.label_texts.owner,
        "label.weight": side.label_texts.weight,
        "label.vectors": side.label_texts.vectors,
        "label.language": np.array([str(x.language) for x in side.labels], dtype="U2"),
        "label.text": np.array([x.label for x in side.labels], dtype=np.str_),
        **{name: getattr(side, name) for name in COLUMNS},
    }
    return {f"{side.country.lower()}.{name}": array for name, array in found.items()}


def _fields(arrays: Arrays) -> Fields:
    column = _Columns(arrays, "fields.")
    ids = tuple(column.list("ids"))
    return Fields(
        ids=ids,
        rarity=column.floats("rarity", len(ids)),
        stressed=column.bools("stressed", len(ids)),
        tohoku=column.bools("tohoku", len(ids)),
        companies=column.bools("companies", len(ids)),
    )


class _Columns:
    """Arrays whose names begin alike, of the type and length they are asked for in."""

    def __init__(self, arrays: Arrays, prefix: str) -> None:
        self._arrays = arrays
        self._prefix = prefix

    def floats(self, name: str, rows: int | None = None) -> NDArray[np.float64]:
        return self.array(name, np.float64, rows)

    def integers(self, name: str) -> NDArray[np.int64]:
        return self.array(name, np.int64)

    def bools(self, name: str, rows: int) -> NDArray[np.bool_]:
        return self.array(name, np.bool_, rows)

    def list(self, name: str) -> list[Any]:
        found: list[Any] = self._named(name).tolist()
        return found

    def array(self, name: str, type_: type[_Scalar], rows: int | None = None) -> NDArray[_Scalar]:
        array = self._named(name)
        if array.dtype != np.dtype(type_):
            raise CodecError(self._prefix + name, str(array.dtype), np.dtype(type_).name)
        if rows is not None and array.shape[:1] != (rows,):
            raise CodecError(self._prefix + name, f"shape {array.shape}", f"{rows} rows")
        return array.view(type_)

    def _named(self, name: str) -> NDArray[np.generic]:
        full = self._prefix + name
        if full not in self._arrays:
            raise CodecError("columns", "nothing", full)
        return self._arrays[full]
