"""How the files of the site lead to one another: relative paths, whatever folder they lie in."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.collectivity import Language
from service.pages.frame import assets


@dataclass(frozen=True, slots=True)
class SiteLinks:
    """Links from one file of the site to others; `pages` are the paths there are.

    A path is that of a page of the service, « collectivities/fr-commune-44109 », "" the first.
    """

    language: Language
    path: str
    pages: frozenset[str]

    def page(self, path: str = "", **asked: object) -> str:
        """The way to the file of another page.

        Raises ValueError where it is no page of the site, or where something is asked of it.
        """
        if path not in self.pages or asked:
            raise ValueError(f"no file for {path!r} {asked!r}")
        return f"{'../' * self.path.count('/')}{file_of(path)}"

    def in_language(self, language: Language) -> str:
        """The way to the same page in another language."""
        return f"{self._root}{language}/{file_of(self.path)}"

    def asset(self, name: str) -> str:
        """The way to an asset."""
        return f"{self._root}assets/{assets.assets()[name].served_as}"

    @property
    def _root(self) -> str:
        return "../" * (self.path.count("/") + 1)


def file_of(path: str) -> str:
    """The file of a page, within the folder of its language."""
    return f"{path or 'index'}.html"
