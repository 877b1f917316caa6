"""Somebody signs in with a key or a link, does their work, and signs out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.opened import Opened
from service.storage.keys import Keys
from service.storage.records import Role
from service.storage.sessions import Sessions
from tests.pages.html import page_of, text_of
from tests.pages.office import Office, Premises, office, one, path_of
from tests.service.world import SETTINGS


@pytest.fixture(scope="module")
def opened(premises: Premises) -> Iterator[Opened]:
    with premises.opened() as made:
        yield made


@pytest.fixture
def desk(opened: Opened) -> Iterator[Office]:
    with office(opened, SETTINGS) as found:
        yield found


@pytest.fixture(scope="module")
def key(opened: Opened) -> str:
    return Keys(opened.catalogue.database).create("Claire", Role.CURATE).secret


def test_a_key_opens_what_only_curators_see_and_signing_out_closes_it(
    desk: Office, key: str
) -> None:
    assert desk.client.get("/fr/fiches/new").status_code == 403
    page = desk.get("/fr/sign-in?next=/fr/fiches/new")
    answer = desk.send(page, "sign-in", typed={"key": key})
    assert path_of(answer) == "/fr/fiches/new"
    inside = desk.follow(answer)
    assert "Claire" in text_of(one(inside, "//header"))
    (out,) = inside.xpath("//form[contains(@action, 'sign-out')]")
    left = desk.client.post(out.get("action"), data=dict(out.form_values()), follow_redirects=False)
    assert path_of(left) == "/fr/"
    assert desk.client.get("/fr/fiches/new").status_code == 403


@pytest.mark.parametrize("language", ["fr", "ja", "en"])
def test_an_unknown_key_is_told_at_the_field(desk: Office, language: str) -> None:
    page = desk.get(f"/{language}/sign-in")
    answer = desk.send(page, "sign-in", typed={"key": "mk_" + "a" * 43})
    assert answer.status_code == 401
    again = page_of(answer.text)
    field = one(again, "//input[@name='key']")
    assert field.get("aria-invalid") == "true"
    assert "key-fault" in field.get("aria-describedby")
    assert field.get("value") is None
    assert text_of(one(again, "//*[@id='key-fault']"))


@pytest.mark.parametrize(
    "wanted",
    ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:1"],
)
def test_signing_in_leads_nowhere_else(desk: Office, key: str, wanted: str) -> None:
    page = desk.get("/fr/sign-in")
    answer = desk.send(page, "sign-in", typed={"key": key, "next": wanted})
    assert answer.headers["location"] == "/fr/"


def test_a_link_signs_in_once_and_only_by_its_button(desk: Office, opened: Opened) -> None:
    ticket = Sessions(opened.catalogue.database).issue("Jean", Role.CURATE).secret
    page = desk.get(f"/fr/sign-in?ticket={ticket}")
    page = desk.get(f"/fr/sign-in?ticket={ticket}")
    assert desk.client.get("/fr/fiches/new").status_code == 403
    desk.follow(desk.send(page, "sign-in"))
    assert desk.client.get("/fr/fiches/new").status_code == 200
    with office(opened, SETTINGS) as other:
        late = other.get(f"/fr/sign-in?ticket={ticket}")
        answer = other.send(late, "sign-in")
        assert answer.status_code == 401
        assert "déjà servi" in text_of(one(page_of(answer.text), "//*[@id='key-fault']"))


def test_a_form_of_another_site_signs_nobody_in(desk: Office, key: str) -> None:
    page = desk.get("/fr/sign-in")
    answer = desk.send(page, "sign-in", typed={"key": key, "csrf": "x" * 43})
    assert answer.status_code == 403
    assert desk.client.get("/fr/fiches/new").status_code == 403


def test_a_page_with_a_key_in_it_is_kept_nowhere(desk: Office) -> None:
    assert desk.client.get("/fr/sign-in").headers["cache-control"] == "no-store"
