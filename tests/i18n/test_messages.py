"""Codes and errors become sentences; an unknown code loses none of its facts."""

from __future__ import annotations

import pytest

from matcher.collectivity import Country, Language
from matcher.errors import (
    DIFFERENCES,
    AmbiguousCollectivity,
    ConstraintConflict,
    DataFileError,
    Difference,
    DimensionsTooMany,
    Fault,
    FileRefused,
    IdentityConflict,
    IndexDamaged,
    IndexOfOtherEncoder,
    MatcherError,
    NothingToMatch,
    PromptNotTaken,
    UnknownCollectivity,
)
from matcher.fiche import Note
from matcher.i18n import messages
from matcher.i18n.sentences import Speaker

FR, JA, EN = Speaker(Language.FR), Speaker(Language.JA), Speaker(Language.EN)


def test_an_unknown_code_is_told_with_its_facts() -> None:
    said = messages.refusal(FileRefused("a.pdf", "brand-new", {"pages": 12_000}), FR)
    assert said == "brand-new (pages: 12\N{NARROW NO-BREAK SPACE}000)"
    assert messages.refusal(FileRefused("a.pdf", "brand-new"), FR) == "brand-new"


def test_a_sentence_that_lacks_a_fact_falls_back_on_the_code() -> None:
    assert messages.note(Note("charset-guessed", "source"), EN).startswith("charset-guessed (")


def test_ids_are_named_and_the_rest_counted() -> None:
    names = {"jp-a": "高松市", "fr-b": "Tours"}
    details = {"partners": ("jp-a",), "more": 2, "taken_by": ("fr-b",)}
    assert messages.why_unserved("partners-taken", details, names, EN) == (
        "Whoever suits it has no meeting left: 高松市 and 2 others; these meet Tours."
    )


def test_scores_in_a_reason_have_two_decimals() -> None:
    details = {"partner": "jp-a", "score": -0.4219, "floor": 0.0}
    said = messages.why_unserved("nobody-above-floor", details, {"jp-a": "高松市"}, JA)
    assert "高松市のスコアは\N{MINUS SIGN}0.42で" in said


@pytest.mark.parametrize("speaker", [FR, JA, EN])
@pytest.mark.parametrize(
    "error",
    [
        FileRefused("résumé.docx", "encrypted"),
        DataFileError("souhaits.csv", (Fault(3, "pin", "x", "y"), Fault(None, "z", "", "w"))),
        NothingToMatch("one-country", "dossier", Country.FR),
        ConstraintConflict(({"kind": "pin-and-veto", "fr": "fr-1", "jp": "jp-1"},)),
        UnknownCollectivity("Tourz", ("fr-tours",)),
        AmbiguousCollectivity("府中市", ("jp-a", "jp-b")),
        IdentityConflict("fr-1", ("a.docx", "b.docx"), ("Tours", "Nancy")),
        IndexDamaged("index", "vectors.faiss", "absent", "present"),
        DimensionsTooMany("owner/model", 512, 384),
        PromptNotTaken("default", "query: "),
        IndexOfOtherEncoder("index", "mine (0a)", "mine (0b)"),
    ],
)
def test_every_error_has_a_sentence_with_its_facts(speaker: Speaker, error: MatcherError) -> None:
    said = messages.error(error, speaker)
    assert type(error).__name__ not in said
    for value in vars(error).values():
        if isinstance(value, str) and value not in {"encrypted", "one-country", "FR"}:
            assert value in said


@pytest.mark.parametrize("speaker", [FR, JA, EN])
def test_an_index_of_another_encoder_is_told_with_what_differs(speaker: Speaker) -> None:
    differences = (
        Difference("dimension", "256", "384"),
        Difference("prompt", "", "query: "),
        Difference("prompt", "passage: ", ""),
        Difference("pooling", "mean", "cls"),
        Difference("files", "0a", "0b"),
    )
    said = messages.error(IndexOfOtherEncoder("i", "m (0a)", "m (0b)", differences), speaker)
    lines = said.splitlines()[1:]
    assert len(lines) == len(DIFFERENCES) + 1
    for line, each in zip(lines[:4], differences, strict=False):
        assert each.found in line
        assert each.expected in line
    assert "MATCHER_DIMENSIONS" in lines[0]
    assert "MATCHER_PROMPT" in lines[1]
    assert lines[1] != lines[2]


def test_every_class_of_error_has_a_sentence() -> None:
    def classes(root: type[MatcherError]) -> list[type[MatcherError]]:
        return [root, *(below for each in root.__subclasses__() for below in classes(each))]

    handled = {"FileRefused", "DataFileError", "ConstraintConflict"}
    abstract = {
            "MatcherError", "InputError", "ModelError", "IndexProblem", "CatalogueProblem",
            "AccessProblem",
        }  # fmt: skip
    told = {code.split("/")[0] for code in messages.ERRORS} | handled | abstract
    assert [c.__name__ for c in classes(MatcherError) if c.__name__ not in told] == []
