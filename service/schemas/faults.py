"""What is wrong with a request, field by field, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from matcher.errors import MatcherError
from matcher.i18n import messages
from matcher.i18n.codes import ERRORS
from matcher.i18n.sentences import Speaker
from service.schemas.problem import FaultAnswer

#: Faults named in one answer; a body of wrong items could bring thousands.
MOST_FAULTS = 50

#: What pydantic calls a fault → its sentence; the facts are those of its `ctx`, and `at`, the
#: character of a body that no JSON can have there, or `found`, the length of what was given.
SENTENCES: Mapping[str, str] = {
    "missing": "This is required.",
    "json_invalid": "The body is not readable JSON from character {at} on.",
    "string_type": "This must be a text.",
    "string_too_short": "This must not be empty.",
    "string_too_long": "This may be {max_length} characters long at most; it has {found}.",
    "string_unicode": "This holds characters that are no text.",
    "string_pattern_mismatch": "This does not have the form asked for: {pattern}.",
    "too_short": "At least {min_length} must be given.",
    "too_long": "At most {max_length} may be given; there are {found}.",
    "int_type": "This must be a whole number.",
    "int_parsing": "This must be a whole number.",
    "int_parsing_size": "This number is too large.",
    "int_from_float": "This must be a whole number.",
    "float_type": "This must be a number.",
    "float_parsing": "This must be a number.",
    "finite_number": "This must be a number.",
    "bool_type": "This must be true or false.",
    "bool_parsing": "This must be true or false.",
    "greater_than_equal": "This must be {ge} or more.",
    "less_than_equal": "This must be {le} or less.",
    "enum": "This must be one of: {expected}.",
    "literal_error": "This must be one of: {expected}.",
    "list_type": "This must be a list.",
    "dict_type": "This must be an object.",
    "model_type": "This must be an object.",
    "model_attributes_type": "This must be an object.",
    "unknown_collectivity": "Nobody of this id takes part.",
    "unknown_area": "No area is known by the name “{name}”. Give the code or the name of a "
    "département, région or prefecture, or the name of a larger area.",
    "extra_forbidden": "Nothing of this name is taken here.",
    "nothing-said": "This fiche says nothing that can be read: at least one field is needed.",
    "too-long": ERRORS["FicheRefused/too-long"],
    "too-many-key-points": ERRORS["FicheRefused/too-many-key-points"],
    "value_error": "This value cannot be used.",
}

_UNKNOWN = "This value cannot be used."


def reason_told(reason: MatcherError, speaker: Speaker) -> str:
    """What is wrong with a fiche, without the name of its file, which a request need not have."""
    said = messages.error(reason, speaker)
    source = getattr(reason, "source", None)
    return said if source is None else said.removeprefix(f"{source}: ")


def faults_of(
    errors: Sequence[Mapping[str, object]], speaker: Speaker, *, several: bool = False
) -> list[FaultAnswer]:
    """The faults of a request, each at its place, at most `MOST_FAULTS`.

    `several` is whether the body is a list: of one thing that stands where a list may stand, the
    place begins with no number.
    """
    found = dict.fromkeys(_fault(error, speaker, several=several) for error in errors)
    return list(found)[:MOST_FAULTS]


def _fault(error: Mapping[str, object], speaker: Speaker, *, several: bool) -> FaultAnswer:
    code = str(error.get("type", ""))
    facts = error.get("ctx")
    place = error.get("loc")
    where, *steps = place if isinstance(place, Sequence) else ("body",)
    known = {str(name): fact for name, fact in facts.items()} if isinstance(facts, Mapping) else {}
    if code == "json_invalid" and steps and isinstance(steps[0], int):
        known["at"] = steps[0] + 1
    given = error.get("input")
    if isinstance(given, str | list):
        known["found"] = len(given)
    sentence = _sentence(code, known, speaker)
    if where == "body":
        if steps and isinstance(steps[0], int) and not several:
            steps = steps[1:]
        return FaultAnswer(pointer=_pointer(steps), code=code, detail=sentence)
    return FaultAnswer(parameter=str(steps[0]) if steps else str(where), code=code, detail=sentence)


def _pointer(steps: Iterable[object]) -> str:
    """A JSON pointer (RFC 6901) as a URI fragment, `#/key_points/3`."""
    fields = [str(step).replace("~", "~0").replace("/", "~1") for step in steps]
    return "#" + "".join(f"/{field}" for field in fields)


def _sentence(code: str, facts: Mapping[str, object], speaker: Speaker) -> str:
    message = SENTENCES.get(code, _UNKNOWN)
    try:
        return speaker.say(message, **facts)
    except KeyError:  # a newer pydantic names its facts otherwise
        return speaker.say(_UNKNOWN)
