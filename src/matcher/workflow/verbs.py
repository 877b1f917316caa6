"""The few verbs of `import matcher`, with the shipped profile and encoder as defaults.

    import matcher

    fiches = matcher.read_fiches("fiches/").fiches
    proposed = matcher.make_shortlist("fiches/", meetings_each=2)
    for pairing in proposed.pairings:
        print(pairing.fr.name, pairing.jp.name, pairing.score)

    matcher.build_index("fiches/", to="index/")
    partners = matcher.open_index("index/").partners_of("jp-municipality-37201", limit=5)

Everything raises subclasses of `matcher.errors.MatcherError`; nothing prints, nothing fetches.
"""

from __future__ import annotations

from pathlib import Path

from matcher.index import directory
from matcher.shortlist.constraints import TwinRule
from matcher.shortlist.shortlist import Shortlist
from matcher.workflow import build_index as building
from matcher.workflow import make_shortlist as making
from matcher.workflow.build_index import Built
from matcher.workflow.opening import Knowledge, LazyEncoder, open_profile
from matcher.workflow.suggest_partners import Matchmaker, matchmaker
from matcher.workflow.take_in import Intake, take_in
from matcher.workflow.take_part import take_part
from matcher.workflow.wishes import constraints_of, with_limits

_PROFILE, _ENCODER = "takamatsu", "default"


def read_fiches(*paths: Path | str) -> Intake:
    """The fiches in files and folders, completed from the registers; refused files beside them."""
    return take_in(paths, Knowledge())


def make_shortlist(
    *paths: Path | str,
    meetings_each: int | None = None,
    floor: float | None = None,
    wishes: Path | None = None,
    twins: TwinRule = TwinRule.IN,
    profile: str = _PROFILE,
    encoder: str = _ENCODER,
) -> Shortlist:
    """The best list of meetings for the fiches in `paths`.

    `meetings_each` and `floor` take the place of the profile's; `wishes` is a file of pins,
    vetoes and limits. Raises NothingToMatch, ConstraintConflict, DataFileError, FileRefused (for
    `wishes`), ModelNotFound, ModelDamaged.
    """
    knowledge, used = Knowledge(), LazyEncoder(encoder)
    rules = with_limits(open_profile(knowledge, profile), meetings_each, floor)
    party = take_part(paths, used, knowledge)
    party.refuse_one_country(", ".join(map(str, paths)))
    return making.make_shortlist(
        party.participants,
        constraints_of(rules, wishes, twins, party.participants),
        used,
        rules,
        knowledge,
        circumstances=making.Circumstances(party.refusals, party.notes),
    )


def build_index(
    *paths: Path | str, to: Path | str, profile: str = _PROFILE, encoder: str = _ENCODER
) -> Built:
    """Write the index of the fiches in `paths` to the directory `to`.

    Raises NothingToMatch, IndexPlaceTaken, DataFileError, ModelNotFound, ModelDamaged.
    """
    knowledge, used = Knowledge(), LazyEncoder(encoder)
    rules = open_profile(knowledge, profile)
    party = take_part(paths, used, knowledge)
    party.refuse_nobody(", ".join(map(str, paths)))
    return building.build_index(party.participants, Path(to), used, rules, knowledge)


def open_index(path: Path | str, profile: str = _PROFILE) -> Matchmaker:
    """The index in a directory, ready to be asked for partners.

    Raises IndexNotFound, IndexDamaged, DataFileError.
    """
    knowledge = Knowledge()
    rules = open_profile(knowledge, profile)
    return matchmaker(directory.open_index(Path(path)), rules, knowledge)
