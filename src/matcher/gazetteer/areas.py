"""Areas people write beside a name: « Kagawa », « (93) », « Région PACA », 東北地方."""

from __future__ import annotations

from matcher.collectivity import Country, Level
from matcher.gazetteer.authorities import Gazetteer
from matcher.gazetteer.names import fold, without_article
from matcher.gazetteer.written import claims, pieces

Area = frozenset[tuple[Country, str]]
"""The départements or prefectures an area is made of, by country and code."""

_AREA_LEVELS = frozenset({Level.PREFECTURE, Level.DEPARTEMENT, Level.REGION})

#: Régions before 2016, and short names of today's, by the codes of their départements.
_FRENCH_AREAS: dict[str, str] = {
    "alsace": "67 68",
    "aquitaine": "24 33 40 47 64",
    "auvergne": "03 15 43 63",
    "basse normandie": "14 50 61",
    "bourgogne": "21 58 71 89",
    "centre": "18 28 36 37 41 45",
    "champagne ardenne": "08 10 51 52",
    "franche comte": "25 39 70 90",
    "haute normandie": "27 76",
    "languedoc roussillon": "11 30 34 48 66",
    "limousin": "19 23 87",
    "lorraine": "54 55 57 88",
    "midi pyrenees": "09 12 31 32 46 65 81 82",
    "nord pas de calais": "59 62",
    "picardie": "02 60 80",
    "poitou charentes": "16 17 79 86",
    "rhone alpes": "01 07 26 38 42 69 73 74",
    "paca": "04 05 06 13 83 84",
    "provence alpes cote d azur": "04 05 06 13 83 84",
    "region sud": "04 05 06 13 83 84",
    "aura": "01 03 07 15 26 38 42 43 63 69 73 74",
    "idf": "75 77 78 91 92 93 94 95",
    "region parisienne": "75 77 78 91 92 93 94 95",
    "corse": "2A 2B",
    "reunion": "974",
    "polynesie francaise": "987",
    "nouvelle caledonie": "988",
    "saint pierre et miquelon": "975",
    "saint barthelemy": "977",
    "saint martin": "978",
}
#: The usual eight regions of Japan, by the first two digits of their prefectures.
_JAPANESE_AREAS: tuple[tuple[str, range], ...] = (
    ("東北 tohoku", range(2, 8)),
    ("関東 kanto", range(8, 15)),
    ("中部 chubu", range(15, 24)),
    ("北陸 hokuriku", range(15, 19)),
    ("東海 tokai", range(21, 25)),
    ("関西 近畿 kansai kinki", range(24, 31)),
    ("中国 chugoku", range(31, 36)),
    ("四国 shikoku", range(36, 40)),
    ("九州 kyushu", range(40, 47)),
)
_JAPANESE_NOISE = ("地方", "地域")


def area_of(written: str, gazetteer: Gazetteer) -> Area | None:
    """The départements or prefectures `written` covers; None where it names no area."""
    folded = fold(written)
    for word in _JAPANESE_NOISE:
        folded = folded.removesuffix(word)
    code = _area_code(folded, gazetteer)
    if code is not None:
        return code
    bare = without_article(folded.removeprefix("region ").removeprefix("departement "))
    for name in (folded, bare):
        if name in _FRENCH_AREAS:
            return frozenset((Country.FR, code) for code in _FRENCH_AREAS[name].split())
        for names, numbers in _JAPANESE_AREAS:
            if name in names.split():
                return frozenset((Country.JP, f"{number:02d}000") for number in numbers)
    return _named_area(folded, gazetteer)


def area_in(text: str, gazetteer: Gazetteer) -> Area | None:
    """The area that all areas named in `text` share: « Seine-Saint-Denis, Île-de-France » → 93."""
    whole = area_of(text, gazetteer)
    if whole is not None:
        return whole
    found = [area for piece in pieces(text) if (area := area_of(piece, gazetteer)) is not None]
    if not found:
        return None
    shared = found[0].intersection(*found[1:])
    return shared or None


def _area_code(folded: str, gazetteer: Gazetteer) -> Area | None:
    digits = folded.upper()
    if not 2 <= len(digits) <= 3 or not digits[0].isascii() or not digits[0].isdigit():
        return None
    found = gazetteer.get(Country.FR, Level.DEPARTEMENT, digits)
    return None if found is None else frozenset({(Country.FR, found.code)})


def _named_area(folded: str, gazetteer: Gazetteer) -> Area | None:
    index = gazetteer.name_index
    for claim in claims(folded):
        found: set[tuple[Country, str]] = set()
        for names in (index.official, index.shortened):
            for row in names.get(claim.core, ()):
                authority = gazetteer.at(row)
                if authority.level in _AREA_LEVELS:
                    found |= {(authority.country, code) for code in gazetteer.areas(authority)}
        if found:
            return frozenset(found)
    return None
