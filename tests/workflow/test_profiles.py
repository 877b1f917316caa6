"""A profile file is read whole or refused with all its faults, each with its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from matcher import shipped
from matcher.collectivity import Language
from matcher.encoding.models import open_encoder
from matcher.errors import DataFileError, Fault
from matcher.matching.calibration import Withheld, withheld
from matcher.matching.score import CONSTANT, score
from matcher.matching.signals import SIGNALS
from matcher.profile import Profile, Weight
from matcher.workflow.profile_check import PARTS
from matcher.workflow.profiles import DEFAULT, load_profile, shipped_profiles
from tests.matching.small_world import meeting, sides

IDS = shipped.vocabulary().ids


def written(folder: Path, text: str) -> str:
    path = folder / "mon profil.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def faults(folder: Path, text: str) -> tuple[Fault, ...]:
    with pytest.raises(DataFileError) as caught:
        load_profile(written(folder, text), IDS)
    assert caught.value.source.endswith("mon profil.toml")
    return caught.value.faults


def test_the_default_profile_says_everything_with_a_reason_each() -> None:
    profile = load_profile(DEFAULT, IDS)
    assert profile.name == "takamatsu"
    assert set(profile.weights) == set(PARTS) == {CONSTANT, *(each.name for each in SIGNALS)}
    assert all(each.reason for each in profile.weights.values())
    assert all(each.reason for each in profile.parameters.values())
    assert profile.floor_reason
    assert profile.meetings_each == 3
    assert set(profile.meeting.names) == set(Language)
    assert len(profile.meeting.working_groups) == 3
    assert DEFAULT in shipped_profiles()


def test_the_default_profile_holds_the_parameters_that_are_asked_for_and_no_others() -> None:
    profile = load_profile(DEFAULT, IDS)
    asked: set[str] = set()

    class Remembering(Profile):
        def parameter(self, name: str) -> float:
            asked.add(name)
            return profile.parameter(name)

    fields = {name: getattr(profile, name) for name in Profile.__dataclass_fields__}
    remembering = Remembering(**fields)
    score(*sides(meeting(), remembering), remembering)
    assert asked == set(profile.parameters)


def test_the_calibration_that_ships_holds_for_the_encoder_and_weights_that_ship() -> None:
    profile = load_profile(DEFAULT, IDS)
    encoder = open_encoder()
    assert profile.calibration is not None
    assert profile.calibration.encoder == encoder.name
    assert withheld(profile, encoder.fingerprint) is None


def test_a_calibration_is_inherited_and_its_weights_are_watched(tmp_path: Path) -> None:
    base = load_profile(DEFAULT, IDS)
    extending = 'extends = "takamatsu"\n'
    more = extending + "[meeting.floor]\nvalue = 1\nreason = 'x'\n"
    assert base.calibration is not None
    encoder = base.calibration.encoder_fingerprint
    inherited = load_profile(written(tmp_path, more), IDS)
    assert inherited.calibration == base.calibration
    assert withheld(inherited, encoder) is None
    heavier = extending + "[weights.population]\nvalue = 9\nreason = 'x'\n"
    changed = load_profile(written(tmp_path, heavier), IDS)
    assert withheld(changed, encoder) is Withheld.WEIGHTS_CHANGED


def test_a_calibration_of_its_own_is_said_whole(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        'extends = "takamatsu"\n'  # 1
        "[calibration]\n"  # 2
        'encoder = "own"\n'  # 3
        "encoder_fingerprint = 7\n"  # 4
        'colour = "blue"\n'  # 5
        'fitted_on = " "\n',  # 6
    )
    assert {(fault.line, fault.place, fault.found) for fault in found} == {
        (4, "calibration.encoder_fingerprint", "7"),
        (5, "calibration.colour", "colour"),
        (6, "calibration.fitted_on", "' '"),
        (2, "calibration.weights_fingerprint", "nothing"),
        (2, "calibration.reason", "nothing"),
    }


def test_a_profile_without_calibration_says_so(tmp_path: Path) -> None:
    whole = shipped.shipped_text(f"profiles/{DEFAULT}.toml")
    cut, count = re.subn(r"\[calibration\][^\[]*", "", whole)
    assert count == 1
    assert withheld(load_profile(written(tmp_path, cut), IDS), "any") is Withheld.NOT_CALIBRATED


def test_a_file_may_change_single_values_of_a_shipped_one(tmp_path: Path) -> None:
    base = load_profile(DEFAULT, IDS)
    own = load_profile(
        written(
            tmp_path,
            'extends = "takamatsu"\n'
            '[meeting]\nmeetings_each = 2\nplace = "Tours"\n'
            '[weights.population]\nvalue = 2\nreason = "Small towns ask for it."\n',
        ),
        IDS,
    )
    assert own.name == "mon profil"
    assert own.weights["population"] == Weight(2.0, "Small towns ask for it.")
    assert own.weight("key-points") == base.weight("key-points")
    assert own.parameters == base.parameters
    assert own.meetings_each == 2
    assert own.meeting.places[Language.JA] == "Tours"
    assert own.meeting.names == base.meeting.names
    assert own.fingerprint != base.fingerprint


def test_the_fingerprint_depends_on_the_content_alone(tmp_path: Path) -> None:
    one = load_profile(written(tmp_path, 'extends = "takamatsu"\n'), IDS)
    assert one.fingerprint == load_profile(DEFAULT, IDS).fingerprint


def test_all_faults_are_told_together_each_with_its_line(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        'extends = "takamatsu"\n'  # 1
        "[meeting]\n"  # 2
        "meetings_each = 0\n"  # 3
        "colour = 3\n"  # 4
        "[meeting.floor]\n"  # 5
        "value = nan\n"  # 6
        'reason = "x"\n'  # 7
        "[[meeting.working_groups]]\n"  # 8
        'name = "A"\n'  # 9
        'domains = ["culture", "cooking"]\n'  # 10
        "[weights.beauty]\n"  # 11
        "value = 1\n"  # 12
        'reason = "x"\n'  # 13
        "[weights.population]\n"  # 14
        'value = "much"\n'  # 15
        "[parameters.size-spread]\n"  # 16
        "value = 0\n"  # 17
        'reason = "x"\n',  # 18
    )
    told = {(fault.line, fault.place, fault.found) for fault in found}
    assert told == {
        (3, "meeting.meetings_each", "0"),
        (4, "meeting.colour", "colour"),
        (6, "meeting.floor.value", "nan"),
        (10, "meeting.working_groups[1].domains", "'cooking'"),
        (11, "weights.beauty", "beauty"),
        (15, "weights.population.value", "'much'"),
        (14, "weights.population.reason", "nothing"),
        (17, "parameters.size-spread.value", "0.0"),
    }


def test_a_file_that_extends_nothing_must_say_everything(tmp_path: Path) -> None:
    found = faults(tmp_path, "[weights.constant]\nvalue = 1\nreason = 'x'\n")
    places = {fault.place for fault in found}
    assert {"meeting", "parameters", "parameters.size-spread", "weights.key-points"} <= places


@pytest.mark.parametrize("part", PARTS)
def test_a_forgotten_weight_is_refused_unless_it_is_inherited(tmp_path: Path, part: str) -> None:
    whole = shipped.shipped_text(f"profiles/{DEFAULT}.toml")
    cut, count = re.subn(rf"\[weights\.{part}\][^\[]*", "", whole)
    assert count == 1
    (fault,) = faults(tmp_path, cut)
    assert (fault.place, fault.found) == (f"weights.{part}", "nothing")
    extending = load_profile(written(tmp_path, f'extends = "{DEFAULT}"\n'), IDS)
    assert extending.weight(part) == load_profile(DEFAULT, IDS).weight(part)


@pytest.mark.parametrize(
    ("text", "line", "place"),
    [
        ("a = \n", 1, "TOML"),
        ('extends = "kyoto"\n', 1, "extends"),
        ("[meeting\n", 1, "TOML"),
    ],
)
def test_broken_toml_and_unknown_bases_are_told(
    tmp_path: Path, text: str, line: int, place: str
) -> None:
    (fault,) = faults(tmp_path, text)
    assert (fault.line, fault.place) == (line, place)


def test_a_profile_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    for name in ("kyoto", str(tmp_path)):
        with pytest.raises(DataFileError) as caught:
            load_profile(name, IDS)
        assert "takamatsu" in caught.value.faults[0].expected
    path = tmp_path / "latin.toml"
    path.write_bytes("# été".encode("cp1252"))
    with pytest.raises(DataFileError) as latin:
        load_profile(str(path), IDS)
    assert latin.value.faults[0].expected == "UTF-8 text"
