"""What pages have made of the latest state of the catalogue, so that it is made once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

from fastapi import Request

from service.live.moment import Moment

Made = TypeVar("Made")


class KeptViews:
    """Values made of one moment; with the next moment they are let go. Any thread may ask."""

    def __init__(self) -> None:
        self._moment: Moment | None = None
        self._made: dict[Hashable, Any] = {}
        self._lock = Lock()

    def of(self, moment: Moment, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` makes of `moment`; under one `key` always the same is made."""
        with self._lock:
            if self._moment is not moment:
                self._moment, self._made = moment, {}
            made = self._made
        if key not in made:
            made[key] = make()  # two at once make the same
        return cast(Made, made[key])


def kept_of(request: Request) -> KeptViews:
    """What the application that answers `request` keeps."""
    kept: KeptViews = request.app.state.kept_views
    return kept
