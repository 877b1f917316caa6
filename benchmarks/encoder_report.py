"""The figures of encoders as tables, for the terminal and in Markdown: one making, two views."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from unicodedata import east_asian_width

from benchmarks.encoder_figures import Figures, Results
from benchmarks.evaluation import MEAN, Evaluated, Figure
from benchmarks.footprint import LENGTHS, Footprint
from benchmarks.measures import HEADLINE
from benchmarks.triples import ALL_HARD, EASY, HARD
from benchmarks.uncertainty import Interval

_NONE = "–"


@dataclass(frozen=True, slots=True)
class Table:
    """A title, a sentence on how to read it, and rows under a head, the system first."""

    title: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(results: Results) -> tuple[Table, ...]:
    """Everything that is the same on a second run."""
    made = [_fiches(results), _languages(results), _triples(results), _directions(results)]
    if any(each.translations for each in results.systems.values()):
        made.append(_translations(results))
    return (*made, _hubness(results), _models(results))


def costs_table(costs: Mapping[str, Footprint]) -> Table:
    """What the clock says."""
    return Table(
        "Time and memory",
        "One core, fresh processes, French texts of so many words. To open: median on the clock, "
        "imports included; texts a second of processor time; peak memory of the process. These "
        "figures differ from run to run.",
        ("encoder", "open, s", *(f"{n} words" for n in LENGTHS), "peak MB"),
        tuple(
            (
                name,
                f"{each.load_s:.2f}",
                *(f"{speed.a_second:.0f}" for speed in each.speeds),
                f"{each.peak_mb:.0f}",
            )
            for name, each in costs.items()
        ),
    )


def as_text(table: Table) -> str:
    """For the terminal, in columns."""
    rows = (table.head, *table.rows)
    widths = [max(_width(row[k]) for row in rows) for k in range(len(table.head))]
    lines = [
        "  ".join(
            _padded(cell, width, left=not k)
            for k, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "\n".join((table.title, *(line.rstrip() for line in lines))) + "\n"


def as_markdown(table: Table) -> str:
    """A section with the sentence and the table."""
    rule = ("---", *("---:" for _ in table.head[1:]))
    rows = "\n".join(f"| {' | '.join(row)} |" for row in (table.head, rule, *table.rows))
    return f"## {table.title}\n\n{table.note}\n\n{rows}\n"


def page(results: Results) -> str:
    """`encoder.md`."""
    head = (
        "# Encoders\n\n"
        f"{results.fr} French × {results.jp} Japanese development fiches, {results.items} items of "
        "triples; 95 % bootstrap intervals in brackets. How each figure is measured, and published "
        "figures of known models: docs/encoders.md.\n"
    )
    return "\n".join((head, *map(as_markdown, tables(results))))


def _fiches(results: Results) -> Table:
    return Table(
        f"Development fiches, {HEADLINE}",
        "By key points alone, hubs corrected, in both directions and their mean; by all signals "
        "with cross-fitted weights. p: paired randomisation against the default, by Holm, the "
        "larger of both directions.",
        ("encoder", "fr-jp", "jp-fr", "mean", "95 %", "p", "all signals", "95 %", "p"),
        tuple(
            (
                name,
                *(f"{each.key_points.headline(way).value:.3f}" for way in ("fr-jp", "jp-fr")),
                *_tested(each.key_points),
                *_tested(each.all_signals),
            )
            for name, each in results.systems.items()
        ),
    )


def _languages(results: Results) -> Table:
    names = [part.name for part in next(iter(results.systems.values())).by_language]
    counts = {
        part.name: part.queries for each in results.systems.values() for part in each.by_language
    }
    return Table(
        f"Key points alone by language pair, {HEADLINE}",
        "Fiches asking by their language, and the language of the side that is asked; their number "
        "in brackets in the head.",
        ("encoder", *(f"{name} ({counts[name]})" for name in names)),
        tuple(
            (system, *(_value(part.ndcg, part.interval) for part in each.by_language))
            for system, each in results.systems.items()
        ),
    )


def _triples(results: Results) -> Table:
    kinds = (EASY, *HARD, ALL_HARD)
    return Table(
        "Triples, accuracy",
        "Share in which the anchor is nearer to the same policy elsewhere than to another text, by "
        "what the other text shares with it; cosine after taking out the languages' means; 0.5 is "
        "chance.",
        ("encoder", *kinds),
        tuple(
            (name, *(_interval(each.triples.by_kind[kind]) for kind in kinds))
            for name, each in results.systems.items()
        ),
    )


def _directions(results: Results) -> Table:
    names = list(next(iter(results.systems.values())).triples.by_direction)
    return Table(
        "Hard triples by direction, accuracy",
        "Language of the anchor, that of the answers.",
        ("encoder", *names),
        tuple(
            (system, *(_interval(each.triples.by_direction[name]) for name in names))
            for system, each in results.systems.items()
        ),
    )


def _translations(results: Results) -> Table:
    measured = {name: each for name, each in results.systems.items() if each.translations}
    names = [found.name for found in next(iter(measured.values())).translations]
    return Table(
        "Translations found, there / back",
        "Share of sentences whose translation is the nearest by plain cosine.",
        ("encoder", *names),
        tuple(
            (system, *(f"{found.there:.3f} / {found.back:.3f}" for found in each.translations))
            for system, each in measured.items()
        ),
    )


def _hubness(results: Results) -> Table:
    measured = {name: each for name, each in results.systems.items() if each.hubness}
    stages = next(iter(measured.values())).hubness
    return Table(
        "Hubs, skewness of 10-occurrence",
        "How unevenly the ten nearest of the other side are spread over all; in brackets the share "
        "that is nobody's; mean of both directions. 0 is even.",
        ("encoder", *(f"{found.what}, {found.stage}" for found in stages)),
        tuple(
            (system, *(f"{found.skewness:.2f} ({found.never:.0%})" for found in each.hubness))
            for system, each in measured.items()
        ),
    )


def _models(results: Results) -> Table:
    return Table(
        "Models",
        "All files of the folder; the fingerprint's beginning.",
        ("encoder", "MB", "dimension", "fingerprint"),
        tuple(_model_rows(results.systems)),
    )


def _model_rows(systems: Mapping[str, Figures]) -> Iterator[tuple[str, ...]]:
    for name, each in systems.items():
        if each.identity is not None:
            known = each.identity
            yield name, f"{known.size_mb:.1f}", str(known.dimension), known.fingerprint[:12]


def _tested(each: Evaluated | None) -> tuple[str, str, str]:
    """Mean, interval, p; dashes where there is nothing, no p for the default."""
    if each is None:
        return _NONE, _NONE, _NONE
    mean = each.headline(MEAN)
    p = f"{each.tests[MEAN].p_holm:.4f}" if MEAN in each.tests else _NONE
    return f"{mean.value:.3f}", f"{mean.interval.low:.3f}–{mean.interval.high:.3f}", p


def _interval(figure: Figure) -> str:
    return _value(figure.value, figure.interval)


def _value(value: float, interval: Interval) -> str:
    return f"{value:.3f} ({interval.low:.2f}–{interval.high:.2f})"


def _padded(cell: str, width: int, *, left: bool) -> str:
    blank = " " * (width - _width(cell))
    return cell + blank if left else blank + cell


def _width(cell: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in cell)
