"""shortlist, index, suggest, rank, encode."""

from __future__ import annotations

import json
import shutil
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.cli.conftest import Matcher

NAMES = [f"shortlist.{ending}" for ending in ("csv", "docx", "html", "json", "xlsx")]


def test_shortlist_writes_the_five_files_and_says_where(
    matcher: Matcher, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "une liste 一覧"
    ran = matcher("shortlist", folder, "-o", out, "--lang", "fr", "--floor", "-50")
    assert (ran.status, ran.err) == (0, "")
    assert sorted(path.name for path in out.iterdir()) == NAMES
    assert all(str(out / name) in ran.out for name in NAMES)
    document = json.loads((out / "shortlist.json").read_text(encoding="utf-8"))
    assert set(document) >= {"pairings", "unserved", "objective", "bound", "price_of_fairness"}
    first = document["pairings"][0]
    assert set(first) >= {"fr", "jp", "score", "parts", "working_group"}
    assert abs(sum(first["parts"].values()) - first["score"]) < 1e-9


def test_files_that_cannot_be_read_are_named_and_lose_nothing(
    matcher: Matcher, folder: Path, tmp_path: Path
) -> None:
    mixed = tmp_path / "mixed"
    shutil.copytree(folder, mixed)
    (mixed / "vide.docx").write_bytes(b"")
    ran = matcher("shortlist", mixed, "-o", tmp_path / "out", "--floor", "-50", "--meetings", "1")
    assert ran.status == 0
    assert "vide.docx" in ran.err
    document = json.loads((tmp_path / "out" / "shortlist.json").read_text(encoding="utf-8"))
    assert len(document["pairings"]) == 4
    assert document["refusals"][0]["reason"] == "empty-file"


def test_one_country_alone_writes_nothing(matcher: Matcher, folder: Path, tmp_path: Path) -> None:
    ran = matcher("shortlist", *folder.glob("jp-*"), "-o", tmp_path / "out", "--lang", "ja")
    assert ran.status == 1
    assert ran.err.strip()
    assert "Traceback" not in ran.err
    assert not (tmp_path / "out").exists()


def test_pins_that_contradict_each_other_are_named(
    matcher: Matcher, folder: Path, tmp_path: Path
) -> None:
    pins = tmp_path / "pins.csv"
    pins.write_text("pin,Tours,鶴岡市\nveto,鶴岡市,Tours\n", encoding="utf-8")
    ran = matcher("shortlist", folder, "-o", tmp_path / "out", "--pins", pins)
    assert ran.status == 1
    assert "fr-commune-37261" in ran.err
    pins.write_text("pin,Tours,Kyoto\n", encoding="utf-8")
    unknown = matcher("shortlist", folder, "-o", tmp_path / "out", "--pins", pins)
    assert unknown.status == 1
    assert "Kyoto" in unknown.err
    assert not (tmp_path / "out").exists()


def test_a_profile_of_ones_own(matcher: Matcher, folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "profil.toml"
    own.write_text('extends = "takamatsu"\n[meeting.floor]\nvalue = 99\nreason = "x"\n')
    ran = matcher("shortlist", folder, "-o", tmp_path / "out", "--profile", own)
    assert ran.status == 0
    document = json.loads((tmp_path / "out" / "shortlist.json").read_text(encoding="utf-8"))
    assert document["pairings"] == []
    assert len(document["unserved"]) == 8
    own.write_text('extends = "takamatsu"\n[weights.beauty]\nvalue = 99\nreason = "x"\n')
    wrong = matcher("shortlist", folder, "-o", tmp_path / "out", "--profile", own)
    assert wrong.status == 1
    assert "weights.beauty" in wrong.err


def test_index_tells_what_it_holds_and_is_replaced(
    matcher: Matcher, folder: Path, tmp_path: Path
) -> None:
    place = tmp_path / "index"
    assert "4" in matcher("index", folder, "-o", place).out
    french = [*folder.glob("fr-*"), folder / "jp-仙台.yaml"]
    assert matcher("index", *french, "-o", place).status == 0
    manifest = json.loads((place / "manifest.json").read_text())["index"]
    assert (manifest["counts"]["fr"], manifest["counts"]["jp"]) == (4, 1)
    assert manifest["encoder"]["name"] == "default"


def test_a_folder_that_is_no_index_is_not_overwritten(
    matcher: Matcher, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    ran = matcher("index", folder, "-o", tmp_path)
    assert ran.status == 1
    assert str(tmp_path) in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_no_contact_reaches_the_index(index: Path) -> None:
    assert all(b"entinelle" not in path.read_bytes() for path in index.iterdir())


def test_suggest_names_the_partner_with_reasons(matcher: Matcher, index: Path) -> None:
    for asked in ("Tours", "トゥール", "fr-commune-37261"):
        ran = matcher("suggest", asked, "--index", index, "--json", "--limit", "2")
        assert ran.status == 0
        (found,) = ran.lines
        assert found["participant"]["id"] == "fr-commune-37261"
        assert found["items"][0]["collectivity"]["id"] == "jp-municipality-06203"
        assert len(found["items"]) == 2
        for each in found["items"]:
            assert abs(sum(each["parts"].values()) - each["score"]) < 1e-9
    text = matcher("suggest", "鶴岡", "--index", index, "--lang", "fr").out
    assert "Tours" in text
    assert "gastronomie" in text


def test_suggest_for_nobody_names_similar_ones(matcher: Matcher, index: Path) -> None:
    ran = matcher("suggest", "Tuors", "--index", index)
    assert (ran.status, ran.out) == (1, "")
    assert "Tours" in ran.err


def test_a_missing_and_a_damaged_index_are_clear_errors(
    matcher: Matcher, index: Path, tmp_path: Path
) -> None:
    nowhere = matcher("suggest", "Tours", "--index", tmp_path / "nowhere")
    assert nowhere.status == 1
    assert "nowhere" in nowhere.err
    copy = tmp_path / "copy"
    shutil.copytree(index, copy)
    (broken,) = copy.glob("columns.*")
    broken.write_bytes(broken.read_bytes()[:-1])
    damaged = matcher("rank", "--index", copy, "--direction", "fr-jp", "-o", tmp_path / "x.run")
    assert damaged.status == 1
    assert broken.name in damaged.err
    assert not (tmp_path / "x.run").exists()


def test_rank_writes_every_candidate_in_strict_order(
    matcher: Matcher, index: Path, tmp_path: Path
) -> None:
    for direction, own in (("fr-jp", "fr-"), ("jp-fr", "jp-")):
        path = tmp_path / f"{direction}.run"
        ran = matcher("rank", "--index", index, "--direction", direction, "-o", path)
        assert (ran.status, ran.out) == (0, "")
        rows = [line.split(" ") for line in path.read_text().splitlines()]
        assert len(rows) == 16
        for query, group in groupby(rows, key=lambda row: row[0]):
            mine = list(group)
            assert query.startswith(own)
            assert [row[3] for row in mine] == ["1", "2", "3", "4"]
            scores = [float(row[4]) for row in mine]
            assert all(a > b for a, b in pairwise(scores))


def test_signals_of_a_run_are_chosen(matcher: Matcher, index: Path) -> None:
    whole = matcher("rank", "--index", index, "--direction", "fr-jp").out
    part = matcher("rank", "--index", index, "--direction", "fr-jp", "--signals", "population").out
    assert len(whole.splitlines()) == len(part.splitlines()) == 16
    assert whole != part
    wrong = matcher("rank", "--index", index, "--direction", "fr-jp", "--signals", "beauty")
    assert wrong.status == 2
    assert "key-points" in wrong.err


def test_encode_gives_a_row_a_line_and_tells_blank_ones(matcher: Matcher, tmp_path: Path) -> None:
    source, target = tmp_path / "textes.txt", tmp_path / "v.npy"
    source.write_bytes("Un tramway\n\n路面電車\n".encode())
    ran = matcher("encode", source, "-o", target)
    assert ran.status == 0
    assert "1" in ran.err
    vectors = np.load(target)
    assert vectors.dtype == np.float32
    assert vectors.shape[0] == 3
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 0, 1], atol=1e-6)


def test_an_encoder_or_a_file_that_is_not_there_is_told(matcher: Matcher, tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    ran = matcher("encode", source, "-o", tmp_path / "v.npy")
    assert ran.status == 1
    assert "a.txt" in ran.err
    source.write_text("x\n")
    other = matcher("encode", source, "-o", tmp_path / "v.npy", "--encoder", "nothing-here")
    assert other.status == 1
    assert "nothing-here" in other.err
    assert not (tmp_path / "v.npy").exists()


@pytest.mark.parametrize("floor", ["nan", "inf", "-inf", "1e308", "-1000.5"])
def test_a_floor_that_is_no_score_is_a_wrong_command_line(
    matcher: Matcher, folder: Path, tmp_path: Path, floor: str
) -> None:
    ran = matcher("shortlist", folder, "-o", tmp_path / "out", "--floor", floor)
    assert (ran.status, ran.out) == (2, "")
    assert "--floor" in ran.err
    assert "1000" in ran.err
    assert not (tmp_path / "out").exists()


def test_the_index_may_come_from_the_environment(
    matcher: Matcher, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = (("suggest", "Tours"), ("rank", "--direction", "fr-jp"))
    for command in commands:
        without = matcher(*command)
        assert (without.status, without.out) == (1, "")
        assert "MATCHER_INDEX" in without.err
    named = [matcher(*command, "--index", index).out for command in commands]
    monkeypatch.setenv("MATCHER_INDEX", str(index))
    assert [matcher(*command).out for command in commands] == named
    assert matcher("suggest", "Tours", "--index", index / "nowhere").status == 1


@pytest.mark.parametrize("name", ["", " \u3000"])
def test_suggest_for_no_name_is_a_wrong_command_line(
    matcher: Matcher, index: Path, name: str
) -> None:
    ran = matcher("suggest", name, "--index", index)
    assert (ran.status, ran.out) == (2, "")
    assert "empty" in ran.err
