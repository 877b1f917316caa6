"""The lines of a TREC file (qrels, run), each with its number; what cannot be one is a fault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from matcher.errors import Fault, FileRefused


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file, split at white space; `line` counts from 1."""

    line: int
    columns: tuple[str, ...]


def rows(path: Path, form: str) -> Iterator[Row | Fault]:
    """Every line of `path` that is not blank, as a row of as many columns as `form` names.

    A line of another number of columns, or that is no UTF-8, is a fault. Raises FileRefused
    ("not-found", "not-readable").
    """
    count = len(form.split())
    for number, data in enumerate(_bytes(path).removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        try:
            text = data.decode("utf-8").strip()
        except UnicodeDecodeError:
            yield Fault(number, "line", data.decode("utf-8", "backslashreplace").strip(), "UTF-8")
            continue
        columns = tuple(text.split())
        if len(columns) == count:
            yield Row(number, columns)
        elif columns:
            yield Fault(number, "line", text, form)


def again(line: int, first: int, query: str, document: str) -> Fault:
    """The pair of line `line` stands in line `first` already."""
    return Fault(line, "pair", f"{query} {document} (= L{first})", "each pair once")


def _bytes(path: Path) -> bytes:
    try:
        # A device may never end.
        if path.exists() and not path.is_file():
            raise FileRefused(str(path), "not-readable")
        return path.read_bytes()
    except FileNotFoundError:
        raise FileRefused(str(path), "not-found") from None
    except OSError as problem:
        raise FileRefused(str(path), "not-readable") from problem
