"""What stands around every page: its language, its links, the menu, who is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote, urlencode

from matcher.collectivity import Language
from matcher.i18n.sentences import Speaker
from service.pages.frame import assets

#: What the languages call themselves, in the order of the switch.
ENDONYMS: Mapping[Language, str] = {
    Language.FR: "Français",
    Language.JA: "日本語",
    Language.EN: "English",
}


class Links(Protocol):
    """How pages are reached: absolute paths in the service, relative ones in a folder of files."""

    def page(self, path: str = "", **asked: object) -> str:
        """The page at `path` (« collectivities ») in the same language, with what is asked."""

    def in_language(self, language: Language) -> str:
        """The same page in another language."""

    def asset(self, name: str) -> str:
        """An asset."""


@dataclass(frozen=True, slots=True)
class ServiceLinks:
    """Links inside the service. `path` is that of the page without its language; `query` what was
    asked of it, without the question mark."""

    language: Language
    path: str
    query: str = ""

    def page(self, path: str = "", **asked: object) -> str:
        """The absolute path; facts that are None or empty are left out, of lists each is asked."""
        found = f"/{self.language}/{quote(path)}"
        query = urlencode(
            {name: value for name, value in asked.items() if value not in (None, "", (), [])},
            doseq=True,
        )
        return f"{found}?{query}" if query else found

    def in_language(self, language: Language) -> str:
        """The same page, asked the same."""
        found = f"/{language}/{quote(self.path)}"
        return f"{found}?{self.query}" if self.query else found

    def asset(self, name: str) -> str:
        """The absolute path of an asset."""
        return assets.address_of(name)


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in a language, called as the language calls itself."""

    language: Language
    name: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A part of the site. `current` is whether the page belongs to it."""

    name: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Account:
    """Who is there, and what may be done. `csrf` has to stand in every form that changes."""

    name: str
    may_read: bool
    may_curate: bool
    signed_in: bool
    csrf: str


#: Nobody: on pages that are files.
NOBODY = Account(name="", may_read=True, may_curate=False, signed_in=False, csrf="")


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything `base.html.j2` needs. `path` is that of the page without its language."""

    language: Language
    speaker: Speaker
    links: Links
    path: str
    languages: tuple[LanguageLink, ...]
    menu: tuple[MenuEntry, ...]
    account: Account


def frame(
    speaker: Speaker, links: Links, path: str, parts: Mapping[str, str], account: Account
) -> Frame:
    """The frame of the page at `path`; `parts` are paths of the menu and what they are called."""
    return Frame(
        language=speaker.language,
        speaker=speaker,
        links=links,
        path=path,
        languages=tuple(
            LanguageLink(each, name, links.in_language(each), each is speaker.language)
            for each, name in ENDONYMS.items()
        ),
        menu=tuple(
            MenuEntry(name, links.page(part), path == part or path.startswith(f"{part}/"))
            for part, name in parts.items()
        ),
        account=account,
    )


def service_parts(speaker: Speaker, account: Account) -> Mapping[str, str]:
    """The menu of the service, as far as the visitor may go there."""
    parts: dict[str, str] = {}
    if account.may_read:
        parts["collectivities"] = speaker.say("Authorities")
        parts["fields"] = speaker.say("Good practices")
        parts["shortlists"] = speaker.say("Shortlists")
    if account.may_curate:
        parts["fiches/new"] = speaker.say("Add fiches")
    parts["about"] = speaker.say("About")
    return parts
