"""The page in a real browser, from a file: languages, filters, order, map, paper, phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from matcher.collectivity import Country, Language, Position
from matcher.shipped import vocabulary
from matcher.writing.page import write_page
from tests import samples
from tests.browser import open_page

pytestmark = pytest.mark.full


def shortlist_file(folder: Path, language: Language = Language.FR) -> str:
    hostile = samples.participant(
        "fr-hostile", name="<script>document.title='taken'</script>", population=50_000
    )
    naha = samples.participant(
        "jp-naha", name="那覇市", country=Country.JP, points=("観光と交通の連携。",),
        position=Position(26.21, 127.68), domains=("観光",),
    )  # fmt: skip
    made = samples.shortlist(
        samples.pairing(),
        samples.pairing(fr=hostile, parts={"constant": -4.0, "key-points": 5.0}),
        samples.pairing(jp=naha, parts={"constant": -4.0, "key-points": 4.5}),
    )
    file = folder / "liste – 一覧.html"
    file.write_text(write_page(made, vocabulary(), language), encoding="utf-8")
    return file.as_uri()


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    with open_page() as opened:
        problems: list[str] = []
        opened.on("console", lambda said: problems.append(said.text))
        opened.on("pageerror", lambda error: problems.append(str(error)))
        opened.on("requestfailed", lambda request: problems.append(request.url))
        opened.goto(shortlist_file(tmp_path))
        yield opened
        assert problems == []
        assert "taken" not in opened.title()


def edition(page: Page, language: str = "fr") -> str:
    return f'[data-edition="{language}"]'


def rows(page: Page, language: str = "fr") -> list[str]:
    found = page.locator(f"{edition(page, language)} .pairings tbody tr:visible td.who")
    return found.all_inner_texts()


def test_languages_change_at_a_click_and_keep_the_filters(page: Page) -> None:
    page.get_by_label("Texte").fill("naha")
    assert rows(page) == []
    page.get_by_label("Texte").fill("那覇")
    assert rows(page) == ["那覇市"]
    page.get_by_role("button", name="日本語").click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(page.locator(edition(page))).to_be_hidden()
    assert rows(page, "ja") == ["那覇市"]
    assert "連携先候補一覧" in page.title()
    page.get_by_role("button", name="すべて表示").click()
    assert len(rows(page, "ja")) == 3


def test_filters_hold_cards_and_map_too(page: Page) -> None:
    page.get_by_label("Collectivité").select_option("jp-naha")
    expect(page.locator(f"{edition(page)} .card:visible")).to_have_count(1)
    expect(page.locator(f"{edition(page)} .arcs a:visible")).to_have_count(1)
    expect(page.locator(f"{edition(page)} output")).to_have_text("1 sur 3 affichés")


def test_the_table_is_sorted_by_click_and_by_key(page: Page) -> None:
    head = page.locator(f"{edition(page)} .pairings thead").get_by_role("button", name="Japon")
    head.click()
    assert rows(page)[-1] == "那覇市"
    head.press("Enter")
    assert rows(page)[0] == "那覇市"
    expect(page.locator(f"{edition(page)} th[aria-sort]")).to_have_count(1)


def test_the_map_shows_the_pair_pointed_at(page: Page) -> None:
    arc = page.locator(f"{edition(page)} .arcs a").first
    arc.focus()
    expect(page.locator(f"{edition(page)} .map .pair")).to_contain_text("Nancy – Toyama")
    expect(page.locator(f"{edition(page)} .places g.on")).to_have_count(2)
    page.locator(f'{edition(page)} .places [data-place="jp-naha"] text').hover()
    expect(page.locator(f"{edition(page)} .map .pair")).to_contain_text("那覇市")


@pytest.mark.parametrize("language", list(Language))
def test_nothing_is_wider_than_a_phone(tmp_path: Path, language: Language) -> None:
    with open_page(360, 740) as phone:
        phone.goto(shortlist_file(tmp_path, language))
        wide = phone.evaluate(
            "[...document.querySelectorAll('.edition:not([hidden]) *')]"
            ".filter(e => !e.closest('.map') && !e.matches('.skip')"
            " && !e.closest('thead') && e.getBoundingClientRect().right > 361)"
            ".map(e => e.outerHTML.slice(0, 80))"
        )
        assert wide == []
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_script_one_language_shows_whole(tmp_path: Path) -> None:
    with open_page(java_script_enabled=False) as plain:
        plain.goto(shortlist_file(tmp_path, Language.JA))
        expect(plain.locator(edition(plain, "ja"))).to_be_visible()
        expect(plain.locator(edition(plain, "fr"))).to_be_hidden()
        expect(plain.locator(".filters:visible")).to_have_count(0)
        expect(plain.locator(".languages:visible")).to_have_count(0)
        assert len(rows(plain, "ja")) == 3


def test_paper_has_one_language_and_no_controls(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.locator(".languages:visible, .filters:visible, .skip:visible")).to_have_count(0)
    expect(page.locator(".edition:visible")).to_have_count(1)
    for card in page.locator(f"{edition(page)} .card").all():
        assert card.evaluate("c => getComputedStyle(c).breakInside") == "avoid"


def test_text_stands_out_from_its_ground(page: Page) -> None:
    """WCAG 2.2 AA, 1.4.3: 4.5 to 1 for text, by the relative luminance of 1.4.3's definition."""
    ratios = page.evaluate(
        """() => {
          const parse = (c) => c.match(/[\\d.]+/g).map(Number);
          const light = ([r, g, b]) => [r, g, b].map((v) => (v /= 255) <= 0.04045
            ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const ground = (e) => { for (; e; e = e.parentElement) {
            const c = parse(getComputedStyle(e).backgroundColor);
            if (c[3] === undefined || c[3] > 0.99) return c; } return [255, 255, 255]; };
          return [...document.querySelectorAll('.edition:not([hidden]) *')]
            .filter((e) => !e.closest('svg') && e.checkVisibility()
              && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
            .map((e) => { const [a, b] = [parse(getComputedStyle(e).color), ground(e)].map(light)
              .sort((x, y) => y - x); return [(a + 0.05) / (b + 0.05), e.outerHTML.slice(0, 90)]; })
            .filter(([ratio]) => ratio < 4.5); }"""
    )
    assert ratios == []
