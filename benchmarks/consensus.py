"""The judges' grades → the files that rankings are scored against.

    python benchmarks/consensus.py --qrels DIR [--fiches DIR]

Reads `judge1.fr-jp.qrels`, `judge2.fr-jp.qrels` … in `--qrels`, refused with their lines where
they are wrong, and writes `consensus.fr-jp.qrels` beside them: the median of the judges, of an
even number of them the lower middle (two judges: the lower of both grades). A pair that a judge's
file does not list is grade 0; a pair of median 0 is not listed. Each file is also written turned
round, as `….jp-fr.qrels`: a pair has one grade in both directions.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median_low

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from matcher.collectivity import Country, Language  # noqa: E402  (after the path is set)
from matcher.errors import FileRefused, MatcherError  # noqa: E402
from matcher.i18n.messages import error  # noqa: E402
from matcher.i18n.sentences import Speaker  # noqa: E402
from matcher.reading.qrels import Judgment, read_qrels  # noqa: E402
from matcher.workflow.opening import LazyEncoder, open_knowledge  # noqa: E402
from matcher.workflow.take_part import take_part  # noqa: E402
from matcher.writing.qrels import qrels_line  # noqa: E402


def consensus(judges: Sequence[Sequence[Judgment]]) -> tuple[Judgment, ...]:
    """The median of the judges' grades, in order of ids; pairs of median 0 are left out."""
    given = [{(each.query, each.document): each.grade for each in judge} for judge in judges]
    pairs = sorted({pair for grades in given for pair in grades})
    found = (Judgment(*pair, median_low(grades.get(pair, 0) for grades in given)) for pair in pairs)
    return tuple(each for each in found if each.grade)


def turned(judgments: Sequence[Judgment]) -> tuple[Judgment, ...]:
    """The same grades with query and document exchanged, in order of ids."""
    back = (Judgment(each.document, each.query, each.grade) for each in judgments)
    return tuple(sorted(back, key=lambda each: (each.query, each.document)))


def write(path: Path, judgments: Sequence[Judgment]) -> None:
    """Write `judgments` to `path`, a line each."""
    text = "".join(f"{qrels_line(each)}\n" for each in judgments)
    path.write_text(text, encoding="utf-8", newline="\n")


def main() -> int:
    """Write the files; 0 when all went well, 1 where the input is not usable."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--qrels", type=Path, required=True)
    parser.add_argument("--fiches", type=Path, default=ROOT / "examples" / "fiches")
    options = parser.parse_args()
    try:
        party = take_part([options.fiches], LazyEncoder("default"), open_knowledge())
        fr, jp = (
            {each.id for each in party.participants if each.country is country}
            for country in Country
        )
        files = sorted(options.qrels.glob("judge*.fr-jp.qrels"))
        if not files:
            raise FileRefused(str(options.qrels / "judge1.fr-jp.qrels"), "not-found")
        judges = {path.name.split(".")[0]: read_qrels(path, fr, jp) for path in files}
    except MatcherError as problem:
        print(error(problem, Speaker(Language.EN)), file=sys.stderr)
        return 1
    agreed = consensus(tuple(judges.values()))
    write(options.qrels / "consensus.fr-jp.qrels", agreed)
    for name, judgments in (*judges.items(), ("consensus", agreed)):
        write(options.qrels / f"{name}.jp-fr.qrels", turned(judgments))
    print(f"{len(judges)} judges, {len(agreed)} pairs above grade 0 in {options.qrels}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
