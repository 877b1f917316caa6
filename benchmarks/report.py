"""The results as text: a table for the terminal, a report in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.breakdown import Part
from benchmarks.calibration import Calibration
from benchmarks.evaluation import MEAN, Evaluated
from benchmarks.exposure import Exposure
from benchmarks.measures import HEADLINE, MEASURES
from benchmarks.results import Results
from benchmarks.shortlist_quality import ShortlistQuality
from benchmarks.systems import DEFAULT

#: Below this a difference is called one.
ALPHA = 0.05


def terminal(results: Results) -> str:
    """The table of systems and a line or two for each of the other questions."""
    setting = results.setting
    lines = [
        f"{setting.set_name}: {setting.fr} French and {setting.jp} Japanese fiches, "
        f"{setting.good} good pairs; encoder {setting.encoder}, profile {setting.profile}",
        "",
        f"{HEADLINE:<28}{'fr-jp':>8}{'jp-fr':>8}{'mean':>8}  {'95 % interval':<15}{'p (Holm)':>9}",
    ]
    for name, each in results.systems.items():
        mean = each.headline()
        test = each.tests.get(MEAN)
        p = "" if test is None else f"{test.p_holm:.4f}"
        lines.append(
            f"{name:<28}{each.headline('fr-jp').value:>8.3f}{each.headline('jp-fr').value:>8.3f}"
            f"{mean.value:>8.3f}  {mean.interval.low:.3f}-{mean.interval.high:.3f}    {p:>9}"
        )
    lines += ["", *_plain(results)]
    return "\n".join(lines) + "\n"


def verdict(results: Results) -> str:
    """Which baselines the default beats in both directions, and which it does not."""
    baselines = [e for e in results.systems.values() if e.system.family == "baseline"]
    beaten, unbeaten = [], []
    for each in baselines:
        surely = all(
            each.tests[way].difference < 0 and each.tests[way].p_holm < ALPHA
            for way in ("fr-jp", "jp-fr")
        )
        (beaten if surely else unbeaten).append(each.system.name)
    sentence = (
        f"The default beats {len(beaten)} of {len(baselines)} baselines in {HEADLINE} in both "
        f"directions (p < {ALPHA}, Holm)"
    )
    return sentence + (f"; not shown to beat: {', '.join(unbeaten)}." if unbeaten else ".")


def _plain(results: Results) -> Iterator[str]:
    yield verdict(results)
    if results.agreements:
        ndcg = [each.ndcg for each in results.agreements]
        kappa = [each.kappa for each in results.agreements]
        yield (
            f"ceiling: one judge by another {min(ndcg):.3f} to {max(ndcg):.3f}; "
            f"quadratic kappa {min(kappa):.2f} to {max(kappa):.2f}"
        )
    if results.calibration is not None:
        yield _calibration(results.calibration)
    for name, each in results.shortlist.items():
        yield f"shortlist ({name}): {_shortlist(each)}"
    for country, each in results.exposure.items():
        yield f"offered in top 5, {country}: {_exposure(each)}"
    yield from results.notes


def _calibration(found: Calibration) -> str:
    skill = found.brier_skill_interval
    return (
        f"calibration on {found.pairs} pairs of the top 5 ({found.base_rate:.0%} good): "
        f"Brier skill {found.brier_skill:.3f} ({skill.low:.3f}-{skill.high:.3f}; "
        f"{found.brier_skill_expected:.3f} were every probability exact), "
        f"ECE {found.ece:.3f} ({found.ece_by_chance:.3f} were every probability exact)"
    )


def _shortlist(found: ShortlistQuality) -> str:
    return (
        f"{found.collected} of {found.best} ({found.share:.0%}), {found.good} good of "
        f"{found.pairs} pairs, {found.served} of {found.participants} served; fairness costs "
        f"{found.price_of_fairness:.0%} of the total "
        f"(without it {found.collected_without_fairness})"
    )


def _exposure(found: Exposure) -> str:
    return (
        f"Gini {found.gini:.2f} (judged good pairs {found.gini_judged:.2f}), "
        f"coverage {found.coverage:.0%}, offered to nobody {found.offered_to_nobody:.0%} "
        f"(small {found.offered_to_nobody_small:.0%}, large {found.offered_to_nobody_large:.0%}); "
        f"appearances small {found.mean_small:.1f}, large {found.mean_large:.1f}"
    )


def markdown(results: Results, plots: dict[str, str]) -> str:
    """The report; `plots` maps "systems", "breakdown", "calibration", "exposure" to file names."""
    setting = results.setting
    fitted = (
        "The default's weights and probabilities are cross-fitted: signals, penalty and weights "
        "saw neither collectivity of the pairs they score."
        if setting.cross_fitted
        else "The default is the profile as it is, learnt from other fiches."
    )
    lines = [
        f"# Ranking quality: {setting.set_name} fiches",
        "",
        f"{setting.fr} French × {setting.jp} Japanese fiches, {setting.good} pairs of grade 2 or "
        f"3. Encoder `{setting.encoder}` (`{setting.encoder_fingerprint[:12]}`), profile "
        f"`{setting.profile}` (`{setting.profile_fingerprint[:12]}`). {fitted}",
        "",
        f"**{verdict(results)}**",
        "",
        f"![Systems]({plots['systems']})",
        "",
        "Means over queries with 95 % bootstrap intervals (collectivités drawn again, as askers "
        "and candidates); p by paired randomisation against the default, the larger of both "
        "directions, by Holm over baselines and over ablations.",
        "",
        f"| system | {' | '.join(f'{m} (fr-jp, jp-fr)' for m in MEASURES)} | mean {HEADLINE} "
        "| difference | p |",
        f"| --- |{' --- |' * (len(MEASURES) + 3)}",
        *(_row(each) for each in results.systems.values()),
        "",
        "## Where it is weak",
        "",
        f"![By language pair and domain]({plots['breakdown']})",
        "",
        f"| queries | number | {HEADLINE} of `{DEFAULT}` | 95 % |",
        "| --- | ---: | ---: | --- |",
        *(_part(part) for part in (*results.by_language, *results.by_domain)),
        "",
        "## Calibration, shortlist, exposure",
        "",
        *(f"- {line}" for line in list(_plain(results))[1:]),
        "",
    ]
    if "calibration" in plots:
        lines += [f"![Calibration]({plots['calibration']})", ""]
    lines += [f"![Exposure]({plots['exposure']})", ""]
    return "\n".join(lines)


def _row(each: Evaluated) -> str:
    cells = [
        f"{each.figures['fr-jp'][m].value:.3f}, {each.figures['jp-fr'][m].value:.3f}"
        for m in MEASURES
    ]
    mean, test = each.headline(), each.tests.get(MEAN)
    against = " | " if test is None else f"{test.difference:+.3f} | {test.p_holm:.4f}"
    return (
        f"| {each.system.name} | {' | '.join(cells)} | {mean.value:.3f} "
        f"({mean.interval.low:.3f}–{mean.interval.high:.3f}) | {against} |"
    )


def _part(part: Part) -> str:
    interval = part.interval
    return (
        f"| {part.name} | {part.queries} | {part.ndcg:.3f} "
        f"| {interval.low:.3f}–{interval.high:.3f} |"
    )
