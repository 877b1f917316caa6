"""Lines and cells → key points and domain labels.

A key point, as read, is a bullet, a dash item or a paragraph. A line that leads into a list
(« … en trois axes : ») is a paragraph and stays one: nothing typed is lost or glued to what the
writer kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from matcher.reading.filled import Line
from matcher.reading.folding import folded, has_cjk
from matcher.reading.wording import is_empty, is_prompt

_SIGNS = "•‣⁃∙◦●○◯◎■□◆◇▪▫▶►▸▷▲△▼▽➢➤➔➜➡→⇒✓✔✗❖❑❒★☆※¨§\uf000-\uf0ff"
_CHECKED, _UNCHECKED = "☑☒✅✔", "☐"
_BULLET = re.compile(
    rf"^\s*(?:[{_SIGNS}{_CHECKED}]+\s*"
    r"|[・･]\s*"
    r"|[-‐‑–—―−]+>?\s+|[-–—―−](?=[^\W\d_])|[=]>\s*"
    r"|[*+~～]\s+|\*(?=\w)"
    r"|[oØüv]\s+(?=[^\W\d_a-z])"
    r"|[①-⑳⑴-⒇⒈-⒛❶-❿➀-➓㈠-㈩㊀-㊉]\s*[.:：、]?\s*"
    r"|[(（]\s*(?:\d{1,2}|[０-９]{1,2}|[a-zA-Z]|[ivx]{1,4}|[一二三四五六七八九十]{1,2}|[ア-ン])\s*[)）]\s*"
    r"|(?:\d{1,2}|[０-９]{1,2})\s*(?:[)）]|[.．](?![\d０-９])|[、°º](?!\d))\s*(?=\S)"
    r"|\d{1,2}\s+[-–—]\s+"
    r"|(?:[a-zA-Z]|[ivx]{1,4})[)）]\s*"
    r")"
)
_SENTENCE_END = re.compile(r"[.!?…。！？:：;；»」』)）]\s*$")
_PARTICLE_END = re.compile(r"[、，,のをにがはでとへも・]$")
_WRAPPED_FROM = 40
_INLINE_SIGN = re.compile(r"\s*[•‣●■◆▪➢✓✔\uf000-\uf0ff]\s*")
_PIPE = re.compile(r"\s+[|｜]{1,2}\s+|\|\||｜")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_DASH_AFTER_STOP = re.compile(r"(?<=[;.:,])\s+[–—-]\s+")
#: « … en trois axes – … – … », « in three steps – … – … », 三本柱 …
_ANNOUNCED = re.compile(
    r"\b(?:axes|volets|points|piliers|mesures|actions|objectifs|priorités|orientations|leviers|étapes"
    r"|programmes|pillars|axis|measures|steps|goals|priorities|strands|themes|areas)\b[^.–—]{0,40}$|(?:柱|点|取組|施策)[^。]{0,10}$",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s+[–—-]\s+")
_NUMBERED = re.compile(r"(?:^|\s)[(（]?(\d{1,2})[)）]\s*")


def without_bullet(text: str) -> str:
    """`text` without the bullet, dash or number it begins with."""
    return _BULLET.sub("", text, count=1).strip()


def _is_bulleted(text: str) -> bool:
    return _BULLET.match(text) is not None


def key_points_of(lines: Iterable[Line]) -> tuple[str, ...]:
    """The key points written in `lines`, each on one line with single spaces."""
    points: list[str] = []
    joined = in_list = False
    for line in lines:
        text = " ".join(line.text.split())
        if not text or (is_empty(text) and len(text) < 20) or is_prompt(text):
            joined = False
            continue
        listed = line.bullet or _is_bulleted(text)
        if points and joined and not listed and _continues(points[-1], text, in_list=in_list):
            points[-1] = _glue(points[-1], text)
            continue
        points += _items(without_bullet(text) if not line.bullet else _unmarked(text))
        joined, in_list = True, listed
    return tuple(p for p in (point.strip() for point in points) if p)


def _unmarked(text: str) -> str:
    """A list item of the source: only a doubled sign is dropped, its own words never."""
    return _BULLET.sub("", text, count=1).strip() if text[0] in "•・●\uf0b7" else text


def _continues(before: str, text: str, *, in_list: bool) -> bool:
    """Whether a line goes on with the line before: one paragraph that was broken.

    After a list item, a line in small letters without a sign goes on even past a colon: items of
    a list below it would have signs.
    """
    if has_cjk(before):
        return _PARTICLE_END.search(before) is not None and len(before) >= 12
    if in_list and before.endswith(":"):
        return text[0].islower() and len(before) >= _WRAPPED_FROM
    if _SENTENCE_END.search(before):
        return False
    return text[0].islower() and len(before) >= _WRAPPED_FROM


def _glue(before: str, text: str) -> str:
    if has_cjk(before[-1]) or has_cjk(text[0]):
        return before + text
    if before.endswith("-") and not before.endswith(" -"):
        return before + text
    return f"{before} {text}"


def _items(text: str) -> list[str]:
    """Items written one after the other within a line."""
    for sign in (_INLINE_SIGN, _PIPE):
        parts = [part.strip() for part in sign.split(text) if part.strip()]
        if len(parts) >= 2:
            return parts
    return _circled_items(text) or _numbered_items(text) or _dash_items(text) or [text]


def _circled_items(text: str) -> list[str]:
    """« ①… ②… ③… », with or without words before ①; text may have lost the first sign."""
    second = text.find("②")
    if second < 0 or (text.find("③") < 0 and "①" not in text):
        return []
    parts = re.split(f"[{_CIRCLED}]", text)
    return [part.strip(" ,、;；") for part in parts if part.strip(" ,、;；")]


def _numbered_items(text: str) -> list[str]:
    marks = [(int(m[1]), m) for m in _NUMBERED.finditer(text)]
    numbers = [number for number, _ in marks]
    if len(numbers) < 2 or numbers not in (
        list(range(1, len(numbers) + 1)),
        list(range(2, len(numbers) + 2)),
    ):
        return []
    cuts = [0, *(m.start() for _, m in marks), len(text)]
    parts = [text[a:b].strip() for a, b in pairwise(cuts)]
    return [_NUMBERED.sub("", part, count=1).strip() for part in parts if part]


def _dash_items(text: str) -> list[str]:
    """« … en trois axes : – axe 1 ; – axe 2 ; – axe 3 »: the lead-in and each item.

    Dashes after a stop are items; dashes without one are, too, after a colon that introduces
    them. A pair of dashes around an aside is none.
    """
    stops = list(_DASH_AFTER_STOP.finditer(text))
    if len(stops) >= 2:
        return [part.strip(" ;") for part in _DASH_AFTER_STOP.split(text) if part.strip(" ;")]
    if len(stops) == 1 and text[stops[0].start() - 1] == ":":
        lead, items = text[: stops[0].start()], text[stops[0].end() :]
        parts = [part.strip() for part in _DASH.split(items) if part.strip()]
        return [lead.strip(), *parts] if len(parts) >= 2 else []
    dashes = list(_DASH.finditer(text))
    if len(dashes) >= 2 and _ANNOUNCED.search(text[: dashes[0].start()]):
        return [part.strip(" ;") for part in _DASH.split(text) if part.strip(" ;")]
    return []


# Domains

_STRONG = re.compile(
    r"\s*[;；,，、､/／|｜\t\n]\s*|\s+[-–—]+\s+|\s*[•‣●■◆▪✓✔\uf000-\uf0ff→]\s*|\s{3,}"
)
_AND = re.compile(
    r"\s+(?:et|and|ainsi que)\s+|\s*(?:及び|および|並びに|ならびに|かつ)\s*|\s*[・･]\s*",
    re.IGNORECASE,
)
_NAKAGURO = re.compile(r"[・･]")
_LEADING_AND = re.compile(r"^(?:et|and|&)\s+|^(?:及び|および)\s*", re.IGNORECASE)
_TRAILING = re.compile(r"\s*(?:\betc\.?|…|\.{2,}|[.。;；,、])\s*$", re.IGNORECASE)
_BOX = re.compile(r"([☑☒✅✔☐■□]|\[[ xX✓✔]?\])\s*")
_CHOSEN = frozenset("☑☒✅✔■")
_NOT_CHOSEN = frozenset("☐□")
_KATAKANA = re.compile(r"^[\u30a0-\u30ff]+$")


def domains_of(lines: Sequence[Line], is_known: Callable[[str], bool]) -> tuple[str, ...]:
    """The domain labels in the lines of a cell, as typed, without repeats.

    `is_known` says whether a label as a whole stands in the vocabulary: « échanges scientifiques
    et économiques » is one label, not two.
    """
    labels: dict[str, str] = {}
    for text in _chosen(lines):
        if is_empty(text):
            continue
        for label in _labels(without_bullet(text), is_known):
            labels.setdefault(folded(label), label)
    return tuple(labels.values())


def _chosen(lines: Sequence[Line]) -> list[str]:
    """The texts of the lines; of ticked boxes, those that are ticked."""
    texts = [" ".join(line.text.split()) for line in lines if not is_prompt(line.text.strip())]
    marks = {mark[1] for text in texts for mark in _BOX.finditer(text)}
    empty = {mark for mark in marks if mark in _NOT_CHOSEN or mark in ("[ ]", "[]")}
    if not empty or (empty == {"□"} and not marks - empty):
        return texts
    chosen = []
    for text in texts:
        parts = _BOX.split(text)
        chosen += [
            after.strip()
            for mark, after in zip(parts[1::2], parts[2::2], strict=True)
            if (mark in _CHOSEN or mark.lower() == "[x]" or mark in ("[✓]", "[✔]"))
            and after.strip()
        ]
    return chosen


def _labels(text: str, is_known: Callable[[str], bool]) -> list[str]:
    whole = _clean(text)
    if not whole or is_empty(whole):
        return []
    if is_known(whole):
        return [whole]
    found: list[str] = []
    for part in _split(_STRONG, text):
        found += _of_joined(_clean(part), is_known)
    return [label for label in found if label and not is_empty(label)]


def _of_joined(part: str, is_known: Callable[[str], bool]) -> list[str]:
    if not part or is_known(part):
        return [part]
    pieces = [_clean(piece) for piece in _split(_AND, part)]
    if len(pieces) > 1 and _one_katakana_word(part, is_known):
        return [part]
    return pieces


def _one_katakana_word(part: str, is_known: Callable[[str], bool]) -> bool:
    """« コミュニティ・ビジネス » is one foreign word, « エネルギー・インフラ » two known labels."""
    words = _NAKAGURO.split(part)
    foreign = len(words) == 2 and all(_KATAKANA.match(word) for word in words)
    return foreign and not all(is_known(word) for word in words)


def _split(pattern: re.Pattern[str], text: str) -> list[str]:
    """Splits outside parentheses."""
    parts: list[str] = []
    start = 0
    for match in pattern.finditer(text):
        inside = text[: match.start()]
        opened = inside.count("(") + inside.count("（") - inside.count(")") - inside.count("）")
        if opened <= 0:
            parts.append(text[start : match.start()])
            start = match.end()
    parts.append(text[start:])
    return [part for part in parts if part.strip()]


def _clean(label: str) -> str:
    bare = without_bullet(" ".join(label.split())) if label.strip() else ""
    bare = _LEADING_AND.sub("", bare)
    return _TRAILING.sub("", bare).strip(" \t-–—:：")
