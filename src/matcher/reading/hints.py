"""What makes a piece of text a label or a date of update beyond its words: what follows it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matcher.reading.dates import date_in
from matcher.reading.labels import Field, recognise, recognise_inline
from matcher.reading.numbers import population_in

_LONGEST_FIGURE = 60
#: « 令和４年５月更新 »: the date before the word.
_DATE_THEN_UPDATE = re.compile(
    r"[年月日\d]\s*(?:現在)?\s*(?:に)?(?:更新|改訂|改定|作成|記入)\s*[)）]?\s*$"
)
_LONGEST_UPDATE = 60
_COLON = re.compile(r"\s*[:：]\s*")
_WORD_GAP = re.compile(r"[\s;,|/]+(?:[–—-]\s+)?|(?<=[。、）])")
_WIDE_GAP = re.compile(r"(?:\t|\u3000|\s{2,}|[;|]\s*|\s[–—-]\s)$")


def label_starts(text: str) -> Iterator[int]:
    """Where inside a line another label begins: after a gap, or where its value leaves no doubt."""
    for colon in _COLON.finditer(text):
        starts = [m.end() for m in _WORD_GAP.finditer(text, 0, colon.start())][-8:]
        for start in starts:
            label = recognise(text[start : colon.start()])
            if label is None or label.field in (Field.OTHER, Field.CONTACT_PART):
                continue
            gap = _WIDE_GAP.search(text[:start]) is not None
            if gap or not label.weak or plausible(label.field, text[colon.end() :].strip()):
                yield start
                break


def is_update(text: str) -> bool:
    """« Mis à jour le 3 février 2013 », « 令和４年５月更新 », “updated March 2014”."""
    if len(text) > _LONGEST_UPDATE or date_in(text) is None:
        return False
    inline = recognise_inline(text)
    labelled = inline is not None and inline.label.field is Field.UPDATED
    return labelled or _DATE_THEN_UPDATE.search(text) is not None


def plausible(wanted: Field, value: str) -> bool:
    """Whether `value` is what a short field holds, so that its label is no accident."""
    if wanted is Field.POPULATION:
        return len(value) <= _LONGEST_FIGURE and population_in(value) is not None
    if wanted is Field.UPDATED:
        return date_in(value) is not None
    if wanted in (Field.WEBSITE, Field.MAP_LINK):
        return value.lower().startswith(("http", "www."))
    return False


def is_update_without_label(text: str) -> bool:
    """« 令和４年５月更新 » as a line of its own."""
    return len(text) <= _LONGEST_UPDATE and _DATE_THEN_UPDATE.search(text) is not None
