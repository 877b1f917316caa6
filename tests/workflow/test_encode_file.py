"""Lines of a file → rows of vectors, none more and none fewer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import FileRefused
from matcher.workflow.encode_file import encode_lines, lines_of, write_vectors
from matcher.workflow.opening import LazyEncoder


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", []),
        (b"\n", [""]),
        (b"a\nb\n", ["a", "b"]),
        (b"a\nb", ["a", "b"]),
        (b"a\r\n\r\nb\r\n", ["a", "", "b"]),
        (b"\xef\xbb\xbfa\n", ["a"]),
        ("a\u2028b\x0cc\x85d\n".encode(), ["a\u2028b\x0cc\x85d"]),
    ],
)
def test_only_a_newline_ends_a_line(data: bytes, lines: list[str]) -> None:
    assert lines_of(data, "x") == lines


@given(st.lists(st.text().filter(lambda text: not {"\n", "\r"} & set(text))))
def test_as_many_rows_as_newlines(lines: list[str]) -> None:
    data = "".join(f"{line}\n" for line in lines).encode("utf-8", "ignore")
    assert len(lines_of(b"\xef\xbb\xbf" + data, "x")) == len(lines)


def test_rows_are_unit_float32_and_blank_lines_zero(encoder: LazyEncoder) -> None:
    told: list[tuple[int, int]] = []
    found = encode_lines(
        "Un tramway\n\n路面電車\n  \n".encode(), "x", encoder, lambda *n: told.append(n)
    )
    assert found.vectors.dtype == np.float32
    assert found.vectors.shape == (4, encoder.dimension)
    np.testing.assert_allclose(np.linalg.norm(found.vectors, axis=1), [1, 0, 1, 0], atol=1e-6)
    assert found.blank == 2
    assert told == [(4, 4)]


def test_an_empty_file_gives_no_rows_of_the_right_length(encoder: LazyEncoder) -> None:
    found = encode_lines(b"", "x", encoder, lambda *n: None)
    assert found.vectors.shape == (0, encoder.dimension)


def test_what_is_no_utf8_is_refused_with_its_line(encoder: LazyEncoder) -> None:
    with pytest.raises(FileRefused) as caught:
        encode_lines(b"a\nb\xe9\n", "x.txt", encoder, lambda *n: None)
    assert (caught.value.reason, caught.value.details["line"]) == ("undecodable-text", 2)


def test_vectors_are_written_under_exactly_the_name_given(tmp_path: Path) -> None:
    path = tmp_path / "vecteurs 日本"
    write_vectors(np.eye(2, dtype=np.float32), path)
    assert [each.name for each in tmp_path.iterdir()] == ["vecteurs 日本"]
    np.testing.assert_array_equal(np.load(path), np.eye(2))
