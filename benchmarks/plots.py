"""The results as pictures (PNG), by matplotlib without a display."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.breakdown import Part
from benchmarks.calibration import Calibration
from benchmarks.exposure import Exposure
from benchmarks.measures import HEADLINE
from benchmarks.results import Results

mpl.use("Agg")

BLUE, RED, GREY = "#1f3f77", "#b3273a", "#8a8f98"
_COLOURS = {"default": RED, "profile": RED, "baseline": GREY, "broken": GREY}
#: Without this PNG files would differ from run to run by their date alone.
_METADATA = {"Software": None}


def draw(results: Results, folder: Path) -> dict[str, str]:
    """Write the pictures into `folder`; name → file name."""
    made = {"systems": _systems(results), "breakdown": _breakdown(results)}
    if results.calibration is not None:
        made["calibration"] = _calibration(results.calibration)
    made["exposure"] = _exposure(results)
    names = {}
    for name, figure in made.items():
        file = f"{name}.png"
        figure.savefig(folder / file, dpi=120, metadata=_METADATA)
        names[name] = file
    return names


def _systems(results: Results) -> Figure:
    systems = list(results.systems.values())[::-1]
    figure = Figure(figsize=(9, 1 + 0.28 * len(systems)), layout="constrained")
    axes = figure.subplots()
    figures = [each.headline() for each in systems]
    at = np.arange(len(systems))
    axes.barh(
        at,
        [f.value for f in figures],
        xerr=_errors([(f.value, f.interval.low, f.interval.high) for f in figures]),
        color=[_COLOURS.get(each.system.family, BLUE) for each in systems],
        error_kw={"ecolor": "#333", "lw": 0.8},
        height=0.7,
    )
    axes.set_yticks(at, [each.system.name for each in systems])
    if results.agreements:
        ndcg = [each.ndcg for each in results.agreements]
        axes.axvspan(min(ndcg), max(ndcg), color="#d9c27a", alpha=0.5, lw=0)
        axes.axvline(np.mean(ndcg), color="#8a6d1a", lw=1.2, label="one judge by another")
        figure.legend(loc="outside upper right", frameon=False)
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.6, len(systems) - 0.4)
    axes.set_xlabel(f"{HEADLINE}, mean of both directions, 95 % interval")
    _bare(axes)
    return figure


def _breakdown(results: Results) -> Figure:
    groups = (("language of the query", results.by_language), ("domain", results.by_domain))
    heights = [max(1, len(parts)) for _, parts in groups]
    figure = Figure(figsize=(9, 1.4 + 0.28 * sum(heights)), layout="constrained")
    for axes, (title, parts) in zip(
        figure.subplots(2, 1, height_ratios=heights), groups, strict=True
    ):
        _parts(axes, parts)
        axes.set_title(f"by {title}", loc="left", fontsize=10)
    return figure


def _parts(axes: Axes, parts: tuple[Part, ...]) -> None:
    shown = parts[::-1]
    at = np.arange(len(shown))
    axes.barh(
        at,
        [part.ndcg for part in shown],
        xerr=_errors([(part.ndcg, part.interval.low, part.interval.high) for part in shown]),
        color=BLUE,
        error_kw={"ecolor": "#333", "lw": 0.8},
        height=0.7,
    )
    axes.set_yticks(at, [f"{part.name} ({part.queries})" for part in shown])
    axes.set_xlim(0, 1)
    axes.set_xlabel(HEADLINE)
    _bare(axes)


def _calibration(found: Calibration) -> Figure:
    figure = Figure(figsize=(5.5, 5), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color=GREY, lw=1, ls="--", label="exact")
    axes.axhline(found.base_rate, color=GREY, lw=0.8, ls=":", label="share of good pairs")
    axes.plot(
        [each.probability for each in found.bins],
        [each.good for each in found.bins],
        "o-",
        color=RED,
        label=f"ten bins of {found.pairs} pairs",
    )
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlabel("probability told")
    axes.set_ylabel("share judged good")
    axes.legend(frameon=False, loc="upper left")
    _bare(axes)
    return figure


def _exposure(results: Results) -> Figure:
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    for axes, (country, found) in zip(
        figure.subplots(1, 2, sharey=True), results.exposure.items(), strict=True
    ):
        _often(axes, found)
        axes.set_title(
            f"{country}: Gini {found.gini:.2f}, judged {found.gini_judged:.2f}",
            loc="left",
            fontsize=10,
        )
    return figure


def _often(axes: Axes, found: Exposure) -> None:
    often = sorted(found.often.values(), reverse=True)
    axes.bar(np.arange(len(often)), often, color=BLUE, width=0.8)
    axes.set_xlabel("collectivités, most offered first")
    axes.set_ylabel("in others' top 5")
    axes.set_xticks([])
    _bare(axes)


def _errors(figures: list[tuple[float, float, float]]) -> np.ndarray:
    return np.array([[v - low for v, low, _ in figures], [high - v for v, _, high in figures]])


def _bare(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
