"""Learns the default profile's weights from the development fiches, and writes them down.

    python scripts/tune_profile.py [--profile FILE.toml] [--check]

The search (`matcher.tuning.search`) tries which of the optional signals take part and how strong
the penalty is, on folds that keep the collectivités of both sides apart; its winner is fitted to
all judged pairs. The weights, and the `[calibration]` table that says which encoder and weights
make the scores log-odds, replace the values in the profile's text; reasons and all else stay.
With `--check` nothing is written, and the exit status says whether the profile is up to date.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.judged import SETS, open_judged  # noqa: E402  (after the path is set)
from matcher.collectivity import Language  # noqa: E402
from matcher.errors import MatcherError  # noqa: E402
from matcher.i18n.messages import error  # noqa: E402
from matcher.i18n.sentences import Speaker  # noqa: E402
from matcher.matching.score import CONSTANT  # noqa: E402
from matcher.tuning.search import SEED, Found, choices, search  # noqa: E402
from matcher.workflow.opening import LazyEncoder, open_knowledge, open_profile  # noqa: E402

PROFILE = ROOT / "src/matcher/data/profiles/takamatsu.toml"
#: Weights are written with so many decimals: far finer than what they are sure to.
DECIMALS = 2


def learnt(found: Found) -> dict[str, float]:
    """The weights to write, by part; 0 for a signal that does not take part."""
    values = {CONSTANT: found.weights.constant, **found.weights.of}
    return {name: round(value, DECIMALS) + 0.0 for name, value in values.items()}


def with_values(text: str, weights: dict[str, float]) -> str:
    """The profile's text with the value of every `[weights.NAME]` table replaced."""

    def replaced(table: re.Match[str]) -> str:
        return f"{table['head']}{weights.get(table['name'], 0.0)}"

    return re.sub(
        r"(?P<head>^\[weights\.(?P<name>[a-z-]+)\]\nvalue = )-?[0-9.]+", replaced, text, flags=re.M
    )


def with_calibration(text: str, entries: dict[str, str]) -> str:
    """The profile's text with the named one-line entries of `[calibration]` replaced."""
    head, table, rest = text.partition("[calibration]\n")
    for key, value in entries.items():
        table_end = rest.index("\n[")
        entry = re.sub(rf'^{key} = ".*"$', f'{key} = "{value}"', rest[:table_end], flags=re.M)
        rest = entry + rest[table_end:]
    return head + table + rest


def tuned(path: Path) -> str:
    """The text of the profile in `path` with what is learnt now. Raises MatcherError."""
    knowledge = open_knowledge()
    encoder = LazyEncoder("default")
    source = SETS["development"]
    judged = open_judged(source, encoder, open_profile(knowledge, str(path)), knowledge)
    pairs = judged.pairs()
    found = search(pairs, choices(pairs.names), SEED)
    print(
        f"{found.choice.signals}, C = {found.choice.freedom}, log-loss on unseen folds "
        f"{found.loss:.4f}: {learnt(found)}"
    )
    text = with_values(path.read_text(encoding="utf-8"), learnt(found))
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder) / "tuned.toml"
        scratch.write_text(text, encoding="utf-8")
        weights_fingerprint = open_profile(knowledge, str(scratch)).weights_fingerprint
    return with_calibration(
        text,
        {
            "encoder": encoder.name,
            "encoder_fingerprint": encoder.fingerprint,
            "weights_fingerprint": weights_fingerprint,
        },
    )


def main() -> int:
    """Tune, or check; 0 when written or up to date, 1 otherwise."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--profile", type=Path, default=PROFILE)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    try:
        text = tuned(options.profile)
    except MatcherError as problem:
        print(error(problem, Speaker(Language.EN)), file=sys.stderr)
        return 1
    if options.check:
        current = options.profile.read_text(encoding="utf-8") == text
        print("up to date" if current else "not up to date: run without --check")
        return 0 if current else 1
    options.profile.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
