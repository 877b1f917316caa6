"""The page: self-contained, complete in three languages, harmless, without contacts."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from matcher.collectivity import Language
from matcher.shipped import vocabulary
from matcher.writing.page import write_page
from tests import samples

LOADING = {"src", "srcset", "data", "poster", "action", "formaction", "background", "manifest"}
VOID = {"meta", "br", "input", "link", "img", "hr"}


class Page(HTMLParser):
    """What a reader meets: elements with attributes, text by edition, nesting."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.stack: list[tuple[str, dict[str, str]]] = []
        self.text: dict[str, str] = {}
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if tag not in VOID:
            self.stack.append((tag, attributes))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack, f"</{tag}> closes nothing"
        opened, _ = self.stack.pop()
        assert opened == tag, f"</{tag}> closes <{opened}>"

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self.stack]
        if tags and tags[-1] == "script":
            self.scripts.append(data)
        elif tags and tags[-1] == "style":
            self.styles.append(data)
        else:
            for _, attributes in self.stack:
                if "data-edition" in attributes:
                    edition = attributes["data-edition"]
                    self.text[edition] = self.text.get(edition, "") + data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page(language: Language = Language.FR, **changes: object) -> Page:
    fr = samples.participant(**changes)  # type: ignore[arg-type]
    made = samples.shortlist(samples.pairing(fr=fr, twin=samples.twin()))
    return Page(write_page(made, vocabulary(), language))


def test_every_element_is_closed_and_every_id_is_unique() -> None:
    read = page()
    assert read.stack == []
    ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_links_and_labels_lead_somewhere() -> None:
    read = page()
    ids = {attributes["id"] for _, attributes in read.elements if "id" in attributes}
    targets = [a["href"][1:] for _, a in read.elements if a.get("href", "").startswith("#")]
    targets += [a["aria-labelledby"] for _, a in read.elements if "aria-labelledby" in a]
    assert targets
    assert set(targets) <= ids


def test_nothing_is_fetched() -> None:
    read = page(website="www.nancy.fr")
    assert read.all("link") == read.all("img") == read.all("iframe") == []
    assert [a for _, a in read.elements if LOADING & set(a)] == []
    styles = "".join(read.styles)
    assert "url(" not in styles
    assert "@import" not in styles
    assert (
        re.search(r"fetch\(|XMLHttpRequest|localStorage|document\.cookie", read.scripts[0]) is None
    )
    outward = {a["href"] for a in read.all("a") if not a["href"].startswith("#")}
    assert outward == {"http://www.nancy.fr"}


def test_the_policy_allows_exactly_what_stands_in_the_page() -> None:
    read = page()
    (policy,) = [
        a["content"] for a in read.all("meta") if a.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy.startswith("default-src 'none'")
    for text in (*read.styles, *read.scripts):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert [a for _, a in read.elements if "style" in a] == []
    assert [a for _, a in read.elements if any(name.startswith("on") for name in a)] == []


@pytest.mark.parametrize("language", list(Language))
def test_without_script_the_chosen_language_shows(language: Language) -> None:
    read = page(language)
    editions = [a for _, a in read.elements if "data-edition" in a]
    assert [a["data-edition"] for a in editions if "hidden" not in a] == [language]
    assert len(editions) == 3
    assert read.all("html") == [{"lang": language}]


def test_all_three_editions_say_the_same_in_their_language() -> None:
    text = page().text
    assert "Points essentiels qui se répondent" in text["fr"]
    assert "対応する取組の要点" in text["ja"]
    assert "Key points that match" in text["en"]
    for said, score in (("fr", "2,00"), ("ja", "2.00"), ("en", "2.00")):
        assert score in text[said]
        assert samples.TOYAMA_POINT in text[said]
    assert "du 28 au 30 octobre 2014" in text["fr"]
    assert "2014年10月28日〜30日" in text["ja"]
    assert "par sa commune Nancy" in text["fr"]
    assert "Ville compacte autour du tramway." in text["fr"]
    assert "Ville compacte autour du tramway." not in text["ja"]


def test_own_words_bear_their_own_language() -> None:
    quotes = page().all("blockquote")
    assert [quote["lang"] for quote in quotes] == ["fr", "ja"] * 3


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'-alert(1)-'", "{{ 7*7 }}"],
)
def test_a_name_is_text_wherever_it_stands(name: str) -> None:
    read = page(name=name)
    assert len(read.scripts) == 1
    assert read.all("img") == []
    assert all(text.count(name) >= 4 for text in read.text.values())


def test_contacts_stay_out() -> None:
    made = samples.shortlist()
    html = write_page(made, vocabulary(), Language.FR)
    assert "untel@" not in html
    assert "+33 5" not in html


def test_who_has_no_meeting_is_told_why() -> None:
    text = page().text["fr"]
    assert "Seule-sur-Loire" in text
    assert "la meilleure collectivité, Toyama, obtient \N{MINUS SIGN}0,42" in text
    assert "scan.pdf" in text


def test_an_empty_shortlist_says_that_nobody_fits() -> None:
    made = samples.shortlist()
    from dataclasses import replace

    empty = replace(made, pairings=(), served=0, worst_off=None)
    read = Page(write_page(empty, vocabulary(), Language.EN))
    assert "Nobody fits: no pairing reaches the floor." in read.text["en"]
    assert read.stack == []


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        (Language.FR, "Mots qui se répondent"),
        (Language.JA, "対応する語"),
        (Language.EN, "Words that answer each other"),
    ],
)
def test_words_that_answer_each_other_are_numbered_and_listed(
    language: Language, heading: str
) -> None:
    html = write_page(samples.shortlist(), vocabulary(), language)
    edition = html[html.index(f'data-edition="{language}"') :]
    matches = edition[edition.index('<ol class="matches">') : edition.index('<div class="why">')]
    marked = re.findall(r'<u class="word" data-number="(\d)">([^<]+)</u>', matches)
    assert marked == [("2", "Tramway"), ("1", "relais"), ("2", "LRT"), ("1", "公共交通")]
    assert heading in matches
    listed = '<li><span lang="fr">relais</span> – <span lang="ja">公共交通</span></li>'
    assert listed in matches
