"""Somebody at work: forms filled in and sent as a browser does, without a script."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from httpx import Response
from lxml.html import FormElement, HtmlElement
from starlette.testclient import TestClient

from matcher.settings import Settings
from service.opened import Opened
from service.shortlists.boards import Boards
from service.shortlists.deciding import Decider
from service.storage.opening import open_catalogue
from service.storage.records import Wishes
from tests.pages import world
from tests.pages.html import page_of, text_of
from tests.service.world import CURATING, application

Files = Sequence[tuple[str, bytes]]


class Office:
    """A desk at the service: pages are read, forms are sent."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str) -> HtmlElement:
        """The page at a path, which must be there."""
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:500])
        return page_of(answer.text)

    def shown(self, path: str) -> HtmlElement:
        """The page at a path once the list that it shows is there."""
        for _ in range(40):
            page = self.get(path)
            if not page.xpath("//*[@data-poll]"):
                return page
        raise AssertionError("the list was never there")

    def send(
        self,
        page: HtmlElement,
        form: str,
        press: Mapping[str, str] | None = None,
        typed: Mapping[str, str | None] | None = None,
        files: Files = (),
    ) -> Response:
        """Send a form of a page with a button pressed; `typed` None unticks a box."""
        found = form_of(page, form)
        data: list[tuple[str, str]] = [
            (name, value) for name, value in found.form_values() if name not in (typed or {})
        ]
        data += [(name, value) for name, value in (typed or {}).items() if value is not None]
        data += list((press or {}).items())
        fields: dict[str, list[str]] = {}
        for name, value in data:
            fields.setdefault(name, []).append(value.replace("\n", "\r\n"))
        return self._post(found, fields, files)

    def _post(self, form: FormElement, fields: dict[str, list[str]], files: Files) -> Response:
        kind = form.get("enctype", "")
        parts = [("files", (name, content)) for name, content in files]
        if kind == "multipart/form-data" and not parts:
            parts = [("files", ("", b""))]  # as a browser sends a form without a file
        return self.client.post(
            form.get("action"), data=fields, files=parts or None, follow_redirects=False
        )

    def follow(self, answer: Response) -> HtmlElement:
        """The page that an answer leads to."""
        assert answer.status_code == 303, (answer.status_code, answer.text[:2000])
        return self.get(answer.headers["location"])


class Premises:
    """Catalogues that begin with the same fiches, each a copy that may be changed at will."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._first = world.opened(folder)
        self._count = 0

    @contextmanager
    def opened(self) -> Iterator[Opened]:
        """A catalogue of its own; nothing is encoded anew."""
        self._count += 1
        copy = self._folder / f"{self._count}.db"
        with closing(sqlite3.connect(self._folder / "catalogue.db")) as source:
            source.execute("VACUUM INTO ?", (str(copy),))
        first = self._first
        made = Opened.over(
            open_catalogue(str(copy)), first.encoder, first.profiles.configured, first.knowledge
        )
        yield made
        made.close()

    def close(self) -> None:
        """Give back the first one."""
        self._first.close()


@contextmanager
def office(opened: Opened, settings: Settings = CURATING) -> Iterator[Office]:
    """A desk over what was opened."""
    app = application(opened, settings)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Office(client)


def form_of(page: HtmlElement, id_: str) -> FormElement:
    """A form of a page by its id."""
    (found,) = page.xpath(f"//form[@id='{id_}']")
    return found


def one(page: HtmlElement, path: str) -> HtmlElement:
    """The only element at an XPath."""
    found = page.xpath(path)
    assert len(found) == 1, (path, len(found))
    return found[0]


def notice(page: HtmlElement, kind: str = "") -> str:
    """What the notices of a page say."""
    found = page.xpath(f"//*[contains(concat(' ', @class, ' '), ' notice {kind}')]")
    return " ".join(text_of(each) for each in found)


def path_of(answer: Response) -> str:
    """Where an answer leads, without what is asked there."""
    return urlsplit(answer.headers["location"]).path


def shortlist(opened: Opened, name: str = "Takamatsu", **wishes: object) -> str:
    """A new shortlist's id; its list is there already."""
    boards = Boards.over(opened)
    try:
        wished = Wishes(profile=opened.profiles.configured.name, **wishes)  # type: ignore[arg-type]
        stored = Decider(boards).create(name, wished)
        boards.wait(stored, 60)
    finally:
        boards.close()
    return stored.id


def example(name: str) -> tuple[str, bytes]:
    """A file of the examples."""
    return name, (Path(__file__).parents[2] / "examples" / "fiches" / name).read_bytes()
