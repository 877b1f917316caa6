"""Codes and errors → sentences.

The sentences stand in English in `matcher.i18n.codes`, in French and Japanese in the
catalogues. A code that has none is told with its facts, so that nothing is lost; a test lists
such codes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

from matcher.collectivity import Country, Language
from matcher.errors import (
    CatalogueUnusable,
    ConstraintConflict,
    DataFileError,
    Difference,
    Fault,
    FicheRefused,
    FileRefused,
    IndexOfOtherEncoder,
    MatcherError,
    NothingToMatch,
    NotInCatalogue,
)
from matcher.fiche import Note
from matcher.i18n.codes import (
    CLUES,
    CONFLICTS,
    DIFFERENCES,
    ERRORS,
    FIELDS,
    NOTES,
    PLACES,
    REFUSALS,
    UNSERVED,
    WITHHELD,
)
from matcher.i18n.sentences import Speaker

Facts = Mapping[str, object]

#: How many similar names a sentence offers.
SHORT_LISTS = 8

NO_NAMES: Mapping[str, str] = {}

#: Facts that are no quantities, though they may be numbers.
_PLAIN_FACTS = frozenset({"year", "line", "lat", "lon"})
_CLUE_FACTS = frozenset({"by", "clue"})
_CODED_FACTS: Mapping[str, type[Country] | type[Language]] = {
    "language": Language,
    "country": Country,
    "found": Country,
}


def refusal(refused: FileRefused, speaker: Speaker) -> str:
    """Why a file was not read, without its name."""
    return _sentence(REFUSALS, refused.reason, refused.details, speaker)


def note(noted: Note, speaker: Speaker, names: Mapping[str, str] = NO_NAMES) -> str:
    """A fact about a value of a fiche, without the fiche's name; `names` as in `why_unserved`."""
    facts = {name: _named(value, names) for name, value in noted.details.items()}
    return _sentence(NOTES, noted.code, {"field": field(noted.field, speaker), **facts}, speaker)


def field(name: str, speaker: Speaker) -> str:
    """The name of a field of the form."""
    message = FIELDS.get(name)
    return name if message is None else speaker.say(message)


def why_unserved(why: str, details: Facts, names: Mapping[str, str], speaker: Speaker) -> str:
    """Why a participant has no meeting. `names` maps ids among the facts to names."""
    facts = {name: _named(value, names) for name, value in details.items()}
    more = details.get("more")
    if isinstance(more, int) and more > 0:
        others = speaker.plural("{count} other", "{count} others", more)
        facts["partners"] = [*_texts(facts.get("partners")), others]
    return _sentence(UNSERVED, why, facts, speaker)


def withheld(why: str, speaker: Speaker) -> str:
    """Why no probability is told."""
    return _sentence(WITHHELD, why, {}, speaker)


def conflict(facts: Facts, names: Mapping[str, str], speaker: Speaker) -> str:
    """One contradiction of a ConstraintConflict."""
    named = {name: _named(value, names) for name, value in facts.items() if name != "kind"}
    return _sentence(CONFLICTS, str(facts.get("kind", "")), named, speaker)


def fault(fault: Fault, speaker: Speaker) -> str:
    """One fault of a data file, with its place."""
    expected = speaker.text(fault.expected)
    # Other files name their places by their own words: a setting, a column.
    place = speaker.text(PLACES[fault.place]) if fault.place in PLACES else fault.place
    said = {"place": place, "found": fault.found, "expected": expected}
    if fault.line is None:
        return speaker.say("{place}: found {found}, expected {expected}", **said)
    return speaker.say(
        "line {line}, {place}: found {found}, expected {expected}", line=str(fault.line), **said
    )


def error(problem: MatcherError, speaker: Speaker) -> str:
    """An error as one or more lines: what went wrong, where, and what helps."""
    match problem:
        case FileRefused():
            return f"{problem.source}: {refusal(problem, speaker)}"
        case FicheRefused():
            said = _sentence(ERRORS, f"FicheRefused/{problem.reason}", problem.details, speaker)
            return f"{problem.source}: {said}"
        case DataFileError():
            head = speaker.say("{source} has faults:", source=problem.source)
            return "\n".join([head, *(f"  {fault(each, speaker)}" for each in problem.faults)])
        case ConstraintConflict():
            head = speaker.say("These wishes exclude each other:")
            lines = [f"  {conflict(each, {}, speaker)}" for each in problem.conflicts]
            return "\n".join([head, *lines])
        case CatalogueUnusable():
            place = {"place": problem.place, **problem.details}
            return _sentence(ERRORS, f"CatalogueUnusable/{problem.reason}", place, speaker)
        case NothingToMatch():
            code = f"NothingToMatch/{problem.reason}"
        case NotInCatalogue():
            code = f"NotInCatalogue/{problem.kind}"
        case _:
            code = type(problem).__name__
    facts = {each.name: getattr(problem, each.name) for each in fields(problem)}
    near = facts.get("near") or facts.get("options")
    said = _sentence(ERRORS, code, facts, speaker)
    if facts.get("near"):
        hint = speaker.say("Similar names: {near}.", near=list(_texts(near))[:SHORT_LISTS])
        said = f"{said} {hint}"
    differences = problem.differences if isinstance(problem, IndexOfOtherEncoder) else ()
    return "\n".join([said, *(f"  {difference(each, speaker)}" for each in differences)])


def difference(each: Difference, speaker: Speaker) -> str:
    """In what the encoder in use differs from that of an index."""
    code = each.what
    if code == "prompt" and not (each.found and each.expected):
        code = "prompt-dropped" if each.found else "prompt-added"
    facts = {"found": each.found, "expected": each.expected}
    return speaker.say(DIFFERENCES[code], **facts) if code in DIFFERENCES else code


def _sentence(table: Mapping[str, str], code: str, facts: Facts, speaker: Speaker) -> str:
    """The sentence of `code`, or of « code/fact » where there is one for a fact that is given."""
    given = [name for name, value in facts.items() if value not in (None, "", (), [])]
    keys = [f"{code}/{name}" for name in given if f"{code}/{name}" in table]
    message = next((table[key] for key in (*keys, code) if key in table), None)
    said = {name: _fact(name, value, speaker) for name, value in facts.items()}
    if message is not None:
        try:
            return speaker.say(message, **said)
        except KeyError:  # the code came without a fact its sentence names
            pass
    return speaker.say("{code} ({facts})", code=code, facts=said) if facts else code


def _fact(name: str, value: object, speaker: Speaker) -> object:
    """A fact as `Speaker.fact` should take it, by what its name says of it."""
    if value is None:
        return value
    if name in _PLAIN_FACTS:
        return str(value)
    if name in _CLUE_FACTS:
        clues = [value] if isinstance(value, str) else _texts(value)
        return [speaker.say(CLUES[clue]) if clue in CLUES else clue for clue in clues]
    if name == "ratio" and isinstance(value, float | int):
        return speaker.ratio(value)
    kind = _CODED_FACTS.get(name)
    return kind(str(value)) if kind is not None and value in set(kind) else value


def _named(value: object, names: Mapping[str, str]) -> object:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, Sequence):
        return [_named(item, names) for item in value]
    return value


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, Sequence) else []
