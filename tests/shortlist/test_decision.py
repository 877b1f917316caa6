"""What people said of pairs: as pins and vetoes, and as judgments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.collectivity import Country
from matcher.shortlist.decision import Decision, Decisions, Verdict, grade, judgments

verdicts = st.sampled_from([None, *Verdict])
answers = st.sampled_from([None, True, False])
decisions = st.builds(
    Decision,
    fr=st.sampled_from(["fr-a", "fr-b", "fr-c"]),
    jp=st.sampled_from(["jp-x", "jp-y"]),
    verdict=verdicts,
    note=st.sampled_from(["", "entre nous"]),
    met=answers,
    worth_it=answers,
    follow_up=st.sampled_from(["", "rappeler en mai"]),
)


@pytest.mark.parametrize(
    ("verdict", "met", "worth_it", "expected"),
    [
        (Verdict.REJECTED, None, None, 0),
        (Verdict.ACCEPTED, None, None, 2),
        (Verdict.PINNED, None, None, 2),
        (Verdict.ACCEPTED, True, True, 3),
        (Verdict.PINNED, True, False, 1),
        (None, True, True, 3),
        (Verdict.REJECTED, True, True, 3),
        (Verdict.ACCEPTED, True, None, 2),
        (Verdict.ACCEPTED, False, None, 2),
        (None, True, None, None),
        (None, False, None, None),
        (None, None, None, None),
    ],
)
def test_what_was_seen_counts_more_than_what_was_expected(
    verdict: Verdict | None, met: bool | None, worth_it: bool | None, expected: int | None
) -> None:
    said = Decision(fr="fr-a", jp="jp-x", verdict=verdict, met=met, worth_it=worth_it)
    assert grade(said) == expected


def test_judgments_turn_with_who_asks() -> None:
    said = Decisions.of(
        [
            Decision(fr="fr-b", jp="jp-x", verdict=Verdict.ACCEPTED),
            Decision(fr="fr-a", jp="jp-y", verdict=Verdict.REJECTED),
            Decision(fr="fr-a", jp="jp-x", note="à revoir"),
        ]
    )
    french = [(each.query, each.document, each.grade) for each in judgments(said, Country.FR)]
    japanese = [(each.query, each.document, each.grade) for each in judgments(said, Country.JP)]
    assert french == [("fr-a", "jp-y", 0), ("fr-b", "jp-x", 2)]
    assert japanese == [("jp-x", "fr-b", 2), ("jp-y", "fr-a", 0)]


@given(st.lists(decisions, max_size=12))
def test_the_last_word_on_a_pair_counts(said: list[Decision]) -> None:
    held = Decisions.of(said)
    for each in said:
        last = next(later for later in reversed(said) if later.pair == each.pair)
        assert held.on(*each.pair) == last
        assert (each.pair in held.by_pair) is not last.is_open
    assert held.kept.isdisjoint(held.rejected)
    assert held.on("fr-nobody", "jp-x").is_open


@given(st.lists(decisions, max_size=12), decisions)
def test_a_decision_takes_the_place_of_what_was_said_of_its_pair(
    said: list[Decision], new: Decision
) -> None:
    before = Decisions.of(said)
    after = before.with_(new)
    assert after.on(*new.pair) == new
    for pair, decision in before.by_pair.items():
        assert pair == new.pair or after.on(*pair) == decision


@given(st.lists(decisions, max_size=12))
def test_without_words_nothing_written_is_left_and_verdicts_stay(said: list[Decision]) -> None:
    held = Decisions.of(said)
    bare = held.without_words
    assert "entre nous" not in repr(bare)
    assert "rappeler" not in repr(bare)
    assert (bare.kept, bare.rejected) == (held.kept, held.rejected)
    assert judgments(bare, Country.FR) == judgments(held, Country.FR)
