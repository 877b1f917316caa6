"""Seventy-two forms in every format, written without sight of the readers (see files/forms)."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from matcher.collectivity import Language
from matcher.i18n.sentences import Speaker
from matcher.workflow.opening import open_knowledge
from matcher.workflow.take_in import TakenFile, files_in
from matcher.writing.fiche_json import fiche_dict

FILES = Path(__file__).resolve().parents[1] / "files"
FIELDS = (
    "name",
    "country",
    "language",
    "domains",
    "population",
    "website",
    "contact",
    "location",
    "updated",
    "key_points",
)
JAPANESE = r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]"


def plain(text: str) -> str:
    """Runs of white space as one space, none at a line end between Japanese characters."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()
    return re.sub(rf"(?<={JAPANESE}) (?={JAPANESE})", "", text)


def comparable(field: str, value: object) -> object:
    """A value as the rules beside the forms compare it."""
    if field == "location":
        place = value if isinstance(value, dict) else {}
        point = tuple(None if place.get(k) is None else round(place[k], 3) for k in ("lat", "lon"))
        return (*point, place.get("link"))
    if field == "website" and isinstance(value, str):
        return plain(value).rstrip("/")
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def same(field: str, one: object, other: object) -> bool:
    """Whether two values agree; positions within 0.001 degrees."""
    a, b = comparable(field, one), comparable(field, other)
    if field == "location" and isinstance(a, tuple) and isinstance(b, tuple):
        near = all(
            (x is None) == (y is None) and (x is None or abs(x - y) <= 0.0011)
            for x, y in zip(a[:2], b[:2], strict=True)
        )
        return near and a[2] == b[2]
    return a == b


def wrong_fields(path: Path) -> tuple[list[str], int]:
    """What `matcher read` gets wrong in one file, and how many fields there are."""
    expected = json.loads(Path(f"{path}.expected.json").read_text(encoding="utf-8"))["fiches"]
    found = [
        json.loads(json.dumps(fiche_dict(fiche, Speaker(Language.EN))))
        for file in files_in([path], open_knowledge())
        if isinstance(file, TakenFile)
        for fiche in file.fiches
    ]
    wrong = []
    for number, wanted in enumerate(expected):
        got = found[number] if number < len(found) else {}
        wrong += [
            f"{path.name} #{number + 1} {field}: {got.get(field)!r} instead of {wanted[field]!r}"
            for field in FIELDS
            if not same(field, got.get(field), wanted[field])
        ]
    if len(found) > len(expected):
        wrong.append(f"{path.name}: {len(found)} fiches instead of {len(expected)}")
    return wrong, len(expected) * len(FIELDS)


@pytest.mark.parametrize("folder", ["forms", "forms_second"])
def test_at_least_97_of_100_fields_of_forms_nobody_had_seen_are_right(folder: str) -> None:
    wrong: list[str] = []
    fields = 0
    for expected in sorted((FILES / folder).glob("*.expected.json")):
        found, count = wrong_fields(
            expected.with_name(expected.name.removesuffix(".expected.json"))
        )
        wrong += found
        fields += count
    by_field = Counter(line.split(" ")[2].rstrip(":") for line in wrong if "#" in line)
    share = 1 - len(wrong) / fields
    assert share >= 0.97, f"{share:.1%} of {fields}, {by_field}\n" + "\n".join(wrong)


@pytest.mark.parametrize("kind", ["docx", "pdf", "odt", "rtf", "xlsx", "ods", "csv", "zip"])
def test_every_kind_of_file_is_among_the_forms(kind: str) -> None:
    assert list(FILES.glob(f"forms*/*.{kind}"))
