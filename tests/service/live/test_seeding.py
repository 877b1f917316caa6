"""An index fills an empty catalogue, and is answered from as it was before."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from matcher.gathering import gather
from matcher.index.directory import open_index, write_index
from matcher.matching.wanted import Wanted
from matcher.workflow.line_up_fiches import lined_up
from matcher.workflow.opening import open_knowledge, open_profile
from matcher.workflow.suggest_partners import matchmaker
from service.opened import Opened
from service.storage.opening import open_catalogue
from tests.service.live.pool import fiches
from tests.service.live.test_follower import CountingEncoder
from tests.service.live.test_gatherer import similarity
from tests.service.world import SmallEncoder


def test_the_answers_are_those_of_the_index(tmp_path: Path) -> None:
    knowledge = open_knowledge()
    profile = open_profile(knowledge)
    some = [fiches()[at] for at in (0, 1, 2, 3, 8, 9, 10, 11, 15, 17, 18, 20, 21, 22, 24)]
    people = gather(some, similarity, knowledge.gazetteer).participants
    assert any(each.superseded for each in people)
    assert any(each.translations for each in people)
    write_index(lined_up(people, SmallEncoder(), profile, knowledge), tmp_path / "index")
    index = open_index(tmp_path / "index")
    made = matchmaker(index, profile, knowledge)
    opened = Opened.over(
        open_catalogue(str(tmp_path / "catalogue.db")),
        SmallEncoder(),
        profile,
        knowledge,
        content=index.content,
    )
    moment = opened.follower.now()
    assert list(moment.roster) == sorted(people, key=lambda each: each.id)
    for each in people:
        before = made.partners_of(each.id, 5)
        now = moment.snapshot.partners_of(each.id, Wanted(limit=5))
        assert [p.partner_of(each.country).id for p in now.pairings] == [
            p.partner_of(each.country).id for p in before.pairings
        ]
        np.testing.assert_allclose(
            [p.score for p in now.pairings], [p.score for p in before.pairings], atol=2e-6
        )
    opened.close()


def test_what_the_index_holds_is_not_encoded(tmp_path: Path) -> None:
    knowledge = open_knowledge()
    profile = open_profile(knowledge)
    own = [fiches()[at] for at in (4, 6, 20, 24)]
    people = gather(own, similarity, knowledge.gazetteer).participants
    write_index(lined_up(people, SmallEncoder(), profile, knowledge), tmp_path / "index")
    encoder = CountingEncoder()
    opened = Opened.over(
        open_catalogue(str(tmp_path / "catalogue.db")),
        encoder,
        profile,
        knowledge,
        content=open_index(tmp_path / "index").content,
    )
    assert len(opened.follower.now().stored) == 4
    assert encoder.texts == []
    opened.close()


@pytest.mark.parametrize("held", [1, 3])
def test_a_catalogue_that_holds_something_is_left_as_it_is(tmp_path: Path, held: int) -> None:
    knowledge = open_knowledge()
    profile = open_profile(knowledge)
    first = Opened.over(
        open_catalogue(str(tmp_path / "catalogue.db")), SmallEncoder(), profile, knowledge
    )
    first.registrar.store({f"f-{at}": fiches()[at] for at in range(held)})
    first.close()
    people = gather([fiches()[20]], similarity, knowledge.gazetteer).participants
    write_index(lined_up(people, SmallEncoder(), profile, knowledge), tmp_path / "index")
    opened = Opened.over(
        open_catalogue(str(tmp_path / "catalogue.db")),
        SmallEncoder(),
        profile,
        knowledge,
        content=open_index(tmp_path / "index").content,
    )
    assert set(opened.follower.now().stored) == {f"f-{at}" for at in range(held)}
    opened.close()
