"""Ranking quality on judged fiches: a table, results.json, a report, plots.

    python benchmarks/ranking_quality.py [--set development|frozen] [-o DIR]
    python benchmarks/ranking_quality.py --fiches DIR --qrels DIR [--profile P]... [--run FILE]...

Every collectivity is ranked against all of the other country, in both directions, and scored
against `consensus.fr-jp.qrels` of the judgments. On the development fiches, from which the
default profile's weights were learnt, the default is cross-fitted; elsewhere it is the profile as
it is. Further systems: `--profile` (weights as they are), `--encoder` (a folder or shipped name),
`--hub` (a model of the hub, fetched), `--run` (NAME.fr-jp.run, a TREC run made elsewhere; its
other direction is read from NAME.jp-fr.run beside it). Ablations are fitted anew each, so they are
told on the development fiches alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.ablations import ablations  # noqa: E402  (after the path is set)
from benchmarks.breakdown import by_domain, by_language  # noqa: E402
from benchmarks.calibration import calibration  # noqa: E402
from benchmarks.ceiling import agreements  # noqa: E402
from benchmarks.encoders import by_encoder, english_encoder  # noqa: E402
from benchmarks.evaluation import evaluate  # noqa: E402
from benchmarks.exposure import exposure  # noqa: E402
from benchmarks.judged import SETS, Judged, Source, open_judged  # noqa: E402
from benchmarks.plots import draw  # noqa: E402
from benchmarks.report import markdown, terminal  # noqa: E402
from benchmarks.results import Results, Setting, as_json  # noqa: E402
from benchmarks.runs_in_out import given_run, write_runs  # noqa: E402
from benchmarks.shortlist_quality import shortlist_quality  # noqa: E402
from benchmarks.systems import (  # noqa: E402
    DEFAULT,
    System,
    baselines,
    by_profile,
    default_system,
    shuffled,
)
from matcher.collectivity import Language  # noqa: E402
from matcher.errors import MatcherError  # noqa: E402
from matcher.i18n.messages import error  # noqa: E402
from matcher.i18n.sentences import Speaker  # noqa: E402
from matcher.matching.calibration import withheld  # noqa: E402
from matcher.tuning.evidence import GOOD  # noqa: E402
from matcher.workflow.opening import LazyEncoder, open_knowledge, open_profile  # noqa: E402


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--set", choices=sorted(SETS), default="development")
    parser.add_argument("--fiches", type=Path, help="fiches of a set of one's own")
    parser.add_argument("--qrels", type=Path, help="its judgments, NAME.fr-jp.qrels")
    parser.add_argument("--profile", action="append", default=[], help="one more profile")
    parser.add_argument("--encoder", action="append", default=[], help="one more encoder")
    parser.add_argument("--hub", action="append", default=[], help="one more, of the hub")
    parser.add_argument("--run", action="append", type=Path, default=[], help="a TREC run")
    parser.add_argument("-o", "--output", type=Path, help="folder for report, plots and runs")
    options = parser.parse_args(given)
    if (options.fiches is None) != (options.qrels is None):
        parser.error("--fiches and --qrels belong together")
    if options.output is not None and options.output.exists() and not options.output.is_dir():
        parser.error(f"-o {options.output}: is a file; a folder is needed")
    for asked in (options.profile, options.encoder, options.hub, options.run):
        names = [Path(str(name)).name for name in asked]
        if len(names) != len(set(names)):
            parser.error(f"two of the same name in {', '.join(map(str, asked))}: rename one")
    return options


def measured(options: argparse.Namespace) -> tuple[Judged, Results]:
    """The judged set and everything that is measured on it. Raises MatcherError."""
    knowledge = open_knowledge()
    profile = open_profile(knowledge)
    encoder = LazyEncoder("default")
    source = SETS[options.set]
    if options.fiches is not None:
        source = Source("own", options.fiches, options.qrels, cross_fit=False)
    judged = open_judged(source, encoder, profile, knowledge)
    others = [open_profile(knowledge, name) for name in options.profile]
    systems: list[System] = [
        default_system(),
        by_profile(profile),
        *(by_profile(other) for other in others),
        *baselines(),
        *english_encoder(knowledge),
        *(by_encoder(name, LazyEncoder(name), knowledge) for name in options.encoder),
        *(
            by_encoder(name, LazyEncoder(name, allow_download=True), knowledge)
            for name in options.hub
        ),
        *(given_run(path, judged) for path in options.run),
        *(ablations(encoder) if source.cross_fit else ()),
        shuffled(),
    ]
    evaluated = evaluate(judged, systems)
    default = evaluated[DEFAULT]
    why_not = withheld(profile, encoder.fingerprint)
    return judged, Results(
        setting=Setting(
            set_name=source.name,
            fr=len(judged.fr),
            jp=len(judged.jp),
            good=int((judged.grades >= GOOD).sum()),
            cross_fitted=source.cross_fit,
            encoder=encoder.name,
            encoder_fingerprint=encoder.fingerprint,
            profile=profile.name,
            profile_fingerprint=profile.fingerprint,
        ),
        systems=evaluated,
        agreements=agreements(judged),
        calibration=calibration(judged, default.scores)
        if source.cross_fit or why_not is None
        else None,
        shortlist={
            name: shortlist_quality(judged, evaluated[name].scores, profile.floor)
            for name in (DEFAULT, f"profile {profile.name}")
        },
        exposure=exposure(judged, default.scores),
        by_language=by_language(judged, default),
        by_domain=by_domain(judged, default),
        notes=()
        if why_not is None
        else (f"people are told no probability ({why_not}): see docs/how-pairs-are-scored.md",),
    )


def main(given: Sequence[str] | None = None) -> int:
    """Print the table, write the files; 0 when all went well, 1 where the input is not usable."""
    options = arguments(given)
    try:
        judged, results = measured(options)
    except MatcherError as problem:
        print(error(problem, Speaker(Language.EN)), file=sys.stderr)
        return 1
    print(terminal(results), end="")
    if options.output is not None:
        folder: Path = options.output
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(as_json(results), indent=2, ensure_ascii=False)
        (folder / "results.json").write_text(text + "\n", encoding="utf-8")
        plots = draw(results, folder)
        (folder / "report.md").write_text(markdown(results, plots), encoding="utf-8")
        write_runs(judged, results.systems, folder / "runs")
        print(f"\n{folder}/report.md, results.json, {', '.join(plots.values())}, runs/")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
