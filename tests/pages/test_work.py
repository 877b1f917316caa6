"""The pages where people work hold together: names, labels and references, and nothing inline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from lxml.html import HtmlElement

from matcher.collectivity import Language
from service.opened import Opened
from tests.pages.html import page_of
from tests.pages.office import Office, Premises, example, office, shortlist

PATHS = (
    "shortlists",
    "shortlists/{list}",
    "shortlists/{list}/removal",
    "shortlists/{list}/pairs/fr-tours/jp-takamatsu",
    "shortlists/{list}/pairs/fr-tours/jp-takamatsu/briefing",
    "shortlists/{list}/for/jp-takamatsu",
    "fiches/new",
    "fiches/f-fr-tours",
    "fiches/f-fr-tours/removal",
    "fiches/stored?id=f-fr-tours",
    "sign-in",
    "preview",
)


@pytest.fixture(scope="module")
def opened(premises: Premises) -> Iterator[Opened]:
    with premises.opened() as made:
        yield made


@pytest.fixture(scope="module")
def list_id(opened: Opened) -> str:
    return shortlist(opened)


@pytest.fixture(scope="module")
def desk(opened: Opened) -> Iterator[Office]:
    with office(opened) as found:
        yield found


def page(desk: Office, path: str, language: str, list_id: str) -> HtmlElement:
    if path == "preview":
        form = desk.get(f"/{language}/fiches/new")
        answer = desk.send(form, "upload", files=[example("jp-goto.pdf"), ("x.txt", b"")])
        return page_of(answer.text)
    return desk.shown(f"/{language}/{path.format(list=list_id)}")


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("path", PATHS)
def test_a_page_holds_together(desk: Office, list_id: str, path: str, language: str) -> None:
    found = page(desk, path, language, list_id)
    ids = Counter(str(each) for each in found.xpath("//@id"))
    assert [id_ for id_, count in ids.items() if count > 1] == []
    named = [
        id_
        for attribute in ("aria-describedby", "aria-labelledby", "for")
        for value in found.xpath(f"//@{attribute}")
        for id_ in str(value).split()
    ]
    named += [str(each)[1:] for each in found.xpath("//main//@href") if str(each).startswith("#")]
    assert [id_ for id_ in named if id_ not in ids] == []
    assert found.get("lang") == language
    assert len(found.xpath("//h1")) == 1


@pytest.mark.parametrize("path", PATHS)
def test_every_control_has_a_name(desk: Office, list_id: str, path: str) -> None:
    found = page(desk, path, "fr", list_id)
    controls = found.xpath(
        "//main//*[self::input[not(@type='hidden')] or self::select or self::textarea]"
    )
    nameless = [
        each.get("name")
        for each in controls
        if not (
            each.get("aria-label")
            or each.xpath("ancestor::label")
            or found.xpath(f"//label[@for='{each.get('id')}']")
        )
    ]
    assert nameless == []


@pytest.mark.parametrize("path", PATHS)
def test_nothing_stands_inline(desk: Office, list_id: str, path: str) -> None:
    found = page(desk, path, "fr", list_id)
    assert not found.xpath(
        "//@style | //style | //script[not(@src)] | //@*[starts-with(name(), 'on')]"
    )
