"""What a name as written says: the level it claims, the name proper, the area it is in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from matcher.collectivity import Collectivity, Level
from matcher.gazetteer.names import fold, has_japanese, without_article

Levels = frozenset[Level]

TOWN: Levels = frozenset({Level.COMMUNE, Level.MUNICIPALITY})
EPCI: Levels = frozenset({Level.EPCI})
DEPARTEMENT: Levels = frozenset({Level.DEPARTEMENT, Level.PREFECTURE})
REGION: Levels = frozenset({Level.REGION, Level.PREFECTURE})
PREFECTURE: Levels = frozenset({Level.PREFECTURE})

_ALL_KINDS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Claim:
    """A folded name proper with the levels it may be at (None: any).

    `kinds` are Japanese legal kinds it is restricted to; empty means any.
    """

    core: str
    levels: Levels | None = None
    kinds: frozenset[str] = _ALL_KINDS


@dataclass(frozen=True, slots=True)
class Form:
    """One way to split a written name: the name itself, and what stands beside it.

    All folded. `beside` may hold areas (« Kagawa », « 93 ») or anything else.
    """

    name: str
    beside: tuple[str, ...] = ()


_LINK = r"(?:de la |de l |du |des |de |d |of the |of )?"
_FRENCH_PREFIXES: tuple[tuple[str, Levels], ...] = (
    (r"(?:la |le |the )?(?:ville|commune|mairie|municipalite|village|cite|bourg|city|town|"
     r"municipality|arrondissement)(?: nouvelle)?", TOWN),
    (r"(?:le |the )?(?:departement|conseil departemental|conseil general|department|prefecture)",
     DEPARTEMENT),
    (r"(?:la |le |the )?(?:region|conseil regional|collectivite territoriale|collectivite)",
     REGION),
)  # fmt: skip
_PREFIXED = tuple(
    (re.compile(rf"^{prefix} (?P<link>{_LINK})(?P<core>.+)$"), levels)
    for prefix, levels in _FRENCH_PREFIXES
)
#: The article that a contracted link implies: « Ville du Mans » is Le Mans.
_ARTICLE = {"du ": "le ", "des ": "les ", "de la ": "la ", "de l ": "l "}

_LATIN_SUFFIXES: tuple[tuple[str, Levels, frozenset[str]], ...] = (
    (r"shi", TOWN, frozenset({"市"})),
    (r"city", TOWN, frozenset({"市", "特別区", "commune"})),
    (r"(?:cho|machi)", TOWN, frozenset({"町"})),
    (r"town", TOWN, frozenset({"町", "commune"})),
    (r"(?:mura|son)", TOWN, frozenset({"村"})),
    (r"village", TOWN, frozenset({"村", "commune"})),
    (r"(?:ku|ward)", TOWN, frozenset({"特別区"})),
    (r"(?:ken|fu|prefecture|pref|prefectural government|metropolitan government|metropolis)",
     PREFECTURE, _ALL_KINDS),
    (r"(?:department)", DEPARTEMENT, _ALL_KINDS),
    (r"(?:region)", REGION, _ALL_KINDS),
)  # fmt: skip
_SUFFIXED = tuple(
    (re.compile(rf"^(?P<core>.+) {suffix}$"), levels, kinds)
    for suffix, levels, kinds in _LATIN_SUFFIXES
)
#: Words that only an intercommunalité carries.
_INTERCOMMUNAL = re.compile(
    r"\b(?:communautes?|agglomerations?|agglo|metropole|eurometropole|metropolis|"
    r"intercommunalite|intercom|epci|cc|ca|cu)\b"
)

#: « Grand Lyon »: what people call an intercommunalité of another official name.
_GRAND = re.compile(r"^(?:le )?grand ")
#: Short names of today's régions, as they stand after « Région ».
_REGION_NAMES = {
    "aura": "auvergne rhone alpes",
    "centre": "centre val de loire",
    "idf": "ile de france",
    "paca": "provence alpes cote d azur",
    "sud": "provence alpes cote d azur",
}

#: Japanese writings of French towns: ナンシー市.
_JAPANESE_TOWN = re.compile(r"^(?P<core>[\u3041-\u309fー]+)市$")
_OFFICE = re.compile(r"(?<=[市区町村])(?:役所|役場)$|(?<=[都道府県])庁$")
_DISTRICT = re.compile(r"^.{1,4}郡(?=.+[町村]$)")
_PREFECTURE_FIRST = re.compile(r"^(?P<area>.{2,3}?[都道府県])(?P<name>.+[市区町村])$")

_BRACKETS = re.compile(r"[(（\[［【〔]([^()（）\[\]【】〔〕［］]*)[)）\]］】〕]")
_COMMA = re.compile(r"\s*[,、，/／;；|]\s*|\s+[-–—―]\s+")
_NOT_A_NAME = frozenset({"france", "japon", "japan", "日本", "日本国", "ふらんす"})


def claims(folded: str) -> Iterator[Claim]:
    """All that a folded name may claim to be, the strictest reading first."""
    if has_japanese(folded):
        yield from _japanese_claims(folded)
        return
    intercommunal = _INTERCOMMUNAL.search(folded) is not None
    if intercommunal:
        yield Claim(folded, EPCI)
        yield Claim(folded, PREFECTURE)  # « Métropole de Tokyo »
        return
    yield Claim(folded)
    for pattern, levels in _PREFIXED:
        found = pattern.match(folded)
        if found:
            core, link = found["core"], found["link"]
            if levels is REGION and core in _REGION_NAMES:
                yield Claim(_REGION_NAMES[core], levels)
            if link in _ARTICLE:
                yield Claim(_ARTICLE[link] + core, levels)
            yield Claim(core, levels)
    for pattern, levels, kinds in _SUFFIXED:
        found = pattern.match(folded)
        if found:
            yield Claim(found["core"], levels, kinds)
    if _GRAND.match(folded):
        yield Claim(folded, EPCI)
    if without_article(folded) != folded:
        yield Claim(without_article(folded), DEPARTEMENT | REGION)  # « la Manche »


def _japanese_claims(name: str) -> Iterator[Claim]:
    plain = _OFFICE.sub("", name)
    yield Claim(plain)
    district = _DISTRICT.sub("", plain)
    if district != plain:
        yield Claim(district)
    found = _JAPANESE_TOWN.match(plain)
    if found:
        yield Claim(found["core"], frozenset({Level.COMMUNE}))


def pieces(written: str) -> tuple[str, ...]:
    """The parts of `written` between brackets and commas, those in brackets last."""
    outside = [piece for piece in _COMMA.split(_BRACKETS.sub(" ", written)) if piece.strip()]
    if has_japanese(written):
        outside = [part for piece in outside for part in piece.split()]
    return (*outside, *_BRACKETS.findall(written))


def forms(written: str) -> Iterator[Form]:
    """The ways to split `written`, the whole first, then with each part as the name.

    « Saint-Denis (93) » → the name with « 93 » beside it; 香川県高松市 → 高松市 with 香川県.
    """
    yield Form(fold(written))
    named = [piece for piece in map(fold, pieces(written)) if piece and piece not in _NOT_A_NAME]
    for at, name in enumerate(named):
        yield from _with_area(name, (*named[:at], *named[at + 1 :]))


def _with_area(name: str, beside: tuple[str, ...]) -> Iterator[Form]:
    found = _PREFECTURE_FIRST.match(name)
    if found:
        yield Form(found["name"], (found["area"], *beside))
    yield Form(name, beside)


def at_levels(authority: Collectivity, levels: Levels | None) -> bool:
    """Whether `authority` is at one of `levels` (None: any). Tōkyō counts as a town too."""
    if levels is None or authority.level in levels:
        return True
    return levels is TOWN and authority.kind == "都"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind as typed allows; everything, by default."""

    levels: Levels | None = None
    kinds: frozenset[str] = _ALL_KINDS

    def allows(self, authority: Collectivity) -> bool:
        """Whether `authority` may be of this kind."""
        if not at_levels(authority, self.levels):
            return False
        return not self.kinds or authority.kind in self.kinds


_KINDS: tuple[tuple[re.Pattern[str], Levels], ...] = (
    (_INTERCOMMUNAL, EPCI),
    (re.compile(r"\b(?:departement\w*|conseil general|department)\b"), DEPARTEMENT),
    (re.compile(r"\bprefecture\b"), PREFECTURE),
    (re.compile(r"\bregion\w*\b"), REGION),
    (re.compile(r"\b(?:ville|commune|mairie|municipal\w*|village|city|town|ward|bourg)\b"), TOWN),
)
_JAPANESE_KINDS: dict[str, Kind] = {
    "市": Kind(TOWN, frozenset({"市", "commune"})),
    "特別区": Kind(TOWN, frozenset({"特別区"})),
    "区": Kind(TOWN, frozenset({"特別区"})),
    "町": Kind(TOWN, frozenset({"町", "commune"})),
    "村": Kind(TOWN, frozenset({"村", "commune"})),
    "都": Kind(PREFECTURE, frozenset({"都"})),
    "道": Kind(PREFECTURE, frozenset({"道"})),
    "府": Kind(PREFECTURE, frozenset({"府"})),
    "県": Kind(DEPARTEMENT),
}


def kind_of(typed: str) -> Kind:
    """What « intercommunalité », 市, « City » … allow; everything, where it is not known."""
    folded = fold(typed)
    if folded in _JAPANESE_KINDS:
        return _JAPANESE_KINDS[folded]
    for pattern, levels in _KINDS:
        if pattern.search(folded):
            return Kind(levels)
    return Kind()
