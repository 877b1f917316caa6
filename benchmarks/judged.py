"""A judged set opened: both sides lined up, the judges' grades, and what systems score from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.collectivity import Language
from matcher.errors import (
    DataFileError,
    Fault,
    FicheRefused,
    FileRefused,
    IdentityConflict,
)
from matcher.i18n.messages import error
from matcher.i18n.sentences import Speaker
from matcher.index.content import Content
from matcher.matching.comparison import Comparison, compare
from matcher.matching.score import CONSTANT, score_comparison
from matcher.matching.side import Side
from matcher.ports import Encoder
from matcher.profile import Profile
from matcher.reading.qrels import Judgment, read_qrels
from matcher.tuning.evidence import GOOD, JudgedPairs
from matcher.workflow.line_up_fiches import lined_up
from matcher.workflow.opening import Knowledge
from matcher.workflow.take_part import Party, take_part

ROOT = Path(__file__).resolve().parent.parent
CONSENSUS = "consensus"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a judged set lies; `cross_fit` where the default's weights were learnt from it."""

    name: str
    fiches: Path
    qrels: Path
    cross_fit: bool


SETS = {
    "development": Source(
        "development", ROOT / "examples" / "fiches", ROOT / "benchmarks/data/development", True
    ),
    "frozen": Source(
        "frozen", ROOT / "benchmarks/data/frozen/fiches", ROOT / "benchmarks/data/frozen", False
    ),
}


@dataclass(frozen=True, eq=False)
class Judged:
    """Fiches with judgments, under one encoder and one profile.

    `judgments` maps a judge ("consensus", "judge1", …) to grades, int64 (n, m), 0 to 3;
    what a judge did not list is 0.
    """

    source: Source
    party: Party
    content: Content
    profile: Profile
    judgments: Mapping[str, NDArray[np.int64]]

    @property
    def fr(self) -> Side:
        """The French side: rows."""
        return self.content.fr

    @property
    def jp(self) -> Side:
        """The Japanese side: columns."""
        return self.content.jp

    @property
    def grades(self) -> NDArray[np.int64]:
        """The consensus, int64 (n, m)."""
        return self.judgments[CONSENSUS]

    @property
    def judges(self) -> tuple[str, ...]:
        """Names of the single judges, in order."""
        return tuple(sorted(name for name in self.judgments if name != CONSENSUS))

    @cached_property
    def comparison(self) -> Comparison:
        """What the two sides have to say to each other."""
        return compare(self.fr, self.jp, self.profile)

    def pairs(self, comparison: Comparison | None = None) -> JudgedPairs:
        """The signals of all pairs (of another `comparison` where given) with the consensus."""
        scores = score_comparison(comparison or self.comparison, self.profile)
        kept = [k for k, name in enumerate(scores.names) if name != CONSTANT]
        return JudgedPairs(tuple(scores.names[k] for k in kept), scores.values[kept], self.grades)


def open_judged(source: Source, encoder: Encoder, profile: Profile, knowledge: Knowledge) -> Judged:
    """Read, embed and line up the fiches of `source`; read every judge.

    Raises MatcherError: fiches of one country alone, judgments with faults, no consensus.
    """
    party = take_part([source.fiches], encoder, knowledge)
    if party.problems:
        # A fiche that is left out would change every figure without a word.
        faults = (Fault(None, _place(each), _said(each), "a fiche") for each in party.problems)
        raise DataFileError(str(source.fiches), tuple(faults))
    party.refuse_one_country(str(source.fiches))
    content = lined_up(party.participants, encoder, profile, knowledge)
    names = sorted(p.name.split(".")[0] for p in source.qrels.glob("*.fr-jp.qrels"))
    if CONSENSUS not in names:
        wanted = f"{CONSENSUS}.fr-jp.qrels"
        raise DataFileError(str(source.qrels), (Fault(None, "qrels", ", ".join(names), wanted),))
    judgments = {name: read_judge(source.qrels, name, content.fr, content.jp) for name in names}
    if not (judgments[CONSENSUS] >= GOOD).any():
        found, wanted = "no pair of grade 2 or 3", "at least one: nothing can be measured"
        raise DataFileError(str(source.qrels), (Fault(None, CONSENSUS, found, wanted),))
    return Judged(source, party, content, profile, judgments)


def _place(problem: FileRefused | FicheRefused | IdentityConflict) -> str:
    if isinstance(problem, IdentityConflict):
        return ", ".join(problem.sources)
    return problem.source


def _said(problem: FileRefused | FicheRefused | IdentityConflict) -> str:
    return error(problem, Speaker(Language.EN))


def read_judge(folder: Path, name: str, fr: Side, jp: Side) -> NDArray[np.int64]:
    """The grades of one judge, int64 (n, m).

    A pair has one grade, whoever asks: where `NAME.jp-fr.qrels` lies beside `NAME.fr-jp.qrels`,
    the two must agree. Raises DataFileError.
    """
    forth = read_qrels(folder / f"{name}.fr-jp.qrels", set(fr.ids), set(jp.ids))
    matrix = _matrix(forth, fr.ids, jp.ids)
    other = folder / f"{name}.jp-fr.qrels"
    if other.exists():
        back = _matrix(read_qrels(other, set(jp.ids), set(fr.ids)), jp.ids, fr.ids).T
        faults = tuple(
            Fault(None, f"{fr.ids[i]} {jp.ids[j]}", str(back[i, j]), str(matrix[i, j]))
            for i, j in np.argwhere(matrix != back)
        )
        if faults:
            raise DataFileError(other.name, faults)
    return matrix


def _matrix(
    judgments: tuple[Judgment, ...], queries: tuple[str, ...], documents: tuple[str, ...]
) -> NDArray[np.int64]:
    row = {id_: k for k, id_ in enumerate(queries)}
    column = {id_: k for k, id_ in enumerate(documents)}
    matrix = np.zeros((len(queries), len(documents)), dtype=np.int64)
    for each in judgments:
        matrix[row[each.query], column[each.document]] = each.grade
    return matrix
