"""Makes the gazetteer that ships with the package from a folder of compiled registers.

    python scripts/build_gazetteer.py SHARED_DIR [-o src/matcher/data]

SHARED_DIR holds `gazetteer/authorities.csv`, `gazetteer/outlines.json` and
`partnerships/partnerships.csv`; what they are, and their licences, stands in
`src/matcher/data/README.md`. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

AUTHORITY_COLUMNS = (
    "country",
    "level",
    "kind",
    "code",
    "name",
    "name_kana",
    "name_romaji",
    "name_fr",
    "name_ja",
    "name_en",
    "parent_code",
    "epci_code",
    "population",
    "population_year",
    "lat",
    "lon",
    "coastal",
    "website",
)
PARTNERSHIP_COLUMNS = (
    "fr_level",
    "fr_code",
    "fr_name",
    "fr_epci",
    "jp_level",
    "jp_code",
    "jp_name",
    "year",
    "status",
    "themes",
    "signed_as",
)

#: The ministry's list abbreviates the legal kind in front of the name.
EPCI_KINDS = {
    "CC": "Communauté de communes",
    "CA": "Communauté d'agglomération",
    "CU": "Communauté urbaine",
}
#: A name that already says it is an intercommunalité needs no kind before it.
SAYS_ITS_KIND = re.compile(r"\b(agglo\w*|communauté|métropole|intercom)\b", re.IGNORECASE)
LINKING_WORD = re.compile(r"^(?:de la |de l'|du |des |de |d')", re.IGNORECASE)

PARTNERSHIP_LEVELS = {
    "commune": "commune",
    "département": "departement",
    "région": "region",
    "intercommunalité": "epci",
}
#: An arrondissement of Paris is no authority of its own in the registers.
WITHOUT_AUTHORITY = {("commune", "75115")}


def read_rows(path: Path) -> list[dict[str, str]]:
    """All rows of a UTF-8 CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> None:
    """UTF-8, `\\n` line ends, exactly these columns."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def epci_name(listed: str) -> str:
    """« CC du Clunisois » → « Communauté de communes du Clunisois ».

    « CU Grand Besançon Métropole » → « Grand Besançon Métropole »: the usual name.
    """
    plain = re.sub(r"''|\"", "", listed)
    plain = re.sub(r"\s+", " ", plain).strip()
    kind, _, rest = plain.partition(" ")
    if kind not in EPCI_KINDS:
        return plain
    if SAYS_ITS_KIND.search(re.sub(r"\(.*?\)", "", rest)):
        bare = LINKING_WORD.sub("", rest)
        return bare[0].upper() + bare[1:]
    return f"{EPCI_KINDS[kind]} {rest}"


def authority(row: dict[str, str]) -> dict[str, str]:
    """One row of the registers as it ships."""
    if row["level"] != "epci":
        return row
    return {**row, "name": epci_name(row["name"])}


def partnership(row: dict[str, str], epci_of: Mapping[str, str]) -> dict[str, str]:
    """The facts of one partnership that the product tells.

    `epci_of` maps the code of a commune to that of its intercommunalité, for which a commune's
    link counts.
    """
    name, _, signed = row["fr_name"].partition(" (signed by ")
    return {
        "fr_level": PARTNERSHIP_LEVELS[row["fr_kind"]],
        "fr_code": row["fr_insee"],
        "fr_name": name,
        "fr_epci": epci_of.get(row["fr_insee"], "") if row["fr_kind"] == "commune" else "",
        "jp_level": "prefecture" if row["jp_code"].endswith("000") else "municipality",
        "jp_code": row["jp_code"],
        "jp_name": row["jp_name_ja"],
        "year": row["year_signed"],
        "status": row["status"],
        "themes": row["themes"],
        "signed_as": row["jp_signed_as"] or signed.rstrip(")"),
    }


def main(arguments: list[str]) -> None:
    """Build the three files and say how many rows each has."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("shared", type=Path, metavar="SHARED_DIR")
    parser.add_argument("-o", "--output", type=Path, default=Path("src/matcher/data"))
    options = parser.parse_args(arguments)
    options.output.mkdir(parents=True, exist_ok=True)

    authorities = [
        authority(row) for row in read_rows(options.shared / "gazetteer" / "authorities.csv")
    ]
    write_rows(options.output / "authorities.csv", AUTHORITY_COLUMNS, authorities)

    known = {(row["country"], row["level"], row["code"]) for row in authorities}
    epci_of = {row["code"]: row["epci_code"] for row in authorities if row["level"] == "commune"}
    partnerships = [
        partnership(row, epci_of)
        for row in read_rows(options.shared / "partnerships" / "partnerships.csv")
    ]
    told = [
        row for row in partnerships if (row["fr_level"], row["fr_code"]) not in WITHOUT_AUTHORITY
    ]
    for row in told:
        for country in ("fr", "jp"):
            key = (country.upper(), row[f"{country}_level"], row[f"{country}_code"])
            if key not in known:
                raise SystemExit(f"partnerships.csv: no authority {key}")
    write_rows(options.output / "partnerships.csv", PARTNERSHIP_COLUMNS, told)

    outlines = json.loads((options.shared / "gazetteer" / "outlines.json").read_text("utf-8"))
    text = json.dumps(outlines, ensure_ascii=False, separators=(",", ":"))
    (options.output / "outlines.json").write_text(text + "\n", encoding="utf-8")

    print(f"authorities.csv: {len(authorities)} rows")
    print(f"partnerships.csv: {len(told)} rows")
    print(f"outlines.json: {', '.join(key for key in outlines if len(key) == 2)}")


if __name__ == "__main__":
    main(sys.argv[1:])
