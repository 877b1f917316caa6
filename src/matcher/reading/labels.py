"""Which field of the form a label means, however people write it.

The labels themselves are data (`data/labels.toml`); here is what makes small variations equal:
case, accents, spacing, colons, numbering, asterisks, plural, remarks in parentheses, two
languages side by side, and a slip or two in a long label.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources

from matcher.collectivity import Language
from matcher.reading.composed_labels import is_key_points
from matcher.reading.folding import edit_distance, folded, has_cjk, plain


class Field(StrEnum):
    """What a label of the form can mean; the values are labels themselves (YAML keys)."""

    NAME = "name"
    LOCATION = "location"
    MAP_LINK = "map_link"
    LAT = "lat"
    LON = "lon"
    REGION = "region"
    COUNTRY = "country"
    LANGUAGE = "language"
    KIND = "kind"
    CODE = "code"
    ID = "id"
    DOMAINS = "domains"
    POPULATION = "population"
    POPULATION_YEAR = "population_year"
    WEBSITE = "website"
    CONTACT = "contact"
    CONTACT_PART = "contact_part"
    KEY_POINTS = "key_points"
    SEEKING = "seeking"
    UPDATED = "updated"
    OTHER = "other"
    HEADING = "heading"
    GUIDANCE = "guidance"


@dataclass(frozen=True, slots=True)
class Label:
    """A recognised label: the field, the languages that write it so, and how sure it is.

    A `weak` label is an ordinary word (« Ville », « Site »): alone on a line it may be content.
    """

    field: Field
    languages: frozenset[Language]
    weak: bool


@dataclass(frozen=True, slots=True)
class InlineLabel:
    """« Label : value » on one line: the label as typed and as understood, and what follows."""

    label: Label
    text: str
    rest: str


_LONGEST = 130
_STOP_WORDS = frozenset(
    [
        *("le", "la", "les", "l", "de", "du", "des", "d", "un", "une", "sur", "en", "et"),
        *("the", "of", "a", "an", "in", "on", "and"),
    ]
)
_MARKS = "•‣◦●○■□◆◇▪▫▶►➢➤*＊※†#\uf0b7·"
_NUMBERING = re.compile(
    r"^(?:[\(（\[]\s*(?:\d{1,2}|[a-zA-Zア-ン])\s*[\)）\]]|(?:\d{1,2}|[ivxIVX]{1,4}|[a-zA-Z]|[ア-ン])\s*[.)．）、°]"
    r"(?!\w*@)|第?\d{1,2}\s*[-–:：]|[Qq]\d{1,2}[.:]?|\d{1,2}\s+(?=\D)|[-–—]\s)\s*"
)
_CIRCLED = re.compile(r"[①-⑳⑴-⒇⒈-⒛❶-❿➀-➓㈠-㈩㊀-㊉]")
_PLURAL_MARK = re.compile(r"[\(（\[](?:s|es|x|e|ies|é|e·s)[\)）\]]|[·.]s\b", re.IGNORECASE)
_PARENTHESES = re.compile(
    r"[\(（\[［〔【〈<＜][^()（）\[\]［］〔〕【】〈〉<>＜＞]*[\)）\]］〕】〉>＞]"
)
_UNCLOSED = re.compile(r"\s[\(（][^)）]*$")
_WRAPPED = re.compile(
    r"^[【\[［〔「『〈《<＜(（]\s*([^【】\[\]［］〔〕]+?)\s*[】\]］〕」』〉》>＞)）]\s*[:：]?$"
)
_END = re.compile(r"[\s:：﹕;；*＊※†.…_→⇒►>=\-–—]+$")
_TRAILING_NUMBER = re.compile(r"\s*(?:n\s*)?[\d]{1,2}$")
_ALTERNATIVES = re.compile(
    r"\s*[/／|｜&＆]\s*|\s+(?:ou|or|et|and)\s+|または|又は|もしくは|及び|および|[・、]",
    re.IGNORECASE,
)
_COLON = re.compile(r"\s*[:：﹕]\s*")
_LOOSE_SIGN = re.compile(r"\s+[-–—=→⇒]\s*|\s*\t\s*|\s*\u3000\s*|\s{2,}")
_BRACKETED = re.compile(
    r"^\s*[【\[［〔＜<]([^】\]］〕＞>]{1,40})[】\]］〕＞>]\s*[:：]?\s*(.*)$", re.DOTALL
)
_WITHOUT_SIGN = re.compile(
    r"^(?P<label>\D{2,40}?)\s*(?P<rest>(?:約|およそ|env\.?\s|environ\s|approx\.?\s"
    r"|平成|令和|昭和|[HRS]\s?\d|https?://|www\.|\d|[^\W\d]+\.?\s+(?:19|20)\d\d\b).*)$",
    re.DOTALL | re.IGNORECASE,
)
_NEEDS_NO_SIGN = frozenset({Field.UPDATED, Field.POPULATION, Field.WEBSITE})


@cache
def _table() -> dict[str, Label]:
    """Folded label → what it means; the first field of the file to claim a writing keeps it."""
    written = tomllib.loads(
        resources.files("matcher").joinpath("data/labels.toml").read_text(encoding="utf-8")
    )
    table: dict[str, Label] = {}
    for section, entries in written.items():
        field = Field(section)
        weak = {_key(text) for text in entries.get("weak", ())}
        for language in Language:
            for text in entries.get(language, ()):
                key = _key(text)
                known = table.get(key)
                if known is None:
                    table[key] = Label(field, frozenset({language}), key in weak)
                elif known.field is field:
                    table[key] = Label(field, known.languages | {language}, known.weak)
        if field not in (Field.OTHER, Field.HEADING, Field.GUIDANCE, Field.CONTACT_PART):
            table.setdefault(_key(section), Label(field, frozenset(), False))
    return table


def _key(text: str) -> str:
    """What two writings of one label have in common."""
    words = folded(text).split()
    kept = [word for word in words if word not in _STOP_WORDS] or words
    return " ".join(_singular(word) for word in kept)


def _singular(word: str) -> str:
    if len(word) > 3 and word[-1] in "sx" and word[-2] not in "su" and word.isascii():
        return word[:-1]
    return word


def _core(text: str) -> str:
    """The label without numbering, marks, colon."""
    bare = _CIRCLED.sub("", text).strip().lstrip(_MARKS).strip()
    bare = _NUMBERING.sub("", bare).strip(_MARKS + " ")
    return _END.sub("", bare)


@lru_cache(maxsize=4096)
def recognise(text: str) -> Label | None:
    """The field that `text`, standing alone, is the label of; None if it is none."""
    if not text or len(text) > _LONGEST:
        return None
    flat = " ".join(text.split())
    wrapped = _WRAPPED.match(flat)
    if wrapped and (inner := _lookup(_core(plain(wrapped[1])))):
        return inner
    core = _core(plain(_PLURAL_MARK.sub("", _CIRCLED.sub("", flat))))
    return _lookup(core)


def _lookup(core: str) -> Label | None:
    if not core:
        return None
    exact = _exact(core)
    if exact:
        return exact
    without = _END.sub("", " ".join(_UNCLOSED.sub("", _PARENTHESES.sub(" ", core)).split()))
    if not without:
        return None
    return (
        _exact(without)
        or _of_alternatives(without)
        or _of_two_scripts(without)
        or _near(without)
        or _composed(without)
    )


def _exact(core: str) -> Label | None:
    key = _key(core)
    return _table().get(key) or _table().get(_TRAILING_NUMBER.sub("", key))


def _of_alternatives(core: str) -> Label | None:
    """« 分野 / 対象分野 », « Localisation ou carte »: the first field, if all parts are labels."""
    parts = [part for part in _ALTERNATIVES.split(core) if part]
    if len(parts) < 2:
        return None
    found = [_exact(part) or _near(part) for part in parts]
    if any(label is None for label in found):
        return None
    labels = [label for label in found if label is not None]
    first = labels[0]
    languages = frozenset[Language]().union(*(label.languages for label in labels))
    return Label(first.field, languages, all(label.weak for label in labels))


def _of_two_scripts(core: str) -> Label | None:
    """« 人口 Population », « Population 人口 »: both halves mean the same."""
    if not has_cjk(core):
        return None
    latin = " ".join(re.findall(r"[^\u3000-\u9fff\uf900-\uffef]+", core)).strip(" /")
    own = "".join(re.findall(r"[\u3000-\u9fff\uf900-\uffef]+", core))
    a, b = _exact(latin) if latin else None, _exact(own) if own else None
    if a and b and a.field is b.field:
        return Label(a.field, a.languages | b.languages, a.weak and b.weak)
    return None


def _composed(core: str) -> Label | None:
    """« Les points forts de notre politique »: what the essence words and policy words make up."""
    language = is_key_points(core)
    if language is None:
        return None
    return Label(Field.KEY_POINTS, frozenset({language}), weak=False)


def _slips_allowed(key: str) -> int:
    length = len(key)
    if has_cjk(key):
        return 1 if length >= 6 else 0
    if length < 8:
        return 0
    return 1 if length < 14 else 2 if length < 22 else 3


def _near(core: str) -> Label | None:
    """The label that `core` is with a slip or two; the first letter is trusted."""
    key = _key(core)
    limit = _slips_allowed(key)
    best: Label | None = None
    least = limit + 1
    if len(key) in (6, 7) and not has_cjk(key):
        return _swapped(key)
    for written, label in _table().items():
        if limit and written[0] == key[0] and len(written) >= 6:
            distance = edit_distance(key, written, limit)
            if distance < least:
                best, least = label, distance
    return best


def _swapped(key: str) -> Label | None:
    """Short labels forgive two letters that changed places, nothing else."""
    for i in range(1, len(key) - 1):
        found = _table().get(key[:i] + key[i + 1] + key[i] + key[i + 2 :])
        if found:
            return found
    return None


@lru_cache(maxsize=4096)
def recognise_inline(text: str) -> InlineLabel | None:
    """A label and its value on one line; None where the line begins with no label.

    The sign between them is a colon; a dash, tab, bracket or wide gap do after a sure label, and
    nothing at all before a date, a figure or an address (« Mis à jour le 12/03/2014 »).
    """
    bracketed = _BRACKETED.match(text)
    if bracketed and (label := recognise(bracketed[1])):
        return InlineLabel(label, bracketed[1], bracketed[2].strip())
    for sign in list(_COLON.finditer(text))[:3]:
        before = text[: sign.start()]
        if (before.count("(") + before.count("（")) > (before.count(")") + before.count("）")):
            continue
        label = recognise(before)
        if label:
            return InlineLabel(label, before, text[sign.end() :].strip())
    for sign in list(_LOOSE_SIGN.finditer(text))[:4]:
        label = recognise(text[: sign.start()])
        if label and _wide_enough(sign[0], label):
            return InlineLabel(label, text[: sign.start()], text[sign.end() :].strip())
    unsigned = _WITHOUT_SIGN.match(text)
    if unsigned and (label := recognise(unsigned["label"])) and label.field in _NEEDS_NO_SIGN:
        return InlineLabel(label, unsigned["label"].strip(), unsigned["rest"].strip())
    return None


def _wide_enough(sign: str, label: Label) -> bool:
    """A sure label needs any sign; an ordinary word a tab or an ideographic space."""
    if not label.weak or label.field in _NEEDS_NO_SIGN:
        return True
    return ("\t" in sign or "\u3000" in sign) and label.field is not Field.OTHER
