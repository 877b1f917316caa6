"""How often one may ask: never more than the rate, and again after the wait that was told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.security.rate import Rate


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@given(
    most=st.integers(1, 8),
    pauses=st.lists(st.floats(0, 40, allow_nan=False), min_size=1, max_size=60),
)
def test_no_sixty_seconds_see_twice_the_rate_and_the_wait_told_is_enough(
    most: int, pauses: list[float]
) -> None:
    clock = Clock()
    rate = Rate(most, clock=clock)
    came = list[float]()
    for pause in pauses:
        clock.now += pause
        wait = rate.taken("anna")
        if wait:
            clock.now += wait
            assert rate.taken("anna") == 0
        came.append(clock.now)
    for index, first in enumerate(came):
        within = [each for each in came[index:] if each < first + 60]
        assert len(within) <= 2 * most
    for window in {int(each // 60) for each in came}:
        assert sum(int(each // 60) == window for each in came) <= most


def test_visitors_are_counted_apart_and_zero_means_any_number() -> None:
    clock = Clock()
    rate = Rate(1, clock=clock)
    assert (rate.taken("anna"), rate.taken("kenji")) == (0, 0)
    assert rate.taken("anna") > 0
    unlimited = Rate(0, clock=clock)
    assert not any(unlimited.taken("anna") for _ in range(1000))


def test_looking_does_not_count() -> None:
    rate = Rate(1, clock=Clock())
    assert [rate.wait("anna") for _ in range(3)] == [0, 0, 0]
    rate.count("anna")
    assert rate.wait("anna") > 0
