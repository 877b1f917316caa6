"""A key point → passages of one to three sentences, each of which can carry a match.

Real fiches hold bullets of ten words and prose of three hundred. A long key point is cut at
sentence ends, so that no fiche wins by length; every passage keeps its place in the text. How
much a passage reads as background (history, geography, people, praise) rather than policy is
counted from words that stand in `data/background.toml`: a transparent, cautious measure, not a
verdict.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from unicodedata import normalize

from matcher.collectivity import Language


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a key point: `text` is the key point's text from `start` to `end`.

    `background` in [0, 1]: 0 reads as policy or as nothing in particular, 1 as background.
    """

    text: str
    start: int
    end: int
    background: float


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start


#: Characters a passage aims at: about thirty words of French or English; a Japanese character
#: says as much as two to three Latin letters.
#: No passage is longer: an encoder's pieces take time that grows faster than the text.
_LONGEST = 1000
_TARGET = {Language.FR: 200, Language.EN: 200, Language.JA: 90}
#: A key point up to this many targets stays whole; a sentence above it is cut at semicolons.
_STAYS_WHOLE = 1.3
_MOST_SENTENCES = 3
#: Neighbours this far apart in background do not share a passage.
_CONTRAST = 0.4

_ABBREVIATIONS = frozenset(
    [
        *(
            "m",
            "mm",
            "mme",
            "mmes",
            "mlle",
            "mgr",
            "me",
            "dr",
            "pr",
            "st",
            "ste",
            "env",
            "av",
            "apr",
        ),
        *(
            "bd",
            "bld",
            "bat",
            "cf",
            "ex",
            "etc",
            "p",
            "pp",
            "fig",
            "art",
            "al",
            "n",
            "no",
            "nos",
            "num",
        ),
        *(
            "vol",
            "ed",
            "hab",
            "min",
            "max",
            "tel",
            "adj",
            "dept",
            "mr",
            "mrs",
            "ms",
            "prof",
            "jr",
            "sr",
        ),
        *(
            "vs",
            "e.g",
            "i.e",
            "approx",
            "ca",
            "inc",
            "ltd",
            "co",
            "corp",
            "gov",
            "gen",
            "col",
            "sq",
        ),
        *(
            "u.s",
            "u.k",
            "jan",
            "janv",
            "feb",
            "fevr",
            "avr",
            "juil",
            "sept",
            "oct",
            "nov",
            "dec",
            "mt",
            "c.-a-d",
        ),
    ]
)
#: Abbreviations that may end a sentence, too, when a capital follows.
_MAY_END = frozenset(["etc", "hab", "al", "max", "min"])
_LATIN_END = re.compile(r"(?:[.!?]+|…)[»”\"'’)\]]*(?:\s*»)?(?=\s+\S|\s*$)|\n+")
_JAPANESE_END = re.compile(r"[。！？!?]+[」』）)”\"]*|\n+|(?<=[^\d\s])\.(?=\s)")
_NEXT_BEGINS = re.compile(r"\s*[«“\"'‘(\[–—-]*\s*[A-ZÀ-ÖØ-Þ\d\u3040-\u9fff]")
_LAST_WORD = re.compile(r"([\w.-]+)$")
_SEMICOLON = re.compile(r"[;；]\s*")
_OPEN, _CLOSE = "「『（(【", "」』）)】"


def passages(text: str, language: Language) -> tuple[Passage, ...]:
    """The passages of a key point, in order, without overlap; none for a blank text.

    About 200 characters in French and English, 90 in Japanese, one to three sentences; a short
    key point is one passage. `text[p.start:p.end] == p.text` for every passage p.
    """
    whole = _stripped(text, _Span(0, len(text)))
    if not len(whole):
        return ()
    if len(whole) <= _STAYS_WHOLE * _TARGET[language]:
        spans = [whole]
    else:
        spans = _packed(text, _cut(text, language), language)
    spans = [piece for span in spans for piece in _bounded(text, span)]
    return tuple(
        Passage(span.of(text), span.start, span.end, background(span.of(text), language))
        for span in spans
    )


def _bounded(text: str, span: _Span) -> list[_Span]:
    """A span that nothing could cut (no sentence end, no space) in pieces of bounded length."""
    if len(span) <= _LONGEST:
        return [span]
    starts = range(span.start, span.end, _LONGEST)
    pieces = (_stripped(text, _Span(a, min(a + _LONGEST, span.end))) for a in starts)
    return [piece for piece in pieces if len(piece)]


def sentences(text: str, language: Language) -> tuple[str, ...]:
    """The sentences of `text`, stripped: a text without sentence end is one."""
    return tuple(span.of(text) for span in _sentences(text, language))


def _sentences(text: str, language: Language) -> list[_Span]:
    ends = _japanese_ends(text) if language is Language.JA else _latin_ends(text)
    cuts = [0, *ends, len(text)]
    spans = (_stripped(text, _Span(a, b)) for a, b in pairwise(cuts))
    return [span for span in spans if len(span)]


def _latin_ends(text: str) -> Iterator[int]:
    for match in _LATIN_END.finditer(text):
        stops = _NEXT_BEGINS.match(text, match.end()) and not _abbreviated(text, match)
        if stops or match[0].startswith("\n"):
            yield match.end()


def _abbreviated(text: str, match: re.Match[str]) -> bool:
    """Whether the stop belongs to an abbreviation (« M. », « env. », "No.") or an initial."""
    if match[0][0] != ".":
        return False
    before = _LAST_WORD.search(text[: match.start()])
    if before is None:
        return False
    word = before[1]
    if len(word) == 1 and word.isupper():
        return True
    key = _bare(word)
    if key in _MAY_END:
        return False
    return key in _ABBREVIATIONS


def _japanese_ends(text: str) -> Iterator[int]:
    """Ends outside quotation marks and parentheses: 「…。…」 is one sentence with its frame."""
    depth = 0
    last = 0
    for match in _JAPANESE_END.finditer(text):
        piece = text[last : match.end()]
        depth += sum(c in _OPEN for c in piece) - sum(c in _CLOSE for c in piece)
        depth = max(depth, 0)
        last = match.end()
        closed = match[0][-1] in _CLOSE and not _NEW_AFTER_QUOTE.match(text, match.end())
        if depth == 0 and not closed:
            yield match.end()


_NEW_AFTER_QUOTE = re.compile(r"\s|[「『（]|$")


def _cut(text: str, language: Language) -> list[_Span]:
    """Sentences, the very long ones cut at semicolons."""
    spans: list[_Span] = []
    for span in _sentences(text, language):
        if len(span) <= 2 * _TARGET[language]:
            spans.append(span)
            continue
        ends = [span.start + m.end() for m in _SEMICOLON.finditer(span.of(text))]
        cuts = [span.start, *ends, span.end]
        parts = (_stripped(text, _Span(a, b)) for a, b in pairwise(cuts))
        spans += [part for part in parts if len(part)]
    return spans


def _packed(text: str, spans: Sequence[_Span], language: Language) -> list[_Span]:
    """Neighbouring sentences joined while they stay short, few and of one kind."""
    target = _TARGET[language]
    packed: list[_Span] = []
    count, tone = 0, 0.0
    for span in spans:
        own = background(span.of(text), language)
        last = packed[-1] if packed else None
        alike = abs(own - tone) <= _CONTRAST
        if (
            last is not None
            and alike
            and count < _MOST_SENTENCES
            and span.end - last.start <= target * (_STAYS_WHOLE if len(span) < target / 3 else 1)
        ):
            packed[-1] = _Span(last.start, span.end)
            count += 1
        else:
            packed.append(span)
            count, tone = 1, own
    return packed


def _stripped(text: str, span: _Span) -> _Span:
    piece = span.of(text)
    left = len(piece) - len(piece.lstrip())
    right = len(piece) - len(piece.rstrip())
    return _Span(span.start + left, max(span.start + left, span.end - right))


# Background


@dataclass(frozen=True, slots=True)
class _Cues:
    kinds: tuple[re.Pattern[str], ...]
    policy: re.Pattern[str]


_KINDS = ("history", "geography", "people", "praise")
_LEAD_IN = re.compile(r"[:：]\s*$")
_LEAD_IN_BACKGROUND = 0.7


@cache
def _cues(language: Language) -> _Cues:
    data = tomllib.loads(
        resources.files("matcher").joinpath("data/background.toml").read_text(encoding="utf-8")
    )[language.value]
    return _Cues(
        tuple(_pattern(data[kind], language) for kind in _KINDS),
        _pattern(data["policy"], language),
    )


def _pattern(entries: Sequence[str], language: Language) -> re.Pattern[str]:
    if language is Language.JA:
        return re.compile("|".join(re.escape(entry) for entry in entries))
    words = []
    for entry in entries:
        whole = entry.endswith("$")
        words.append(re.escape(_bare(entry.rstrip("$"))) + (r"\b" if whole else ""))
    return re.compile(r"\b(?:" + "|".join(words) + ")")


def _bare(text: str) -> str:
    """Lower case without accents, straight apostrophes."""
    lowered = text.lower().replace("’", "'").replace("œ", "oe")
    return "".join(c for c in normalize("NFD", lowered) if not "\u0300" <= c <= "\u036f")


def background(text: str, language: Language) -> float:
    """How much `text` reads as background, in [0, 1].

    Half a point for each kind of background it speaks of (history, geography, people, praise),
    a quarter for a second word of the same kind, half a point less for every word of policy. A
    short line that only leads into a list (it ends with a colon) carries nothing, either.
    """
    if _LEAD_IN.search(text) and len(text) < _TARGET[language] / 2:
        return _LEAD_IN_BACKGROUND
    cues = _cues(language)
    written = text if language is Language.JA else _bare(text)
    policy = len(set(cues.policy.findall(written)))
    points = 0.0
    for kind in cues.kinds:
        found = len(set(kind.findall(written)))
        points += 0.5 * min(found, 1) + 0.25 * (found > 1)
    return max(0.0, min(1.0, points - 0.5 * policy))
