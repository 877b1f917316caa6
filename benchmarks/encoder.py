"""How good encoders are at the product's task, next to each other, and what they cost.

    python benchmarks/encoder.py [--encoder NAME|FOLDER]... [--hub NAME]... [--texts DIR]
                                 [--speed] [-o DIR]

The default is measured first; all-MiniLM-L6-v2 where its package is installed, and TF-IDF, beside
it. `--texts` names a folder of sentences and their translations (docs/encoders.md tells where they
come from). `-o` writes encoder.json and encoder.md, the same bytes on a second run. What the clock
says is asked for with `--speed` and written apart, to speed.json and speed.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.encoder_figures import (  # noqa: E402  (after the path is set)
    TF_IDF,
    Contender,
    as_json,
    measure,
    measure_costs,
)
from benchmarks.encoder_report import as_markdown, as_text, costs_table, page, tables  # noqa: E402
from benchmarks.encoders import ENGLISH, english_folder  # noqa: E402
from benchmarks.judged import SETS, open_judged  # noqa: E402
from benchmarks.systems import DEFAULT  # noqa: E402
from benchmarks.translations import read_sentences  # noqa: E402
from benchmarks.triples import read_triples  # noqa: E402
from matcher.collectivity import Language  # noqa: E402
from matcher.errors import MatcherError  # noqa: E402
from matcher.i18n.messages import error  # noqa: E402
from matcher.i18n.sentences import Speaker  # noqa: E402
from matcher.workflow.opening import LazyEncoder, open_knowledge, open_profile  # noqa: E402


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--encoder", action="append", default=[], help="one more: name or folder")
    parser.add_argument("--hub", action="append", default=[], help="one more, of the hub, fetched")
    parser.add_argument("--texts", type=Path, help="folder of NTREX and Tatoeba sentences")
    parser.add_argument("--speed", action="store_true", help="time and memory too")
    parser.add_argument("-o", "--output", type=Path, help="folder for the files")
    options = parser.parse_args(given)
    taken = {DEFAULT, ENGLISH, TF_IDF} & {*options.encoder, *options.hub}
    if taken:
        parser.error(
            f"{', '.join(sorted(taken))}: measured already, or the name of something that is"
        )
    return options


def contenders(options: argparse.Namespace) -> tuple[Contender, ...]:
    """The encoders to be measured, the default first, each once."""
    found = [Contender(DEFAULT, "default", LazyEncoder("default"))]
    found += [Contender(name, name, LazyEncoder(name)) for name in dict.fromkeys(options.encoder)]
    found += [
        Contender(name, name, LazyEncoder(name, allow_download=True))
        for name in dict.fromkeys(options.hub)
        if name not in options.encoder
    ]
    english = english_folder()
    if english is not None:
        found.append(Contender(ENGLISH, str(english), LazyEncoder(str(english))))
    return tuple(found)


def main(given: Sequence[str] | None = None) -> int:
    """Print the tables, write the files; 0 when all went well, 1 where the input is not usable."""
    options = arguments(given)
    try:
        knowledge = open_knowledge()
        items = read_triples()
        sentences = {} if options.texts is None else read_sentences(options.texts)
        measured = contenders(options)
        judged = open_judged(
            SETS["development"], measured[0].encoder, open_profile(knowledge), knowledge
        )
        results = measure(measured, judged, items, sentences, knowledge)
    except MatcherError as problem:
        print(error(problem, Speaker(Language.EN)), file=sys.stderr)
        return 1
    print("\n".join(map(as_text, tables(results))), end="")
    if options.output is not None:
        _write(options.output, "encoder", as_json(results), page(results))
    if options.speed:
        costs = measure_costs(measured, items)
        table = costs_table(costs)
        print(f"\n{as_text(table)}", end="")
        if options.output is not None:
            found = {name: asdict(each) for name, each in costs.items()}
            _write(options.output, "speed", found, as_markdown(table))
    return 0


def _write(folder: Path, stem: str, values: dict[str, Any], text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    content = json.dumps(values, indent=2, ensure_ascii=False)
    for name, written in ((f"{stem}.json", f"{content}\n"), (f"{stem}.md", text)):
        (folder / name).write_text(written, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    raise SystemExit(main())
