"""Files are looked over, corrected, and stored when somebody says so; nothing typed is lost."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from lxml.html import HtmlElement

from matcher.collectivity import Country
from matcher.fiche import Origin
from service.opened import Opened
from tests.pages.html import page_of, text_of
from tests.pages.office import (
    Files,
    Office,
    example,
    form_of,
    notice,
    office,
    one,
    path_of,
)
from tests.service.world import SETTINGS

NEW = (
    "nouvelle.yaml",
    "name: Vitré\nkind: commune\nregion: Bretagne\n"
    "contact: Mme Un, un@vitre.example\n"
    "key_points: [Marché des producteurs, Château ouvert aux écoles]\n".encode(),
)


def previewed(desk: Office, *files: tuple[str, bytes], language: str = "fr") -> HtmlElement:
    """The page that shows what files would bring."""
    page = desk.get(f"/{language}/fiches/new")
    answer = desk.send(page, "upload", files=files)
    assert answer.status_code == 200, answer.text[:2000]
    return page_of(answer.text)


def control(page: HtmlElement, name: str) -> HtmlElement:
    return one(page, f"//*[@name='{name}']")


def state(page: HtmlElement, id_: str) -> str:
    return text_of(one(page, f"//*[@id='{id_}-state']"))


def names(opened: Opened) -> set[str | None]:
    return {each.fiche.name.value for each in opened.catalogue.fiches()}


def test_a_preview_tells_each_value_with_its_origin_and_stores_nothing(
    desk: Office, opened: Opened
) -> None:
    before = opened.catalogue.revision()
    page = previewed(desk, NEW)
    assert control(page, "f1-name").value == "Vitré"
    assert state(page, "f1-name") == "lu dans le document"
    assert state(page, "f1-country") == "deviné"
    assert state(page, "f1-population") == "complété d’après les registres officiels"
    assert state(page, "f1-updated") == "non renseigné"
    assert "habitants" in text_of(one(page, "//*[@id='f1-population-beside']"))
    assert "Rien n’est encore enregistré" in text_of(one(page, "//main"))
    assert opened.catalogue.revision() == before


def test_what_was_stored_leads_to_its_partners(desk: Office, opened: Opened) -> None:
    page = previewed(desk, NEW)
    stored = desk.follow(desk.send(page, "preview", {"do": "store"}))
    (link,) = stored.xpath("//a[starts-with(., 'Voir ses partenaires')]/@href")
    partners = desk.get(link)
    assert "Vitré" in text_of(one(partners, "//h1"))
    assert partners.xpath("//article[starts-with(@id, 'partner-jp-')]")
    (found,) = (
        each for each in opened.catalogue.fiches(contacts=True) if each.fiche.name.value == "Vitré"
    )
    assert found.fiche.contact.value == "Mme Un, un@vitre.example"


def test_a_wrong_correction_comes_back_at_its_field_with_everything_typed(
    desk: Office, opened: Opened
) -> None:
    page = previewed(desk, NEW, example("jp-goto.pdf"))
    typed = {"f1-population": "beaucoup", "f1-kind": "ville d’art", "f2-seeking": "Une île"}
    answer = desk.send(page, "preview", {"do": "store"}, typed)
    assert answer.status_code == 422
    again = page_of(answer.text)
    field = control(again, "f1-population")
    assert field.value == "beaucoup"
    assert field.get("aria-invalid") == "true"
    described = [one(again, f"//*[@id='{id_}']") for id_ in field.get("aria-describedby").split()]
    assert any("beaucoup" in each.text_content() for each in described)
    assert again.xpath("//*[@id='to-mend']//a[@href='#f1-population']")
    assert control(again, "f1-kind").value == "ville d’art"
    assert control(again, "f2-seeking").value.strip() == "Une île"
    assert "Vitré" not in names(opened)


def test_a_mended_value_is_stored_as_read_with_what_the_document_said(
    desk: Office, opened: Opened
) -> None:
    page = previewed(desk, NEW)
    typed = {"f1-name": "Vitry-le-François", "f1-kind": "ville", "f1-population": "11 800 hab."}
    checked = desk.send(page, "preview", {"do": "check"}, typed)
    looked = page_of(checked.text)
    assert state(looked, "f1-name") == "corrigé à la main"
    assert (
        "Le document indique\N{NO-BREAK SPACE}: Vitré"
        in one(looked, "//*[@id='f1-name-beside']").text_content()
    )
    assert opened.catalogue.revision() == 1
    desk.follow(desk.send(looked, "preview", {"do": "store"}))
    (fiche,) = (
        each.fiche
        for each in opened.catalogue.fiches()
        if each.fiche.name.value == "Vitry-le-François"
    )
    assert (fiche.population.value, fiche.country.value) == (11_800, Country.FR)
    assert fiche.country.origin is Origin.GUESSED
    assert {note.field for note in fiche.notes if note.code == "corrected-by-hand"} == {
        "name",
        "kind",
        "population",
    }


def test_only_what_is_chosen_is_stored(desk: Office, opened: Opened) -> None:
    other = ("autre.yaml", b"name: Redon\nkey_points: [Port fluvial]\n")
    page = previewed(desk, NEW, other)
    desk.follow(desk.send(page, "preview", {"do": "store"}, {"f1-store": None}))
    assert "Redon" in names(opened)
    assert "Vitré" not in names(opened)


def test_choosing_nothing_is_told(desk: Office) -> None:
    page = previewed(desk, NEW)
    answer = desk.send(page, "preview", {"do": "store"}, {"f1-store": None})
    assert answer.status_code == 422
    assert "Aucune fiche" in notice(page_of(answer.text))


def test_what_is_stored_already_is_not_stored_again_unasked(desk: Office) -> None:
    page = previewed(desk, example("jp-takamatsu.yaml"))
    assert "déjà enregistrée" in text_of(one(page, "//article"))
    assert control(page, "f1-store").get("checked") is None


def test_a_later_version_takes_the_place_of_the_stored_fiche(desk: Office, opened: Opened) -> None:
    name, data = example("jp-takamatsu.yaml")
    text = data.decode()
    assert "updated:" in text
    later = "\n".join(
        "updated: 2026-01" if line.startswith("updated:") else line for line in text.splitlines()
    ).replace("key_points:", "key_points:\n- 新しい取組の要点を一つ加えた。")
    page = previewed(desk, (name, later.encode()))
    assert control(page, "f1-target").value == "f-jp-takamatsu@1"
    desk.follow(desk.send(page, "preview", {"do": "store"}))
    assert opened.catalogue.fiche("f-jp-takamatsu").version == 2
    assert len(list(opened.catalogue.fiches())) == 23


def test_a_fiche_changed_meanwhile_is_not_overwritten(desk: Office, opened: Opened) -> None:
    name, data = example("jp-takamatsu.yaml")
    later = data.replace(b"key_points:", "key_points:\n- 新しい要点。".encode())
    page = previewed(desk, (name, later))
    theirs = opened.catalogue.fiche("f-jp-takamatsu", contacts=True).fiche
    opened.registrar.store({"f-jp-takamatsu": replace(theirs, seeking=theirs.name)})
    answer = desk.send(
        page, "preview", {"do": "store"}, {"f1-store": "yes", "f1-target": "f-jp-takamatsu@1"}
    )
    assert answer.status_code == 409
    again = page_of(answer.text)
    assert "Quelqu’un d’autre" in notice(again, "bad")
    assert "新しい要点。" in control(again, "f1-key_points").value
    assert opened.catalogue.fiche("f-jp-takamatsu").version == 2


def test_files_that_cannot_be_read_are_told_and_stop_no_others(desk: Office) -> None:
    page = previewed(desk, ("vide.pdf", b""), NEW)
    assert "vide.pdf" in notice(page, "bad")
    assert control(page, "f1-name").value == "Vitré"
    checked = page_of(desk.send(page, "preview", {"do": "check"}).text)
    assert "vide.pdf" in notice(checked, "bad")


def test_a_fiche_that_says_too_much_is_told_and_harms_no_other(
    desk: Office, opened: Opened
) -> None:
    points = [f"Point essentiel {number}" for number in range(1_500)]
    long = ("longue.json", json.dumps({"name": "Rennes", "key_points": points}).encode())
    page = previewed(desk, long, NEW)
    told = text_of(one(page, "//article[@id='draft-1']//*[contains(@class, 'bad')]"))
    assert "1 500" in told
    assert "60" in told
    chosen = {each: control(page, f"f{each}-store").get("checked") for each in (1, 2)}
    assert (chosen[1], chosen[2] is not None) == (None, True)
    short = {"f1-key_points": "\n\n".join(points[:5]), "f1-store": "yes"}
    answer = desk.send(page, "preview", {"do": "store"}, short)
    desk.follow(answer)
    assert {"Rennes", "Vitré"} <= names(opened)


def test_no_file_is_told(desk: Office) -> None:
    answer = desk.send(desk.get("/fr/fiches/new"), "upload")
    assert answer.status_code == 422
    assert "Aucun fichier" in notice(page_of(answer.text))


def test_a_hundred_fiches_fit_into_one_form(desk: Office, opened: Opened) -> None:
    rows = "\n".join(f"Commune {n},FR,Point essentiel numéro {n}" for n in range(100))
    page = previewed(desk, ("liste.csv", f"name,country,key_points\n{rows}\n".encode()))
    assert len(form_of(page, "preview").form_values()) > 1_000
    stored = desk.follow(desk.send(page, "preview", {"do": "store"}))
    assert "100" in text_of(one(stored, "//h1"))
    assert "Commune 99" in names(opened)


@pytest.mark.parametrize(
    "data", ["", "nonsense", "{}", '{"source": 1}', '{"source": "x", "seeking": {"value": "a"}}']
)
def test_a_form_that_was_tampered_with_stores_nothing(
    desk: Office, opened: Opened, data: str
) -> None:
    page = previewed(desk, NEW)
    before = opened.catalogue.revision()
    answer = desk.send(page, "preview", {"do": "store"}, {"f1-data": data})
    assert answer.status_code == 422
    assert "Choisissez de nouveau" in notice(page_of(answer.text))
    assert opened.catalogue.revision() == before


def test_what_is_typed_is_text_and_never_markup(desk: Office) -> None:
    page = previewed(desk, NEW)
    nasty = "</textarea><script>alert(1)</script>"
    again = page_of(
        desk.send(page, "preview", {"do": "check"}, {"f1-seeking": nasty, "f1-name": nasty}).text
    )
    assert not again.xpath("//script[contains(., 'alert')]")
    assert control(again, "f1-seeking").value.strip() == nasty


def test_only_who_may_change_things_gets_in(opened: Opened) -> None:
    with office(opened, SETTINGS) as reading:
        assert reading.client.get("/fr/fiches/new").status_code == 403
        sent = reading.client.post("/fr/fiches/new", files=[("files", NEW)])
        assert sent.status_code == 403
    with office(opened, replace(SETTINGS, anonymous="none")) as nobody:
        answer = nobody.client.get("/fr/fiches/new", follow_redirects=False)
        assert path_of(answer) == "/fr/sign-in"


def test_a_form_of_another_site_is_refused(desk: Office, opened: Opened) -> None:
    page = previewed(desk, NEW)
    before = opened.catalogue.revision()
    answer = desk.send(page, "preview", {"do": "store"}, {"csrf": "x" * 43})
    assert answer.status_code == 403
    assert opened.catalogue.revision() == before


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "Vérifier et corriger"), ("ja", "確認と修正"), ("en", "Look over and correct")],
)
def test_in_three_languages(desk: Office, language: str, said: str) -> None:
    files: Files = [NEW]
    assert text_of(one(previewed(desk, *files, language=language), "//h1")) == said
