"""A fiche as a form: every value with where it comes from, and what to look at beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from matcher.check import Finding
from matcher.collectivity import Country, Language
from matcher.fiche import Fiche, Note, Origin, Sourced
from matcher.i18n import messages
from matcher.i18n.sentences import Speaker
from matcher.workflow.correct_fiche import CORRECTABLE, CORRECTED, LONG, Wrong, shown, what_it_said
from matcher.writing.names import own_language
from service.pages.parts.choice import Choice

#: What stands beside a value: where it comes from.
STATES: Mapping[str, str] = {
    "read": "read in the document",
    "guessed": "guessed",
    "completed": "completed from the official registers",
    "corrected": "corrected by hand",
    "missing": "not given",
}

#: What to type, where that is not plain.
HINTS: Mapping[str, str] = {
    "population": "For example 42 000 or 約4万2千人.",
    "domains": "One field a line, in any of the three languages.",
    "updated": "For example 2014, 03/2014 or 平成26年3月.",
    "key_points": "One key point a line; blank lines are passed over.",
    "contact": "Kept apart, and shown only to who may change the fiches.",
}

#: What is wrong with a typed value, by its code.
FAULTS: Mapping[str, str] = {
    "too-long": "A line may be {most} characters long at most.",
    "too-many": "There may be {most} lines at most.",
    "address-inside": "“{found}” is a way to reach somebody. It belongs under the contact.",
}

_ROWS = {"domains": 3, "contact": 3, "key_points": 12, "seeking": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One value of the form. `id` is that of its control, `name` under which it is sent.

    `state` is a key of STATES, `told` says it; `beside` are sentences about the value, `faults`
    what has to be mended. `control` is "line", "lines" or "choice".
    """

    field: str
    id: str
    name: str
    label: str
    control: str
    value: str
    state: str
    told: str
    hint: str = ""
    rows: int = 1
    language: Language | None = None
    options: tuple[Choice, ...] = ()
    beside: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def described_by(self) -> str:
        """The ids of what describes the control, in the order in which it is read out."""
        parts = (("faults", self.faults), ("state", True), ("beside", self.beside))
        ids = [f"{self.id}-{part}" for part, is_there in parts if is_there]
        return " ".join([*ids, *([f"{self.id}-hint"] if self.hint else [])])


def entries(
    fiche: Fiche,
    findings: Sequence[Finding],
    speaker: Speaker,
    *,
    prefix: str,
    typed: Mapping[str, str] | None = None,
    wrong: Iterable[Wrong] = (),
) -> tuple[Entry, ...]:
    """The values of a fiche as a form; `typed` stands in place of what could not be taken.

    `prefix` tells the fields of several fiches of one form apart.
    """
    said, corrections = shown(fiche), what_it_said(fiche)
    faults = [(each.field, fault_told(each, speaker)) for each in wrong]
    language = fiche.language.value or _language_of(fiche)
    return tuple(
        Entry(
            field=field,
            id=f"{prefix}{field.replace('_', '-')}",
            name=f"{prefix}{field}",
            label=messages.field(field, speaker),
            control=_control(field),
            value=(typed or {}).get(field, said[field]),
            state=(state := _state(fiche, field, corrections)),
            told=speaker.text(STATES[state]),
            hint=speaker.text(HINTS[field]) if field in HINTS else "",
            rows=_ROWS.get(field, 1),
            language=language if _is_text(field) else None,
            options=_options(field, (typed or {}).get(field, said[field]), speaker),
            beside=tuple(_beside(fiche, field, findings, corrections, speaker)),
            faults=tuple(sentence for about, sentence in faults if about == field),
        )
        for field in CORRECTABLE
    )


def other_findings(findings: Iterable[Finding], speaker: Speaker) -> tuple[str, ...]:
    """What to look at beside the values of the form."""
    return tuple(
        dict.fromkeys(
            messages.note(each.note, speaker)
            for each in findings
            if each.note.field not in CORRECTABLE and each.note.code != CORRECTED
        )
    )


def fault_told(wrong: Wrong, speaker: Speaker) -> str:
    """What is wrong with a typed value, as a sentence."""
    if wrong.note is not None:
        return messages.note(wrong.note, speaker)
    facts = {"most": wrong.most, "found": wrong.found}
    return speaker.say(FAULTS[wrong.why], **facts)


def _language_of(fiche: Fiche) -> Language | None:
    country = fiche.country.value
    return None if country is None else own_language(country)


def _control(field: str) -> str:
    if field in ("country", "language"):
        return "choice"
    return "lines" if field in LONG else "line"


def _is_text(field: str) -> bool:
    return field in {"name", "kind", "region", "domains", "key_points", "seeking"}


def _state(fiche: Fiche, field: str, corrections: Mapping[str, Note]) -> str:
    if field in corrections:
        return "corrected"
    value = getattr(fiche, field)
    if not isinstance(value, Sourced):
        return "read" if value else "missing"
    if value.origin is Origin.MISSING and _completed(fiche, field) is not None:
        return "completed"
    return str(value.origin)


def _completed(fiche: Fiche, field: str) -> object:
    """What the registers say of a field that the document leaves out."""
    place = fiche.collectivity
    if place is None:
        return None
    match field:
        case "population":
            return place.population
        case "website":
            return place.website
        case "kind":
            return place.kind
        case "region" if place.parent_names:
            own = own_language(place.country)
            return place.parent_names.get(own) or next(iter(place.parent_names.values()))
        case _:
            return None


def _beside(
    fiche: Fiche,
    field: str,
    findings: Iterable[Finding],
    corrections: Mapping[str, Note],
    speaker: Speaker,
) -> Iterator[str]:
    if field in corrections and corrections[field].details:
        yield from _what_it_said(corrections[field], speaker)
    value = getattr(fiche, field)
    completed = _completed(fiche, field)
    if completed is not None and isinstance(value, Sourced) and value.value is None:
        if field == "population" and isinstance(completed, int):
            completed = speaker.population(completed)
        yield speaker.say("The registers say: {value}", value=completed)
    place = fiche.collectivity
    if field == "name" and place is not None:
        yield speaker.say("In the registers: {name} ({id})", name=place.own_name, id=place.id)
    told = dict.fromkeys(
        messages.note(each.note, speaker)
        for each in findings
        if each.note.field == field and _is_worth_saying(each)
    )
    yield from told


def _what_it_said(note: Note, speaker: Speaker) -> Iterator[str]:
    said = note.details.get("said")
    if said is not None:
        yield speaker.say("The document says: {said}", said=said)
    points = note.details.get("points")
    if isinstance(points, Sequence) and not isinstance(points, str):
        head = speaker.say("The document says:")
        yield "\n".join([head, *(f"– {point}" for point in points)])


def _is_worth_saying(finding: Finding) -> bool:
    """Whether a finding says more than the mark beside the value."""
    return finding.note.code not in {"field-missing", "field-guessed", CORRECTED}


def _options(field: str, chosen: str, speaker: Speaker) -> tuple[Choice, ...]:
    if field == "country":
        named = [(each.value, speaker.country(each)) for each in Country]
    elif field == "language":
        named = [(each.value, speaker.language_name(each)) for each in Language]
    else:
        return ()
    none = ("", speaker.say("not given"))
    return tuple(Choice(value, text, value == chosen) for value, text in (none, *named))
