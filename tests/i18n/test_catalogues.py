"""Every message exists three times, with the same facts, and is set as each language sets it."""

from __future__ import annotations

import ast
import re
from string import Formatter

import pytest

from matcher.collectivity import Language
from matcher.errors import REFUSALS
from matcher.i18n import codes
from matcher.i18n.catalogue import catalogue
from matcher.shortlist import left_over
from tests.i18n.messages_in_use import SOURCE, all_messages

TRANSLATED = (Language.FR, Language.JA)


def facts(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name}


def texts(language: Language) -> list[str]:
    held = catalogue(language)
    return [*held.single.values(), *(form for forms in held.plural.values() for form in forms)]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_in_use_is_translated(language: Language) -> None:
    held = catalogue(language)
    missing = [
        message
        for message, plural in all_messages().items()
        if message not in (held.single if plural is None else held.plural)
    ]
    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_behind(language: Language) -> None:
    held = catalogue(language)
    assert sorted({*held.single, *held.plural} - set(all_messages())) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_name_the_same_facts(language: Language) -> None:
    held = catalogue(language)
    pairs = [*held.single.items()]
    pairs += [(one, form) for one, forms in held.plural.items() for form in forms]
    assert [p for p in pairs if facts(p[0]) != facts(p[1])] == []


@pytest.mark.parametrize(("language", "forms"), [(Language.FR, 2), (Language.JA, 1)])
def test_plural_forms_are_those_of_the_language(language: Language, forms: int) -> None:
    held = catalogue(language)
    assert held.plural
    assert {len(each) for each in held.plural.values()} == {forms}


def test_french_is_set_with_unbreakable_spaces() -> None:
    wrong = re.compile(r"(?<=\w)'(?=\w)| [;:!?»%]|« |[^\s\u202f][;!?](?=\s|$)|[^\s\u00a0]:(?= )")
    assert [text for text in texts(Language.FR) if wrong.search(text)] == []


def test_japanese_is_written_in_japanese() -> None:
    japanese = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
    bare = [
        text for text in texts(Language.JA) if facts(text) == set() and not japanese.search(text)
    ]
    assert bare == []
    assert [text for text in texts(Language.JA) if re.search(r"[,.:;!?] |\s。", text)] == []


def test_every_refusal_has_a_sentence() -> None:
    assert sorted(set(REFUSALS) - set(codes.REFUSALS)) == []


def codes_in_use(calls: dict[str, int]) -> set[str]:
    """Literal codes in calls: name of what is called → position of the code among the arguments."""
    found = set()
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                arguments = node.args[calls.get(name, len(node.args)) :]
                if arguments and isinstance(arguments[0], ast.Constant):
                    found.add(str(arguments[0].value))
    return found


def test_every_code_of_a_note_has_a_sentence() -> None:
    used = codes_in_use({"Note": 0, "_note": 0})
    assert "language-deduced" in used
    assert sorted(used - set(codes.NOTES)) == []


def test_every_reason_in_use_is_a_known_refusal() -> None:
    used = codes_in_use({"FileRefused": 1})
    assert "damaged" in used
    assert sorted(used - set(codes.REFUSALS)) == []


def test_every_reason_for_no_meeting_has_a_sentence() -> None:
    used = set(re.findall(r'^    "([a-z-]+)":', left_over.Unserved.__doc__ or "", re.MULTILINE))
    assert "partners-taken" in used
    assert sorted(used - set(codes.UNSERVED)) == []
