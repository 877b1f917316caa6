"""A long page in parts, and the way from one part to the next."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """Part `page` of `pages`, counted from 1."""

    page: int
    pages: int

    @property
    def previous(self) -> int | None:
        """The number of the part before; None on the first."""
        return self.page - 1 if self.page > 1 else None

    @property
    def next(self) -> int | None:
        """The number of the part after; None on the last."""
        return self.page + 1 if self.page < self.pages else None
