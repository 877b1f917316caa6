"""A small shortlist built by hand: what the writers are given in tests."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.collectivity import Collectivity, Country, Language, Level, Position
from matcher.errors import FileRefused
from matcher.fiche import Fiche, KeyPoint, Note, Origin, PartialDate, read
from matcher.gathering import Participant, TranslatedPoint
from matcher.gazetteer.twins import Link, Status, Twin
from matcher.matching.carrying_words import WordLink
from matcher.matching.pairing import (
    Evidence,
    KeyPointMatch,
    MatchedPassage,
    Pairing,
    PopulationFacts,
)
from matcher.matching.whole_words import Span
from matcher.profile import Calibration, Meeting, Profile, Weight, WorkingGroup
from matcher.shortlist.shortlist import Shortlist, UnservedParticipant

SECRET = "Mme Untel, untel@exemple.invalid, +33 5 55 00 00 00"

NANCY = Position(48.69, 6.18)
NANCY_POINT = "Tramway sur pneus. Parc relais et billet unique pour tout le bassin."
TOYAMA_POINT = "LRTを軸としたコンパクトシティ。公共交通沿線への居住を促進。"


def participant(
    id_: str = "fr-nancy",
    *,
    name: str = "Nancy",
    country: Country = Country.FR,
    points: tuple[str, ...] = (NANCY_POINT,),
    population: int | None = 104_000,
    position: Position | None = NANCY,
    names: Mapping[Language, str] | None = None,
    domains: tuple[str, ...] = ("Transports",),
    website: str | None = None,
) -> Participant:
    """A participant with one fiche in the language of its country, and a contact that is secret."""
    french = country is Country.FR
    language = Language.FR if french else Language.JA
    collectivity = None
    if names is not None:
        collectivity = Collectivity(
            country=country,
            level=Level.COMMUNE if french else Level.MUNICIPALITY,
            kind="commune" if french else "市",
            code="54395" if french else "16201",
            names=dict(names),
            population=99_999,
            parent_names={Language.FR: "Meurthe-et-Moselle"} if french else {Language.JA: "富山県"},
        )
    fiche = Fiche(
        source=f"{id_}.docx",
        name=read(name),
        country=read(country),
        language=read(language),
        population=read(population),
        position=read(position),
        domains=domains,
        domain_ids=("transport",),
        website=read(website),
        contact=read(SECRET),
        updated=read(PartialDate(2014, 3)),
        key_points=tuple(KeyPoint(text) for text in points),
    )
    return Participant(
        id=id_, collectivity=collectivity, country=country, name=name, fiches=(fiche,)
    )


def toyama(**changes: object) -> Participant:
    """A Japanese participant with names in two languages and a translated key point."""
    built = participant(
        "jp-toyama",
        name="富山市",
        country=Country.JP,
        points=(TOYAMA_POINT,),
        population=413_000,
        position=Position(36.7, 137.21),
        names={Language.JA: "富山市", Language.EN: "Toyama"},
        domains=("交通", "まちづくり"),
        **changes,  # type: ignore[arg-type]
    )
    translated = Fiche(source="toyama-fr.docx", name=read("Toyama"), language=read(Language.FR))
    return Participant(
        id=built.id,
        collectivity=built.collectivity,
        country=built.country,
        name=built.name,
        fiches=built.fiches,
        translations=(translated,),
        translated_points=(
            TranslatedPoint(0, Language.FR, KeyPoint("Ville compacte autour du tramway.")),
        ),
    )


def passage(text: str, end: int | None = None) -> MatchedPassage:
    """The beginning of a first key point, up to `end`."""
    stop = len(text) if end is None else end
    return MatchedPassage(text[:stop], text, 1, 0, stop)


def links(fr: str, jp: str) -> tuple[WordLink, ...]:
    """Words of the two points above that answer each other, as far as they are these."""
    answers = {"relais": "公共交通", "Tramway": "LRT"}
    return tuple(
        WordLink(_span(one, fr), _span(other, jp), 0.75 - number / 8)
        for number, (one, other) in enumerate(answers.items())
        if one in fr and other in jp
    )


def _span(word: str, text: str) -> Span:
    return Span(text.index(word), text.index(word) + len(word))


def pairing(
    fr: Participant | None = None,
    jp: Participant | None = None,
    *,
    parts: Mapping[str, float] | None = None,
    twin: Twin | None = None,
    missing: tuple[str, ...] = (),
    probability: float | None = 0.8808,
) -> Pairing:
    """A pairing whose parts add up to its score; the match covers the first sentence only."""
    fr, jp = fr or participant(), jp or toyama()
    parts = parts or {
        "constant": -4.0,
        "key-points": 4.333333,
        "domains": 1.333333,
        "population": 0.333333,
    }
    fr_size, jp_size = fr.population, jp.population
    both = fr_size.value and jp_size.value
    return Pairing(
        fr=fr,
        jp=jp,
        score=round(sum(parts.values()), 6),
        probability=probability,
        parts=parts,
        missing=missing,
        evidence=Evidence(
            matches=(
                KeyPointMatch(
                    fr=passage(fr.key_points[0].text, len(fr.key_points[0].text) // 2),
                    jp=passage(jp.key_points[0].text),
                    similarity=0.5625,
                    serves=(Country.FR, Country.JP),
                    links=links(fr.key_points[0].text, jp.key_points[0].text),
                ),
            ),
            shared_domains=("transport",),
            population=PopulationFacts(
                fr=fr_size.value,
                jp=jp_size.value,
                fr_completed=fr_size.origin is Origin.COMPLETED,
                jp_completed=jp_size.origin is Origin.COMPLETED,
                ratio=jp_size.value / fr_size.value if both else None,
                fr_rank=0.9 if fr_size.value else None,
                jp_rank=0.93,
            ),
            criteria=("specific-policy",),
            twin=twin,
        ),
        working_group=0,
    )


def twin(**changes: object) -> Twin:
    """A partnership that a commune of the intercommunalité holds."""
    facts = {
        "link": Link.THROUGH_COMMUNE,
        "fr_id": "fr-nancy",
        "fr_name": "Nancy",
        "jp_id": "jp-toyama",
        "jp_name": "富山市",
        "year": 1980,
        "status": Status.ACTIVE,
    }
    return Twin(**{**facts, **changes})  # type: ignore[arg-type]


def profile() -> Profile:
    """A profile with one working group and two weights."""
    return Profile(
        name="essai",
        meeting=Meeting(
            names={
                Language.FR: "4es Rencontres",
                Language.JA: "第4回日仏自治体交流会議",
                Language.EN: "4th Meeting",
            },
            dates="2014-10-28/2014-10-30",
            places={Language.FR: "Takamatsu", Language.JA: "高松市", Language.EN: "Takamatsu"},
            working_groups=(
                WorkingGroup(
                    {Language.FR: "Villes", Language.JA: "都市", Language.EN: "Cities"},
                    ("transport",),
                ),
            ),
        ),
        meetings_each=3,
        floor=0.0,
        floor_reason="As for key points.",
        weights={
            "constant": Weight(-4.0, "As for key points."),
            "key-points": Weight(20.0, "As for key points."),
        },
        parameters={},
        fingerprint="0123456789abcdef",
        calibration=Calibration(
            encoder="default",
            encoder_fingerprint="0" * 64,
            weights_fingerprint="0" * 64,
            fitted_on="development fiches (900 judged pairs)",
            reason="As for key points.",
        ),
    )


def shortlist(*pairings: Pairing, participants: tuple[Participant, ...] = ()) -> Shortlist:
    """A shortlist of `pairings` (one by default), one participant unserved, one file refused."""
    chosen = pairings or (pairing(),)
    alone = participant("fr-alone", name="Seule-sur-Loire", position=None, population=None)
    served = {p.id: p for each in chosen for p in (each.fr, each.jp)}
    objective = sum(each.score for each in chosen)
    return Shortlist(
        profile=profile(),
        pairings=chosen,
        unserved=(
            UnservedParticipant(
                alone,
                "nobody-above-floor",
                {"partner": chosen[0].jp.id, "score": -0.42, "floor": 0.0},
            ),
        ),
        participants=(*served.values(), alone, *participants),
        objective=objective,
        bound=objective,
        price_of_fairness=0.25,
        served=len(served),
        worst_off=min(each.score for each in chosen),
        probability_withheld=None,
        pins=1,
        vetoes=2,
        refusals=(FileRefused("scan.pdf", "scanned-without-text"),),
        notes=(
            ("nancy.docx", Note("language-deduced", "language", {"language": Language.FR})),
            ("nancy.docx", Note("contact-odd", "contact", {"found": SECRET})),
        ),
        encoder_name="default",
        index_fingerprint="fedcba9876543210",
    )
