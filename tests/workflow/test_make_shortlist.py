"""From participants to the five files."""

from __future__ import annotations

import json
from dataclasses import replace
from math import exp
from pathlib import Path

import pytest

from matcher.collectivity import Language
from matcher.errors import ConstraintConflict, DataFileError, FileRefused
from matcher.matching.calibration import Withheld
from matcher.profile import Profile
from matcher.shortlist.constraints import Constraints, TwinRule
from matcher.shortlist.shortlist import Shortlist
from matcher.workflow.make_shortlist import Circumstances, make_shortlist
from matcher.workflow.opening import Knowledge, LazyEncoder
from matcher.workflow.take_part import Party
from matcher.workflow.wishes import constraints_of, with_limits
from matcher.workflow.write_shortlist import NAMES, render, write_files
from matcher.writing.contacts import contacts_of

LOW = -100.0


@pytest.fixture(scope="module")
def made(party: Party, encoder: LazyEncoder, profile: Profile, knowledge: Knowledge) -> Shortlist:
    return make_shortlist(
        party.participants,
        Constraints(meetings_each=1, floor=LOW),
        encoder,
        profile,
        knowledge,
        circumstances=Circumstances((FileRefused("x.docx", "empty-file"),), party.notes),
    )


def test_every_topic_finds_its_like(made: Shortlist) -> None:
    assert {(each.fr.name, each.jp.name) for each in made.pairings} == {
        ("Tours", "鶴岡市"),
        ("Métropole de Lyon", "横浜市"),
        ("Gard", "仙台市"),
        ("Vallauris Golfe-Juan", "瀬戸市"),
    }
    assert made.served == 8
    assert made.unserved == ()


def test_parts_add_up_and_the_whole_says_how_it_was_made(made: Shortlist) -> None:
    for each in made.pairings:
        assert sum(each.parts.values()) == pytest.approx(each.score, abs=1e-9)
    assert made.bound == pytest.approx(made.objective)
    assert made.encoder_name == "default"
    assert len(made.index_fingerprint) == 64
    assert [each.source for each in made.refusals] == ["x.docx"]


def test_the_shipped_weights_tell_probabilities_and_changed_ones_do_not(
    party: Party, made: Shortlist, encoder: LazyEncoder, profile: Profile, knowledge: Knowledge
) -> None:
    assert made.probability_withheld is None
    for each in made.pairings:
        assert each.probability == round(1 / (1 + exp(-each.score)), 4)
    more = replace(profile.weights["population"], value=profile.weight("population") + 0.1)
    changed = replace(profile, weights={**profile.weights, "population": more})
    again = make_shortlist(
        party.participants, Constraints(meetings_each=1, floor=LOW), encoder, changed, knowledge
    )
    assert again.probability_withheld is Withheld.WEIGHTS_CHANGED
    assert {each.probability for each in again.pairings} == {None}


def test_the_same_fiches_in_another_order_give_the_same_list(
    party: Party, made: Shortlist, encoder: LazyEncoder, profile: Profile, knowledge: Knowledge
) -> None:
    again = make_shortlist(
        party.participants[::-1],
        Constraints(meetings_each=1, floor=LOW),
        encoder,
        profile,
        knowledge,
    )
    assert again.pairings == made.pairings
    assert again.index_fingerprint == made.index_fingerprint


def test_swapping_the_key_points_of_two_swaps_their_partners(
    party: Party, encoder: LazyEncoder, profile: Profile, knowledge: Knowledge
) -> None:
    by_name = {each.name: each for each in party.participants}
    gard, vallauris = by_name["Gard"], by_name["Vallauris Golfe-Juan"]
    swapped = []
    for one, other in ((gard, vallauris), (vallauris, gard)):
        fiche = replace(
            one.fiches[0],
            key_points=other.fiches[0].key_points,
            domains=other.fiches[0].domains,
            domain_ids=other.fiches[0].domain_ids,
        )
        swapped.append(replace(one, fiches=(fiche,)))
    rest = [each for each in party.participants if each not in (gard, vallauris)]
    made = make_shortlist(
        [*rest, *swapped], Constraints(meetings_each=1, floor=LOW), encoder, profile, knowledge
    )
    partner = {each.fr.name: each.jp.name for each in made.pairings}
    assert partner["Gard"] == "瀬戸市"
    assert partner["Vallauris Golfe-Juan"] == "仙台市"


def test_a_floor_nobody_reaches_leaves_everybody_with_a_reason(
    party: Party, encoder: LazyEncoder, profile: Profile, knowledge: Knowledge
) -> None:
    made = make_shortlist(
        party.participants, Constraints(meetings_each=3, floor=99.0), encoder, profile, knowledge
    )
    assert made.pairings == ()
    assert {each.why for each in made.unserved} == {"nobody-above-floor"}
    assert len(made.unserved) == 8


def test_wishes_by_name_are_kept(
    party: Party, profile: Profile, encoder: LazyEncoder, knowledge: Knowledge, tmp_path: Path
) -> None:
    wishes = tmp_path / "souhaits.csv"
    wishes.write_text(
        "pin;tours;瀬戸市;demandé\nveto;仙台市;Gard\nlimit;横浜市;0\n", encoding="utf-8-sig"
    )
    rules = with_limits(profile, 2, LOW)
    constraints = constraints_of(rules, wishes, TwinRule.OUT, party.participants)
    made = make_shortlist(party.participants, constraints, encoder, rules, knowledge)
    pairs = {(each.fr.name, each.jp.name) for each in made.pairings}
    assert ("Tours", "瀬戸市") in pairs
    assert ("Gard", "仙台市") not in pairs
    assert all(jp != "横浜市" for _, jp in pairs)
    assert (made.pins, made.vetoes) == (1, 1)
    assert made.profile.meetings_each == 2


def test_wishes_that_contradict_each_other_or_name_nobody_are_refused(
    party: Party, profile: Profile, encoder: LazyEncoder, knowledge: Knowledge, tmp_path: Path
) -> None:
    wishes = tmp_path / "wishes.csv"
    wishes.write_text("pin,Tours,瀬戸市\nveto,Tours,瀬戸市\n", encoding="utf-8")
    constraints = constraints_of(profile, wishes, TwinRule.IN, party.participants)
    with pytest.raises(ConstraintConflict) as conflict:
        make_shortlist(party.participants, constraints, encoder, profile, knowledge)
    assert conflict.value.conflicts[0]["kind"] == "pin-and-veto"
    wishes.write_text("pin,Tours,京都市\n\npin,Turs,瀬戸市\n", encoding="utf-8")
    with pytest.raises(DataFileError) as unknown:
        constraints_of(profile, wishes, TwinRule.IN, party.participants)
    assert [(fault.line, fault.found) for fault in unknown.value.faults] == [
        (1, "京都市"),
        (3, "Turs"),
    ]
    assert "Tours" in unknown.value.faults[1].expected


def test_limits_that_are_asked_for_change_the_profile_and_its_fingerprint(profile: Profile) -> None:
    assert with_limits(profile, None, None) is profile
    changed = with_limits(profile, 5, 1.5)
    assert (changed.meetings_each, changed.floor) == (5, 1.5)
    assert changed.floor_reason != profile.floor_reason
    assert changed.fingerprint != profile.fingerprint


def test_the_five_files_are_written_and_hold_no_contact(
    made: Shortlist, knowledge: Knowledge, tmp_path: Path
) -> None:
    out = tmp_path / "un dossier 出力"
    paths = write_files(render(made, knowledge.vocabulary, Language.FR), out)
    assert tuple(path.name for path in paths) == NAMES
    assert sorted(path.name for path in out.iterdir()) == sorted(NAMES)
    document = json.loads((out / "shortlist.json").read_text(encoding="utf-8"))
    assert len(document["pairings"]) == 4
    for name in ("shortlist.html", "shortlist.json", "shortlist.csv"):
        assert "entinelle" not in (out / name).read_text(encoding="utf-8")


def test_contacts_stand_in_workbook_and_briefing_where_they_are_asked_for(
    made: Shortlist, knowledge: Knowledge
) -> None:
    import io
    import zipfile

    def holding(contacts: bool) -> set[str]:
        given = contacts_of(made.participants) if contacts else contacts_of(())
        found = set()
        for file in render(made, knowledge.vocabulary, Language.EN, given):
            data = [file.data]
            if file.name.endswith((".xlsx", ".docx")):
                with zipfile.ZipFile(io.BytesIO(file.data)) as package:
                    data = [package.read(name) for name in package.namelist()]
            if any(b"entinelle" in each for each in data):
                found.add(file.name)
        return found

    assert holding(False) == set()
    assert holding(True) == {"shortlist.xlsx", "shortlist.docx"}


def test_a_full_disk_leaves_the_earlier_files(
    made: Shortlist, knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = render(made, knowledge.vocabulary, Language.FR)
    write_files(files, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    real = Path.write_bytes

    def failing(path: Path, data: bytes) -> int:
        if path.name.endswith(".csv"):
            raise OSError(28, "No space left on device")
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", failing)
    english = render(made, knowledge.vocabulary, Language.EN)
    with pytest.raises(OSError, match="No space"):
        write_files(english, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_each_pairing_tells_which_choice_the_partner_is(made: Shortlist) -> None:
    assert len(made.gave_up) == len(made.pairings)
    for pairing, given in zip(made.pairings, made.gave_up, strict=True):
        assert (given.pair.fr, given.pair.jp) == (pairing.fr.id, pairing.jp.id)
        assert (given.fr.rank, given.jp.rank) == (1, 1)
        assert given.fr.best_score == pairing.score
