"""A fiche as read, and what somebody typed over it → the fiche as corrected, or what is wrong.

What is typed is understood by the readers themselves, so that « 12 345 hab. » or 平成26年3月 mean
the same in a correction as in a document. What was not touched stays as it was read, guesses
included; guesses are made again where what they were made from has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from matcher.collectivity import Country, Language
from matcher.fiche import (
    MOST_CHARACTERS,
    MOST_KEY_POINTS,
    Fiche,
    KeyPoint,
    Note,
    Origin,
    Sourced,
    guessed,
    read,
)
from matcher.gazetteer.complete import complete
from matcher.reading.contact_lines import sorted_out
from matcher.reading.filled import Cell, FilledForm, Line
from matcher.reading.form import fiche_of
from matcher.reading.language import language_of
from matcher.reading.lists import without_bullet
from matcher.reading.origin import OriginClues, deduce_country
from matcher.workflow.opening import Knowledge

#: What can be corrected, in the order of a fiche; names of its fields.
CORRECTABLE: tuple[str, ...] = (
    "name",
    "country",
    "language",
    "kind",
    "region",
    "population",
    "domains",
    "website",
    "contact",
    "updated",
    "key_points",
    "seeking",
)

#: Those of several lines.
LONG: frozenset[str] = frozenset({"domains", "contact", "key_points", "seeking"})

#: The code of the note that tells a correction.
CORRECTED = "corrected-by-hand"

#: Notes that completing makes, and makes again.
_OF_COMPLETING = frozenset(
    {
        "ambiguous-name",
        "name-not-in-register",
        "name-elsewhere",
        "name-decided",
        "name-completed",
        "code-unused",
        "population-far-from-official",
        "population-of-intercommunality",
        "position-far-from-official",
    }
)

#: Fields that a country is deduced from.
_CLUES = frozenset({"name", "country", "kind", "region", "website", "contact"})


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a typed value: "unreadable" (`note` says how), "too-long" (`most`
    letters of a line), "too-many" (`most` lines), "address-inside" (`found`)."""

    field: str
    why: str
    most: int = 0
    found: str = ""
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """A fiche with what was typed in the place of what was read, and what could not be taken."""

    fiche: Fiche
    wrong: tuple[Wrong, ...]


def shown(fiche: Fiche) -> dict[str, str]:
    """What the document says, field by field, as somebody may type over it; "" where nothing."""
    values = {name: _shown(getattr(fiche, name)) for name in CORRECTABLE}
    values["domains"] = "\n".join(fiche.domains)
    values["key_points"] = "\n\n".join(_one_line(point.text) for point in fiche.key_points)
    return values


def correct(
    fiche: Fiche, typed: Mapping[str, str], knowledge: Knowledge, *, longest_line: int
) -> Corrected:
    """`fiche` with the values of `typed` that differ from what it says, completed anew.

    `longest_line` is how many characters the fields of one line may have. Keys of `typed` that are
    not CORRECTABLE are passed over.

    A changed value counts as read, and a note tells what the document said; an emptied one is
    missing. Values that cannot be understood are left as they were and told in `wrong`.
    """
    before = shown(fiche)
    changed = {
        name: _tidy(typed[name])
        for name in CORRECTABLE
        if name in typed and _lines(typed[name]) != _lines(before[name])
    }
    if not changed:
        return Corrected(fiche, ())
    wrong = [fault for name, text in changed.items() for fault in _limits(name, text, longest_line)]
    understood = _understood(fiche, changed, knowledge)
    wrong += _unreadable(changed, understood, wrong)
    wrong += _addresses(changed, fiche)
    taken = {name: text for name, text in changed.items() if all(w.field != name for w in wrong)}
    return Corrected(_completed(_with(fiche, taken, understood), knowledge), tuple(wrong))


def what_it_said(fiche: Fiche) -> Mapping[str, Note]:
    """The corrections made by hand, by field."""
    return {note.field: note for note in fiche.notes if note.code == CORRECTED}


# --- what was typed ---------------------------------------------------------------------------


def _shown(value: object) -> str:
    said = value.value if isinstance(value, Sourced) else None
    return "" if said is None else str(said)


def _tidy(text: str) -> str:
    """Text without characters that are none, its lines ended as ours are."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text).strip()


def _lines(text: str) -> list[str]:
    return [line for line in (_one_line(line) for line in _tidy(text).split("\n")) if line]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _limits(name: str, text: str, longest_line: int) -> Iterable[Wrong]:
    lines = _lines(text)
    most = MOST_CHARACTERS if name in LONG else longest_line
    if any(len(line) > most for line in lines):
        yield Wrong(name, "too-long", most)
    if len(lines) > MOST_KEY_POINTS:
        yield Wrong(name, "too-many", MOST_KEY_POINTS)


def _understood(fiche: Fiche, changed: Mapping[str, str], knowledge: Knowledge) -> Fiche:
    """What the readers make of the changed values alone."""
    cells = tuple(
        Cell(name, tuple(Line(line) for line in _lines(text)))
        for name, text in changed.items()
        if name != "key_points" and text
    )
    form = FilledForm(fiche.source, None, cells)
    return fiche_of(form, is_known=knowledge.vocabulary.is_known)


def _unreadable(
    changed: Mapping[str, str], understood: Fiche, wrong: Iterable[Wrong]
) -> list[Wrong]:
    known = {each.field for each in wrong}
    return [
        Wrong(note.field, "unreadable", note=note)
        for note in understood.notes
        if note.field in changed and note.code.endswith("-unreadable") and note.field not in known
    ]


def _addresses(changed: Mapping[str, str], fiche: Fiche) -> Iterable[Wrong]:
    """Contacts typed among the key points, which everybody may read."""
    old = {_one_line(point.text) for point in fiche.key_points}
    new = [Line(line) for line in _lines(changed.get("key_points", "")) if line not in old]
    found = sorted_out(new).contacts
    if found:
        yield Wrong("key_points", "address-inside", found=found[0])


# --- the fiche with it -------------------------------------------------------------------------


def _with(fiche: Fiche, taken: Mapping[str, str], understood: Fiche) -> Fiche:
    values: dict[str, object] = {}
    for name, text in taken.items():
        if name == "key_points":
            points = (without_bullet(line) for line in _lines(text))
            values[name] = tuple(KeyPoint(point) for point in points if point)
        elif name == "domains":
            values[name] = understood.domains
        else:
            value = getattr(understood, name)
            values[name] = value if value.origin is Origin.READ else read(None)
    kept = [note for note in fiche.notes if note.field not in taken]
    read_so = [note for note in understood.notes if note.field in taken and _is_of_typed(note)]
    made = [_note(fiche, name, values[name]) for name in taken]
    notes = (*kept, *read_so, *(note for note in made if note is not None))
    corrected: Fiche = replace(fiche, **values, notes=notes)  # type: ignore[arg-type]
    return _guessed_again(corrected, taken)


def _is_of_typed(note: Note) -> bool:
    """Whether a note is about how a typed value was read, not about what else is missing."""
    return not note.code.endswith(("-missing", "-deduced", "-guessed"))


def _note(fiche: Fiche, name: str, value: object) -> Note | None:
    """That the document says otherwise, and what; None where it says the very same."""
    earlier = what_it_said(fiche).get(name)
    said = _said(fiche, name) if earlier is None else _told(earlier)
    if said == _plain(name, value):
        return None
    if name == "contact" or said is None or said == ():
        return Note(CORRECTED, name)
    return Note(CORRECTED, name, {"points" if name == "key_points" else "said": said})


def _told(note: Note) -> object:
    """What a note of a correction keeps of the document."""
    return note.details.get("said", note.details.get("points"))


def _said(fiche: Fiche, name: str) -> object:
    """What the document says of a field; of a guess, nothing."""
    value = getattr(fiche, name)
    if isinstance(value, Sourced) and value.origin is not Origin.READ:
        return None
    return _plain(name, value)


def _plain(name: str, value: object) -> object:
    if name == "key_points" and isinstance(value, tuple):
        return tuple(_one_line(point.text) for point in value)
    if isinstance(value, tuple):
        return value
    said = value.value if isinstance(value, Sourced) else None
    return said if said is None or isinstance(said, (Country, Language, int)) else str(said)


def _guessed_again(fiche: Fiche, taken: Mapping[str, str]) -> Fiche:
    """Guesses that rested on what was changed: the country on names, the language on texts."""
    notes = fiche.notes
    country, language = fiche.country, fiche.language
    if country.origin is not Origin.READ and _CLUES & taken.keys():
        found = deduce_country(
            OriginClues(
                name=fiche.name.value,
                kind=fiche.kind.value,
                region=fiche.region.value,
                given_id=fiche.given_id,
                website=fiche.website.value,
                contact=fiche.contact.value,
                position=fiche.position.value,
            )
        )
        notes = _without(notes, "country-deduced")
        country = guessed(None if found is None else found.country)
        if found is not None:
            details = {"country": str(found.country), "clue": found.clue}
            notes = (*notes, Note("country-deduced", "country", details))
    if language.origin is not Origin.READ and {"key_points", "language"} & taken.keys():
        text = " ".join(point.text for point in fiche.key_points)
        notes = _without(notes, "language-deduced")
        language = guessed(language_of(text, language.value) or language.value)
        if language.value is not None:
            details = {"language": str(language.value)}
            notes = (*notes, Note("language-deduced", "language", details))
    return replace(fiche, country=country, language=language, notes=notes)


def _without(notes: tuple[Note, ...], *codes: str) -> tuple[Note, ...]:
    return tuple(note for note in notes if note.code not in codes)


def _completed(fiche: Fiche, knowledge: Knowledge) -> Fiche:
    bare = replace(
        fiche,
        collectivity=None,
        domain_ids=(),
        notes=_without(fiche.notes, *_OF_COMPLETING),
    )
    return complete(bare, knowledge.gazetteer, knowledge.vocabulary)
