"""A page as a test reads it: parsed, and looked at by selectors of a few simple kinds."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement

#: Attributes that lead somewhere or fetch something.
LEADING = ("href", "src", "action", "formaction", "data", "poster", "srcset")


def page_of(text: str) -> HtmlElement:
    """The page."""
    found: HtmlElement = html.document_fromstring(text)
    return found


def text_of(element: HtmlElement) -> str:
    """What a reader sees of it, on one line."""
    return " ".join(element.text_content().split())


def addresses(page: HtmlElement) -> Iterator[str]:
    """Every address that an attribute of the page names."""
    for name in LEADING:
        for value in page.xpath(f"//@{name}"):
            yield str(value)
