"""What the form says by itself: its title, prompts and instructions, and ways to say nothing.

None of these is content. The words are data (`data/form.toml`); the blank form is written from
the same file, so that an instruction left standing is always known again.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from matcher.collectivity import Language
from matcher.reading.folding import folded, plain

#: The fields of the blank form, in the order of the organisers' form.
BLANK_FIELDS: tuple[str, ...] = (
    "name",
    "map_link",
    "domains",
    "population",
    "website",
    "contact",
    "key_points",
    "seeking",
    "updated",
)


@dataclass(frozen=True, slots=True)
class BlankField:
    """One row of the blank form: its field (a label too), label and instruction."""

    field: str
    label: str
    instruction: str


@dataclass(frozen=True, slots=True)
class BlankForm:
    """The words of the blank form in one language."""

    language: Language
    title: str
    intro: str
    footer: str
    fields: tuple[BlankField, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """A title line: the name in it (None: not filled in), and whether it can be nothing else."""

    name: str | None
    sure: bool


@dataclass(frozen=True, slots=True)
class _Words:
    titles: frozenset[str]
    prompts: frozenset[str]
    own: frozenset[str]
    openings: tuple[str, ...]
    openings_in_parentheses: tuple[str, ...]
    example: re.Pattern[str]
    inside: tuple[str, ...]
    empty: frozenset[str]
    blanks: tuple[BlankForm, ...]


_SHORT_LINE = 200
_ONLY_SIGNS = re.compile(r"^[\W_]*$")
#: « ○○市 », « XX », « △△ »: what stands for a name in a blank form.
_STAND_IN = re.compile(r"^(?:[○〇◯△□×]{2,}|[xX]{2,}|[oO]{3,})(?:市|町|村|区|県|府|都|道)?$")
_PARENTHESISED = re.compile(r"^[\(（\[［【<＜][^()（）]*[\)）\]］】>＞]$")
_BETWEEN = re.compile(
    r"\s*[-–—―−ー:：|｜]+\s*|[»”\"」』]\s*[-–—―−:：]?\s*|\s*[（(]|\s+(?=[「『«“])|\s{2,}"
    r"|の(?=グッド|ベスト|先進|優良|好事例)|(?<=[\u3040-\u9fff])\s+(?=[\u30a0-\u9fff])"
)
_DASH = re.compile(r"[-–—―−ー»”\"」』（(]")
_SHEET_NUMBER = re.compile(r"\b(?:n|no|num|numero)?\s*\d{1,3}\b|第?\d{1,3}号?")
_AROUND = ' -–—―−:：|｜«»“”"「」『』（）()'


@cache
def _words() -> _Words:
    data = tomllib.loads(
        resources.files("matcher").joinpath("data/form.toml").read_text(encoding="utf-8")
    )
    blanks = tuple(_blank(language, data["blank"][language]) for language in Language)
    own = {field.instruction for blank in blanks for field in blank.fields}
    own |= {line for blank in blanks for line in (blank.intro, blank.footer)}
    return _Words(
        titles=frozenset(folded(t) for language in Language for t in data["title"][language]),
        prompts=frozenset(folded(t) for t in data["prompts"]["lines"]),
        own=frozenset(folded(t) for t in own),
        openings=tuple(folded(t) for t in data["prompts"]["openings"]),
        openings_in_parentheses=tuple(
            folded(t) for t in data["prompts"]["openings_in_parentheses"]
        ),
        example=re.compile(
            r"^[(\[※]?\s*(?:"
            + "|".join(re.escape(word) for word in data["prompts"]["examples"])
            + r")\s*[.:)\]]",
            re.IGNORECASE,
        ),
        inside=tuple(folded(t) for t in data["prompts"]["inside"]),
        empty=frozenset(folded(t) for t in data["empty"]["values"]) - {""},
        blanks=blanks,
    )


def _blank(language: Language, words: dict[str, Any]) -> BlankForm:
    return BlankForm(
        language,
        words["title"],
        words["intro"],
        words["footer"],
        tuple(BlankField(field, words[field][0], words[field][1]) for field in BLANK_FIELDS),
    )


def blank_form(language: Language) -> BlankForm:
    """The words of the blank form in `language`."""
    return next(blank for blank in _words().blanks if blank.language is language)


@lru_cache(maxsize=4096)
def is_empty(text: str) -> bool:
    """Whether a whole value says nothing: « n.c. », « – », « … », なし, N/A, à compléter."""
    if _ONLY_SIGNS.match(text) or _STAND_IN.match(text.strip()):
        return True
    return len(text) < 40 and folded(text) in _words().empty


@lru_cache(maxsize=4096)
def is_prompt(text: str) -> bool:
    """Whether a line belongs to the blank form: a prompt of the word processor, an instruction."""
    if len(text) > _SHORT_LINE:
        return False
    flat = plain(text)
    parenthesised = _PARENTHESISED.match(flat) is not None
    key = folded(flat)
    words = _words()
    if key in words.own or (key in words.prompts and (parenthesised or len(key) > 8)):
        return True
    if words.example.match(flat) or any(part in key for part in words.inside):
        return True
    openings = words.openings + (words.openings_in_parentheses if parenthesised else ())
    return any(_opens(key, opening) for opening in openings)


def _opens(key: str, opening: str) -> bool:
    if opening.isascii():
        return key == opening or key.startswith(opening + " ")
    return key.startswith(opening)


def title_in(text: str) -> Title | None:
    """The title of a fiche in one line, « Fiche « Bonne pratique » – X » and its like.

    The name may stand before or after; None where the line is no such title.
    """
    if len(text) > _SHORT_LINE:
        return None
    flat = plain(text)
    if _is_title(flat):
        return Title(None, _is_sure(flat))
    for sign in reversed(list(_BETWEEN.finditer(flat))):
        before, after = flat[: sign.end()], flat[sign.end() :]
        for phrase, name in ((before, after), (after, before)):
            if _is_title(phrase):
                clean = name.strip(_AROUND)
                sure = _is_sure(phrase) or _DASH.search(sign[0]) is not None
                return Title(None if _no_name(name, clean) else clean, sure)
    return None


def _is_title(text: str) -> bool:
    return " ".join(_SHEET_NUMBER.sub(" ", folded(text)).split()) in _words().titles


def _is_sure(phrase: str) -> bool:
    key = folded(phrase)
    return any(
        part in key for part in ("fiche", "sheet", "form", "シート", "調書", "票", "フォーム")
    )


def _no_name(name: str, clean: str) -> bool:
    return not clean or is_empty(clean) or folded(clean) in _words().prompts
