"""An entry of a select, a row of radio buttons or a list of links."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.collectivity import Language


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be chosen: `value` is sent, `label` is read, in `language` where that may differ
    from the page's."""

    value: str
    label: str
    chosen: bool
    language: Language | None = None
