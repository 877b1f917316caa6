"""read, check, template, domains."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.cli.conftest import Matcher
from tests.workflow.small_folder import FICHES

FIELDS = {
    "name", "country", "language", "domains", "population", "website", "contact", "location",
    "updated", "key_points", "completed", "notes",
}  # fmt: skip


def test_read_json_is_one_object_a_file_and_nothing_else(matcher: Matcher, folder: Path) -> None:
    ran = matcher("read", folder, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert [Path(each["source"]).name for each in ran.lines] == sorted(FICHES)
    tours = next(each for each in ran.lines if "tours" in each["source"])["fiches"][0]
    assert set(tours) >= FIELDS
    assert tours["name"] == "Tours"
    assert tours["domains"] == ["Gastronomie", "Culture"]
    assert tours["population"] == 137_000
    assert tours["website"] is None
    assert tours["contact"] == "Mme Sentinelle, sentinelle@tours.example"
    assert tours["location"] == {"lat": None, "lon": None, "link": None}
    assert tours["completed"]["code"] == "37261"
    assert tours["completed"]["names"]["ja"] == "トゥール"
    assert tours["completed"]["domain_ids"] == ["culture", "agriculture-food"]


def test_a_refused_file_is_an_object_with_its_error(matcher: Matcher, tmp_path: Path) -> None:
    (tmp_path / "vide.docx").write_bytes(b"")
    ran = matcher("read", tmp_path / "vide.docx", "--json", "--lang", "fr")
    assert ran.status == 1
    (one,) = ran.lines
    assert one["source"].endswith("vide.docx")
    assert one["error"]
    assert one["reason"] == "empty-file"


def test_one_good_file_is_enough_for_status_0(
    matcher: Matcher, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.4 broken")
    ran = matcher("read", folder / "fr-tours.yaml", tmp_path / "x.pdf", "--json")
    assert ran.status == 0
    assert ["error" in each for each in ran.lines] == [False, True]


def test_an_archive_is_one_object_and_its_bad_members_more(
    matcher: Matcher, folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "envoi.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(folder / "jp-仙台.yaml", "b/jp-仙台.yaml")
        archive.write(folder / "fr-tours.yaml", "a/fr-tours.yaml")
        archive.writestr("vide.docx", b"")
    ran = matcher("read", path, "--json")
    assert ran.status == 0
    first, *others = ran.lines
    assert first["source"] == str(path)
    assert [each["place"] for each in first["fiches"]] == ["b/jp-仙台.yaml", "a/fr-tours.yaml"]
    assert [each["name"] for each in first["fiches"]] == ["仙台市", "Tours"]
    assert [each["reason"] for each in others] == ["empty-file"]


def test_read_for_people_shows_the_values_and_what_was_added(
    matcher: Matcher, folder: Path
) -> None:
    ran = matcher("read", folder / "fr-tours.yaml", "--lang", "fr")
    assert ran.status == 0
    assert "Tours" in ran.out
    assert "137\u202f000" in ran.out
    assert "fr-commune-37261" in ran.out


def test_a_folder_without_fiches_and_a_path_that_is_none_are_told(
    matcher: Matcher, tmp_path: Path
) -> None:
    empty = matcher("read", tmp_path)
    assert (empty.status, empty.out) == (1, "")
    assert str(tmp_path) in empty.err
    gone = matcher("read", tmp_path / "gone.docx")
    assert gone.status == 1
    assert "gone.docx" in gone.err


def test_check_says_what_to_look_at_and_a_script_sees_it(
    matcher: Matcher, folder: Path, tmp_path: Path
) -> None:
    ran = matcher("check", folder, "--json")
    assert ran.status == 3
    tours = next(each for each in ran.lines if "tours" in each["source"])
    found = {(f["kind"], f["field"]) for f in tours["fiches"][0]["findings"]}
    assert ("missing", "website") in found
    assert ("missing", "contact") not in found
    assert all(f["text"] for f in tours["fiches"][0]["findings"])
    table = matcher("check", folder, "--lang", "ja")
    assert table.status == 3
    assert "鶴岡市" in table.out


def test_check_of_a_complete_fiche_ends_with_0(matcher: Matcher, tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(
        "name: Tours\ncountry: FR\nlanguage: fr\nkind: commune\ndomains: [Culture]\n"
        "population: 139000\nwebsite: https://www.tours.example/en\ncontact: Service Europe\n"
        "updated: 2014-10-14\nlocation: {lat: 47.39, lon: 0.69}\nkey_points: [Un tramway]\n"
    )
    ran = matcher("check", tmp_path)
    assert ran.status == 0, ran.out
    (tmp_path / "g.docx").write_bytes(b"")
    assert matcher("check", tmp_path).status == 3
    assert matcher("check", tmp_path / "g.docx").status == 1


def test_check_tells_of_fiches_that_say_the_same(matcher: Matcher, tmp_path: Path) -> None:
    for day in ("2013-01-01", "2014-01-01"):
        (tmp_path / f"{day}.yaml").write_text(
            f"name: Tours\nlanguage: fr\nupdated: {day}\nkey_points: [Un tramway sans fil]\n"
        )
    old, new = matcher("check", tmp_path, "--json").lines
    assert [each["code"] for each in old["findings"]] == ["fiche-repeated"]
    assert new["findings"] == []


def test_check_takes_the_encoder_asked_for(matcher: Matcher, tmp_path: Path) -> None:
    for language, point in (("fr", "Un tramway sans fil"), ("ja", "架線のない路面電車")):
        (tmp_path / f"{language}.yaml").write_text(
            f"name: Tours\ncountry: FR\nlanguage: {language}\nkey_points: [{point}]\n",
            encoding="utf-8",
        )
    assert matcher("check", tmp_path).status == 3
    ran = matcher("check", tmp_path, "--encoder", "no-such-encoder")
    assert ran.status == 1
    assert "no-such-encoder" in ran.err


def test_read_always_gives_a_country_and_a_language(matcher: Matcher, tmp_path: Path) -> None:
    (tmp_path / "fiche.json").write_text('{"name": "Atlantis"}')
    (fiche,) = matcher("read", tmp_path, "--json").lines[0]["fiches"]
    assert (fiche["country"], fiche["language"]) == ("FR", "en")
    told = {note["code"]: note for note in fiche["notes"]}
    assert told["country-deduced"]["text"] == "The country was deduced: France (from: Language)."
    assert "language-deduced" in told


def test_the_blank_form_is_written_and_never_over_another_file(
    matcher: Matcher, tmp_path: Path
) -> None:
    path = tmp_path / "フォーム.docx"
    assert matcher("template", "--lang", "ja", "-o", path).status == 0
    first = path.read_bytes()
    assert zipfile.is_zipfile(path)
    path.write_bytes(b"filled in")
    again = matcher("template", "--lang", "ja", "-o", path)
    assert again.status == 1
    assert path.read_bytes() == b"filled in"
    assert matcher("template", "--lang", "ja", "-o", path, "--force").status == 0
    assert path.read_bytes() == first


def test_labels_are_mapped_in_the_order_given(matcher: Matcher) -> None:
    labels = ["Tourisme", "Divers", "防災", "", "Tourisme", " Culture et patrimoine "]
    ran = matcher("domains", *labels, "--json")
    assert ran.status == 0
    (found,) = ran.lines
    assert [each["label"] for each in found] == labels
    assert [each["domain_ids"] for each in found] == [
        ["tourism"], [], ["disaster-risk"], [], ["tourism"], ["culture"],
    ]  # fmt: skip


def test_without_labels_the_vocabulary_is_listed(matcher: Matcher) -> None:
    ran = matcher("domains", "--lang", "fr")
    assert len(ran.out.splitlines()) == 18
    assert "renewable-energy\tÉnergies renouvelables" in ran.out
    assert matcher("domains", "--", "- Culture").out.startswith("- Culture\tculture")
