"""The page for agreement is in the authority's language, and tells nothing that is not its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from lxml.html import HtmlElement

from matcher.collectivity import Language
from service.opened import Opened
from service.shortlists.boards import Boards
from service.storage.records import StoredShortlist
from tests.pages.html import addresses, page_of, text_of
from tests.pages.office import Office, Premises, office, one, shortlist
from tests.pages.world import ADDRESS, CONTACT

NOTE = "Le maire hésite"


@pytest.fixture(scope="module")
def opened(premises: Premises) -> Iterator[Opened]:
    with premises.opened() as made:
        yield made


@pytest.fixture(scope="module")
def listed(opened: Opened) -> StoredShortlist:
    return opened.catalogue.shortlist(shortlist(opened))


@pytest.fixture(scope="module")
def desk(opened: Opened) -> Iterator[Office]:
    with office(opened) as found:
        yield found


@pytest.fixture(scope="module")
def served(opened: Opened, listed: StoredShortlist) -> dict[str, list[str]]:
    """Who meets whom."""
    boards = Boards.over(opened)
    board = boards.wait(listed, 60)
    boards.close()
    found: dict[str, list[str]] = {}
    for each in board.pairings:  # type: ignore[union-attr]
        found.setdefault(each.fr.id, []).append(each.jp.id)
        found.setdefault(each.jp.id, []).append(each.fr.id)
    return found


def letter(desk: Office, listed: StoredShortlist, id_: str, language: str = "fr") -> HtmlElement:
    page = desk.shown(f"/{language}/shortlists/{listed.id}/for/{id_}")
    return one(page, "//article[contains(@class, 'letter')]")


@pytest.mark.parametrize("language", list(Language))
def test_it_is_in_the_language_of_the_authority_whoever_reads_it(
    desk: Office, listed: StoredShortlist, language: str, served: dict[str, list[str]]
) -> None:
    japanese = next(id_ for id_ in served if id_.startswith("jp-"))
    french = next(id_ for id_ in served if id_.startswith("fr-"))
    assert "面談を希望する" in letter(desk, listed, japanese, language).text_content()
    assert "Oui, nous souhaitons" in letter(desk, listed, french, language).text_content()


def test_it_names_the_partners_with_key_points_meeting_place_and_days(
    desk: Office, listed: StoredShortlist, opened: Opened, served: dict[str, list[str]]
) -> None:
    id_ = max((each for each in served if each.startswith("jp-")), key=lambda i: len(served[i]))
    found = letter(desk, listed, id_)
    partners = found.xpath(".//section[@class='proposal']")
    assert len(partners) == len(served[id_])
    moment = opened.follower.now()
    texts = [" ".join(point.text.split()) for point in moment.roster[id_].key_points]
    own = text_of(partners[0].xpath(".//blockquote")[0])
    assert own
    assert any(own in text for text in texts)
    said = text_of(found)
    assert "第4回日仏自治体交流会議" in said
    assert "2014年10月28日〜30日" in said
    assert len(partners[0].xpath(".//*[@class='box']")) == 3


def test_nothing_of_others_nor_of_the_house_stands_in_it(
    desk: Office, listed: StoredShortlist, opened: Opened, served: dict[str, list[str]]
) -> None:
    id_ = "fr-tours"
    (partner, *_) = served[id_]
    boards = Boards.over(opened)
    board = boards.wait(listed, 60)
    boards.close()
    pairing = board.pairing(id_, partner)  # type: ignore[union-attr]
    path = f"/fr/shortlists/{listed.id}/pairs/{id_}/{partner}"
    desk.follow(desk.send(desk.get(path), "decide", {"verdict": "accepted"}, {"note": NOTE}))
    said = letter(desk, listed, id_).text_content()
    for secret in (NOTE, CONTACT, "sentinelle@", ADDRESS, f"{pairing.score:.2f}".replace(".", ",")):
        assert secret not in said
    others = {other for ids in served.values() for other in ids} - {id_, *served[id_]}
    names = [opened.follower.now().roster[other].name for other in others]
    assert [name for name in names if name in said] == []


def test_the_file_needs_nothing_but_itself(
    desk: Office, listed: StoredShortlist, served: dict[str, list[str]]
) -> None:
    letter(desk, listed, "fr-tours")
    answer = desk.client.get(f"/ja/shortlists/{listed.id}/for/fr-tours?download")
    assert answer.headers["content-disposition"].startswith('attachment; filename="Tours ')
    page = page_of(answer.text)
    assert page.get("lang") == "fr"
    assert not page.xpath("//script | //link | //img | //form")
    assert [each for each in addresses(page) if not each.startswith("#")] == []
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == answer.headers["content-security-policy"]
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'",
        policy,
    )
    assert text_of(one(page, "//h1")) == "Tours"


def test_who_has_no_meeting_is_told_so_kindly(
    desk: Office, opened: Opened, served: dict[str, list[str]]
) -> None:
    alone = opened.catalogue.shortlist(shortlist(opened, floor=50.0))
    assert "aucun entretien ne vous est proposé" in text_of(letter(desk, alone, "fr-tours"))


def test_nobody_has_no_page(desk: Office, listed: StoredShortlist) -> None:
    answer = desk.client.get(f"/fr/shortlists/{listed.id}/for/fr-nobody")
    assert answer.status_code == 404
