"""The whole way of an officer, in a real browser, against the service as it is started.

Three files are uploaded, a field is mended, partners are looked at, a shortlist is made, a pair is
rejected and the list computed anew, the workbook is taken away, the page read in Japanese and
printed. On the way every page is checked with axe-core.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import ConsoleMessage, Page, expect, sync_playwright
from pypdf import PdfReader

from tests.browser import path_of_browser
from tests.service.served import Served, environment, serving

pytestmark = pytest.mark.full

FICHES = Path(__file__).parents[2] / "examples" / "fiches"
#: What comes in during the journey: a Word file, a PDF, and a text with a wrong population.
UPLOADED = ("fr-calais.docx", "jp-goto.pdf", "fr-gard.yaml")
#: Who is there before.
THERE = ("fr-brest-metropole.odt", "fr-grenoble.yaml", "fr-lyon-metropole.yaml", "fr-tours.yaml",
         "fr-le-mene.odt", "jp-kuzumaki.docx", "jp-sendai.yaml", "jp-toyama.docx", "jp-seto.docx",
         "jp-kusatsu.yaml")  # fmt: skip
#: Findings of axe-core that bar people from using a page.
GRAVE = ("serious", "critical")


@dataclass(frozen=True)
class Desk:
    """A signed-in browser beside the service."""

    page: Page
    served: Served

    def check(self) -> None:
        """No grave finding on the page as it is now."""
        found = Axe().run(self.page).response["violations"]
        told = [
            f"{each['id']} ({each['impact']}): {each['nodes'][0]['html'][:200]}"
            for each in found
            if each["impact"] in GRAVE
        ]
        assert told == [], self.page.url

    def fits(self, path: str) -> None:
        """Nothing stands out of a narrow window."""
        assert self.page.evaluate("document.documentElement.scrollWidth") <= 360, path

    def go(self, path: str) -> None:
        """Open a page and check it."""
        answer = self.page.goto(self.served.address + path)
        assert answer is not None
        assert answer.status == 200, path
        self.check()


@contextmanager
def browser_page() -> Iterator[Page]:
    path = path_of_browser()
    if path is None:
        pytest.skip("no Chromium on the path nor in MATCHER_BROWSER")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(
            viewport={"width": 1280, "height": 900}, locale="fr-FR", accept_downloads=True
        )
        page = context.new_page()
        said: list[str] = []

        def hear(message: ConsoleMessage) -> None:
            if message.type == "error":
                said.append(f"{message.text} {message.location}")

        page.on("console", hear)
        page.on("pageerror", lambda fault: said.append(str(fault)))
        try:
            yield page
        finally:
            browser.close()
        # A form that comes back with faults is answered 422, which the browser reports, too.
        assert [each for each in said if "422" not in each] == []


def matcher(*arguments: object) -> str:
    """What a command prints."""
    command = [sys.executable, "-m", "matcher", *map(str, arguments)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    there = tmp_path / "fiches"
    there.mkdir()
    for name in THERE:
        shutil.copy(FICHES / name, there)
    catalogue = tmp_path / "catalogue.db"
    matcher("index", there, "-o", tmp_path / "index")
    with (
        serving(tmp_path, "--index", tmp_path / "index", "--catalogue", catalogue) as served,
        browser_page() as page,
    ):
        key = matcher("key", "Marie", "--role", "curate", "--catalogue", catalogue).strip()
        desk = Desk(page, served)
        desk.go("/fr/sign-in")
        page.get_by_label("Clé").fill(key)
        page.locator("#sign-in").get_by_role("button").click()
        expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()
        yield desk


def test_the_way_of_an_officer(desk: Desk, tmp_path: Path) -> None:
    page = desk.page

    # upload three files, mend a field
    desk.go("/fr/fiches/new")
    page.get_by_label("Fichiers").set_input_files([FICHES / name for name in UPLOADED])
    page.get_by_role("button", name="Lire les fichiers").click()
    drafts = page.locator("article.draft")
    expect(drafts).to_have_count(3)
    desk.check()
    gard = drafts.filter(has_text="fr-gard.yaml")
    population = gard.get_by_label("Population", exact=True)
    population.fill("beaucoup")
    page.get_by_role("button", name="Enregistrer les fiches choisies").click()
    expect(page.locator("#to-mend")).to_be_focused()
    desk.check()
    gard.get_by_label("Population", exact=True).fill("765 000")
    page.get_by_role("button", name="Enregistrer les fiches choisies").click()
    expect(page.get_by_role("heading", level=3)).to_have_count(3)
    desk.check()

    # see partners, with the words that answer each other
    page.get_by_role("link", name="Gard", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gard")
    expect(page.get_by_text("765\N{NARROW NO-BREAK SPACE}000").first).to_be_visible()
    expect(page.get_by_text("Sendai").first).to_be_visible()
    assert page.locator("u.word").count() > 0
    desk.check()

    # build the shortlist
    desk.go("/fr/shortlists")
    page.get_by_label("Nom de la proposition").fill("Rencontre d’essai")
    page.locator("#new-shortlist").get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rencontre d’essai")
    pairs = page.locator("ol.pairs").first.locator("> li")
    first = pairs.first.get_by_role("heading").inner_text()
    desk.check()

    # reject a pair, watch it recompute
    before = page.url
    pairs.first.get_by_role("button", name="Écarter").click()
    changes = page.locator("#happened .changes")
    expect(changes).to_be_visible()
    expect(changes).to_contain_text(first.split(" – ")[0])
    assert page.url.split("?")[0] == before.split("?")[0]
    expect(page.locator("#rejected-h")).to_be_visible()
    assert first not in pairs.get_by_role("heading").all_inner_texts()
    desk.check()

    # and take it back
    page.get_by_role("button", name="Annuler").first.click()
    expect(page.locator("#rejected-h")).to_have_count(0)
    assert first in pairs.get_by_role("heading").all_inner_texts()

    # take the workbook away
    with page.expect_download() as download:
        page.get_by_role("link", name="Classeur (Excel)").click()
    workbook = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    cells = {str(c.value) for row in workbook.worksheets[0].iter_rows() for c in row if c.value}
    assert any("Gard" in each for each in cells)

    # the same page in Japanese
    page.get_by_role("link", name="日本語").click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rencontre d’essai")
    expect(page.get_by_role("heading", name="組合せ")).to_be_visible()
    desk.check()

    # the briefing sheet of a pair, printed
    page.locator("ol.pairs").first.get_by_role("heading").first.get_by_role("link").click()
    desk.check()
    page.goto(f"{page.url.split('?')[0]}/briefing")
    desk.check()
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    # Chromium writes some kanji as the radicals they are (⾼ for 高).
    text = normalize("NFKC", "".join(sheet.extract_text() for sheet in printed.pages))
    assert len(printed.pages) == 1
    assert "高松" in text and "Takamatsu" in text

    # one page in every language, also where a pair has much to say
    board = before.removeprefix(desk.served.address).split("?")[0].removeprefix("/fr")
    for language in ("fr", "ja", "en"):
        desk.go(f"/{language}{board}/pairs/fr-brest-metropole/jp-goto/briefing")
        printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
        assert len(printed.pages) == 1, language


@pytest.mark.parametrize("language", ["fr", "ja", "en"])
def test_every_page_is_fit_for_everybody_also_on_a_phone(desk: Desk, language: str) -> None:
    desk.page.set_viewport_size({"width": 360, "height": 740})
    for path in ("", "collectivities", "collectivities/fr-brest-metropole", "fields", "about",
                 "shortlists", "fiches/new", "sign-in"):  # fmt: skip
        desk.go(f"/{language}/{path}")
        desk.fits(path)
    desk.page.goto(f"{desk.served.address}/{language}/shortlists")
    desk.page.locator("#wish-name").fill("Tel")
    desk.page.locator("#new-shortlist button[type=submit]").click()
    desk.page.wait_for_selector("ol.pairs")
    board = desk.page.url.removeprefix(desk.served.address).split("?")[0]
    pair = desk.page.locator("ol.pairs h3 a").first.get_attribute("href")
    for path in (board, pair, f"{pair}/briefing", f"{board}/for/{str(pair).split('/')[-1]}"):
        desk.go(str(path))
        desk.fits(str(path))


def test_all_of_the_board_is_reached_by_keyboard(desk: Desk) -> None:
    page = desk.page
    desk.go("/en/shortlists")
    page.get_by_label("Name of the shortlist").fill("By keyboard")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("By keyboard")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    buttons = page.locator("ol.pairs").first.locator("button[name=verdict]")
    first, *_ = names = [each.get_attribute("aria-label") for each in buttons.all()[:9]]
    reached = []
    while first not in reached and len(reached) < 80:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert reached[-1] == first
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert set(names) <= set(reached)
    while reached[-1] != first and len(reached) < 200:
        page.keyboard.press("Shift+Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    page.keyboard.press("Enter")
    expect(page.locator("#happened .changes")).to_be_visible()
