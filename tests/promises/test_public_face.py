"""Every name of the face is there, and is what its module holds."""

from __future__ import annotations

import pytest

import matcher


@pytest.mark.parametrize("name", matcher.__all__)
def test_every_public_name_can_be_used(name: str) -> None:
    found = getattr(matcher, name)
    assert found.__doc__
    assert name in dir(matcher)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        matcher.nothing  # noqa: B018
