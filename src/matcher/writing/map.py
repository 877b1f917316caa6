"""France and Japan side by side at one scale, with the pairs as arcs between them, as SVG data.

Who lies overseas or far from the main islands stands in an inset with a scale of its own; who
has no position, or one outside both countries, is named in a list instead. Names stand in the
margins, each led to its point, while they fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matcher.collectivity import Country
from matcher.gathering import Participant
from matcher.i18n.sentences import Speaker
from matcher.matching.pairing import Pairing
from matcher.shortlist.shortlist import Shortlist
from matcher.writing.names import name_for
from matcher.writing.projection import Conic, Point, Ring, Territory, territories, territory_of

WIDTH, HEIGHT = 1200.0, 560.0
#: Drawing units a kilometre, for both mainlands.
SCALE = 0.292
#: Where names end (France) and begin (Japan), and the least distance between two.
LABELS = {Country.FR: 184.0, Country.JP: 1034.0}
#: Widths of a letter in names, in drawing units.
LATIN_LETTER, WIDE_LETTER = 6.7, 12.0
LINE_HEIGHT, LEAST_LINE_HEIGHT = 16.0, 11.0
#: Centre of each mainland.
CENTRES = {Country.FR: Point(384.0, 196.0), Country.JP: Point(800.0, 268.0)}
#: Insets: size, and where the first one stands; further ones follow to the right.
INSET_HEIGHT, INSET_GAP = 74.0, 8.0
INSET_WIDTHS = {Country.FR: 84.0, Country.JP: 132.0}
INSET_STARTS = {Country.FR: Point(222.0, 396.0), Country.JP: Point(752.0, 476.0)}
INSETS_A_ROW = {Country.FR: 4, Country.JP: 2}

#: Long kinds before a name, shortened where room is scarce, as French officers do.
SHORTER = (
    ("Communauté d'agglomération", "CA"),
    ("Communauté d’agglomération", "CA"),
    ("Communauté de communes", "CC"),
    ("Communauté urbaine", "CU"),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """A territory as drawn: kilometres → drawing units around `centre`."""

    territory: Territory
    conic: Conic
    middle: Point
    centre: Point
    scale: float

    def at(self, point: Point) -> Point:
        """A point of the plane in drawing units."""
        return Point(
            self.centre.x + (point.x - self.middle.x) * self.scale,
            self.centre.y - (point.y - self.middle.y) * self.scale,
        )

    def path(self, rings: Sequence[Ring]) -> str:
        """Outlines as SVG path data."""
        parts = []
        for ring in rings:
            points = [self.at(self.conic.project(position)) for position in ring]
            parts.append("M" + "L".join(f"{p.x:.1f} {p.y:.1f}" for p in points[:-1]) + "Z")
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Land:
    """Outlines of one territory; a box and a name where it is an inset."""

    path: str
    name: str
    box: Box | None


@dataclass(frozen=True, slots=True)
class Box:
    """The frame of an inset."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """A participant on the map. `short` is its name as it fits the margin,
    `label_y` None where names do not fit at all."""

    id: str
    country: Country
    name: str
    short: str
    language: str
    at: Point
    label_x: float
    label_y: float | None
    leader: str
    served: bool


@dataclass(frozen=True, slots=True)
class Arc:
    """A pair as a curve; `number` is its place in the shortlist, `strength` in [0, 1]."""

    number: int
    fr_id: str
    jp_id: str
    path: str
    title: str
    strength: float


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A bar of so many kilometres for both mainlands."""

    length: float
    kilometres: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the map shows; `off_map` are the names that have no place on it."""

    width: float
    height: float
    lands: tuple[Land, ...]
    places: tuple[Place, ...]
    arcs: tuple[Arc, ...]
    bar: ScaleBar
    off_map: tuple[str, ...]


def draw(shortlist: Shortlist, speaker: Speaker) -> Drawing:
    """The map of a shortlist with names for readers of the speaker's language."""
    return draw_pairings(shortlist.participants, shortlist.pairings, speaker)


def draw_pairings(
    participants: Sequence[Participant],
    pairings: Sequence[Pairing],
    speaker: Speaker,
    also: Iterable[Territory] = (),
) -> Drawing:
    """The map of `participants` with `pairings`, numbered from 1, between some of them.

    `also` are territories that are shown though none of them may lie there.
    """
    where = {
        participant.id: territory
        for participant in participants
        if (territory := _territory(participant)) is not None
    }
    frames = frames_of([*where.values(), *also])
    at = {
        participant.id: _point(participant, frames[where[participant.id].code, participant.country])
        for participant in participants
        if participant.id in where
    }
    served = {p.id for pairing in pairings for p in (pairing.fr, pairing.jp)}
    places = [
        place
        for country in Country
        for place in _places(
            [p for p in participants if p.country is country and p.id in at],
            at,
            served,
            speaker,
        )
    ]
    return Drawing(
        width=WIDTH,
        height=HEIGHT,
        lands=tuple(_land(frame, speaker) for frame in frames.values()),
        places=tuple(places),
        arcs=_arcs(pairings, at, speaker),
        bar=ScaleBar(300 * SCALE, 300),
        off_map=tuple(name_for(p, speaker.language).text for p in participants if p.id not in at),
    )


def _territory(participant: Participant) -> Territory | None:
    position = participant.position.value
    return None if position is None else territory_of(participant.country, position)


def _point(participant: Participant, frame: Frame) -> Point:
    position = participant.position.value
    if position is None:
        raise ValueError(f"{participant.id} has no position")
    return frame.at(frame.conic.project(position))


def frames_of(used: Iterable[Territory]) -> dict[tuple[str, Country], Frame]:
    """The two mainlands, Okinawa, and the insets somebody stands in, by code and country."""
    in_use = {(t.code, t.country) for t in used}
    in_use |= {("main", country) for country in Country} | {("okinawa", Country.JP)}
    frames: dict[tuple[str, Country], Frame] = {}
    insets = dict.fromkeys(Country, 0)
    for territory in territories():
        key = (territory.code, territory.country)
        if key not in in_use:
            continue
        if territory.code == "main":
            frames[key] = _framed(territory, CENTRES[territory.country], SCALE)
        else:
            frames[key] = _inset(territory, insets[territory.country])
            insets[territory.country] += 1
    return frames


def _framed(territory: Territory, centre: Point, scale: float) -> Frame:
    conic = territory.window.conic
    points = [conic.project(position) for ring in territory.rings for position in ring]
    xs, ys = [p.x for p in points], [p.y for p in points]
    middle = Point((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    return Frame(territory, conic, middle, centre, scale)


def _inset(territory: Territory, number: int) -> Frame:
    start, a_row = INSET_STARTS[territory.country], INSETS_A_ROW[territory.country]
    row, column = divmod(number, a_row)
    width = INSET_WIDTHS[territory.country]
    centre = Point(
        start.x + column * (width + INSET_GAP) + width / 2,
        start.y + row * (INSET_HEIGHT + INSET_GAP) + INSET_HEIGHT / 2 + 6,
    )
    conic = territory.window.conic
    points = [conic.project(position) for ring in territory.rings for position in ring]
    wide = max(p.x for p in points) - min(p.x for p in points)
    high = max(p.y for p in points) - min(p.y for p in points)
    scale = min((width - 12) / wide, (INSET_HEIGHT - 24) / high)
    return _framed(territory, centre, scale)


def _land(frame: Frame, speaker: Speaker) -> Land:
    territory = frame.territory
    path = frame.path(territory.rings)
    if territory.code == "main":
        return Land(path, speaker.country(territory.country), None)
    width = INSET_WIDTHS[territory.country]
    left, top = frame.centre.x - width / 2, frame.centre.y - 6 - INSET_HEIGHT / 2
    box = Box(left, top, width, INSET_HEIGHT)
    return Land(path, territory.names[speaker.language], box)


def _places(
    participants: Sequence[Participant],
    at: dict[str, Point],
    served: set[str],
    speaker: Speaker,
) -> list[Place]:
    ordered = sorted(participants, key=lambda p: (at[p.id].y, p.id))
    rows = _rows([at[p.id].y for p in ordered])
    places = []
    for participant, row in zip(ordered, rows, strict=True):
        name, point = name_for(participant, speaker.language), at[participant.id]
        places.append(
            Place(
                id=participant.id,
                country=participant.country,
                name=name.text,
                short=_short(name.text),
                language=name.language,
                at=point,
                label_x=LABELS[participant.country],
                label_y=row,
                leader="" if row is None else _leader(participant.country, point, row),
                served=participant.id in served,
            )
        )
    return places


def _short(name: str) -> str:
    """The name as it fits the margin: long kinds shortened, then cut."""
    for long, brief in SHORTER:
        name = name.replace(long, brief)
    room = LABELS[Country.FR] - 6
    for end, letter in enumerate(name):
        room -= WIDE_LETTER if ord(letter) > 0x2E80 else LATIN_LETTER
        if room < 0:
            return name[: end - 1].rstrip() + "…"
    return name


def _rows(wished: Sequence[float]) -> list[float] | list[None]:
    """Heights of labels as near to the wished ones as their line height allows, in order.

    Pooled least squares (the pool-adjacent-violators algorithm of isotonic regression): labels
    that would overlap share a block centred on where they would all like to be.
    """
    if not wished:
        return []
    room = HEIGHT - 24
    line = min(LINE_HEIGHT, room / len(wished))
    if line < LEAST_LINE_HEIGHT:
        return [None] * len(wished)
    blocks: list[list[float]] = []  # wished offset-free heights of each block
    for number, y in enumerate(wished):
        blocks.append([y - number * line])
        while len(blocks) > 1 and _mean(blocks[-2]) >= _mean(blocks[-1]):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    free = [_mean(block) for block in blocks for _ in block]
    top, bottom = 14.0, HEIGHT - 10.0 - (len(wished) - 1) * line
    return [min(max(y, top), bottom) + number * line for number, y in enumerate(free)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _leader(country: Country, point: Point, row: float) -> str:
    edge = LABELS[country]
    elbow = edge + (14 if country is Country.FR else -14)
    start = edge + (4 if country is Country.FR else -4)
    return f"M{start:.1f} {row:.1f}H{elbow:.1f}L{point.x:.1f} {point.y:.1f}"


def _arcs(pairings: Sequence[Pairing], at: dict[str, Point], speaker: Speaker) -> tuple[Arc, ...]:
    scores = [pairing.score for pairing in pairings]
    low, high = min(scores, default=0.0), max(scores, default=0.0)
    arcs = []
    for number, pairing in enumerate(pairings, start=1):
        if pairing.fr.id in at and pairing.jp.id in at:
            fr_name = name_for(pairing.fr, speaker.language).text
            jp_name = name_for(pairing.jp, speaker.language).text
            arcs.append(
                Arc(
                    number=number,
                    fr_id=pairing.fr.id,
                    jp_id=pairing.jp.id,
                    path=_curve(at[pairing.fr.id], at[pairing.jp.id]),
                    title=f"{fr_name} – {jp_name}",
                    strength=(pairing.score - low) / (high - low) if high > low else 1.0,
                )
            )
    return tuple(arcs)


def _curve(start: Point, end: Point) -> str:
    """A curve that rises above the straight line by a seventh of its length."""
    rise = abs(end.x - start.x) / 7
    third = (end.x - start.x) / 3
    return (
        f"M{start.x:.1f} {start.y:.1f}C{start.x + third:.1f} {start.y - rise:.1f} "
        f"{end.x - third:.1f} {end.y - rise:.1f} {end.x:.1f} {end.y:.1f}"
    )
