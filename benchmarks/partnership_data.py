"""The real partnerships, with both authorities of the registers and what is known beside."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher.collectivity import Collectivity
from matcher.errors import DataFileError, Fault
from matcher.gazetteer.authorities import Gazetteer
from matcher.gazetteer.twins import Link, Status, Twin, Twins

COLUMNS = ["fr_kind", "fr_insee", "jp_code", "fr_water", "jp_water", "rationale"]
_LEVELS = {
    "commune": "commune",
    "département": "departement",
    "région": "region",
    "intercommunalité": "epci",
}


@dataclass(frozen=True, slots=True)
class Partnership:
    """A partnership that exists.

    `fr_on_sea`, `jp_on_sea`: whether it lies on the sea, set from geography; the registers have
    their own word (`Collectivity.coastal`). `merged`: who signed has since been merged into `jp`.
    `rationale`: why it was made, where a source says so.
    """

    fr: Collectivity
    jp: Collectivity
    year: int | None
    active: bool
    merged: bool
    themes: tuple[str, ...]
    fr_on_sea: bool
    jp_on_sea: bool
    rationale: str | None


def read_partnerships(path: Path, twins: Twins, gazetteer: Gazetteer) -> tuple[Partnership, ...]:
    """Every listed partnership that an authority signed itself, in the order of the list.

    `path`: CSV with the header `COLUMNS`, a row each. Raises DataFileError with every partnership
    that has no row there or an authority that the registers lack.
    """
    rows = _rows(path)
    found: list[Partnership] = []
    faults: list[Fault] = []
    for fr_id, jp_id in twins.pairs:
        twin = twins.by_ids(fr_id, jp_id)
        if twin is None or twin.link is not Link.DIRECT:
            continue
        row = rows.get((twin.fr_id, twin.jp_id))
        fr, jp = gazetteer.by_id(twin.fr_id), gazetteer.by_id(twin.jp_id)
        if row is None or fr is None or jp is None:
            pair = f"{twin.fr_id} {twin.jp_id}"
            faults.append(Fault(None, "partnership", pair, "a row, and both in the registers"))
        else:
            found.append(_partnership(twin, fr, jp, row))
    if faults:
        raise DataFileError(path.name, tuple(faults))
    return tuple(found)


def told_by_other_themes(partnerships: Sequence[Partnership]) -> int:
    """For how many both sides have themes documented with another partner.

    Themes are those of a partnership, common to its two sides, so to compare them within their own
    row would assume what is asked.
    """
    return sum(
        any(o is not p and o.fr.id == p.fr.id and o.themes for o in partnerships)
        and any(o is not p and o.jp.id == p.jp.id and o.themes for o in partnerships)
        for p in partnerships
    )


def _rows(path: Path) -> dict[tuple[str, str], dict[str, str]]:
    """Rows by French and Japanese id."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            header = ",".join(reader.fieldnames or ())
            raise DataFileError(path.name, (Fault(1, "header", header, ",".join(COLUMNS)),))
        return {_ids(row): row for row in reader}


def _ids(row: Mapping[str, str]) -> tuple[str, str]:
    level = _LEVELS.get(row["fr_kind"], row["fr_kind"])
    # Only a prefecture's code ends in three zeros.
    jp_level = "prefecture" if row["jp_code"].endswith("000") else "municipality"
    return f"fr-{level}-{row['fr_insee'].lower()}", f"jp-{jp_level}-{row['jp_code']}"


def _partnership(
    twin: Twin, fr: Collectivity, jp: Collectivity, row: Mapping[str, str]
) -> Partnership:
    return Partnership(
        fr=fr,
        jp=jp,
        year=twin.year,
        active=twin.status is Status.ACTIVE,
        merged=twin.signed_as is not None,
        themes=twin.themes,
        fr_on_sea=row["fr_water"] == "yes",
        jp_on_sea=row["jp_water"] == "yes",
        rationale=row["rationale"] or None,
    )
