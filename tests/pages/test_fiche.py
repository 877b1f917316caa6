"""A stored fiche is corrected and removed; of two who change it, neither loses a word."""

from __future__ import annotations

from matcher.fiche import read
from matcher.workflow.take_in import take_in_bytes
from service.opened import Opened
from tests.pages.html import page_of, text_of
from tests.pages.office import Office, notice, office, one, path_of
from tests.pages.world import CONTACT
from tests.service.world import SETTINGS

TOURS = "/fr/fiches/f-fr-tours"


def value(page: object, field: str) -> str:
    return str(one(page, f"//*[@name='f1-{field}']").value).strip()  # type: ignore[arg-type]


def test_a_correction_is_stored_and_told(desk: Office, opened: Opened) -> None:
    page = desk.get(TOURS)
    assert CONTACT in value(page, "contact")
    done = desk.follow(desk.send(page, "fiche", typed={"f1-population": "140 000 hab."}))
    assert "enregistrée" in notice(done, "good")
    assert text_of(one(done, "//*[@id='f1-population-state']")) == "corrigé à la main"
    stored = opened.catalogue.fiche("f-fr-tours", contacts=True)
    assert (stored.version, stored.fiche.population.value) == (2, 140_000)
    assert stored.fiche.contact.value == CONTACT
    assert opened.follower.now().roster["fr-tours"].population.value == 140_000


def test_a_wrong_value_stores_nothing_and_keeps_everything_typed(
    desk: Office, opened: Opened
) -> None:
    typed = {"f1-updated": "bientôt", "f1-seeking": "Une ville de gastronomie"}
    answer = desk.send(desk.get(TOURS), "fiche", typed=typed)
    assert answer.status_code == 422
    again = page_of(answer.text)
    assert one(again, "//*[@name='f1-updated']").get("aria-invalid") == "true"
    assert value(again, "updated") == "bientôt"
    assert value(again, "seeking") == "Une ville de gastronomie"
    assert opened.catalogue.fiche("f-fr-tours").version == 1


def test_two_who_correct_the_same_fiche(desk: Office, opened: Opened) -> None:
    mine, theirs = desk.get(TOURS), desk.get(TOURS)
    desk.follow(desk.send(theirs, "fiche", typed={"f1-population": "150000"}))
    typed = {"f1-population": "140000", "f1-seeking": "Un partenaire culinaire"}
    answer = desk.send(mine, "fiche", typed=typed)
    assert answer.status_code == 409
    again = page_of(answer.text)
    assert "150000" in notice(again, "bad")
    assert (value(again, "population"), value(again, "seeking")) == (
        "140000",
        "Un partenaire culinaire",
    )
    assert opened.catalogue.fiche("f-fr-tours").fiche.population.value == 150_000
    desk.follow(desk.send(again, "fiche"))
    fiche = opened.catalogue.fiche("f-fr-tours").fiche
    assert (fiche.population.value, fiche.seeking.value) == (140_000, "Un partenaire culinaire")


def test_a_fiche_is_removed_after_a_question(desk: Office, opened: Opened) -> None:
    question = desk.get(TOURS + "/removal")
    assert "Tours" in text_of(one(question, "//main"))
    assert opened.catalogue.fiche("f-fr-tours").version == 1
    desk.follow(desk.send(question, "removal"))
    assert desk.client.get(TOURS).status_code == 404
    assert "fr-tours" not in opened.follower.now().roster


def test_what_was_changed_meanwhile_is_asked_about_again(desk: Office, opened: Opened) -> None:
    question = desk.get(TOURS + "/removal")
    desk.follow(desk.send(desk.get(TOURS), "fiche", typed={"f1-population": "150000"}))
    answer = desk.send(question, "removal")
    assert answer.status_code == 409
    assert opened.catalogue.fiche("f-fr-tours").version == 2


def test_a_fiche_that_cannot_take_part_is_mended(desk: Office, opened: Opened) -> None:
    found = take_in_bytes(b"name: Redon\n", "redon.yaml", opened.knowledge).fiches
    opened.registrar.store({"f-redon": found[0]})
    page = desk.get("/fr/fiches/f-redon")
    assert notice(page, "bad")
    done = desk.follow(desk.send(page, "fiche", typed={"f1-key_points": "Un port fluvial vivant"}))
    assert done.xpath("//a[contains(@href, '/collectivities/fr-')]")
    assert not notice(done, "bad")


def test_what_a_document_says_is_text_and_never_markup(desk: Office, opened: Opened) -> None:
    fiche = opened.catalogue.fiche("f-fr-tours", contacts=True).fiche
    nasty = '"><script>alert(1)</script>'
    opened.registrar.store({"f-nasty": type(fiche)(source=nasty, name=read(nasty))})
    page = desk.get("/en/fiches/f-nasty")
    assert not page.xpath("//script[contains(., 'alert')]")
    assert value(page, "name") == nasty


def test_readers_do_not_get_in(opened: Opened) -> None:
    with office(opened, SETTINGS) as reading:
        for path in (TOURS, TOURS + "/removal"):
            assert reading.client.get(path).status_code == 403
            assert reading.client.post(path).status_code == 403


def test_there_is_no_such_fiche(desk: Office) -> None:
    assert desk.client.get("/fr/fiches/f-nobody").status_code == 404
    assert path_of(desk.client.get("/", follow_redirects=False)).endswith("/")
