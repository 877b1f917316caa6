"""Whatever happens to the bytes of a file, reading it ends with text or with a refusal."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.errors import REFUSALS, FileRefused
from matcher.reading.filled import ReadFile
from matcher.reading.source import read_bytes
from tests.reading.builders import FILES

SEEDS = sorted(path for path in FILES.iterdir() if path.suffix not in (".md", ".doc"))
PACKAGES = [path for path in SEEDS if path.suffix in (".docx", ".xlsx", ".odt", ".ods")]

changes = st.lists(
    st.tuples(
        st.floats(0, 0.999),
        st.integers(0, 60),
        st.one_of(st.binary(max_size=8), st.sampled_from([b"<", b"\xff" * 4, b"99999999", b"-1"])),
    ),
    min_size=1,
    max_size=6,
)


def changed(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    for where, removed, added in edits:
        at = int(where * len(data))
        data = data[:at] + added + data[at + removed :]
    return data


def ends_well(data: bytes, name: str) -> None:
    for outcome in read_bytes(data, name):
        assert isinstance(outcome, ReadFile) or outcome.reason in REFUSALS
        if isinstance(outcome, FileRefused) and outcome.reason == "damaged":
            assert not str(outcome.details.get("error", "")).endswith("NameError")


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
@given(edits=changes)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_bytes_changed(path: Path, edits: list[tuple[float, int, bytes]]) -> None:
    ends_well(changed(path.read_bytes(), edits), path.name)


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.name)
@given(edits=changes, which=st.integers(0, 100))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_bytes_changed_inside_a_package(
    path: Path, edits: list[tuple[float, int, bytes]], which: int
) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(stream, "w") as new:
        names = old.namelist()
        for number, name in enumerate(names):
            content = old.read(name)
            new.writestr(name, changed(content, edits) if number == which % len(names) else content)
    ends_well(stream.getvalue(), path.name)


@given(st.binary(max_size=400), st.sampled_from([".docx", ".csv", ".yaml", ".txt", ".json", ""]))
@settings(max_examples=150, deadline=None)
def test_any_bytes_at_all(data: bytes, suffix: str) -> None:
    ends_well(data, f"fiche{suffix}")


@given(st.text(max_size=300), st.sampled_from([".csv", ".yaml", ".txt", ".json"]))
@settings(max_examples=150, deadline=None)
def test_any_text_at_all(text: str, suffix: str) -> None:
    ends_well(text.encode("utf-8", "surrogatepass"), f"fiche{suffix}")
