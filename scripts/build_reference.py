"""Makes the reference key points that ship with the package from a table of policy topics.

    python scripts/build_reference.py POLICY_TOPICS_TSV [-o src/matcher/data]

The mean embedding of these texts is what texts of one language have in common besides their
meaning (`matcher.matching.hubs`); it is taken out before anything is compared. The table has the
columns topic, label, language, text, neighbours. Topics are taken evenly from every field, one
text a language of each; the same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

LANGUAGES = ("fr", "ja", "en")
EVERY = 4  # of 440 topics, 110


def main() -> None:
    """Read the arguments and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("topics", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("src/matcher/data"))
    arguments = parser.parse_args()
    with arguments.topics.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    lines = ["topic\tlanguage\ttext", *chosen(rows)]
    target = arguments.output / "reference_key_points.tsv"
    target.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{target}: {len(lines) - 1} texts, {target.stat().st_size} bytes")


def chosen(rows: Iterable[dict[str, str]]) -> list[str]:
    """Every fourth topic of each field, in order of ids, with its first text of each language."""
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        texts[row["topic"]].setdefault(row["language"], row["text"])
    fields: dict[str, list[str]] = defaultdict(list)
    for topic in sorted(texts):
        fields[topic.partition("-")[0]].append(topic)
    return [
        f"{topic}\t{language}\t{texts[topic][language]}"
        for field in sorted(fields)
        for topic in fields[field][::EVERY]
        for language in LANGUAGES
    ]


if __name__ == "__main__":
    main()
